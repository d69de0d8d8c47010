"""Changes of headings, found by comparing the two outlines and reported once each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label, without_label
from monitor.core.records import ChangeKind, Clause, ClauseChange, ClauseKind, RedlineOp, Significance
from monitor.core.redline import redline
from monitor.core.sequences import common
from monitor.core.significance import of_rewording
from monitor.core.text import key
from monitor.core.topics import topics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def outline(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the headings in order, each as a clause of kind heading at the position of what is under it."""
    headings: list[Clause] = []
    path: tuple[str, ...] = ()
    for clause in clauses:
        shared = 0
        while shared < min(len(path), len(clause.heading_path)) and path[shared] == clause.heading_path[shared]:
            shared += 1
        headings.extend(
            Clause(
                position=clause.position,
                kind=ClauseKind.HEADING,
                heading_path=clause.heading_path[: depth + 1],
                label=printed_label(clause.heading_path[depth]),
                text=clause.heading_path[depth],
            )
            for depth in range(shared, len(clause.heading_path))
        )
        path = clause.heading_path
    return headings


def heading_changes(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[ClauseChange]:
    """Yield a change for each heading that was added, removed or renamed."""
    before, after = outline(old), outline(new)
    keys_old = [key(without_label(heading.text)) for heading in before]
    keys_new = [key(without_label(heading.text)) for heading in after]
    edges = [(-1, -1), *common(keys_old, keys_new), (len(before), len(after))]
    for (i, j), (next_i, next_j) in pairwise(edges):
        gone, come = before[i + 1 : next_i], after[j + 1 : next_j]
        if len(gone) == len(come):
            yield from (_renamed(a, b) for a, b in zip(gone, come, strict=True))
        else:
            yield from (_lone(heading, added=False) for heading in gone)
            yield from (_lone(heading, added=True) for heading in come)
        if next_i < len(before) and before[next_i].text != after[next_j].text:
            yield _renamed(before[next_i], after[next_j])


def _renamed(old: Clause, new: Clause) -> ClauseChange:
    significance, reasons = of_rewording(old.text, new.text)
    return ClauseChange(
        kind=ChangeKind.MODIFIED,
        significance=significance,
        topics=topics([old, new]),
        reasons=("heading renamed", *reasons),
        similarity=0.0,
        old=(old,),
        new=(new,),
        redline=redline(old.text, new.text),
    )


def _lone(heading: Clause, *, added: bool) -> ClauseChange:
    return ClauseChange(
        kind=ChangeKind.ADDED if added else ChangeKind.REMOVED,
        significance=Significance.MINOR,
        topics=topics([heading]),
        reasons=("heading added" if added else "heading removed",),
        similarity=0.0,
        old=() if added else (heading,),
        new=(heading,) if added else (),
        redline=((RedlineOp.INSERT if added else RedlineOp.DELETE, heading.text),),
    )
