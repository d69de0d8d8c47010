"""An e-mail address shown where one was hidden: a change of form, unless it is another than was shown before that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.comparison.clause_changes import rejudged
from monitor.core.records import ChangeKind, Reason, Rule, Significance
from monitor.core.significance.hidden_addresses import HIDDEN, addresses_in

if TYPE_CHECKING:
    from monitor.core.records import ClauseChange, Comparison


def with_uncovered(comparison: Comparison, shown: frozenset[str]) -> Comparison:
    """Return a comparison in which an address that nobody has seen before is told, where a hidden one is shown.

    Args:
        comparison: of the text in force with a new one.
        shown: addresses that earlier texts showed; without any, nobody can tell which was hidden.
    """
    if not shown or not any(map(_is_uncovered, comparison.changes)):
        return comparison
    changes = tuple(_judged(one, shown) if _is_uncovered(one) else one for one in comparison.changes)
    significance = max((one.significance for one in changes), key=lambda it: it.rank)
    return replace(comparison, changes=changes, significance=significance)


def _is_uncovered(one: ClauseChange) -> bool:
    return one.kind is ChangeKind.MODIFIED and any(
        reason.rule is Rule.FORM and reason.subject == HIDDEN for reason in one.reasons
    )


def _judged(one: ClauseChange, shown: frozenset[str]) -> ClauseChange:
    before = addresses_in(clause.text for clause in one.old)
    strange = sorted(addresses_in(clause.text for clause in one.new) - before - shown)
    if not strange:
        return one
    return rejudged(one, (Significance.MATERIAL, (Reason(rule=Rule.CONTACT, came=", ".join(strange)),)))
