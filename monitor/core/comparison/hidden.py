"""Clauses that are little more than an e-mail address, hidden from robots in one of two texts: one change of form."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.core.comparison.clause_changes import change
from monitor.core.records import ChangeKind, Clause
from monitor.core.significance.hidden_addresses import is_about_address

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.core.records import ClauseChange


def with_hidden_addresses(
    changes: Sequence[ClauseChange], place: Callable[[Clause, ClauseChange], tuple[str, ...]]
) -> list[ClauseChange]:
    """Return changes, with clauses that went joined to those that came where only an address is hidden otherwise.

    "me@example.org" and "[email protected]" have no letter in common by which the one could be found to be the other.

    Args:
        changes: of clauses.
        place: returns the headings above a clause of a change, without their numbers.
    """
    sides: dict[tuple[str, ...], tuple[list[ClauseChange], list[ClauseChange]]] = defaultdict(lambda: ([], []))
    for one in changes:
        clauses = one.new or one.old
        if bool(one.old) != bool(one.new) and len(clauses) == 1 and is_about_address(clauses[0].text):
            sides[place(clauses[0], one)][bool(one.new)].append(one)
    joined: list[ClauseChange] = []
    spent: set[int] = set()
    for gone, come in sides.values():
        if len(gone) == len(come):
            for went, came in zip(gone, come, strict=True):
                one = change(ChangeKind.MODIFIED, went.old, came.new)
                if not one.significance.is_told:
                    joined.append(one)
                    spent |= {id(went), id(came)}
    return [*(one for one in changes if id(one) not in spent), *joined] if joined else list(changes)
