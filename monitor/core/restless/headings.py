"""Headings that two looks at a page show differently, as those with a number of views do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.comparison.headings import outline
from monitor.core.comparison.sequences import common_runs
from monitor.core.records import ClauseKind
from monitor.core.restless.holes import fills, pattern_of
from monitor.core.restless.still import MOST_CLAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.core.records import Clause, PolicyText

    Names = dict[tuple[str, ...], str]


def steadied(base: PolicyText, one: PolicyText, other: PolicyText) -> tuple[PolicyText, PolicyText]:
    """Return the texts of two looks with the same words in each heading that they show differently.

    These are the words that the text before has there, where only what turns is another in it; else the first look's.

    Args:
        base: the text before.
        one: the text of a look.
        other: the text of a later one.
    """
    if {clause.heading_path for clause in one.clauses} == {clause.heading_path for clause in other.clauses}:
        return one, other
    old, before, after = (outline(text.clauses).headings for text in (base, one, other))
    known = {new.heading_path: some for some, new in _candidates(old, before)}
    names: tuple[Names, Names] = ({}, {})
    for olds, news in stretches(before, after):
        for first, second in zip(olds, news, strict=True) if len(olds) == len(news) else ():
            if len(first.heading_path) == len(second.heading_path):
                name = _known(first, second, known.get(first.heading_path, ())) or first.text
                names[0][first.heading_path] = names[1][second.heading_path] = name
    return _renamed(one, names[0]), _renamed(other, names[1])


def headings_varied(one: PolicyText, other: PolicyText) -> Iterator[tuple[str, Clause, Clause]]:
    """Yield the headings of which two looks show other words in part: a pattern, and both.

    Args:
        one: the text of a look.
        other: the text of a later one.
    """
    if {clause.heading_path for clause in one.clauses} == {clause.heading_path for clause in other.clauses}:
        return
    before, after = (outline(text.clauses).headings for text in (one, other))
    for olds, news in stretches(before, after):
        for first, second in zip(olds, news, strict=True) if len(olds) == len(news) <= MOST_CLAUSES else ():
            is_level = len(first.heading_path) == len(second.heading_path)
            if is_level and (pattern := pattern_of(first.text, second.text)):
                yield pattern, first, second


def stretches(one: Sequence[Clause], other: Sequence[Clause]) -> Iterator[tuple[Sequence[Clause], Sequence[Clause]]]:
    """Yield the headings of two texts that stand between those that both have."""
    keys = [[(len(heading.heading_path), heading.text) for heading in some] for some in (one, other)]
    i = j = 0
    for next_i, next_j, length in [*common_runs(*keys), (len(one), len(other), 0)]:
        yield one[i:next_i], other[j:next_j]
        i, j = next_i + length, next_j + length


def _candidates(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[tuple[Sequence[Clause], Clause]]:
    """Yield each heading that the old text lacks, with those that may have been it: the one in its place, or any."""
    for olds, news in stretches(old, new):
        any_of = olds if len(olds) <= MOST_CLAUSES else ()
        for at, heading in enumerate(news):
            yield olds[at : at + 1] if len(olds) == len(news) else any_of, heading


def _known(first: Clause, second: Clause, candidates: Sequence[Clause]) -> str | None:
    """Return the words of the heading that became one that turns, None where none did."""
    depth = len(first.heading_path)
    alike = [one.text for one in candidates if len(one.heading_path) == depth]
    pattern = pattern_of(first.text, second.text)
    if pattern is None:
        return alike[0] if len(candidates) == 1 and alike else None
    most = max(_filled(pattern, first.text), _filled(pattern, second.text))
    # more words than those that turn are words that went
    return next((text for text in alike if fills(pattern, text) is not None and _filled(pattern, text) <= most), None)


def _filled(pattern: str, text: str) -> int:
    return sum(len(words.split()) for words in fills(pattern, text) or ())


def _renamed(text: PolicyText, names: Mapping[tuple[str, ...], str]) -> PolicyText:
    """Return a text with other words in some headings, by their paths."""
    return replace(text, clauses=tuple(_under(clause, names) for clause in text.clauses)) if names else text


def _under(clause: Clause, names: Mapping[tuple[str, ...], str]) -> Clause:
    was = clause.heading_path
    path = tuple(names.get(was[: depth + 1], heading) for depth, heading in enumerate(was))
    if path == was:
        return clause
    if clause.kind is ClauseKind.HEADING and clause.text == was[-1]:
        return clause._replace(heading_path=path, label=printed_label(path[-1]), text=path[-1])
    return clause._replace(heading_path=path)
