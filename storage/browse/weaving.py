"""The whole text of a version, with what changed in it since the one before in its places."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.records import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from storage.browse.shown import ShownChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of the text.

    Args:
        path: the headings it stands under, where they are others than those of the piece before; else none.
        clause: a clause that did not change, None for another piece.
        change: what happened to a clause here, None for another piece.
        went_to: the change of a clause that stood here and has moved, None for another piece.
    """

    path: tuple[str, ...] = ()
    clause: Mapping[str, Any] | None = None
    change: ShownChange | None = None
    went_to: ShownChange | None = None


def woven(text: Sequence[Mapping[str, Any]], old: Sequence[int], changes: Sequence[ShownChange]) -> list[Entry]:
    """Put the changes of clauses in their places.

    Args:
        text: the clauses of the version after: `clause_id`, `path` as JSON, and what is shown of them.
        old: which clauses the version before has, by their ids, in order.
        changes: of the clauses, each with its positions in both.

    Returns:
        The clauses in order; a change stands where its clause stands now, one that went where it stood, and of one that
        moved a note where it stood.
    """
    here = {positions[0]: one for one in changes if (positions := _positions(one.new))}
    covered = {position for one in changes for position in _positions(one.new)}
    gone = _gone(text, old, changes, covered)
    entries, before = [*map(_gone_as, gone.get(-1, []))], ()
    for position, clause in enumerate(text):
        path = tuple(json.loads(clause["path"]))
        fresh = path if path != before else ()
        if position in here:
            entries.append(Entry(path=fresh, change=here[position]))
            before = path
        elif position not in covered and clause["kind"] != "heading":
            entries.append(Entry(path=fresh, clause=clause))
            before = path
        entries += map(_gone_as, gone.get(position, []))
    return entries


def _positions(clauses: Iterable[Mapping[str, Any]]) -> list[int]:
    return [clause["position"] for clause in clauses]


def _gone_as(change: ShownChange) -> Entry:
    return Entry(went_to=change) if change.new else Entry(change=change)


def _gone(
    text: Sequence[Mapping[str, Any]], old: Sequence[int], changes: Sequence[ShownChange], covered: set[int]
) -> dict[int, list[ShownChange]]:
    """Return what stood somewhere and does not, by the position now of what stood before it, -1 for nothing."""
    now = _stayed(text, old, covered)
    for one in changes:
        positions = _positions(one.new)
        if positions and one.kind != ChangeKind.MOVED:
            now |= dict.fromkeys(_positions(one.old), positions[-1])
    left = {
        positions[0]: one
        for one in changes
        if (positions := _positions(one.old)) and (not one.new or one.kind == ChangeKind.MOVED)
    }
    found: dict[int, list[ShownChange]] = {}
    anchor = -1
    for position in range(len(old)):
        if position in left:
            found.setdefault(anchor, []).append(left[position])
        anchor = now.get(position, anchor)
    return found


def _stayed(text: Sequence[Mapping[str, Any]], old: Sequence[int], covered: set[int]) -> dict[int, int]:
    """Return where clauses stand now that did not change, by where they stood; of those that stand once in both."""
    counts = Counter(old)
    now = Counter(clause["clause_id"] for clause in text)
    at = {clause["clause_id"]: position for position, clause in enumerate(text) if position not in covered}
    return {
        position: at[clause]
        for position, clause in enumerate(old)
        if clause in at and counts[clause] == now[clause] == 1
    }
