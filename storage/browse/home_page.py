"""The first page: every watch with its state, its last check and its last change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.browse.changes_page import CHANGES
from storage.browse.gists import gists_of
from storage.browse.page import PAGE_SIZE, fetch, number_of, render, text_of

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

COUNTS = "SELECT state, count(*) AS watches FROM watchlist_ever GROUP BY state"

# the inner query picks one page of watches before the view looks up what belongs to each
WATCHES = """
SELECT
    v.*, w.failures, w.failing_since,
    (SELECT json_group_array(tag) FROM watch_tags t WHERE t.watch_id = v.id) AS tags,
    (
        SELECT c.id FROM changes c WHERE c.watch_id = v.id AND c.significance IN ('minor', 'material')
        ORDER BY c.id DESC LIMIT 1
    ) AS last_change_id,
    (
        SELECT json_group_array(json_object('is_known', is_known, 'sentences', sentences, 'since', since)) FROM (
            SELECT is_known, count(*) AS sentences, min(since) AS since FROM untold
            WHERE watch_id = v.id AND looks > 0 GROUP BY is_known
        )
    ) AS untold
FROM watchlist_ever v
JOIN watches w ON w.id = v.id
WHERE v.id IN (
    SELECT id FROM watchlist_ever
    WHERE (removed_at IS NOT NULL) = (:state = 'removed') AND (:state IN ('', 'removed') OR state = :state)
    AND (:q = '' OR instr(folded(name || ' ' || url), folded(:q)) > 0)
    AND (:tag = '' OR EXISTS (SELECT 1 FROM watch_tags t WHERE t.watch_id = watchlist_ever.id AND t.tag = :tag))
    ORDER BY folded(name), id LIMIT :size OFFSET :skip
)
ORDER BY folded(v.name), v.id
"""

MOST_NEWEST = 3  # changes above the watchlist

# what a person should look at stands first
STATES = ("blind", "failing", "new", "fine", "paused")


async def home_page(datasette: Datasette, request: Request) -> Response:
    """Return the watchlist, a page of it, narrowed by state, tag or words of its name."""
    asked = {name: text_of(request, name) for name in ("q", "state", "tag")}
    page = max(1, number_of(request, "page", 1, most=100_000))
    watches = await fetch(datasette, WATCHES, **asked, size=PAGE_SIZE + 1, skip=(page - 1) * PAGE_SIZE)
    found = {row["state"]: row["watches"] for row in await fetch(datasette, COUNTS)}
    removed = found.pop("removed", 0)
    is_whole = page == 1 and not any(asked.values())
    newest = await fetch(datasette, CHANGES, watch=None, size=MOST_NEWEST, skip=0) if is_whole else []
    return await render(
        datasette,
        request,
        "home.html",
        asked=asked,
        page=page,
        has_more=len(watches) > PAGE_SIZE,
        watches=watches[:PAGE_SIZE],
        counts=[(state, found[state]) for state in STATES if state in found],
        total=sum(found.values()),
        removed=removed,
        newest=newest,
        gists=await gists_of(
            datasette, [*(row["id"] for row in newest), *(row["last_change_id"] for row in watches[:PAGE_SIZE])]
        ),
    )
