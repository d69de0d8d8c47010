"""Two texts of one document, compared clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.align import Match, Side, align, side, similarity
from monitor.core.outline import heading_changes
from monitor.core.records import (
    ChangeKind,
    Clause,
    ClauseChange,
    ClauseKind,
    Comparison,
    Drawn,
    RedlineOp,
    Significance,
)
from monitor.core.redline import redline
from monitor.core.significance import of_arrival, of_rewording
from monitor.core.text import words
from monitor.core.topics import topics

if TYPE_CHECKING:
    from collections.abc import Sequence


def compare(old: Drawn, new: Drawn) -> Comparison:
    """Return what happened to each clause, in the new text's reading order, removals where they stood.

    `compare(a, a)` has no changes; `compare(b, a)` has those of `compare(a, b)` mirrored. Never raises.
    """
    changes = _changes(old, new)
    return Comparison(
        significance=max(
            (change.significance for change in changes), key=lambda it: it.rank, default=Significance.NONE
        ),
        changes=changes,
        stated_old=old.document.stated_date.iso if old.document.stated_date else None,
        stated_new=new.document.stated_date.iso if new.document.stated_date else None,
    )


def _changes(old: Drawn, new: Drawn) -> tuple[ClauseChange, ...]:
    if old.clauses == new.clauses:
        return ()
    before = side([clause for clause in old.clauses if clause.kind is not ClauseKind.HEADING])
    after = side([clause for clause in new.clauses if clause.kind is not ClauseKind.HEADING])
    matches = _aligned(before, after)
    places = {i: after.clauses[match.new[0]].position for match in matches if not match.moved for i in match.old}
    changes = [
        change
        for match in matches
        if (
            change := of_match(
                [before.clauses[i] for i in match.old], [after.clauses[j] for j in match.new], moved=match.moved
            )
        )
    ]
    gone = set(range(len(before.clauses))) - {i for match in matches for i in match.old}
    come = set(range(len(after.clauses))) - {j for match in matches for j in match.new}
    changes.extend(of_lone(before.clauses[i], added=False) for i in sorted(gone))
    changes.extend(of_lone(after.clauses[j], added=True) for j in sorted(come))
    changes.extend(heading_changes(old.clauses, new.clauses))
    by_position = {before.clauses[i].position: place for i, place in places.items()}
    return tuple(sorted(changes, key=lambda change: _place(change, by_position)))


def _aligned(old: Side, new: Side) -> tuple[Match, ...]:
    """Align in one direction, whichever is asked for, so that swapping the texts mirrors the result."""
    if old.words <= new.words:
        return align(old, new)
    mirrored = (Match(old=match.new, new=match.old, moved=match.moved) for match in align(new, old))
    return tuple(sorted(mirrored, key=lambda match: (match.new, match.old)))


def _place(change: ClauseChange, places: dict[int, int]) -> tuple[int, int, bool, int]:
    """Return the place of a change in the new text's order; a removal stands after what preceded it."""
    if change.new:
        clause = change.new[0]
        return clause.position, 1, clause.kind is not ClauseKind.HEADING, 0
    position = change.old[0].position
    before = max((old for old in places if old < position), default=-1)
    return places.get(before, -1), 2, change.old[0].kind is not ClauseKind.HEADING, position


def of_match(old: Sequence[Clause], new: Sequence[Clause], *, moved: bool) -> ClauseChange | None:
    """Return the change between matched clauses, or None where nothing changed."""
    text_old, text_new = joined(old), joined(new)
    if text_old == text_new and not moved:
        return None
    about = topics([*old, *new])
    significance, reasons = of_rewording(text_old, text_new, about)
    kind = ChangeKind.MODIFIED
    if len(new) > 1:
        kind = ChangeKind.SPLIT
    elif len(old) > 1:
        kind = ChangeKind.MERGED
    elif moved:
        kind = ChangeKind.MOVED
        reasons = ("order",) if text_old == text_new else (*reasons, "order")
    return ClauseChange(
        kind=kind,
        significance=significance,
        topics=about,
        reasons=reasons,
        similarity=round(similarity(words(text_old), words(text_new)), 3),
        old=tuple(old),
        new=tuple(new),
        redline=redline(text_old, text_new),
    )


def of_lone(clause: Clause, *, added: bool) -> ClauseChange:
    """Return the change of a clause that was added or removed."""
    significance, reasons = of_arrival(clause.text, added=added)
    return ClauseChange(
        kind=ChangeKind.ADDED if added else ChangeKind.REMOVED,
        significance=significance,
        topics=topics([clause]),
        reasons=reasons,
        similarity=0.0,
        old=() if added else (clause,),
        new=(clause,) if added else (),
        redline=((RedlineOp.INSERT if added else RedlineOp.DELETE, clause.text),),
    )


def joined(clauses: Sequence[Clause]) -> str:
    """Return the texts of clauses as one, a line each."""
    return "\n".join(clause.text for clause in clauses)
