"""Which parts of a page turn while its policy stays: where no others differ, the policy need not be drawn again.

What a part says does not count, only that it was another before, time and again, and that the policy took no notice.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.records import Surroundings, TurningPart
from monitor.core.records.surroundings import DIGEST_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# How often the words of a part were new before the policy is taken to be none of its business: as often as those of a
# restless place. Of 300 pairs of neighbouring looks at which a real policy differs none is taken to be the same; with
# once instead of twice, one is (decision 20).
LEAST_TIMES = 2
MOST_SETTLED = 20  # looks in a row without drawing: a twentieth of what is saved, so that no mistake stays for long
LONGER = 2  # times the longest words seen at a place: more than that is no other offer, counter or headline
MOST_PARTS = 5_000  # of a page, 40 KB of digests; the longest of a hundred real policies had 3,208


def settled(known: Surroundings, parts: Sequence[str]) -> Surroundings | None:
    """Tell whether a page must still have the policy it had, for nothing differs but what turns.

    Args:
        known: what earlier looks had in common.
        parts: the page's, with what is read of their markup.

    Returns:
        What is known after this look; None where the policy has to be drawn.
    """
    if known.settled >= MOST_SETTLED or len(parts) != known.count:
        return None
    digests = [_digest(part) for part in parts]
    turning = {part.place: part for part in known.turning}
    if any(place not in turning for place in _differing(known, digests)):
        return None
    for part in known.turning:
        is_new = digests[part.place] != part.digest
        if is_new and (part.times < LEAST_TIMES or len(parts[part.place]) > LONGER * part.longest):
            return None
    return _after(known, turning, parts, digests, settled=known.settled + 1)


def learned(known: Surroundings | None, parts: Sequence[str], *, snapshot: int, rules: str) -> Surroundings | None:
    """Return what is known of a page after a look at which its policy was drawn and was the same.

    Args:
        known: what earlier looks had in common, None where nothing is known.
        parts: as for `settled`.
        snapshot: the number of the version that has the policy.
        rules: the extraction rules that drew it.

    Returns:
        That; None where the page has more parts than are remembered.
    """
    if len(parts) > MOST_PARTS:
        return None
    digests = [_digest(part) for part in parts]
    is_same = known is not None and (known.snapshot, known.rules) == (snapshot, rules)
    if known is None or not is_same or known.count != len(digests):
        return Surroundings(snapshot=snapshot, rules=rules, parts=b"".join(digests))
    turning = {part.place: part for part in known.turning}
    for place in _differing(known, digests):
        turning.setdefault(place, TurningPart(place=place, digest=_of(known, place), times=0, longest=0))
    return _after(known, turning, parts, digests, settled=0)


def _after(
    known: Surroundings,
    turning: Mapping[int, TurningPart],
    parts: Sequence[str],
    digests: Sequence[bytes],
    *,
    settled: int,
) -> Surroundings:
    now = (_turned(turning[place], parts[place], digests[place]) for place in sorted(turning))
    return replace(known, turning=tuple(now), settled=settled)


def _turned(part: TurningPart, words: str, digest: bytes) -> TurningPart:
    times = part.times + (digest != part.digest)
    return replace(part, digest=digest, times=times, longest=max(part.longest, len(words)))


def _differing(known: Surroundings, digests: Sequence[bytes]) -> list[int]:
    return [place for place, digest in enumerate(digests) if digest != _of(known, place)]


def _of(known: Surroundings, place: int) -> bytes:
    return known.parts[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE]


def _digest(part: str) -> bytes:
    return blake2b(part.encode("utf-8", "replace"), digest_size=DIGEST_SIZE).digest()
