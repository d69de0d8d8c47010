"""Print what extraction costs beside trafilatura alone on the same pages, and what a comparison costs: CPU time.

python benchmarks/extraction.py [--pages N]

The pages are made up (`pages.py`), and, where CLAUSEWATCH_REPLAY names a folder, real histories unpacked there.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import logging
import os
import time
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

import pages
import trafilatura

from crawler.extraction.extract import extract
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REPLAY = "CLAUSEWATCH_REPLAY"
_TIMES = 3
_FULL, _QUICK = 100, 20  # pages of each kind


def made_up(count: int) -> list[list[bytes]]:
    """Return so many histories of two pages each, an edited one in ten."""
    histories = []
    for number in range(count):
        old = pages.policy("e", number)
        new = (
            pages.edited(old, pages.EDITS[number % len(pages.EDITS)], pages.Random(number)) if number % 10 == 0 else old
        )
        rounds = ((old, 1), (new, 2))
        histories.append([pages.html_page(text, "e", number, turn, "all").encode() for text, turn in rounds])
    return histories


def replayed(folder: Path, count: int) -> list[list[bytes]]:
    """Return about so many pages of real histories, an equal number of neighbours from each."""
    documents = sorted(path for path in folder.iterdir() if path.is_dir())
    each = max(2, count // max(1, len(documents)))
    return [
        [gzip.decompress(path.read_bytes()) for path in sorted(document.glob("*.html.gz"))[-each:]]
        for document in documents
    ]


def milliseconds(work: Callable[[], object]) -> float:
    """Return the least CPU time of a few runs; what earlier runs left behind is collected before."""
    times = []
    for _ in range(_TIMES):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1_000 * min(times)


def alone(body: bytes) -> str | None:
    """Draw a page with trafilatura and nothing else."""
    return trafilatura.extract(body, favor_recall=True)


def report(name: str, histories: Sequence[Sequence[bytes]]) -> None:
    """Print one line: extraction, trafilatura, their ratio, comparison of neighbours."""
    bodies = [body for history in histories for body in history]
    ours = [milliseconds(lambda body=body: extract(body, media_type="text/html")) for body in bodies]
    theirs = [milliseconds(lambda body=body: alone(body)) for body in bodies]
    compared = []
    for history in histories:
        found = [extract(body, media_type="text/html") for body in history]
        documents = [policy_text(document) for document in found if isinstance(document, Document)]
        compared.extend(milliseconds(lambda old=old, new=new: compare(old, new)) for old, new in pairwise(documents))
    print(
        f"{name:10} {len(bodies):6} {mean(map(len, bodies)) / 1_000:7.0f} {mean(ours):9.1f} {median(ours):7.1f} "
        f"{mean(theirs):12.1f} {median(theirs):7.1f} {mean(ours) / mean(theirs):6.2f} {mean(compared or [0.0]):11.2f}",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, help=f"pages of each kind (default {_FULL}, quick {_QUICK})")
    parser.add_argument("--quick", action="store_true", help="fewer pages")
    arguments = parser.parse_args()
    count = max(2, arguments.pages or (_QUICK if arguments.quick else _FULL))
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    print(
        f"{'':10} {'pages':>6} {'KB':>7} {'extract':>9} {'median':>7} {'trafilatura':>12} {'median':>7} "
        f"{'ratio':>6} {'compare':>11}   (ms)"
    )
    report("made up", made_up(count // 2))
    folder = os.environ.get(REPLAY)
    if folder:
        report("real", replayed(Path(folder), count))


if __name__ == "__main__":
    main()
