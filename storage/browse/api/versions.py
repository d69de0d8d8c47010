"""The history of a watch and the texts of its versions, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import BadRequest

from monitor.core.contract import entry_json, version_json
from monitor.core.records import Claim
from storage.browse.api.changes import CHANGE, change_json
from storage.browse.api.operations import ROOM, Operation
from storage.browse.api.parameters import Parameter, limit
from storage.browse.api.watches import MISSING
from storage.browse.page import fetch, fetch_one
from storage.browse.version_page import MOST_CLAUSES, NUMBERED
from storage.snapshots import SNAPSHOTS, snapshot_from
from storage.times import from_text

if TYPE_CHECKING:
    from storage.browse.api.operations import Question

NO_VERSION = "This watch has no such version; its history lists them."

_WATCH = "SELECT id FROM watches WHERE slug = :slug"
# as versions stood on the page, whatever came in later
_HISTORY = f"""
{SNAPSHOTS} WHERE s.watch_id = :watch
AND (:after = 0 OR (s.place, s.id) > (SELECT place, id FROM snapshots WHERE id = :after))
ORDER BY s.place, s.id LIMIT :limit + 1
"""
_OF_VERSIONS = f"{CHANGE} WHERE c.new_snapshot_id IN (SELECT value FROM json_each(:ids))"
_CLAUSES = """
SELECT position, kind, label, text, path FROM (
    SELECT p.position, p.kind, p.label, c.text, h.path, row_number() OVER stands AS number,
        sum(length(c.text) + length(h.path)) OVER stands AS size
    FROM snapshot_clauses p JOIN clauses c ON c.id = p.clause_id JOIN heading_paths h ON h.id = p.heading_path_id
    WHERE p.snapshot_id = :id AND p.position >= :start WINDOW stands AS (ORDER BY p.position)
) WHERE number <= :most AND (size <= :room OR number = 1) ORDER BY position
"""
_LAST = "SELECT max(position) AS last FROM snapshot_clauses WHERE snapshot_id = :id"


async def _history(question: Question) -> dict[str, Any]:
    datasette, asked, slug = question.datasette, question.asked, question.parts["slug"]
    watch = (await fetch_one(datasette, MISSING, _WATCH, slug=slug))["id"]
    start = await fetch(datasette, NUMBERED, slug=slug, number=asked["after"]) if asked["after"] else []
    if asked["after"] and not start:
        raise BadRequest(f"This watch has no version {asked['after']} to go on after.")
    values = {"watch": watch, "after": start[0]["id"] if start else 0, "limit": asked["limit"]}
    rows = await fetch(datasette, _HISTORY, **values)
    ids = json.dumps([row["id"] for row in rows])
    changes = {row["new_snapshot_id"]: row for row in await fetch(datasette, _OF_VERSIONS, ids=ids)}
    found: list[dict[str, Any]] = []
    room = ROOM
    for row in rows[: asked["limit"]]:
        change = changes.get(row["id"])
        told = await change_json(datasette, change, room=room) if change else None
        room -= len(json.dumps(told))
        claim = Claim(change["claim"]) if change and change["claim"] else None
        told_at = from_text(change["told_at"]) if change and change["told_at"] else None
        found.append(entry_json(snapshot_from(row), claim=claim, told_at=told_at, change=told))
        if room <= 0:
            break
    has_more = len(rows) > len(found)
    return {"history": found, "next": question.next(after=found[-1]["snapshot"]) if has_more else None}


async def _version(question: Question) -> dict[str, Any]:
    datasette, asked, slug = question.datasette, question.asked, question.parts["slug"]
    number = int(question.parts["number"])
    wanted = (await fetch_one(datasette, NO_VERSION, NUMBERED, slug=slug, number=number))["id"]
    row = await fetch_one(datasette, NO_VERSION, f"{SNAPSHOTS} WHERE s.id = :id", id=wanted)
    rows = await fetch(datasette, _CLAUSES, id=wanted, start=asked["start"], most=MOST_CLAUSES, room=ROOM)
    last = (await fetch(datasette, _LAST, id=wanted))[0]["last"]
    snapshot = snapshot_from(row)
    return {
        "watch": slug,
        **version_json(snapshot),
        "url": snapshot.url,
        "title": snapshot.title,
        "language": snapshot.language,
        "stated_date": snapshot.stated_date.iso if snapshot.stated_date else None,
        "extractor": snapshot.extractor,
        "body_sha256": snapshot.body_sha256,
        "clauses": [
            {
                "position": one["position"],
                "kind": one["kind"],
                "heading_path": json.loads(one["path"]),
                "label": one["label"],
                "text": one["text"],
            }
            for one in rows
        ],
        "next": question.next(start=rows[-1]["position"] + 1) if rows and rows[-1]["position"] < last else None,
    }


HISTORY = Operation(
    name="getHistory",
    path="/api/watches/{slug}/history",
    about="The versions of a watch, the oldest first, each with the change that led to it.",
    answer="History",
    find=_history,
    parameters=(
        Parameter(name="after", about="Only versions that stand after the one with this number.", default=0),
        limit(100, 20),
    ),
)
VERSION = Operation(
    name="getVersion",
    path="/api/watches/{slug}/versions/{number}",
    about="The text of one version, clause by clause.",
    answer="Version",
    find=_version,
    parameters=(Parameter(name="start", about="Only clauses from this position on.", default=0),),
)
