"""Sections of two variants side by side: which of one is which of the other, by what both say and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.core.significance.lexicon import GRAMMAR, hits
from monitor.core.significance.topics import READ
from monitor.core.variants.sayings import by_position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.records import Clause, PolicyText
    from monitor.core.variants.sayings import Saying

_MOST = 150  # sections of a document that are aligned; pairs of them grow with their square
_LEAST = 0.2  # of the terms of two sections those that both have, below which neither is the other; a guess
_NEAR = 0.15  # what it is worth that two sections stand at the same place of their documents; a guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Clauses side by side under the same headings.

    Args:
        path: the headings above them.
        clauses: the clauses, in order.
    """

    path: tuple[str, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPair:
    """A section of one variant and that of the other which says the same, None where there is none."""

    one: Section | None
    other: Section | None


def sections_of(text: PolicyText) -> tuple[Section, ...]:
    """Return the sections of a policy in order."""
    return tuple(
        Section(path=path, clauses=tuple(some)) for path, some in groupby(text.clauses, lambda one: one.heading_path)
    )


def aligned(
    one: Sequence[Section], other: Sequence[Section], said: tuple[Sequence[Saying], Sequence[Saying]]
) -> tuple[SectionPair, ...]:
    """Return the sections of two variants side by side, in the order of both.

    Args:
        one: of the first.
        other: of the second.
        said: what each of them says.

    Returns:
        Each section once; where either has more than can be held against each other, all of the first and then all of
        the second.
    """
    if max(len(one), len(other)) > _MOST:
        return (
            *(SectionPair(one=some, other=None) for some in one),
            *(SectionPair(one=None, other=some) for some in other),
        )
    likeness = _likeness(_terms(one, said[0]), _terms(other, said[1]))
    # the best way through both from each place on, from the end: the usual alignment of two sequences
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in reversed(range(len(one))):
        for j in reversed(range(len(other))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    sure: list[tuple[int, int]] = []
    i = j = 0
    while i < len(one) and j < len(other):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            sure.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return tuple(
        SectionPair(one=None if i is None else one[i], other=None if j is None else other[j])
        for i, j in _filled(sure, len(one), len(other))
    )


def _filled(sure: Sequence[tuple[int, int]], size: int, other_size: int) -> Iterator[tuple[int | None, int | None]]:
    """Yield places side by side, all of both: what stands between two pairs is paired where it is as much in both.

    >>> list(_filled([(1, 1)], 2, 3))
    [(0, 0), (1, 1), (None, 2)]
    """
    at = other_at = 0
    for i, j in (*sure, (size, other_size)):
        gap, other_gap = range(at, i), range(other_at, j)
        if len(gap) == len(other_gap):
            yield from zip(gap, other_gap, strict=True)
        else:
            yield from ((place, None) for place in gap)
            yield from ((None, place) for place in other_gap)
        if i < size:
            yield i, j
        at, other_at = i + 1, j + 1


def _terms(sections: Sequence[Section], said: Sequence[Saying]) -> list[set[tuple[str, str]]]:
    """Return of each section what it speaks of, in no language: terms of the lexicon, and what it says."""
    by = by_position(said)
    return [
        {
            *((hit.category, hit.concept) for text in _texts(one) for hit in hits(text) if hit.category not in GRAMMAR),
            *((str(saying.aspect), saying.plain) for clause in one.clauses for saying in by.get(clause.position, ())),
        }
        for one in sections
    ]


def _texts(section: Section) -> list[str]:
    return [text[:READ] for text in (*section.path, *(clause.text for clause in section.clauses))]


def _likeness(one: Sequence[set[tuple[str, str]]], other: Sequence[set[tuple[str, str]]]) -> list[list[float]]:
    """Return how alike each section of one variant is to each of the other; 0 where they are none of each other's."""
    found = []
    for i, terms in enumerate(one):
        row = []
        for j, others in enumerate(other):
            both = len(terms | others)
            shared = len(terms & others) / both if both else 0.0
            away = abs(i / max(1, len(one) - 1) - j / max(1, len(other) - 1))
            row.append(shared + _NEAR * (1 - away) if shared >= _LEAST or (not both and i == j) else 0.0)
        found.append(row)
    return found
