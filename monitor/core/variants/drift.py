"""Drift: what only one of two variants of a document says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.significance.topics import READ
from monitor.core.variants.sayings import Aspect, Saying, figures_said
from monitor.core.variants.sections import SectionPair, aligned, sections_of
from monitor.core.variants.traces import Traces, bare_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.records import PolicyText
    from monitor.core.variants.sections import Section

_ORDER = list(Aspect)
_FIGURES = frozenset([Aspect.PERIOD, Aspect.AMOUNT])
# of these a document has one, or they stand for each other where each variant has its own in the same section
_BECOMES = _FIGURES | {Aspect.DATE, Aspect.AGE, Aspect.CONTACT}
# what is said in words, of which a language has more than any list
_WORDED = frozenset([Aspect.RIGHT, Aspect.COMPANY, Aspect.RECIPIENT, Aspect.DATA, Aspect.PURPOSE])


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One thing in which two variants differ.

    Args:
        aspect: what it is about.
        one: what the first says, None where it says no such thing.
        other: what the second says, None likewise.
    """

    aspect: Aspect
    one: Saying | None
    other: Saying | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two variants held against each other.

    Args:
        drift: what only one of them says, by aspect.
        both: how many things both say.
        not_compared: what one says and of which the other cannot be asked, first those of the first variant.
        sections: both texts side by side.
    """

    drift: tuple[Drift, ...]
    both: int
    not_compared: tuple[tuple[Saying, ...], tuple[Saying, ...]]
    sections: tuple[SectionPair, ...]


def compare_variants(one: PolicyText, other: PolicyText) -> Comparison:
    """Hold two variants of a document against each other, whatever their languages.

    A thing is told as missing in one only where the rules read it for certain in the other, the lists of the one's
    language have words for it, and none of them, in any form, stands anywhere in its text.

    Args:
        one: a variant.
        other: another.
    """
    sides = (Traces(one), Traces(other))
    sections = aligned(sections_of(one), sections_of(other), (sides[0].sayings, sides[1].sayings))
    alone, unknown, both = _alone(*sides)
    back, unknown_back, _ = _alone(*reversed(sides))
    sections_back = [SectionPair(one=pair.other, other=pair.one) for pair in sections]
    sure = _without_unread(_without_both(alone, back), sections, sides[1])
    sure_back = _without_unread(_without_both(back, alone), sections_back, sides[0])
    drift = [*_paired(sure, sure_back, sections), *_swapped(sections, sides)]
    return Comparison(
        drift=tuple(sorted(drift, key=lambda one: _ORDER.index(one.aspect))),
        both=both,
        not_compared=(
            (*unknown, *(saying for saying in alone if saying not in sure)),
            (*unknown_back, *(saying for saying in back if saying not in sure_back)),
        ),
        sections=sections,
    )


def _alone(side: Traces, against: Traces) -> tuple[list[Saying], list[Saying], int]:
    """Return what one variant says and another does not, of what the other cannot be asked, and how much both say."""
    missing = [saying for saying in side.sayings if not against.has(saying)]
    alone = [saying for saying in missing if against.can_tell(saying) and _is_read_in_both(saying, side, missing)]
    known = set(alone)
    return alone, [saying for saying in missing if saying not in known], len(side.sayings) - len(missing)


def _is_read_in_both(saying: Saying, side: Traces, missing: Sequence[Saying]) -> bool:
    """Tell whether what is said in words is drift and no other wording: at least half of its kind is found in both.

    So "parcel services", which is no name, is not missed among recipients that are described in other words.
    """
    if saying.aspect not in _WORDED or saying.is_named:
        return True
    beside = [one for one in side.sayings if one.aspect is saying.aspect and not one.is_named]
    return 2 * sum(one in missing for one in beside) <= len(beside)


def _without_both(alone: Sequence[Saying], back: Sequence[Saying]) -> list[Saying]:
    """Return what one variant says alone, but for kinds of which each does: there the same is said in other words."""
    doubtful = {saying.aspect for saying in back} & (_WORDED - {Aspect.COMPANY})
    return [saying for saying in alone if saying.aspect not in doubtful]


def _without_unread(alone: Sequence[Saying], sections: Sequence[SectionPair], against: Traces) -> list[Saying]:
    """Return what one variant says alone, but for periods where the other's section has one that could not be read."""
    unread = {
        clause.position
        for pair in sections
        if pair.one and pair.other and _has_unread(pair.other, against)
        for clause in pair.one.clauses
    }
    return [saying for saying in alone if saying.aspect is not Aspect.PERIOD or saying.position not in unread]


def _has_unread(section: Section, side: Traces) -> bool:
    return any(bare_units(clause.text[:READ], side.languages) for clause in section.clauses)


def _paired(alone: Sequence[Saying], back: Sequence[Saying], sections: Sequence[SectionPair]) -> Iterator[Drift]:
    """Yield what only one of two variants says; of a kind, what each has in the same section stands side by side."""
    places = _places(sections)
    rest = list(back)
    for saying in alone:
        same = [one for one in rest if _may_become(saying, one) and _meet(saying, one, places)]
        own = [one for one in alone if same and _may_become(one, same[0]) and _meet(one, same[0], places)]
        if len(same) == len(own) == 1:
            rest.remove(same[0])
            yield Drift(aspect=saying.aspect, one=saying, other=same[0])
        else:
            yield Drift(aspect=saying.aspect, one=saying, other=None)
    yield from (Drift(aspect=saying.aspect, one=None, other=saying) for saying in rest)


def _may_become(one: Saying, other: Saying) -> bool:
    return one.aspect is other.aspect in _BECOMES and ("@" in one.plain) == ("@" in other.plain)


def _places(sections: Sequence[SectionPair]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the pair of sections in which each clause of both variants stands."""
    sides: tuple[dict[int, int], dict[int, int]] = ({-1: -1}, {-1: -1})
    for at, pair in enumerate(sections):
        for side, section in zip(sides, (pair.one, pair.other), strict=True):
            side.update({clause.position: at for clause in section.clauses} if section else {})
    return sides


def _meet(one: Saying, other: Saying, places: tuple[dict[int, int], dict[int, int]]) -> bool:
    return places[0].get(one.position, -2) == places[1].get(other.position, -3)


def _swapped(sections: Sequence[SectionPair], sides: tuple[Traces, Traces]) -> Iterator[Drift]:
    """Yield the figures that stand in both variants, but not in the same sections: "logs 24 months, accounts 12".

    Only where a section of each has one figure of a kind that the other's has not, so that one stands for the other.
    """
    said = [{(one.aspect, one.plain) for one in side.sayings} for side in sides]
    for pair in sections:
        if pair.one is None or pair.other is None:
            continue
        first, second = (_figures(section, side) for section, side in zip((pair.one, pair.other), sides, strict=True))
        for aspect in _FIGURES:
            gone = [one for key, one in first.items() if key[0] is aspect and key not in second]
            came = [one for key, one in second.items() if key[0] is aspect and key not in first]
            if len(gone) == len(came) == 1:
                one, other = gone[0], came[0]
                if (aspect, one.plain) in said[1] and (aspect, other.plain) in said[0]:
                    yield Drift(aspect=aspect, one=one, other=other)


def _figures(section: Section, side: Traces) -> dict[tuple[Aspect, str], Saying]:
    found: dict[tuple[Aspect, str], Saying] = {}
    for clause in section.clauses:
        for saying in figures_said(clause, side.languages):
            found.setdefault((saying.aspect, saying.plain), saying)
    return found
