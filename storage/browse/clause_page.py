"""The life of one clause: how it came, each rewording, where it moved, how it went; and who else has the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from monitor.core.records import ClauseKind
from storage.browse.change_page import shown
from storage.browse.page import fetch, fetch_one, render
from storage.browse.version_page import NUMBERED, page_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from storage.browse.shown import ShownChange

MOST_STEPS = 50  # rewordings that are followed, back and on; a guess at what anybody reads
MOST_ELSEWHERE = 50  # watches that are listed
MOST_LOOKED = 20_000  # places of the same clause among which these are found, the newest

CLAUSE = """
SELECT
    p.position, p.clause_id, p.kind, p.label, c.text, h.path, s.id AS version_id, s.watch_id, s.language,
    w.slug, w.name, w.removed_at,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = s.watch_id AND v.id <= s.id) AS number,
    (SELECT n.id FROM snapshots n WHERE n.watch_id = s.watch_id ORDER BY n.place DESC, n.id DESC LIMIT 1) AS newest_id
FROM snapshot_clauses p
JOIN clauses c ON c.id = p.clause_id
JOIN heading_paths h ON h.id = p.heading_path_id
JOIN snapshots s ON s.id = p.snapshot_id
JOIN watches w ON w.id = s.watch_id
WHERE p.snapshot_id = :id AND p.position = :position
"""

# the versions of a watch in the order in which they stood, each with where it has a text, if it has
STANDS = """
SELECT
    s.id, s.captured_at, v.number, k.position, h.path, row_number() OVER (ORDER BY s.place, s.id) = 1 AS is_first
FROM snapshots s
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS number FROM snapshots WHERE watch_id = :watch) v ON v.id = s.id
LEFT JOIN snapshot_clauses k ON k.clause_id = :clause AND k.snapshot_id = s.id
LEFT JOIN heading_paths h ON h.id = k.heading_path_id
WHERE s.watch_id = :watch
ORDER BY s.place, s.id, k.position
"""

_STEP = """
SELECT k.*, c.at, c.{here}_snapshot_id AS here_id, c.{there}_snapshot_id AS there_id
FROM changes c JOIN clause_changes k ON k.change_id = c.id
WHERE c.{here}_snapshot_id = :version
AND EXISTS (SELECT 1 FROM json_each(k.{here}_clauses) WHERE value ->> 'position' = :position)
ORDER BY k.kind = 'moved', k.place LIMIT 1
"""
CAME = _STEP.format(here="new", there="old")
WENT = _STEP.format(here="old", there="new")
TEXT_AT = "SELECT clause_id FROM snapshot_clauses WHERE snapshot_id = :version AND position = :position"

ELSEWHERE = """
WITH same AS MATERIALIZED (
    SELECT snapshot_id, position FROM snapshot_clauses WHERE clause_id = :clause
    ORDER BY snapshot_id DESC LIMIT :looked
)
SELECT
    w.slug, w.name, same.position, max(s.place), s.captured_at,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = s.watch_id AND v.id <= s.id) AS number,
    s.id = (
        SELECT n.id FROM snapshots n WHERE n.watch_id = w.id ORDER BY n.place DESC, n.id DESC LIMIT 1
    ) AS is_newest
FROM same JOIN snapshots s ON s.id = same.snapshot_id JOIN watches w ON w.id = s.watch_id
WHERE w.id <> :watch GROUP BY w.id ORDER BY folded(w.name), w.id LIMIT :most
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a clause.

    Args:
        what: first, changed, under (another heading), gone, stands, unknown (no change tells of it).
        at: when, as the store has it.
        number: the version.
        position: of the clause in that version.
        path: the headings it came under, for `under`.
        change: what happened to it, for `changed` and `gone`, and for `first` where it was added.
        change_id: the change that tells of it.
    """

    what: str
    at: str
    number: int
    position: int
    path: tuple[str, ...] = ()
    change: ShownChange | None = None
    change_id: int = 0


def run_of(rows: Sequence[Any], version: int) -> list[Any]:
    """Return the unbroken run of versions around one that have the same text.

    Args:
        rows: the versions in order, each with its `id` and the `position` of the text, None where it has none; one that
            has it in several places has several rows, of which the first counts.
        version: the one of them in question.
    """
    firsts: dict[int, Any] = {}
    for row in rows:
        firsts.setdefault(row["id"], row)
    run: list[Any] = []
    for row in firsts.values():
        if row["position"] is not None:
            run.append(row)
        elif any(one["id"] == version for one in run):
            break
        else:
            run = []
    return run


def _under(run: Sequence[Any]) -> list[Event]:
    """Return where within a run the text came under other headings."""
    return [
        Event(
            what="under", at=now["captured_at"], number=now["number"], position=now["position"],
            path=tuple(json.loads(now["path"])),
        )
        for before, now in pairwise(run)
        if before["path"] != now["path"]
    ]  # fmt: skip


def _place(change: sqlite3.Row, side: str) -> int | None:
    clauses = json.loads(change[f"{side}_clauses"])
    return clauses[0]["position"] if clauses else None


async def _run(datasette: Datasette, watch: int, clause: int, version: int, position: int) -> list[Any]:
    """Return the run of a text around a version, there with the position that is asked for."""
    rows = await fetch(datasette, STANDS, watch=watch, clause=clause)
    run = run_of(rows, version)
    return [{**dict(row), "position": position} if row["id"] == version else dict(row) for row in run]


async def _next(datasette: Datasette, watch: int, change: sqlite3.Row, side: str) -> list[Any]:
    """Return the run of the text on the other side of a change, [] where there is none."""
    position = _place(change, side)
    if position is None:
        return []
    at = {"version": change["there_id"], "position": position}
    found = await fetch(datasette, TEXT_AT, **at)
    return await _run(datasette, watch, found[0]["clause_id"], **at) if found else []


async def _before(datasette: Datasette, watch: int, run: list[Any]) -> list[Event]:
    """Return what happened up to the beginning of a run, the newest first."""
    events: list[Event] = []
    for _ in range(MOST_STEPS):
        first = run[0]
        here = {"at": first["captured_at"], "number": first["number"], "position": first["position"]}
        rows = await fetch(datasette, CAME, version=first["id"], position=first["position"])
        if not rows:
            return [*events, Event(what="first" if first["is_first"] else "unknown", **here)]
        run = await _next(datasette, watch, rows[0], "old")
        what = "changed" if run else "first"
        events.append(Event(what=what, change=shown(rows[0]), change_id=rows[0]["change_id"], **here))
        if not run:
            break
        events += reversed(_under(run))
    return events


async def _after(datasette: Datasette, watch: int, run: list[Any], newest: int) -> list[Event]:
    """Return what happened after the end of a run, the oldest first."""
    events: list[Event] = []
    for _ in range(MOST_STEPS):
        last = run[-1]
        here = {"number": last["number"], "position": last["position"]}
        if last["id"] == newest:
            return [*events, Event(what="stands", at=last["captured_at"], **here)]
        rows = await fetch(datasette, WENT, version=last["id"], position=last["position"])
        if not rows:
            return [*events, Event(what="unknown", at=last["captured_at"], **here)]
        change = rows[0]
        run = await _next(datasette, watch, change, "new")
        told = {"at": change["at"], "change": shown(change), "change_id": change["change_id"]}
        if not run:
            return [*events, Event(what="gone", **here, **told)]
        first = run[0]
        events.append(Event(what="changed", number=first["number"], position=first["position"], **told))
        events += _under(run)
    return events


async def clause_page(datasette: Datasette, request: Request) -> Response:
    """Return the life of the clause that stands at a position of a version."""
    asked = {"slug": unquote(request.url_vars["slug"]), "number": int(request.url_vars["number"])}
    version = await fetch_one(datasette, "This watch has no such version.", NUMBERED, **asked)
    position = int(request.url_vars["position"])
    clause = await fetch_one(datasette, "This version has no such clause.", CLAUSE, id=version["id"], position=position)
    watch = clause["watch_id"]
    run = await _run(datasette, watch, clause["clause_id"], clause["version_id"], position)
    events = [
        *reversed(await _before(datasette, watch, run)),
        *_under(run),
        *await _after(datasette, watch, run, clause["newest_id"]),
    ]
    same = {"clause": clause["clause_id"], "watch": watch, "looked": MOST_LOOKED, "most": MOST_ELSEWHERE + 1}
    elsewhere = await fetch(datasette, ELSEWHERE, **same)
    return await render(
        datasette,
        request,
        "clause.html",
        clause=clause,
        is_heading=clause["kind"] == ClauseKind.HEADING,
        since=run[0],
        events=[*reversed(events)],
        elsewhere=elsewhere[:MOST_ELSEWHERE],
        has_more=len(elsewhere) > MOST_ELSEWHERE,
        page_of=page_of,
    )
