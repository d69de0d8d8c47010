"""Changes, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import BadRequest
from datasette.views.base import DatasetteError

from monitor.core.contract import comparison_json, version_json
from monitor.core.records import Comparison, Significance
from storage.browse import asking
from storage.browse.api.operations import ROOM, Operation
from storage.browse.api.parameters import Parameter, limit
from storage.browse.api.watches import MISSING
from storage.browse.compare_page import DEADLINE
from storage.browse.gists import gists_of
from storage.browse.page import fetch, fetch_one, uri_of
from storage.browse.shown import MOST_CHANGES
from storage.changes import clause_change_from
from storage.snapshots import SNAPSHOTS, snapshot_from

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from datasette.app import Datasette

    from storage.browse.api.operations import Question

NO_CHANGE = "There is no such change; /api/changes lists them."
TOO_LONG = "These versions are too long to be compared here; 'clausewatch diff' compares them."

CHANGE = """
SELECT c.*, w.slug, o.stated_date AS stated_old, n.stated_date AS stated_new,
    (SELECT count(*) FROM clause_changes k WHERE k.change_id = c.id) AS clause_changes
FROM changes c JOIN watches w ON w.id = c.watch_id
JOIN snapshots o ON o.id = c.old_snapshot_id
JOIN snapshots n ON n.id = c.new_snapshot_id
"""
# in the order of the text, which is that of the contract; of what has no room only the first
_CLAUSE_CHANGES = """
SELECT c.* FROM clause_changes c JOIN (
    SELECT id, row_number() OVER stands AS number,
        sum(length(redline) + length(old_clauses) + length(new_clauses)) OVER stands AS size
    FROM clause_changes WHERE change_id = :id AND place >= :after WINDOW stands AS (ORDER BY place)
) n ON n.id = c.id
WHERE n.number <= :most AND (n.size <= :room OR n.number = 1) ORDER BY c.place
"""
# changes have numbers in the order in which they were recorded, so what is new has higher ones
_CHANGES = """
WITH picked AS MATERIALIZED (
    SELECT c.id FROM changes c
    WHERE c.id > :after AND c.id < :before AND {of}
    AND (c.significance = :significance OR :significance = '' AND c.significance IN ('minor', 'material'))
    AND (:tag = '' OR c.watch_id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag))
    ORDER BY c.id {way} LIMIT :limit + 1
)
{change} WHERE c.id IN (SELECT id FROM picked) ORDER BY c.id {way}
"""
# by the index of the watch, where one is asked for
_OF = {True: "c.watch_id = (SELECT id FROM watches WHERE slug = :watch)", False: "TRUE"}
_NEIGHBOURS = """
SELECT s.id, row_number() OVER (ORDER BY s.id) AS number, w.kind
FROM snapshots s JOIN watches w ON w.id = s.watch_id WHERE w.slug = :slug ORDER BY s.place DESC, s.id DESC
"""
_BETWEEN = f"{CHANGE} WHERE c.old_snapshot_id = :old AND c.new_snapshot_id = :new"
_LAST = 2**62


async def versions_json(datasette: Datasette, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return which versions those of some numbers in the store are, by these."""
    sql = f"{SNAPSHOTS} WHERE s.id IN (SELECT value FROM json_each(:ids))"
    rows = await fetch(datasette, sql, ids=json.dumps(sorted(set(ids))))
    return {row["id"]: version_json(snapshot_from(row)) for row in rows}


async def change_json(datasette: Datasette, row: sqlite3.Row, *, after: int = 0, room: int = ROOM) -> dict[str, Any]:
    """Return a change with as many of its clause changes as have room.

    Args:
        datasette: the application.
        row: of `CHANGE`.
        after: how many clause changes were given before.
        room: characters.

    Returns:
        The change, and as `next` the address of the rest, null for none.
    """
    found = await fetch(datasette, _CLAUSE_CHANGES, id=row["id"], after=after, most=MOST_CHANGES, room=room)
    part = Comparison(
        significance=Significance(row["significance"]),
        changes=tuple(map(clause_change_from, found)),
        stated_old=row["stated_old"],
        stated_new=row["stated_new"],
    )
    given = after + len(found)
    rest = datasette.urls.path(f"/api/changes/{row['id']}?after={given}")
    more = found and given < row["clause_changes"]
    # whether it was silent hangs on all of its clauses
    return {**comparison_json(part, row["id"]), "silent": bool(row["silent"]), "next": str(rest) if more else None}


async def _whole(datasette: Datasette, row: sqlite3.Row, *, after: int) -> dict[str, Any]:
    versions = await versions_json(datasette, (row["old_snapshot_id"], row["new_snapshot_id"]))
    return {
        **await change_json(datasette, row, after=after),
        "watch": row["slug"],
        "at": row["at"],
        "told_at": row["told_at"],
        "versions": {"old": versions[row["old_snapshot_id"]], "new": versions[row["new_snapshot_id"]]},
    }


async def _change(question: Question) -> dict[str, Any]:
    row = await fetch_one(question.datasette, NO_CHANGE, f"{CHANGE} WHERE c.id = :id", id=int(question.parts["id"]))
    return await _whole(question.datasette, row, after=question.asked["after"])


async def _changes(question: Question) -> dict[str, Any]:
    datasette, asked = question.datasette, question.asked
    if asked["after"] and asked["before"]:
        raise BadRequest("Changes come after one or before one; ask for one of both.")
    sql = _CHANGES.format(of=_OF[bool(asked["watch"])], way="ASC" if asked["after"] else "DESC", change=CHANGE)
    rows = await fetch(datasette, sql, **{**asked, "before": asked["before"] or _LAST})
    shown, has_more = rows[: asked["limit"]], len(rows) > asked["limit"]
    gists = await gists_of(datasette, (row["id"] for row in shown))
    versions = await versions_json(
        datasette, (row[side] for row in shown for side in ("old_snapshot_id", "new_snapshot_id"))
    )
    found = [
        {
            "id": row["id"],
            "watch": row["slug"],
            "at": row["at"],
            "told_at": row["told_at"],
            "significance": row["significance"],
            "silent": bool(row["silent"]),
            "gist": gists[row["id"]].words,
            "clause_changes": row["clause_changes"],
            "versions": {"old": versions[row["old_snapshot_id"]], "new": versions[row["new_snapshot_id"]]},
        }
        for row in shown
    ]
    way = "after" if asked["after"] else "before"
    rest = question.next(**{"after": "", "before": "", way: found[-1]["id"]}) if has_more else None
    return {"changes": found, "next": rest}


async def _diff(question: Question) -> dict[str, Any]:
    """Return the change that was recorded between two versions, else what differs."""
    datasette, asked, slug = question.datasette, question.asked, question.parts["slug"]
    await fetch_one(datasette, MISSING, "SELECT id FROM watches WHERE slug = :slug", slug=slug)
    known = await fetch(datasette, _NEIGHBOURS, slug=slug)
    new = _chosen(known, asked["to"], 0)
    old = _chosen(known, asked["from"], known.index(new) + 1)
    recorded = await fetch(datasette, _BETWEEN, old=old["id"], new=new["id"])
    if recorded:
        return await _whole(datasette, recorded[0], after=asked["after"])
    sides = {"old": old["id"], "new": new["id"], "kind": new["kind"]}
    wish = {"uri": uri_of(datasette), **sides, "after": asked["after"], "most": MOST_CHANGES, "room": ROOM}
    try:
        found = json.loads(await asking.answer_of("storage.browse.comparing", wish, deadline=DEADLINE))
    except asking.StoppedError as error:
        raise DatasetteError(TOO_LONG, status=413) from error
    versions = await versions_json(datasette, (old["id"], new["id"]))
    given = asked["after"] + len(found["comparison"]["changes"])
    pair = {"from": old["number"], "to": new["number"]}
    return {
        **found["comparison"],
        "next": question.next(**pair, after=given) if found["has_more"] else None,
        "watch": slug,
        "at": None,
        "told_at": None,
        "versions": {"old": versions[old["id"]], "new": versions[new["id"]]},
    }


def _chosen(known: list[sqlite3.Row], number: int, otherwise: int) -> sqlite3.Row:
    """Return the version of a number, or where that is 0 the one that stands at a place among them."""
    found = [row for row in known if row["number"] == number] if number else known[otherwise : otherwise + 1]
    if not found:
        raise BadRequest(
            f"This watch has no version {number}; its history lists them."
            if number
            else "There is no version before to compare with."
        )
    return found[0]


_AFTER = Parameter(name="after", about="How many clause changes to pass over: those of the answers before.", default=0)
CHANGES = Operation(
    name="listChanges",
    path="/api/changes",
    about="Changes without their clauses, the newest first; with `after`, those recorded since, the oldest first.",
    answer="Changes",
    find=_changes,
    parameters=(
        Parameter(name="watch", about="Only changes of the watch with this short name."),
        Parameter(name="tag", about="Only changes of watches with this tag."),
        Parameter(
            name="significance",
            about="Only changes of this significance; without it, of those that are told.",
            choices=tuple(map(str, Significance)),
        ),
        Parameter(name="after", about="Only changes recorded after the one with this number.", default=0),
        Parameter(name="before", about="Only changes recorded before the one with this number.", default=0),
        limit(100, 50),
    ),
)
CHANGE_OF_ID = Operation(
    name="getChange",
    path="/api/changes/{id}",
    about="One change with its clause changes in the order of the text.",
    answer="ChangeOfWatch",
    find=_change,
    parameters=(_AFTER,),
)
DIFF = Operation(
    name="getDiff",
    path="/api/watches/{slug}/diff",
    about="Two versions of a watch compared: the change as it was found where one follows the other, else all that"
    " differs.",
    answer="ChangeOfWatch",
    find=_diff,
    parameters=(
        Parameter(name="from", about="The number of the older version; without it, the one before.", default=0),
        Parameter(name="to", about="The number of the newer version; without it, the newest.", default=0),
        _AFTER,
    ),
)
