"""Since when clauses of the latest version of a watch have stood there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.database import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from monitor.core.records import Snapshot

_PLACES = """
SELECT k.snapshot_id, l.position FROM snapshot_clauses l JOIN snapshots s ON s.watch_id = :watch
JOIN snapshot_clauses k ON k.snapshot_id = s.id AND k.clause_id = l.clause_id
WHERE l.snapshot_id = :latest AND l.position IN (SELECT value FROM json_each(:positions))
"""


def since_of(
    db: Database, watch_id: int, versions: Sequence[Snapshot], positions: Iterable[int]
) -> dict[int, Snapshot]:
    """Return the first version of the unbroken run that has the text of a clause, by the clause's position.

    Args:
        db: the store.
        watch_id: the watch.
        versions: all of its snapshots, oldest first.
        positions: of clauses of the latest.
    """
    latest = versions[-1].id
    rows = reading(db, _PLACES, {"watch": watch_id, "latest": latest, "positions": json.dumps(sorted(set(positions)))})
    stands: dict[int, set[int]] = {}
    for row in rows:
        stands.setdefault(row["position"], set()).add(row["snapshot_id"])
    return {position: _first(versions, within) for position, within in stands.items()}


def _first(versions: Sequence[Snapshot], within: set[int]) -> Snapshot:
    first = versions[-1]
    for version in reversed(versions):
        if version.id not in within:
            break
        first = version
    return first
