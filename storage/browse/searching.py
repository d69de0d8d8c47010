"""Search in the store: clauses and sections, in the versions that are asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted

from storage.browse.page import fetch
from storage.browse.search_words import excerpt, loosened, marked, match_expression, unspaced_parts
from storage.browse.version_page import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datasette.app import Datasette

MOST_SECTIONS = 10  # above the clauses, which are what most look for
MOST_NEWEST = 1_000  # headings, and versions that have one, of which the sections are taken
BEST = 500  # hits that are ranked: ten pages, which nobody turns
MOST_RANKED = 50_000  # hits of which the best are found; it took 80 ms of processor time

# the condition of the index clauses_unspaced, letter for letter: a clause that has none of these holds no such word
_UNSPACED = """text GLOB '*[' || char(
    0x0e00, 45, 0x0eff, 0x1000, 45, 0x109f, 0x1780, 45, 0x17ff, 0x3040, 45, 0x30ff, 0x3400, 45, 0x4dbf,
    0x4e00, 45, 0x9fff, 0xf900, 45, 0xfaff, 0x20000, 45, 0x3ffff
) || ']*'"""

# versions in force at a time are the newest of their watches by then
_FITS = """
(:watch = '' OR w.slug = :watch)
AND (:tag = '' OR EXISTS (SELECT 1 FROM watch_tags t WHERE t.watch_id = w.id AND t.tag = :tag))
AND (:kind = '' OR w.kind = :kind)
AND (:language = '' OR s.language = :language)
AND (:until = '' OR s.id = (
    SELECT v.id FROM snapshots v WHERE v.watch_id = s.watch_id AND v.captured_at < :until
    ORDER BY v.place DESC, v.id DESC LIMIT 1
))
"""

# a clause that stands in many versions of a watch is one hit; of those asked for, the newest is the one linked
_HITS = """
WITH hits AS MATERIALIZED (
    SELECT rowid AS clause_id, {score} AS score, {snippet} AS snippet
    FROM {table}
    WHERE {matches}
    AND (:watch = '' OR +rowid IN (
        SELECT p.clause_id FROM watches w
        JOIN snapshots s ON s.watch_id = w.id
        JOIN snapshot_clauses p ON p.snapshot_id = s.id
        WHERE w.slug = :watch
    ))
    AND (:tag || :kind || :language || :until = '' OR EXISTS (
        SELECT 1 FROM snapshot_clauses p JOIN snapshots s ON s.id = p.snapshot_id JOIN watches w ON w.id = s.watch_id
        WHERE p.clause_id = {table}.rowid AND {fits}
    ))
    ORDER BY {first} LIMIT :best
)
SELECT
    hits.clause_id, hits.snippet, w.id AS watch_id, w.slug, w.name, s.id AS version_id, s.language, p.position, h.path,
    max(s.place)
FROM hits
CROSS JOIN snapshot_clauses p ON p.clause_id = hits.clause_id
JOIN snapshots s ON s.id = p.snapshot_id
JOIN watches w ON w.id = s.watch_id
JOIN heading_paths h ON h.id = p.heading_path_id
WHERE {fits}
GROUP BY hits.clause_id, w.id
ORDER BY {order}, w.id LIMIT :size OFFSET :skip
"""

_INDEX = {
    "table": "clauses_fts",
    "matches": "clauses_fts MATCH :match",
    # SQLite looks for the best place of a text hit by hit, each against all others, and nothing interrupts it there
    "snippet": "CASE WHEN length(text) <= 5000 THEN snippet(clauses_fts, 0, char(2), char(3), ' … ', 48)"
    " ELSE substr(text, 1, 400) || ' …' END",
    "fits": _FITS,
}
_NEWEST = {"score": "rowid", "first": "rowid DESC", "order": "hits.score DESC"}

BEST_FIRST = _HITS.format(**_INDEX, score="rank", first="rank", order="hits.score")
# `rank` ranks before anything is left out: of all watches to show one, where this ranks the clauses of that one
BEST_OF_WATCH = _HITS.format(**_INDEX, score="bm25(clauses_fts)", first="score", order="hits.score")
# to rank a word that stands nearly everywhere takes too long in a large store
NEWEST_FIRST = _HITS.format(**_INDEX, **_NEWEST)
# the index knows words by the spaces between them; what is written without any is looked for letter by letter
HOLDING = _HITS.format(
    table="clauses",
    matches=f"{_UNSPACED} AND NOT EXISTS ("
    "SELECT 1 FROM json_each(:parts) WHERE instr(lower(clauses.text), lower(value)) = 0)",
    snippet="substr(text, 1, 20000)",
    fits=_FITS,
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
    w.id AS watch_id, w.slug, w.name, s.id AS version_id, h.path, p.position, s.language, p.clause_id,
    substr(c.text, 1, 200) || iif(length(c.text) > 200, ' …', '') AS beginning,
    max(1000000 * s.place - p.position)
FROM paths
JOIN heading_paths h ON h.id = paths.id
JOIN snapshot_clauses p ON p.heading_path_id = paths.id AND p.snapshot_id IN (
    SELECT snapshot_id FROM (
        SELECT q.snapshot_id FROM snapshot_clauses q WHERE :watch = '' AND q.heading_path_id = paths.id
        ORDER BY q.snapshot_id DESC LIMIT :most
    )
    UNION ALL SELECT v.id FROM snapshots v JOIN watches o ON o.id = v.watch_id WHERE o.slug = :watch
)
JOIN clauses c ON c.id = p.clause_id
JOIN snapshots s ON s.id = p.snapshot_id
JOIN watches w ON w.id = s.watch_id
WHERE {fits}
GROUP BY paths.id, w.id
ORDER BY paths.score, w.id LIMIT :size
"""
SECTIONS = _SECTIONS.format(
    table="clauses_fts_headings", matches="clauses_fts_headings MATCH :match", score="rank", fits=_FITS
)
SECTIONS_HOLDING = _SECTIONS.format(
    table="heading_paths",
    matches="NOT EXISTS (SELECT 1 FROM json_each(:parts) WHERE instr(lower(path), lower(value)) = 0)",
    score="-rowid",
    fits=_FITS,
)

# only of the hits on the page: of all that are found it would be too much; sections have no clause of their own
SPANS = """
WITH asked AS MATERIALIZED (SELECT value ->> 0 AS clause, value ->> 1 AS watch FROM json_each(:pairs))
SELECT
    asked.clause, asked.watch,
    (
        SELECT f.id FROM snapshots f CROSS JOIN snapshot_clauses q
        WHERE f.watch_id = asked.watch AND q.clause_id = asked.clause AND q.snapshot_id = f.id
        ORDER BY f.place, f.id LIMIT 1
    ) AS first_id,
    (
        SELECT f.id FROM snapshots f CROSS JOIN snapshot_clauses q
        WHERE f.watch_id = asked.watch AND q.clause_id = asked.clause AND q.snapshot_id = f.id
        ORDER BY f.place DESC, f.id DESC LIMIT 1
    ) AS last_id
FROM asked
"""
VERSIONS = """
SELECT
    s.id, s.captured_at, coalesce(p.kind, 'fetch') AS kind, coalesce(p.supplied_by, '') AS supplied_by,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = s.watch_id AND v.id <= s.id) AS number,
    s.id = (
        SELECT n.id FROM snapshots n WHERE n.watch_id = s.watch_id ORDER BY n.place DESC, n.id DESC LIMIT 1
    ) AS is_newest
FROM snapshots s LEFT JOIN provenance p ON p.snapshot_id = s.id
WHERE s.id IN (SELECT value FROM json_each(:ids))
"""

HOW_MANY = "SELECT count(*) AS hits FROM clauses_fts WHERE clauses_fts MATCH :match"
ANY = "SELECT 1 FROM clauses_fts WHERE clauses_fts MATCH :match LIMIT 1"


async def hits_of(datasette: Datasette, asked: str, **values: Any) -> tuple[list[dict[str, Any]], bool]:  # noqa: ANN401
    """Return the hits, and whether they are the best; else there are too many to rank, and they are the newest."""
    if parts := unspaced_parts(asked):
        rows = await fetch(datasette, HOLDING, parts=json.dumps(parts), **values)
        return [{**dict(row), "snippet": excerpt(row["snippet"], parts)} for row in rows], True
    match = match_expression(asked)
    if not match:
        return [], True
    best = BEST_OF_WATCH if values["watch"] else BEST_FIRST
    try:
        if await _can_be_ranked(datasette, match, **values):
            return [dict(row) for row in await fetch(datasette, best, match=match, **values)], True
    except QueryInterrupted:
        pass  # it took too long all the same
    return [dict(row) for row in await fetch(datasette, NEWEST_FIRST, match=match, **values)], False


async def _can_be_ranked(datasette: Datasette, match: str, **values: Any) -> bool:  # noqa: ANN401
    """Tell whether hits are few enough to be ranked; where only some are wanted, the newest are not found sooner."""
    if any(values[name] for name in ("watch", "tag", "kind", "language", "until")):
        return True
    found = await fetch(datasette, HOW_MANY, match=match)
    return int(found[0]["hits"]) <= MOST_RANKED


async def sections_of(datasette: Datasette, asked: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the sections whose headings hold what was asked for; none where they are too many to be looked through."""
    values = {**where, "most": MOST_NEWEST, "best": MOST_SECTIONS, "size": MOST_SECTIONS}
    parts, match = unspaced_parts(asked), match_expression(asked)
    try:
        if parts:
            rows = await fetch(datasette, SECTIONS_HOLDING, parts=json.dumps(parts), **values)
        else:
            rows = await fetch(datasette, SECTIONS, match=match, **values) if match else []
    except QueryInterrupted:
        return []
    versions = await _versions(datasette, (row["version_id"] for row in rows))
    return [{**dict(row), "page": page_of(row["position"]), "last": versions[row["version_id"]]} for row in rows]


async def with_spans(datasette: Datasette, hits: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return hits with the page of their clause, the version that is linked, and the first and last that have it."""
    rows = list(hits)
    pairs = json.dumps([[row["clause_id"], row["watch_id"]] for row in rows])
    spans = {(row["clause"], row["watch"]): row for row in await fetch(datasette, SPANS, pairs=pairs)}
    ids = [row["version_id"] for row in rows] + [
        row[name] for row in spans.values() for name in ("first_id", "last_id")
    ]
    versions = await _versions(datasette, ids)
    told = []
    for row in rows:
        span = spans[row["clause_id"], row["watch_id"]]
        ends = {"first": versions[span["first_id"]], "last": versions[span["last_id"]]}
        shown = {
            "pieces": marked(row["snippet"]),
            "page": page_of(row["position"]),
            "here": versions[row["version_id"]],
        }
        told.append({**row, **shown, **ends})
    return told


async def _versions(datasette: Datasette, ids: Iterable[int]) -> dict[int, Any]:
    found = await fetch(datasette, VERSIONS, ids=json.dumps(sorted(set(ids))))
    return {row["id"]: row for row in found}


async def suggestions_of(datasette: Datasette, asked: str) -> list[str]:
    """Return what to look for instead, in all watches and versions: questions that some clause answers."""
    if unspaced_parts(asked):
        return []
    tried = [(one, match_expression(one)) for one in loosened(asked)]
    return [one for one, match in tried if await fetch(datasette, ANY, match=match)]


async def is_anywhere(datasette: Datasette, asked: str) -> bool:
    """Tell whether any clause of any version holds what was asked for, as far as the index knows."""
    match = match_expression(asked)
    return bool(match) and not unspaced_parts(asked) and bool(await fetch(datasette, ANY, match=match))
