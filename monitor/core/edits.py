"""Edits: what two looks at a page agree on, and whether that says anything of what a policy is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.records import Claim, ClauseKind
from monitor.core.restless.matter import WEIGHTY
from monitor.core.significance.lexicon import hits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records import ClauseChange, Comparison
    from monitor.core.restless.matter import Matter

_LISTED = frozenset({ClauseKind.ITEM, ClauseKind.ROW})
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")

_Edit = tuple[tuple[str, ...], tuple[str, ...]]


def edits_of(comparison: Comparison) -> list[ClauseChange]:
    """Return the changes of clauses that subscribers would be told of."""
    return [change for change in comparison.changes if change.significance.is_told]


def common_edits(one: Comparison, other: Comparison) -> list[ClauseChange]:
    """Return the edits of a comparison that another has as well, with the same words."""
    known = {_words(change) for change in edits_of(other)}
    return [change for change in edits_of(one) if _words(change) in known]


def _words(change: ClauseChange) -> _Edit:
    return tuple(clause.text for clause in change.old), tuple(clause.text for clause in change.new)


def edit_claim(edits: Iterable[ClauseChange], matter: Matter) -> Claim:
    """Say what edits claim: doubtful where nothing that came, went or differs has to do with a policy's matter.

    Args:
        edits: clause changes that would be told.
        matter: of the clauses that stand in both texts.
    """
    for change in edits:
        if any(reason.rule in WEIGHTY for reason in change.reasons) or any(map(matter.has, _touched(change))):
            return Claim.EDIT
        # a list or a table of the policy says in a few words what it is about
        if any(clause.kind in _LISTED for clause in (*change.old, *change.new)):
            return Claim.EDIT
        # what a clause that stays says beside data and rights (safety, obligations, choices) is the policy's as well;
        # but a figure that became another, where none of these is measured, is a clock or a counter until it stays
        if change.old and change.new and not _is_figures(change) and any(map(hits, _touched(change))):
            return Claim.EDIT
    return Claim.DOUBTFUL


def _touched(change: ClauseChange) -> Iterable[str]:
    """Return the sentences that stand on one side of a change only; all of them where it only moved."""
    before, after = ({s for clause in some for s in sentences(clause.text)} for some in (change.old, change.new))
    return before ^ after or before


def _is_figures(change: ClauseChange) -> bool:
    """Tell whether only figures became others."""
    before, after = (" ".join(_FIGURE.sub("0", clause.text) for clause in some) for some in (change.old, change.new))
    return before == after
