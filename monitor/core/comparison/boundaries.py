"""Two neighbouring clauses between which words went over, as when a line ends elsewhere: one change of form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.comparison.clause_changes import change, joined
from monitor.core.records import ChangeKind, ClauseKind
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import ClauseChange

_KINDS = frozenset({ClauseKind.PARAGRAPH})  # to which item of a list or row of a table a word belongs has a meaning


def with_boundaries(changes: Sequence[ClauseChange]) -> list[ClauseChange]:
    """Return changes, with neighbours that have the same words in the same order, taken together, joined to one.

    Args:
        changes: of clauses.
    """
    rest = {one.old[0].position: one for one in changes if _may_have_lost_words(one)}
    spent: set[int] = set()
    pairs: list[ClauseChange] = []
    for position, one in rest.items():
        other = rest.get(position + 1)
        if other is None or not spent.isdisjoint((id(one), id(other))) or not _are_neighbours(one, other):
            continue
        old, new = (*one.old, *other.old), (*one.new, *other.new)
        if words(joined(old)) == words(joined(new)):
            pairs.append(change(ChangeKind.MODIFIED, old, new))
            spent |= {id(one), id(other)}
    return [*(one for one in changes if id(one) not in spent), *pairs] if pairs else list(changes)


def _may_have_lost_words(one: ClauseChange) -> bool:
    is_one = one.kind is ChangeKind.MODIFIED and len(one.old) == len(one.new) == 1
    return is_one and one.significance.is_told and {one.old[0].kind, one.new[0].kind} <= _KINDS


def _are_neighbours(one: ClauseChange, other: ClauseChange) -> bool:
    """Tell whether the second follows the first under the same heading, in both texts."""
    sides = ((one.old[0], other.old[0]), (one.new[0], other.new[0]))
    return all(a.position + 1 == b.position and a.heading_path == b.heading_path for a, b in sides)
