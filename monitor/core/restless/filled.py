"""What went, told with the words that stood in its holes: the version before says them, and nothing varies any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.clause_changes import change
from monitor.core.records import ChangeKind, Clause, ClauseKind, Comparison
from monitor.core.restless.holes import HOLE, fills

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import ClauseChange


def with_filled(comparison: Comparison, old: Sequence[Clause]) -> Comparison:
    """Return a comparison in which clauses that went alone have no holes: of several alike, that names the one.

    Args:
        comparison: of texts of which what varies was left out.
        old: the clauses of the text before, whole.
    """
    at = {clause.position: clause for clause in old} if any(map(_has_hole, comparison.changes)) else {}
    if not at:
        return comparison
    return replace(comparison, changes=tuple(_filled(one, at) if _has_hole(one) else one for one in comparison.changes))


def _has_hole(one: ClauseChange) -> bool:
    is_lone = one.kind is ChangeKind.REMOVED and len(one.old) == 1 and one.old[0].kind is not ClauseKind.HEADING
    return is_lone and one.significance.is_told and HOLE in one.old[0].text


def _filled(one: ClauseChange, at: dict[int, Clause]) -> ClauseChange:
    holed = one.old[0]
    whole = at.get(holed.position)
    if whole is None:
        return one
    known = sentences(whole.text)
    pieces = (
        next((some for some in known if fills(piece, some) is not None), piece) for piece in sentences(holed.text)
    )
    is_whole = fills(holed.text, whole.text) is not None
    text = whole.text if is_whole else " ".join(pieces)
    found = change(one.kind, [holed._replace(text=text)], [])
    # what varied is no reason to tell it, nor to tell it as graver
    is_judged_alike = found.significance is one.significance
    return found if is_judged_alike else replace(found, significance=one.significance, reasons=one.reasons)
