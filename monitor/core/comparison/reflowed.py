"""Neighbouring paragraphs of which one gave words to the other: their border moved, and no word did."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.comparison.clause_changes import rejudged
from monitor.core.records import ClauseKind
from monitor.core.significance.verdict import of_form
from monitor.core.text import fold_typography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Clause, ClauseChange

_LINE_BREAK = of_form("line break")


def with_reflowed(changes: Sequence[ClauseChange]) -> list[ClauseChange]:
    """Return the changes; two neighbours that together say what they said before are a matter of form.

    Only paragraphs under one heading: to which item of a list or row of a table a word belongs has a meaning.

    Args:
        changes: of clauses that stand in both texts, in the order of the page.
    """
    found = list(changes)
    for at, (one, other) in enumerate(pairwise(changes)):
        if _is_border(one, other):
            found[at], found[at + 1] = (rejudged(it, _LINE_BREAK) for it in (one, other))
    return found


def _is_border(one: ClauseChange, other: ClauseChange) -> bool:
    if not (one.significance.is_told and other.significance.is_told):
        return False
    old, new = (*one.old, *other.old), (*one.new, *other.new)
    return len(old) == len(new) == 2 and _are_neighbours(*old) and _are_neighbours(*new) and _said(old) == _said(new)


def _are_neighbours(one: Clause, other: Clause) -> bool:
    is_text = one.kind is other.kind is ClauseKind.PARAGRAPH
    return is_text and other.position == one.position + 1 and other.heading_path == one.heading_path


def _said(clauses: Sequence[Clause]) -> str:
    return fold_typography(" ".join(clause.text for clause in clauses))
