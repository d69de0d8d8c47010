"""One watch: how it stands, and its history of versions, changes and failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from monitor.core.restless.words import waits_words
from monitor.core.untold import until
from storage.browse.gists import gists_of
from storage.browse.page import PAGE_SIZE, fetch, fetch_one, render, text_of
from storage.restless import place_from
from storage.untold import sentence_from
from storage.variants import UNWATCHED, VARIANTS

if TYPE_CHECKING:
    import sqlite3

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

WATCH = """
SELECT
    w.*, v.state, v.snapshots, v.last_check_at, v.last_outcome, v.last_kind, v.last_status, v.last_detail,
    v.last_change_at, v.language, v.title, v.stated_date, v.blind_since,
    v.held_since, v.held_until, iif(w.removed_at IS NULL, v.held_claim, NULL) AS held_claim, v.held_looks,
    (SELECT json_group_array(tag) FROM watch_tags t WHERE t.watch_id = w.id) AS tags
FROM watches w
JOIN watchlist_ever v ON v.id = w.id
WHERE w.slug = :slug
"""

# the inner query picks one page of versions before it is worked out what belongs to each
VERSIONS = """
WITH picked AS MATERIALIZED (
    SELECT id FROM snapshots WHERE watch_id = :watch AND (:before = '' OR captured_at < :before)
    ORDER BY captured_at DESC, id DESC LIMIT :size
)
SELECT
    s.id, s.captured_at AS at, s.reason, s.stated_date, s.clause_count, s.word_count,
    c.id AS change_id, c.significance, c.silent, coalesce(c.claim, '') AS claim,
    s.language, coalesce(o.language, '') AS old_language,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = s.watch_id AND v.id <= s.id) AS number,
    coalesce(p.kind, 'fetch') AS came_kind, coalesce(p.supplied_by, '') AS came_by,
    EXISTS (
        SELECT 1 FROM snapshots e WHERE e.watch_id = s.watch_id AND (e.place, e.id) < (s.place, s.id)
    ) AS has_before,
    s.id IS (
        SELECT e.id FROM snapshots e LEFT JOIN provenance q ON q.snapshot_id = e.id
        WHERE e.watch_id = :watch AND coalesce(q.kind, 'fetch') = 'fetch' ORDER BY e.place, e.id LIMIT 1
    ) AS is_first_fetch
FROM picked
JOIN snapshots s ON s.id = picked.id
LEFT JOIN provenance p ON p.snapshot_id = s.id
LEFT JOIN changes c ON c.new_snapshot_id = s.id
LEFT JOIN snapshots o ON o.id = c.old_snapshot_id
ORDER BY s.captured_at DESC, s.id DESC
"""

# failures of one kind with no good check between them are one entry (gaps and islands); pages of the past are no checks
FAILURES = """
SELECT kind, status, min(at) AS first_at, max(at) AS at, sum(stands_for) AS checks, detail, is_aside
FROM (
    SELECT *, sum(outcome <> 'failed') OVER (ORDER BY at, id) AS island
    FROM fetches WHERE watch_id = :watch
)
WHERE outcome = 'failed' AND (:before = '' OR at < :before)
GROUP BY island, kind, is_aside
ORDER BY at DESC LIMIT :size
"""

ALL_VERSIONS = """
SELECT
    s.id, row_number() OVER (ORDER BY s.id) AS number, s.captured_at,
    coalesce(p.kind, 'fetch') AS came_kind, coalesce(p.supplied_by, '') AS came_by
FROM snapshots s LEFT JOIN provenance p ON p.snapshot_id = s.id
WHERE s.watch_id = :watch ORDER BY s.place DESC, s.id DESC LIMIT 500
"""

CHECKS = """
SELECT coalesce(sum(stands_for), 0) AS checks, coalesce(sum(iif(outcome = 'failed', stands_for, 0)), 0) AS failed
FROM fetches WHERE watch_id = :watch AND is_aside = 0
"""


UNTOLD = "SELECT * FROM untold WHERE watch_id = :watch AND looks > 0 ORDER BY since, text, is_gone LIMIT 200"
PAST_ADDRESSES = "SELECT url, until FROM past_addresses WHERE watch_id = :watch ORDER BY number DESC"
RESTLESS = "SELECT * FROM restless WHERE watch_id = :watch ORDER BY number"


def timeline(versions: list[sqlite3.Row], failures: list[sqlite3.Row], size: int) -> tuple[list[dict[str, Any]], str]:
    """Merge versions and failures, newest first.

    Args:
        versions: newest first.
        failures: newest first.
        size: how many entries one page shows.

    Returns:
        The entries, and the time before which the next page begins ("" where there is none).
    """
    entries = [{"what": "version", **dict(row)} for row in versions]
    entries += [{"what": "failure", **dict(row)} for row in failures]
    entries.sort(key=lambda entry: entry["at"], reverse=True)
    return entries[:size], entries[size - 1]["at"] if len(entries) > size else ""


async def watch_page(datasette: Datasette, request: Request) -> Response:
    """Return one watch with its history, a page of it."""
    slug = unquote(request.url_vars["slug"])
    watch = await fetch_one(datasette, "There is no such watch.", WATCH, slug=slug)
    asked = {"watch": watch["id"], "before": text_of(request, "before", most=30), "size": PAGE_SIZE + 1}
    versions = await fetch(datasette, VERSIONS, **asked)
    entries, older = timeline(versions, await fetch(datasette, FAILURES, **asked), PAGE_SIZE)
    # of a page that nobody looks at, nothing waits to be told any more
    untold = [] if watch["removed_at"] else await fetch(datasette, UNTOLD, watch=watch["id"])
    restless = [place_from(row) for row in await fetch(datasette, RESTLESS, watch=watch["id"])]
    return await render(
        datasette,
        request,
        "watch.html",
        watch=watch,
        entries=entries,
        gists=await gists_of(datasette, (entry.get("change_id") for entry in entries)),
        older=older,
        before=asked["before"],
        versions=await fetch(datasette, ALL_VERSIONS, watch=watch["id"]),
        restless=restless,
        turning=next((number for number, place in enumerate(restless, 1) if not place.is_set_still), 0),
        variants=(await fetch(datasette, VARIANTS, watch=watch["id"]))[1:],
        unwatched=await fetch(datasette, UNWATCHED, watch=watch["id"]),
        past_addresses=await fetch(datasette, PAST_ADDRESSES, watch=watch["id"]),
        untold=[(one, waits_words(one, restless)) for one in sorted(map(sentence_from, untold), key=until)],
        checks=(await fetch(datasette, CHECKS, watch=watch["id"]))[0],
    )
