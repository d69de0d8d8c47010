"""Watches, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.contract import removed_json
from monitor.core.records import WatchState
from storage.browse.api.operations import Operation
from storage.browse.api.parameters import Parameter, limit
from storage.browse.page import fetch, fetch_one
from storage.summaries import PUBLIC_SUMMARIES, summary_from

if TYPE_CHECKING:
    import sqlite3

    from storage.browse.api.operations import Question

MISSING = "There is no such watch; /api/watches lists them."

_WATCHES = f"""
WITH picked AS MATERIALIZED (
    SELECT e.id FROM watchlist_ever e
    WHERE e.slug > :after AND (e.removed_at IS NOT NULL) = (:state = 'removed') AND (:state = '' OR e.state = :state)
    AND (:tag = '' OR e.id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag))
    ORDER BY e.slug LIMIT :limit + 1
)
{PUBLIC_SUMMARIES} WHERE l.id IN (SELECT id FROM picked) ORDER BY l.slug
"""
_WATCH = f"{PUBLIC_SUMMARIES} WHERE l.slug = :slug"


def watch_json(row: sqlite3.Row) -> dict[str, Any]:
    """Return a watch as everyone may see it: who hears of it, and how many, is theirs alone."""
    summary = summary_from(row)
    told = {name: value for name, value in removed_json(summary).items() if name != "subscribers"}
    return {**told, "title": summary.title, "stated_date": summary.stated_date}


async def _watches(question: Question) -> dict[str, Any]:
    rows = await fetch(question.datasette, _WATCHES, **question.asked)
    most = question.asked["limit"]
    found = [watch_json(row) for row in rows[:most]]
    return {"watches": found, "next": question.next(after=found[-1]["slug"]) if len(rows) > most else None}


async def _watch(question: Question) -> dict[str, Any]:
    return watch_json(await fetch_one(question.datasette, MISSING, _WATCH, slug=question.parts["slug"]))


WATCHES = Operation(
    name="listWatches",
    path="/api/watches",
    about="The watchlist, by short name; with state=removed the watches that were taken off it.",
    answer="Watches",
    find=_watches,
    parameters=(
        Parameter(name="tag", about="Only watches with this tag."),
        Parameter(name="state", about="Only watches that stand so.", choices=tuple(map(str, WatchState))),
        Parameter(name="after", about="Only watches whose short name comes after this one."),
        limit(200, 100),
    ),
)
WATCH = Operation(
    name="getWatch",
    path="/api/watches/{slug}",
    about="One watch, removed or not.",
    answer="Watch",
    find=_watch,
)
