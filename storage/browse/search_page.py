"""Search over the clauses of all versions of all watches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted

from storage.browse.page import PAGE_SIZE, fetch, number_of, render, text_of

if TYPE_CHECKING:
    import sqlite3

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

BEST = 500
MOST_TERMS = 20
_TERMS = re.compile(r'"([^"]+)"|([^\s"]+)')
_START, _END = "\x02", "\x03"

# a clause that stands in many versions of a watch is one hit; its newest version is the one linked
_HITS = """
WITH hits AS MATERIALIZED (
    SELECT rowid AS clause_id, {rank} AS score, snippet(clauses_fts, 0, char(2), char(3), ' … ', 48) AS snippet
    FROM clauses_fts
    WHERE clauses_fts MATCH :match
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
    max(s.captured_at) AS last_seen,
    (
        SELECT min(f.captured_at) FROM snapshot_clauses q JOIN snapshots f ON f.id = q.snapshot_id
        WHERE q.clause_id = hits.clause_id AND f.watch_id = w.id
    ) AS first_seen,
    (SELECT max(n.captured_at) FROM snapshots n WHERE n.watch_id = w.id) AS newest
FROM hits
JOIN snapshot_clauses p ON p.clause_id = hits.clause_id
JOIN snapshots s ON s.id = p.snapshot_id
JOIN watches w ON w.id = s.watch_id
JOIN heading_paths h ON h.id = p.heading_path_id
WHERE :watch = '' OR w.slug = :watch
GROUP BY hits.clause_id, w.id
ORDER BY {order}, w.id LIMIT :size OFFSET :skip
"""

BEST_FIRST = _HITS.format(rank="rank", first="rank", order="hits.score")
# to rank a word that stands nearly everywhere takes too long in a large store
NEWEST_FIRST = _HITS.format(rank="rowid", first="rowid DESC", order="hits.score DESC")

WATCHES = "SELECT slug, name FROM watches ORDER BY name COLLATE NOCASE LIMIT 500"


def match_expression(text: str) -> str:
    """Return what a person typed as a query of SQLite's FTS5 that cannot be misread as its syntax.

    Words must all occur; "several words" in quotation marks in this order; a star stands for any ending of a word.

    >>> match_expression('retention "third parties" advert*')
    '"retention" "third parties" "advert"*'
    """
    terms = []
    for phrase, word in _TERMS.findall(text):
        term, star = (phrase, "") if phrase else (word.rstrip("*"), "*" if word.endswith("*") else "")
        if any(c.isalnum() for c in term):
            terms.append(f'"{term}"{star}')
    return " ".join(terms[:MOST_TERMS])


def marked(snippet: str) -> list[tuple[bool, str]]:
    """Split a snippet into (is a hit, text) pieces, so that the template escapes each by itself."""
    pieces = [(False, snippet.partition(_START)[0])]
    for part in snippet.split(_START)[1:]:
        hit, _, rest = part.partition(_END)
        pieces += [(True, hit), (False, rest)]
    return [(is_hit, text) for is_hit, text in pieces if text]


async def _hits(datasette: Datasette, values: dict[str, Any]) -> tuple[list[sqlite3.Row], bool]:
    """Return the hits, and whether they are ranked."""
    try:
        return await fetch(datasette, BEST_FIRST, **values), True
    except QueryInterrupted:
        return await fetch(datasette, NEWEST_FIRST, **values), False


async def search_page(datasette: Datasette, request: Request) -> Response:
    """Return the clauses that hold what was asked for, best first."""
    asked, watch = text_of(request, "q"), text_of(request, "watch")
    page = max(1, number_of(request, "page", 1, most=1000))
    match = match_expression(asked)
    part = {"best": BEST, "size": PAGE_SIZE + 1, "skip": (page - 1) * PAGE_SIZE}
    rows, is_ranked = await _hits(datasette, {"match": match, "watch": watch, **part}) if match else ([], True)
    return await render(
        datasette,
        request,
        "search.html",
        q=asked,
        watch=watch,
        page=page,
        is_ranked=is_ranked,
        has_more=len(rows) > PAGE_SIZE,
        hits=[{**dict(row), "pieces": marked(row["snippet"])} for row in rows[:PAGE_SIZE]],
        watches=await fetch(datasette, WATCHES),
    )
