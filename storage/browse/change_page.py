"""One change: clause by clause, with redlines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.records import Significance, reason_words
from storage.browse.gists import gists_of
from storage.browse.page import fetch, fetch_one, number_of, render, site_of
from storage.browse.shown import MOST_CHANGES, ShownChange
from storage.changes import reasons_from_json

if TYPE_CHECKING:
    import sqlite3

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

CHANGE = """
SELECT
    c.*, w.slug, w.name, w.url, w.removed_at, o.language AS old_language, n.language, n.title, n.clause_count,
    o.captured_at AS old_at, n.captured_at AS new_at, n.reason,
    o.stated_date AS old_stated, n.stated_date AS new_stated,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = c.watch_id AND v.id <= o.id) AS old_number,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = c.watch_id AND v.id <= n.id) AS new_number,
    coalesce(p.kind, 'fetch') AS old_kind, coalesce(p.supplied_by, '') AS old_by,
    coalesce(q.kind, 'fetch') AS new_kind, coalesce(q.supplied_by, '') AS new_by,
    (SELECT max(id) FROM changes p WHERE p.watch_id = c.watch_id AND p.id < c.id) AS previous_id,
    (SELECT min(id) FROM changes p WHERE p.watch_id = c.watch_id AND p.id > c.id) AS next_id
FROM changes c
JOIN watches w ON w.id = c.watch_id
JOIN snapshots o ON o.id = c.old_snapshot_id
JOIN snapshots n ON n.id = c.new_snapshot_id
LEFT JOIN provenance p ON p.snapshot_id = o.id
LEFT JOIN provenance q ON q.snapshot_id = n.id
WHERE c.id = :id
"""

# the gravest comes first, as in the mail; only what is shown is read whole
CLAUSE_CHANGES = """
SELECT c.* FROM clause_changes c
JOIN (
    SELECT id, row_number() OVER (
        ORDER BY CASE significance WHEN 'material' THEN 0 WHEN 'minor' THEN 1 ELSE 2 END, place
    ) AS number
    FROM clause_changes WHERE change_id = :id
) n ON n.id = c.id
WHERE n.number > :start AND n.number <= :start + :most
ORDER BY n.number
"""


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
    """Return one change with its clause changes, so many a page; cosmetic ones folded away."""
    wanted = int(request.url_vars["id"])
    change = await fetch_one(datasette, "There is no such change.", CHANGE, id=wanted)
    page = max(1, number_of(request, "page", 1))
    part = {"start": (page - 1) * MOST_CHANGES, "most": MOST_CHANGES + 1}
    rows = await fetch(datasette, CLAUSE_CHANGES, id=wanted, **part)
    clauses = [shown(row) for row in rows[:MOST_CHANGES]]
    return await render(
        datasette,
        request,
        "change.html",
        change=change,
        has_mail=site_of(datasette).mail_of is not None and Significance(change["significance"]).is_told,
        gist=(await gists_of(datasette, [wanted]))[wanted],
        page=page,
        has_more=len(rows) > MOST_CHANGES,
        told=[clause for clause in clauses if clause.is_told],
        cosmetic=[clause for clause in clauses if not clause.is_told],
    )
