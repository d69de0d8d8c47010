"""Which parts of a page turn while its policy stays: where no others differ, the policy need not be drawn again.

What a part says does not count, but that it was another before, time and again, and that nothing of it is the policy's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.records import Surroundings, TurningPart
from monitor.core.records.surroundings import DIGEST_SIZE
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# How often a part was new before it is taken to be none of the policy's business: as often as a restless place. Of 299
# pairs of neighbouring looks at which a real policy differs none is taken to be the same; with once instead of twice,
# one is (decision 20).
LEAST_TIMES = 2
MOST_SETTLED = 20  # looks in a row without drawing: a twentieth of what is saved, so that no mistake stays for long
LONGER = 2  # times the longest text seen at a place: more than that is no other offer, counter or headline
MOST_PARTS = 5_000  # of a page, 40 KB of digests; the longest of a hundred real policies had 3,208
_FIGURES = re.compile(r"\d+")
_RUN = 3  # words in a row that a part shares with the policy where it holds any of it, numbers aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a page, from where a block begins to where the next does.

    Args:
        marked: its text with what is read of the markup within.
        tags: those of its blocks.
        text: its text alone.
    """

    marked: str
    tags: str
    text: str


def settled(known: Surroundings, parts: Sequence[Part]) -> Surroundings | None:
    """Tell whether a page must still have the policy it had, for nothing differs but what turns beside it.

    Args:
        known: what earlier looks had in common.
        parts: the page's.

    Returns:
        What is known after this look; None where the policy has to be drawn.
    """
    if known.settled >= MOST_SETTLED or len(parts) != known.count:
        return None
    digests = [_digest(part) for part in parts]
    turning = {part.place: part for part in known.turning}
    if any(place not in turning for place in _differing(known, digests)):
        return None
    if any(digests[one.place] != one.digest and not _may_turn(one, parts[one.place]) for one in known.turning):
        return None
    now = (_turned(one, parts[one.place], digests[one.place]) for one in known.turning)
    return replace(known, turning=tuple(now), settled=known.settled + 1)


def _may_turn(one: TurningPart, part: Part) -> bool:
    is_known = one.times >= LEAST_TIMES and one.form == _digest_of(part.tags)
    return is_known and 0 < len(part.text.strip()) <= LONGER * one.longest


def learned(
    known: Surroundings | None, parts: Sequence[Part], policy: Iterable[str], *, snapshot: int, rules: str
) -> Surroundings | None:
    """Return what is known of a page after a look at which its policy was drawn and was the same.

    Args:
        known: what earlier looks had in common, None where nothing is known.
        parts: as for `settled`.
        policy: the texts and headings that were drawn.
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
        if place not in turning:
            form = _digest_of(parts[place].tags)
            turning[place] = TurningPart(place=place, digest=_of(known, place), form=form, times=0, longest=0)
    after = _after(turning, parts, digests, _Said.by(policy) if turning else None)
    return replace(known, turning=after, settled=0)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a policy says: its words, numbers aside, and each run of some of them."""

    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def by(cls, policy: Iterable[str]) -> _Said:
        said = [word for text in policy for word in _letters(text)]
        return cls(frozenset(said), frozenset(_runs(said)))

    def has_any_of(self, text: str) -> bool:
        """Tell whether the policy has anything of a text, of a short one a single word, or the text says nothing."""
        own = _letters(text)
        if len(own) < _RUN:
            return not (self.words.isdisjoint(own) and words(text))
        return not self.runs.isdisjoint(_runs(own))


def _letters(text: str) -> list[str]:
    return list(words(_FIGURES.sub(" ", text)))


def _runs(said: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(said[at:] for at in range(_RUN)), strict=False)


def _after(
    turning: Mapping[int, TurningPart], parts: Sequence[Part], digests: Sequence[bytes], said: _Said | None
) -> tuple[TurningPart, ...]:
    found = []
    for place in sorted(turning):
        one, part = _turned(turning[place], parts[place], digests[place]), parts[place]
        form = _digest_of(part.tags)
        is_policy = form != one.form or (said is not None and said.has_any_of(part.text))
        found.append(replace(one, form=form, times=0) if is_policy else one)
    return tuple(found)


def _turned(one: TurningPart, part: Part, digest: bytes) -> TurningPart:
    times = one.times + (digest != one.digest)
    return replace(one, digest=digest, times=times, longest=max(one.longest, len(part.text.strip())))


def _differing(known: Surroundings, digests: Sequence[bytes]) -> list[int]:
    return [place for place, digest in enumerate(digests) if digest != _of(known, place)]


def _of(known: Surroundings, place: int) -> bytes:
    return known.parts[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE]


def _digest(part: Part) -> bytes:
    return _digest_of(f"{part.tags}\n{part.marked}")


def _digest_of(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=DIGEST_SIZE).digest()
