"""Search over the clauses of all versions of all watches."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted

from monitor.core.text import has_unspaced
from storage.browse.page import PAGE_SIZE, fetch, number_of, render, text_of
from storage.browse.version_page import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

MOST_SECTIONS = 10  # above the clauses, which are what most look for
MOST_NEWEST = 1_000  # headings, and versions that have one, of which the sections are taken
BEST = 500  # hits that are ranked: ten pages, which nobody turns
MOST_TERMS = 20  # of a question; each is a look-up in the index
_TERMS = re.compile(r'"([^"]+)"|([^\s"]+)')
_START, _END = "\x02", "\x03"
_AROUND = 80  # characters of a clause before its first hit; twice as many after it

# a clause that stands in many versions of a watch is one hit; its newest version is the one linked
_HITS = """
WITH hits AS MATERIALIZED (
    SELECT rowid AS clause_id, {score} AS score, {snippet} AS snippet
    FROM {table}
    WHERE {matches}
    AND (:watch = '' OR rowid IN (
        SELECT p.clause_id FROM watches w
        JOIN snapshots s ON s.watch_id = w.id
        JOIN snapshot_clauses p ON p.snapshot_id = s.id
        WHERE w.slug = :watch
    ))
    ORDER BY {first} LIMIT :best
)
SELECT
    hits.snippet, w.slug, w.name, s.id AS version_id, s.language, p.position, h.path,
    max(s.place) AS last_place, s.captured_at AS last_seen,
    (
        SELECT f.id FROM snapshot_clauses q JOIN snapshots f ON f.id = q.snapshot_id
        WHERE q.clause_id = hits.clause_id AND f.watch_id = w.id ORDER BY f.captured_at, f.id LIMIT 1
    ) AS first_id,
    (SELECT n.captured_at FROM snapshots n WHERE n.watch_id = w.id ORDER BY n.place DESC LIMIT 1) AS newest
FROM hits
JOIN snapshot_clauses p ON p.clause_id = hits.clause_id
JOIN snapshots s ON s.id = p.snapshot_id
JOIN watches w ON w.id = s.watch_id
JOIN heading_paths h ON h.id = p.heading_path_id
WHERE :watch = '' OR w.slug = :watch
GROUP BY hits.clause_id, w.id
ORDER BY {order}, w.id LIMIT :size OFFSET :skip
"""

_INDEX = {
    "table": "clauses_fts",
    "matches": "clauses_fts MATCH :match",
    # SQLite looks for the best place of a text hit by hit, each against all others, and nothing interrupts it there
    "snippet": "CASE WHEN length(text) <= 5000 THEN snippet(clauses_fts, 0, char(2), char(3), ' … ', 48)"
    " ELSE substr(text, 1, 400) || ' …' END",
}
_NEWEST = {"score": "rowid", "first": "rowid DESC", "order": "hits.score DESC"}

BEST_FIRST = _HITS.format(**_INDEX, score="rank", first="rank", order="hits.score")
# to rank a word that stands nearly everywhere takes too long in a large store
NEWEST_FIRST = _HITS.format(**_INDEX, **_NEWEST)
# the index knows words by the spaces between them; what is written without any is looked for letter by letter
HOLDING = _HITS.format(
    table="clauses",
    matches="NOT EXISTS (SELECT 1 FROM json_each(:parts) WHERE instr(lower(clauses.text), lower(value)) = 0)",
    snippet="substr(text, 1, 20000)",
    **_NEWEST,
)

# A section that stands in many versions of a watch is one hit; it is linked in the newest one that has it. Headings
# match by the thousand, and one like "Contact" stands in every other policy: of both, only the newest are looked at.
_SECTIONS = """
WITH newest AS MATERIALIZED (
    SELECT rowid AS id, {score} AS score FROM {table}
    WHERE {matches} AND (:watch = '' OR rowid IN (
        SELECT c.heading_path_id FROM watches o
        JOIN snapshots v ON v.watch_id = o.id JOIN snapshot_clauses c ON c.snapshot_id = v.id
        WHERE o.slug = :watch
    ))
    ORDER BY rowid DESC LIMIT :most
),
paths AS MATERIALIZED (SELECT id, score FROM newest ORDER BY score, id LIMIT :best)
SELECT
    w.slug, w.name, s.id AS version_id, h.path, p.position, s.language,
    substr(c.text, 1, 200) || iif(length(c.text) > 200, ' …', '') AS beginning,
    max(1000000 * s.place - p.position), s.captured_at AS last_seen,
    (SELECT n.captured_at FROM snapshots n WHERE n.watch_id = w.id ORDER BY n.place DESC LIMIT 1) AS newest
FROM paths
JOIN heading_paths h ON h.id = paths.id
JOIN snapshot_clauses p ON p.heading_path_id = paths.id AND p.snapshot_id IN (
    SELECT q.snapshot_id FROM snapshot_clauses q
    WHERE q.heading_path_id = paths.id AND (:watch = '' OR q.snapshot_id IN (
        SELECT v.id FROM snapshots v JOIN watches o ON o.id = v.watch_id WHERE o.slug = :watch
    ))
    ORDER BY q.snapshot_id DESC LIMIT :most
)
JOIN clauses c ON c.id = p.clause_id
JOIN snapshots s ON s.id = p.snapshot_id
JOIN watches w ON w.id = s.watch_id
GROUP BY paths.id, w.id
ORDER BY paths.score, w.id LIMIT :size
"""
SECTIONS = _SECTIONS.format(table="clauses_fts_headings", matches="clauses_fts_headings MATCH :match", score="rank")
SECTIONS_HOLDING = _SECTIONS.format(
    table="heading_paths",
    matches="NOT EXISTS (SELECT 1 FROM json_each(:parts) WHERE instr(lower(path), lower(value)) = 0)",
    score="-rowid",
)

# only of those on the page: of all that are found it would be a count for each
VERSIONS = """
SELECT
    s.id, s.captured_at, coalesce(p.kind, 'fetch') AS kind, coalesce(p.supplied_by, '') AS supplied_by,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = s.watch_id AND v.id <= s.id) AS number
FROM snapshots s LEFT JOIN provenance p ON p.snapshot_id = s.id
WHERE s.id IN (SELECT value FROM json_each(:ids))
"""

WATCHES = "SELECT slug, name FROM watches ORDER BY folded(name), id LIMIT 500"


def match_expression(text: str) -> str:
    """Return what a person typed as a query of SQLite's FTS5 that cannot be misread as its syntax.

    Words must all occur; "several words" in quotation marks in this order; a star stands for any ending of a word.

    >>> match_expression('retention "third parties" advert*')
    '"retention" "third parties" "advert"*'
    """
    return " ".join(f'"{term}"{star}' for term, star in _terms(text))


def unspaced_parts(text: str) -> list[str]:
    """Return the words a person typed where any is written without spaces, as Chinese is; else none.

    >>> unspaced_parts("cookie 第三方*"), unspaced_parts("cookie")
    (['cookie', '第三方'], [])
    """
    return [term for term, _ in _terms(text)] if has_unspaced(text) else []


def _terms(text: str) -> list[tuple[str, str]]:
    """Return the words and phrases a person typed, each with the star behind it."""
    terms = []
    for phrase, word in _TERMS.findall(text):
        term, star = (phrase, "") if phrase else (word.rstrip("*"), "*" if word.endswith("*") else "")
        if any(c.isalnum() for c in term):
            terms.append((term, star))
    return terms[:MOST_TERMS]


def excerpt(text: str, parts: Sequence[str]) -> str:
    """Return the surroundings of the first part a clause holds, each of the parts in it between the marks of a hit."""
    pattern = re.compile("|".join(map(re.escape, sorted(parts, key=len, reverse=True))), re.IGNORECASE)
    found = pattern.search(text)
    start = max(0, found.start() - _AROUND) if found else 0
    end = start + 3 * _AROUND
    inner = pattern.sub(lambda hit: f"{_START}{hit.group()}{_END}", text[start:end])
    return f"{'… ' if start else ''}{inner}{' …' if end < len(text) else ''}"


def marked(snippet: str) -> list[tuple[bool, str]]:
    """Split a snippet into (is a hit, text) pieces, so that the template escapes each by itself."""
    pieces = [(False, snippet.partition(_START)[0])]
    for part in snippet.split(_START)[1:]:
        hit, _, rest = part.partition(_END)
        pieces += [(True, hit), (False, rest)]
    return [(is_hit, text) for is_hit, text in pieces if text]


async def _hits(datasette: Datasette, asked: str, **values: Any) -> tuple[list[dict[str, Any]], bool]:  # noqa: ANN401
    """Return the hits, and whether they are the best; else there are too many to rank, and they are the newest."""
    if parts := unspaced_parts(asked):
        rows = await fetch(datasette, HOLDING, parts=json.dumps(parts), **values)
        return [{**dict(row), "snippet": excerpt(row["snippet"], parts)} for row in rows], True
    match = match_expression(asked)
    if not match:
        return [], True
    try:
        rows, is_ranked = await fetch(datasette, BEST_FIRST, match=match, **values), True
    except QueryInterrupted:
        rows, is_ranked = await fetch(datasette, NEWEST_FIRST, match=match, **values), False
    return [dict(row) for row in rows], is_ranked


async def _sections(datasette: Datasette, asked: str, watch: str) -> list[dict[str, Any]]:
    """Return the sections whose headings hold what was asked for; none where they are too many to be looked through."""
    values = {"watch": watch, "most": MOST_NEWEST, "best": MOST_SECTIONS, "size": MOST_SECTIONS}
    parts, match = unspaced_parts(asked), match_expression(asked)
    try:
        if parts:
            rows = await fetch(datasette, SECTIONS_HOLDING, parts=json.dumps(parts), **values)
        else:
            rows = await fetch(datasette, SECTIONS, match=match, **values) if match else []
    except QueryInterrupted:
        return []
    return [dict(row) for row in rows]


async def _with_versions(datasette: Datasette, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return hits with the page of their clause, the version they stand in last, and, where that is asked, first."""
    hits = [{**row, "page": page_of(row["position"])} for row in rows]
    ids = {hit[name] for hit in hits for name in ("version_id", "first_id") if name in hit}
    found = await fetch(datasette, VERSIONS, ids=json.dumps(sorted(ids))) if ids else []
    versions = {row["id"]: row for row in found}
    return [{**hit, "last": versions[hit["version_id"]], "first": versions.get(hit.get("first_id"))} for hit in hits]


async def search_page(datasette: Datasette, request: Request) -> Response:
    """Return the clauses that hold what was asked for, best first, and before them the sections that are called so."""
    asked, watch = text_of(request, "q"), text_of(request, "watch")
    page = max(1, number_of(request, "page", 1, most=1000))
    part = {"best": BEST, "size": PAGE_SIZE + 1, "skip": (page - 1) * PAGE_SIZE}
    rows, is_ranked = await _hits(datasette, asked, watch=watch, **part)
    return await render(
        datasette,
        request,
        "search.html",
        q=asked,
        watch=watch,
        page=page,
        sections=await _with_versions(datasette, await _sections(datasette, asked, watch)) if page == 1 else [],
        is_ranked=is_ranked,
        has_more=len(rows) > PAGE_SIZE,
        hits=await _with_versions(datasette, ({**row, "pieces": marked(row["snippet"])} for row in rows[:PAGE_SIZE])),
        watches=await fetch(datasette, WATCHES),
    )
