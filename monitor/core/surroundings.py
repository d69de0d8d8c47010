"""Which parts of a page turn while its policy stays: where no others differ, the policy need not be drawn again.

What a part says does not count, but that it was another before, time and again, and that nothing of it is the policy's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.records import Surroundings, TurningPart
from monitor.core.records.surroundings import DIGEST_SIZE
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

# How often a part was new before it is taken to be none of the policy's business: as often as a restless place. Of 299
# pairs of neighbouring looks at which a real policy differs none is taken to be the same; with once instead of twice,
# one is (decision 20).
LEAST_TIMES = 2
MOST_SETTLED = 20  # looks in a row without drawing: a twentieth of what is saved, so that no mistake stays for long
LONGER = 2  # times the longest text seen at a place: more than that is no other offer, counter or headline
MOST_PARTS = 5_000  # of a page, 40 KB of digests; the longest of a hundred real policies had 3,208
FORM = 2  # of the parts that are digested; what was learned from parts of another form is learned anew
_FIGURES = re.compile(r"\d+")
_RUN = 3  # words in a row that a part shares with the policy where it holds any of it, numbers aside


class Part(NamedTuple):
    """A part of a page, from where a block begins to where the next does.

    Args:
        tags: those of its blocks.
        text: its text alone, without what is read of the markup within.
    """

    tags: str
    text: str


@dataclass(frozen=True)  # without slots, which leave no place for what was worked out once
class Parts:
    """The parts of a page, in order; few of them are ever looked into.

    Args:
        wholes: each with all that is read of it.
        read: makes a part of one.
    """

    wholes: Sequence[str]
    read: Callable[[str], Part]

    @cached_property
    def digests(self) -> list[bytes]:
        """The digest of each."""
        return list(map(_digest_of, self.wholes))

    def __getitem__(self, place: int) -> Part:
        return self.read(self.wholes[place])


def settled(known: Surroundings, parts: Parts) -> Surroundings | None:
    """Tell whether a page must still have the policy it had, for nothing differs but what turns beside it.

    Args:
        known: what earlier looks had in common.
        parts: the page's.

    Returns:
        What is known after this look; None where the policy has to be drawn.
    """
    if known.settled >= MOST_SETTLED or len(parts.wholes) != known.count:
        return None
    digests = parts.digests
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
    known: Surroundings | None, parts: Parts, policy: Iterable[str], *, snapshot: int, rules: str
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
    if len(parts.wholes) > MOST_PARTS:
        return None
    digests = parts.digests
    is_same = known is not None and (known.snapshot, known.rules) == (snapshot, rules)
    if known is None or not is_same or known.count != len(digests):
        return Surroundings(snapshot=snapshot, rules=rules, parts=b"".join(digests))
    turning = {part.place: part for part in known.turning}
    for place in _differing(known, digests):
        if place not in turning:
            form = _digest_of(parts[place].tags)
            turning[place] = TurningPart(place=place, digest=_of(known, place), form=form, times=0, longest=0)
    return replace(known, turning=_after(turning, parts, policy) if turning else (), settled=0)


def _are_of(policy: Iterable[str], texts: Sequence[str]) -> list[bool]:
    """Tell of some texts whether the policy has anything of each, of a short one a single word, or it says nothing."""
    owns = [_letters(text) for text in texts]
    said = _letters(" ".join(policy))
    # of what the policy says only that is kept which is asked for: pages have few parts that turn
    single = {word for own in owns if len(own) < _RUN for word in own}.intersection(said)
    joined = {run for own in owns for run in _runs(own)}.intersection(_runs(said))
    return [
        not joined.isdisjoint(_runs(own)) if len(own) >= _RUN else not (single.isdisjoint(own) and words(text))
        for text, own in zip(texts, owns, strict=True)
    ]


def _letters(text: str) -> list[str]:
    return list(words(_FIGURES.sub(" ", text)))


def _runs(said: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(said[at:] for at in range(_RUN)), strict=False)


def _after(turning: Mapping[int, TurningPart], parts: Parts, policy: Iterable[str]) -> tuple[TurningPart, ...]:
    places = sorted(turning)
    now = [parts[place] for place in places]
    found = []
    for place, part, is_policy in zip(places, now, _are_of(policy, [part.text for part in now]), strict=True):
        one, form = _turned(turning[place], part, parts.digests[place]), _digest_of(part.tags)
        found.append(replace(one, form=form, times=0) if is_policy or form != one.form else one)
    return tuple(found)


def _turned(one: TurningPart, part: Part, digest: bytes) -> TurningPart:
    times = one.times + (digest != one.digest)
    return replace(one, digest=digest, times=times, longest=max(one.longest, len(part.text.strip())))


def _differing(known: Surroundings, digests: Sequence[bytes]) -> list[int]:
    starts = range(0, len(known.parts), DIGEST_SIZE)
    return [at for at, start in enumerate(starts) if digests[at] != known.parts[start : start + DIGEST_SIZE]]


def _of(known: Surroundings, place: int) -> bytes:
    return known.parts[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE]


def _digest_of(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=DIGEST_SIZE).digest()
