"""The registers of all watches side by side: who processes data for whom, how long what is kept; also as CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette import Response

from monitor.core.register.facts import FIELDS, FactKind
from monitor.core.text import fold_accents, key
from monitor.core.watchlist import write_csv
from storage.browse.change_page import CHANGE
from storage.browse.facts import fact_lines
from storage.browse.filters import version_path
from storage.browse.page import PAGE_SIZE, address_of, fetch, number_of, render, text_of

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_NEWEST = """
WITH newest AS MATERIALIZED (
    SELECT w.id AS watch_id, w.slug, w.name, (
        SELECT id FROM snapshots WHERE watch_id = w.id ORDER BY place DESC, id DESC LIMIT 1
    ) AS snapshot_id
    FROM watches w
    WHERE w.removed_at IS NULL AND (:watch = '' OR w.slug = :watch)
    AND (:tag = '' OR w.id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag))
)
"""
_WANTED = "(:fact = '' OR f.kind = :fact) AND (:q = '' OR instr(f.fields, :q) > 0)"

# one page is picked before it is worked out what belongs to its rows
ROWS = f"""
{_NEWEST}, picked AS MATERIALIZED (
    SELECT f.*, n.watch_id, n.slug, n.name FROM newest n JOIN facts f ON f.snapshot_id = n.snapshot_id
    WHERE {_WANTED}
    ORDER BY f.kind, f.subject, n.name COLLATE NOCASE, n.slug, f.id LIMIT :size OFFSET :skip
)
SELECT
    p.*, n.language, s.captured_at AS since_at,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = p.watch_id AND v.id <= p.snapshot_id) AS number,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = p.watch_id AND v.id <= p.since_id) AS since_number
FROM picked p JOIN snapshots n ON n.id = p.snapshot_id JOIN snapshots s ON s.id = p.since_id
ORDER BY p.kind, p.subject, p.name COLLATE NOCASE, p.slug, p.id
"""

COUNTS = f"""
{_NEWEST}
SELECT f.kind, count(*) AS facts FROM newest n JOIN facts f ON f.snapshot_id = n.snapshot_id
WHERE :q = '' OR instr(f.fields, :q) > 0 GROUP BY f.kind
"""

# whose newest version has no register, and why
UNREAD = f"""
{_NEWEST}
SELECT coalesce(r.failure, '') AS failure, count(*) AS watches
FROM newest n LEFT JOIN registers r ON r.snapshot_id = n.snapshot_id
WHERE n.snapshot_id IS NOT NULL AND (r.snapshot_id IS NULL OR r.failure <> '') GROUP BY 1
"""

# who is named by most
NAMED = f"""
{_NEWEST}
SELECT f.subject, min(f.fields ->> '$[0][1]') AS words, count(DISTINCT n.watch_id) AS watches
FROM newest n JOIN facts f ON f.snapshot_id = n.snapshot_id
WHERE f.kind = :fact AND f.subject <> '' GROUP BY f.subject HAVING watches > 1
ORDER BY watches DESC, f.subject LIMIT 12
"""

CHANGED = f"""
SELECT c.* FROM ({CHANGE.replace("WHERE c.id = :id", "WHERE c.id IN (SELECT value FROM json_each(:ids))")}) c
ORDER BY c.at DESC, c.id DESC
"""
# only those after which a register was read
RECENT = """
SELECT c.id, c.old_snapshot_id, c.new_snapshot_id FROM changes c
JOIN registers o ON o.snapshot_id = c.old_snapshot_id JOIN registers n ON n.snapshot_id = c.new_snapshot_id
WHERE :tag = '' OR c.watch_id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag)
ORDER BY c.at DESC, c.id DESC LIMIT :most
"""

TAGS = "SELECT tag, count(*) AS watches FROM watch_tags GROUP BY tag ORDER BY tag LIMIT 500"

MOST_CHANGES = 200  # newest in which changed facts are looked for
MOST_ROWS = 100_000  # of a CSV
_TOGETHER = frozenset({FactKind.PROCESSOR, FactKind.TRANSFER, FactKind.FORUM})  # that many policies name alike


def _asked(request: Request) -> dict[str, str]:
    """Return what is wanted; processors where nothing is said, and all of a single watch."""
    watch, fact = text_of(request, "watch"), text_of(request, "fact")
    known = {kind.value for kind in FactKind}
    return {
        "fact": fact if fact in known else "" if watch else FactKind.PROCESSOR.value,
        "watch": watch,
        "tag": text_of(request, "tag"),
        "q": text_of(request, "q"),
    }


def _values(asked: dict[str, str]) -> dict[str, str]:
    # quotes and the like stand in JSON with a backslash before them
    return {**asked, "q": json.dumps(fold_accents(key(asked["q"])), ensure_ascii=False)[1:-1]}


def _fact(row: sqlite3.Row) -> dict[str, Any]:
    return {**dict(row), "fields": {name: words for name, words, _ in json.loads(row["fields"])}}


async def registers_page(datasette: Datasette, request: Request) -> Response:
    """Return the facts of one kind that the newest versions state, or all of one watch, so many a page.

    The query string chooses: `fact`, `watch`, `tag`, and `q` for words of the facts.
    """
    asked = _asked(request)
    values = _values(asked)
    page = max(1, number_of(request, "page", 1, most=100_000))
    size = PAGE_SIZE * (2 if asked["watch"] else 1)
    rows = await fetch(datasette, ROWS, **values, size=size + 1, skip=(page - 1) * size)
    facts = [*map(_fact, rows[:size])]
    counts = {row["kind"]: row["facts"] for row in await fetch(datasette, COUNTS, **values)}
    tables = [(kind, [one for one in facts if one["kind"] == kind]) for kind in FactKind]
    named = asked["fact"] in _TOGETHER and not asked["watch"] and not asked["q"]
    return await render(
        datasette,
        request,
        "registers.html",
        asked=asked,
        whose=facts[0]["name"] if asked["watch"] and facts else "",
        kinds=[(kind.value, counts.get(kind.value, 0)) for kind in FactKind],
        tables=[(kind.value, FIELDS[kind], some) for kind, some in tables if some],
        unread=await fetch(datasette, UNREAD, **values),
        named=await fetch(datasette, NAMED, **values) if named else [],
        tags=await fetch(datasette, TAGS),
        page=page,
        has_more=len(rows) > size,
    )


async def registers_as_csv(datasette: Datasette, request: Request) -> Response:
    """Return the same facts as CSV, all at once: a row each, a column for each field that one of them may have."""
    asked = _asked(request)
    rows = await fetch(datasette, ROWS, **_values(asked), size=MOST_ROWS, skip=0)
    fields = dict.fromkeys(name for kind in FactKind if asked["fact"] in {"", kind} for name in FIELDS[kind])
    cells = (
        {
            **dict.fromkeys(fields, ""),
            **one["fields"],
            "watch": one["slug"],
            "name": one["name"],
            "fact": one["kind"],
            "since": one["since_at"],
            "clause": address_of(
                datasette, request, f"{version_path(one['slug'], one['number'])}/clause/{one['position']}"
            ),
        }
        for one in map(_fact, rows)
    )
    written = write_csv(("watch", "name", "fact", *fields, "since", "clause"), cells)
    headers = {"content-disposition": 'attachment; filename="registers.csv"'}
    return Response(written, headers=headers, content_type="text/csv; charset=utf-8")


async def changed_facts_page(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes in which facts came, went or became others, with those."""
    tag = text_of(request, "tag")
    recent = await fetch(datasette, RECENT, tag=tag, most=MOST_CHANGES)
    lines = await fact_lines(datasette, ((row["old_snapshot_id"], row["new_snapshot_id"]) for row in recent))
    found = {row["id"]: some for row, some in zip(recent, lines, strict=True) if some}
    changes = await fetch(datasette, CHANGED, ids=json.dumps([*found][:PAGE_SIZE]))
    return await render(
        datasette,
        request,
        "changed_facts.html",
        changes=[(change, found[change["id"]]) for change in changes],
        tag=tag,
        tags=await fetch(datasette, TAGS),
        most=MOST_CHANGES,
    )
