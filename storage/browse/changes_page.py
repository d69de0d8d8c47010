"""The newest changes of all watches, as a page; `feeds.py` has them as feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.browse.gists import gists_of
from storage.browse.page import PAGE_SIZE, fetch, number_of, render

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

PICKED = """
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
"""
"""What is shown of the changes that a table `picked` has by their `id`."""

# the inner query picks one page of changes before it is worked out what belongs to each
CHANGES = f"""
WITH picked AS MATERIALIZED (
    SELECT id FROM changes WHERE significance IN ('minor', 'material') AND (:watch IS NULL OR watch_id = :watch)
    ORDER BY at DESC, id DESC LIMIT :size OFFSET :skip
)
{PICKED}
ORDER BY l.at DESC, l.id DESC
"""


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
