"""One version of a policy, to be read."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from monitor.core.records import Clause, ClauseKind
from monitor.core.restless.positions import restless_positions
from storage.browse.page import fetch, fetch_one, number_of, render
from storage.left_out import left_out_from_json
from storage.provenance import headers_from
from storage.restless import place_from

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from monitor.core.records import RestlessPlace

VERSION = """
WITH numbered AS (
    SELECT
        id, row_number() OVER (ORDER BY id) AS number,
        lag(id) OVER stood AS previous_id, lead(id) OVER stood AS next_id
    FROM snapshots WHERE watch_id = (SELECT watch_id FROM snapshots WHERE id = :id)
    WINDOW stood AS (ORDER BY place, id)
)
SELECT
    s.*, n.number, w.slug, w.name, w.removed_at, b.size AS body_size, b.media_type,
    l.extractor AS left_out_by, l.rules AS left_out,
    (SELECT c.id FROM changes c WHERE c.new_snapshot_id = s.id) AS change_id,
    (SELECT o.number FROM numbered o WHERE o.id = n.previous_id) AS previous,
    (SELECT o.number FROM numbered o WHERE o.id = n.next_id) AS next,
    coalesce(p.kind, 'fetch') AS came_kind, coalesce(p.source, s.url) AS came_source,
    coalesce(p.supplied_by, '') AS came_by, p.at AS came_at, p.status,
    p.request_headers, p.response_headers, p.is_rendered,
    s.id IS (
        SELECT e.id FROM snapshots e LEFT JOIN provenance q ON q.snapshot_id = e.id
        WHERE e.watch_id = s.watch_id AND coalesce(q.kind, 'fetch') = 'fetch' ORDER BY e.place, e.id LIMIT 1
    ) AS is_first_fetch
FROM snapshots s
JOIN numbered n ON n.id = s.id
JOIN watches w ON w.id = s.watch_id
JOIN bodies b ON b.sha256 = s.body_sha256
LEFT JOIN left_out l ON l.snapshot_id = s.id
LEFT JOIN provenance p ON p.snapshot_id = s.id
WHERE s.id = :id
"""

# the number of a version among those of its watch, see storage/snapshots.py
NUMBERED = """
SELECT s.id FROM snapshots s JOIN watches w ON w.id = s.watch_id WHERE w.slug = :slug AND :number > 0
ORDER BY s.id LIMIT 1 OFFSET :number - 1
"""

CLAUSES = """
SELECT p.position, p.kind, p.label, c.text, h.path
FROM snapshot_clauses p
JOIN clauses c ON c.id = p.clause_id
JOIN heading_paths h ON h.id = p.heading_path_id
WHERE p.snapshot_id = :id AND p.position >= :start AND p.position < :start + :most
ORDER BY p.position
"""

# Since which version each clause of a page has stood without a break: of the versions back from this one those count
# that have it, up to the first that has not. Only so many versions are looked at.
SINCE = """
WITH looked AS MATERIALIZED (
    SELECT id, captured_at, row_number() OVER (ORDER BY place DESC, id DESC) AS back
    FROM snapshots WHERE watch_id = :watch AND (place, id) <= (:place, :id)
    ORDER BY place DESC, id DESC LIMIT :versions
),
stood AS MATERIALIZED (
    SELECT DISTINCT l.position, looked.back
    FROM snapshot_clauses l CROSS JOIN looked CROSS JOIN snapshot_clauses k
    WHERE l.snapshot_id = :id AND l.position >= :start AND l.position < :start + :most
    AND k.clause_id = l.clause_id AND k.snapshot_id = looked.id
),
unbroken AS (
    SELECT position, back, row_number() OVER (PARTITION BY position ORDER BY back) AS place FROM stood
)
SELECT u.position, max(u.back) AS versions, looked.captured_at
FROM unbroken u JOIN looked ON looked.back = u.back
WHERE u.back = u.place GROUP BY u.position
"""
MOST_LOOKED = 50_000  # clauses times versions that are looked at; they took 90 ms of processor time

RESTLESS = "SELECT * FROM restless WHERE watch_id = :watch ORDER BY number"

MOST_CLAUSES = 2_000  # on a page: of short ones they took 50 ms of processor time, of 20,000 at once 780


def page_of(position: int) -> int:
    """Return the page of a version on which a clause stands, from 1.

    >>> page_of(0), page_of(MOST_CLAUSES - 1), page_of(MOST_CLAUSES)
    (1, 1, 2)
    """
    return position // MOST_CLAUSES + 1


def new_headings(before: list[str], path: list[str]) -> list[tuple[int, str]]:
    """Return the headings to print where the path changes, each with its depth from 0.

    >>> new_headings(["1", "1.1"], ["1", "1.2"])
    [(1, '1.2')]
    """
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, path, strict=False)))
    return list(enumerate(path))[shared:]


def restless_of_page(rows: Sequence[sqlite3.Row], places: Iterable[RestlessPlace], *, has_more: bool) -> frozenset[int]:
    """Return the positions of the clauses of a page of a version that stand at restless places; headings are none.

    Args:
        rows: the clauses of the page, in order.
        places: that are restless now.
        has_more: whether the text goes on after the page.
    """
    start = rows[0]["position"] if rows else 0

    def has_ends(place: RestlessPlace) -> bool:
        # the ends of a page in the middle of a text are no ends of the text
        return bool(place.pattern or ((place.before or not start) and (place.after or not has_more)))

    found = restless_positions([_clause(row) for row in rows], filter(has_ends, places))
    return frozenset(start + index for index in found if rows[index]["kind"] != ClauseKind.HEADING)


def _clause(row: sqlite3.Row) -> Clause:
    # where it stands is known by its words and its neighbours', so its headings need not be read
    return Clause(row["position"], ClauseKind(row["kind"]), (), row["label"], row["text"])


def readable(rows: Iterable[sqlite3.Row]) -> list[dict[str, Any]]:
    """Return the clauses in order, each with the headings that begin at it."""
    clauses, before = [], list[str]()
    for row in rows:
        path = json.loads(row["path"])
        label = row["label"] if not row["text"].startswith(row["label"]) else ""
        shown = {"headings": new_headings(before, path), "label": label, "is_bare": not row["label"]}
        clauses.append({**dict(row), **shown})
        before = path
    return clauses


async def _since(datasette: Datasette, version: sqlite3.Row, start: int) -> dict[int, tuple[str, bool]]:
    """Return since when clauses of a page have stood, by position, and whether that is only known to be the latest."""
    versions = max(2, MOST_LOOKED // min(MOST_CLAUSES, version["clause_count"] or 1))
    asked = {"watch": version["watch_id"], "place": version["place"], "id": version["id"], "versions": versions}
    rows = await fetch(datasette, SINCE, **asked, start=start, most=MOST_CLAUSES)
    return {row["position"]: (row["captured_at"], row["versions"] == versions) for row in rows}


async def version_page(datasette: Datasette, request: Request) -> Response:
    """Return one version by its number in the store, as older mails and feeds name it; see `numbered_version_page`."""
    return await _page_of(datasette, request, int(request.url_vars["id"]))


async def numbered_version_page(datasette: Datasette, request: Request) -> Response:
    """Return one version with its clauses, so many a page, how it came, and what was left out where that is recorded.

    With `ages=1` each clause says since when it has stood, and leads to its life. Clauses at places that vary from
    look to look, as they are known today, are dimmed.
    """
    asked = {"slug": unquote(request.url_vars["slug"]), "number": int(request.url_vars["number"])}
    found = await fetch_one(datasette, "This watch has no such version.", NUMBERED, **asked)
    return await _page_of(datasette, request, found["id"])


async def _page_of(datasette: Datasette, request: Request, wanted: int) -> Response:
    version = await fetch_one(datasette, "There is no such version.", VERSION, id=wanted)
    page = max(1, number_of(request, "page", 1))
    start = (page - 1) * MOST_CLAUSES
    rows = await fetch(datasette, CLAUSES, id=wanted, start=start, most=MOST_CLAUSES)
    has_more = version["clause_count"] > start + MOST_CLAUSES
    places = [place_from(row) for row in await fetch(datasette, RESTLESS, watch=version["watch_id"])]
    has_ages = bool(number_of(request, "ages", 0))
    left_out = left_out_from_json(version["left_out"]) if version["left_out"] is not None else None
    return await render(
        datasette,
        request,
        "version.html",
        version=version,
        clauses=readable(rows),
        restless=restless_of_page(rows, places, has_more=has_more),
        page=page,
        has_more=has_more,
        left_out=left_out,
        since=await _since(datasette, version, start) if has_ages else None,
        request_headers=headers_from(version["request_headers"] or "[]"),
        response_headers=headers_from(version["response_headers"] or "[]"),
    )
