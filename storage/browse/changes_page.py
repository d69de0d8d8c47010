"""The newest changes of all watches, as a page and as an Atom feed (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from datasette import Response

from storage.browse.gists import gists_of
from storage.browse.page import PAGE_SIZE, address_of, fetch, fetch_one, number_of, render, site_of

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

# the inner query picks one page of changes before it is worked out what belongs to each
CHANGES = """
WITH picked AS MATERIALIZED (
    SELECT id FROM changes WHERE significance IN ('minor', 'material') AND (:watch IS NULL OR watch_id = :watch)
    ORDER BY at DESC, id DESC LIMIT :size OFFSET :skip
)
SELECT
    l.*, o.language AS old_language, n.language,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = l.watch_id AND v.id <= o.id) AS old_number,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = l.watch_id AND v.id <= n.id) AS new_number,
    coalesce(p.kind, 'fetch') AS old_kind, coalesce(p.supplied_by, '') AS old_by,
    coalesce(q.kind, 'fetch') AS new_kind, coalesce(q.supplied_by, '') AS new_by
FROM picked
JOIN change_log l ON l.id = picked.id
JOIN snapshots o ON o.id = l.old_snapshot_id
JOIN snapshots n ON n.id = l.new_snapshot_id
LEFT JOIN provenance p ON p.snapshot_id = o.id
LEFT JOIN provenance q ON q.snapshot_id = n.id
ORDER BY l.at DESC, l.id DESC
"""

WATCH = "SELECT id, slug, name FROM watches WHERE slug = :slug"


async def changes_page(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes that were told to subscribers."""
    page = max(1, number_of(request, "page", 1, most=100_000))
    rows = await fetch(datasette, CHANGES, watch=None, size=PAGE_SIZE + 1, skip=(page - 1) * PAGE_SIZE)
    has_more = len(rows) > PAGE_SIZE
    shown = rows[:PAGE_SIZE]
    return await render(
        datasette,
        request,
        "changes.html",
        changes=shown,
        gists=await gists_of(datasette, (row["id"] for row in shown)),
        page=page,
        has_more=has_more,
    )


async def changes_feed(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes as a feed."""
    rows = await fetch(datasette, CHANGES, watch=None, size=PAGE_SIZE, skip=0)
    return await _feed(datasette, request, rows, name="Changed policies", path="/changes")


async def watch_feed(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes of one watch as a feed."""
    slug = unquote(request.url_vars["slug"])
    watch = await fetch_one(datasette, "There is no such watch.", WATCH, slug=slug)
    rows = await fetch(datasette, CHANGES, watch=watch["id"], size=PAGE_SIZE, skip=0)
    return await _feed(datasette, request, rows, name=f"Changes of {watch['name']}", path=f"/watch/{watch['slug']}")


async def _feed(datasette: Datasette, request: Request, rows: list[sqlite3.Row], *, name: str, path: str) -> Response:
    now = f"{site_of(datasette).clock():%Y-%m-%dT%H:%M:%SZ}"
    context = {
        "name": name,
        "page": address_of(datasette, request, path),
        "feed": address_of(datasette, request, f"{path}/changes.atom" if path != "/changes" else "/changes.atom"),
        "updated": rows[0]["at"] if rows else now,
        "entries": [(row, address_of(datasette, request, f"/change/{row['id']}")) for row in rows],
        "gists": await gists_of(datasette, (row["id"] for row in rows)),
    }
    text = await datasette.render_template("feed.xml", context, request=request)
    return Response(text, content_type="application/atom+xml; charset=utf-8")
