"""What work costs, in pages: how many honest pages this machine, as busy as it is, reads in the same processor time.

Seconds differ from machine to machine and from minute to minute; this ratio hardly does.
"""

from __future__ import annotations

from time import process_time

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.reading import Reading
from tests.policies import clauses, html

# a policy of usual length: 20 kB, 108 clauses
HONEST = html({f"{n}. {topic}": lines for n in range(6) for topic, lines in clauses(n).items()}).encode()
READINGS = 5


def fits(seconds: float, *, pages: int) -> bool:
    """Tell whether so many seconds of processor time are less than so many honest pages take, tried out just now.

    The slowest of a few readings counts; where the first is slow enough there is no need of the others.
    """
    return any(seconds < pages * _reading() for _ in range(READINGS))


def _reading() -> float:
    start = process_time()
    extract(HONEST)
    visible_digest(Reading(content=HONEST))
    return process_time() - start
