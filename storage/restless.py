"""Restless places of a watch: what of its page shows other words from look to look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.records import RestlessPlace
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from sqlite_utils import Database


_PUT = """
INSERT INTO restless (watch_id, number, headings, before, after, pattern, is_open, is_policy, texts, now, since,
    last_at, looks, is_waiting, is_set_still, found_at)
VALUES (:watch, :number, :headings, :before, :after, :pattern, :open, :policy, :texts, :now, :since, :last_at,
    :looks, :waiting, :still, :found_at)
"""


def put_restless(conn: sqlite3.Connection, watch_id: int, places: Sequence[RestlessPlace]) -> None:
    """Keep the restless places of a watch in place of those that are known.

    Args:
        conn: inside a write transaction.
        watch_id: whose they are.
        places: all of them, in order.
    """
    conn.execute("DELETE FROM restless WHERE watch_id = ?", [watch_id])
    conn.executemany(
        _PUT,
        [
            {
                "watch": watch_id,
                "number": number,
                "headings": to_json(place.headings),
                "before": place.before,
                "after": place.after,
                "pattern": place.pattern,
                "open": int(place.is_open),
                "policy": int(place.is_policy),
                "texts": to_json(place.texts),
                "now": place.now,
                "since": to_text(place.since),
                "last_at": to_text(place.last_at),
                "looks": place.looks,
                "waiting": int(place.is_waiting),
                "still": int(place.is_set_still),
                "found_at": to_text(place.found_at or place.since),
            }
            for number, place in enumerate(places, 1)
        ],
    )


@decoded
def restless_of(db: Database, watch_id: int) -> tuple[RestlessPlace, ...]:
    """Read the restless places of a watch, in the order of their numbers."""
    rows = reading(db, "SELECT * FROM restless WHERE watch_id = :id ORDER BY number", {"id": watch_id})
    return tuple(map(place_from, rows))


def place_from(row: sqlite3.Row) -> RestlessPlace:
    """Read a row of `restless`."""
    return RestlessPlace(
        headings=tuple(json.loads(row["headings"])),
        before=row["before"],
        after=row["after"],
        pattern=row["pattern"],
        is_open=bool(row["is_open"]),
        is_policy=bool(row["is_policy"]),
        texts=tuple(json.loads(row["texts"])),
        now=row["now"],
        since=from_text(row["since"]),
        last_at=from_text(row["last_at"]),
        looks=row["looks"],
        is_waiting=bool(row["is_waiting"]),
        is_set_still=bool(row["is_set_still"]),
        found_at=from_text(row["found_at"]),
    )


def set_still(conn: sqlite3.Connection, watch_id: int, number: int, *, is_still: bool) -> None:
    """Have a restless place told of as any other place is, or no more.

    Args:
        conn: inside a write transaction.
        watch_id: whose place it is.
        number: of the place, as `show` has it.
        is_still: whether it is to be told of.

    Raises:
        InvalidInputError: the watch has no such place.
    """
    found = conn.execute(
        "UPDATE restless SET is_set_still = :still WHERE watch_id = :watch AND number = :number",
        {"still": int(is_still), "watch": watch_id, "number": number},
    )
    if not found.rowcount:
        raise InvalidInputError(f"there is no restless place {number}; 'clausewatch show' numbers them")
