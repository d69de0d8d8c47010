"""One change: clause by clause, with redlines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.records import reason_words
from storage.browse.page import fetch, fetch_one, render
from storage.changes import reasons_from_json

if TYPE_CHECKING:
    import sqlite3

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

CHANGE = """
SELECT
    c.*, w.slug, w.name, w.url, n.language, n.title,
    o.captured_at AS old_at, n.captured_at AS new_at, n.reason,
    o.stated_date AS old_stated, n.stated_date AS new_stated,
    (SELECT max(id) FROM changes p WHERE p.watch_id = c.watch_id AND p.id < c.id) AS previous_id,
    (SELECT min(id) FROM changes p WHERE p.watch_id = c.watch_id AND p.id > c.id) AS next_id
FROM changes c
JOIN watches w ON w.id = c.watch_id
JOIN snapshots o ON o.id = c.old_snapshot_id
JOIN snapshots n ON n.id = c.new_snapshot_id
WHERE c.id = :id
"""

CLAUSE_CHANGES = "SELECT * FROM clause_changes WHERE change_id = :id ORDER BY place"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A clause change as the template shows it.

    Args:
        kind: added, removed, modified, moved, split or merged.
        significance: how much it matters.
        topics: its topics.
        reasons: why it matters, in words.
        old: the clauses before, as JSON objects of the store.
        new: the clauses after.
        redline: (operation, text) in order.
    """

    kind: str
    significance: str
    topics: tuple[str, ...]
    reasons: tuple[str, ...]
    old: tuple[dict[str, Any], ...]
    new: tuple[dict[str, Any], ...]
    redline: tuple[tuple[str, str], ...]

    @property
    def is_told(self) -> bool:
        """Tell whether subscribers heard of it."""
        return self.significance in {"minor", "material"}

    @property
    def old_place(self) -> list[str]:
        """Return the heading path it stood under, where that differs from the new one."""
        old = self.old[0]["heading_path"] if self.old else []
        return old if self.new and old != self.place else []

    @property
    def place(self) -> list[str]:
        """Return the heading path it stands under; for a removal, stood."""
        clauses = self.new or self.old
        path: list[str] = clauses[0]["heading_path"] if clauses else []
        return path


def shown(row: sqlite3.Row) -> ShownChange:
    """Make of a row of clause_changes what the template shows."""
    return ShownChange(
        kind=row["kind"],
        significance=row["significance"],
        topics=tuple(json.loads(row["topics"])),
        reasons=tuple(map(reason_words, reasons_from_json(row["reason_details"]))),
        old=tuple(json.loads(row["old_clauses"])),
        new=tuple(json.loads(row["new_clauses"])),
        redline=tuple((operation, text) for operation, text in json.loads(row["redline"])),
    )


async def change_page(datasette: Datasette, request: Request) -> Response:
    """Return one change with all its clause changes; cosmetic ones folded away."""
    wanted = int(request.url_vars["id"])
    change = await fetch_one(datasette, "There is no such change.", CHANGE, id=wanted)
    clauses = [shown(row) for row in await fetch(datasette, CLAUSE_CHANGES, id=wanted)]
    return await render(
        datasette,
        request,
        "change.html",
        change=change,
        told=[clause for clause in clauses if clause.is_told],
        cosmetic=[clause for clause in clauses if not clause.is_told],
    )
