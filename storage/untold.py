"""Sentences of a watch that came or went, and of which no notice has told yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.records import UntoldCount, UntoldSentence
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlite_utils import Database


_PUT = """
INSERT INTO untold (watch_id, text, headings, beside, is_gone, is_known, since, looks)
VALUES (:watch, :text, :headings, :beside, :gone, :known, :since, :looks)
"""


def put_untold(conn: sqlite3.Connection, watch_id: int, untold: Sequence[UntoldSentence]) -> None:
    """Keep the untold sentences of a watch in place of those that are known.

    Args:
        conn: inside a write transaction.
        watch_id: whose they are.
        untold: all of them.
    """
    conn.execute("DELETE FROM untold WHERE watch_id = ?", [watch_id])
    conn.executemany(
        _PUT,
        [
            {
                "watch": watch_id,
                "text": one.text,
                "headings": to_json(one.headings),
                "beside": to_json(one.beside),
                "gone": int(one.is_gone),
                "known": int(one.is_known),
                "since": to_text(one.since),
                "looks": one.looks,
            }
            for one in untold
        ],
    )


@decoded
def untold_of(db: Database, watch_id: int) -> tuple[UntoldSentence, ...]:
    """Read the untold sentences of a watch, those first that have waited for longest."""
    rows = reading(db, "SELECT * FROM untold WHERE watch_id = :id ORDER BY since, text, is_gone", {"id": watch_id})
    return tuple(map(sentence_from, rows))


_WAITING = """
SELECT watch_id, is_known, count(*) AS sentences, min(since) AS since FROM untold WHERE looks > 0
GROUP BY watch_id, is_known
"""


@decoded
def waiting_by_watch(db: Database) -> dict[int, tuple[UntoldCount, ...]]:
    """Count the untold sentences that wait, of each watch that has some, by its id."""
    found: dict[int, tuple[UntoldCount, ...]] = {}
    for row in reading(db, _WAITING, {}):
        found[row["watch_id"]] = (*found.get(row["watch_id"], ()), count_from(row))
    return found


def count_from(row: sqlite3.Row | Mapping[str, Any]) -> UntoldCount:
    """Read a count of sentences that wait alike."""
    return UntoldCount(sentences=row["sentences"], is_known=bool(row["is_known"]), since=from_text(row["since"]))


def sentence_from(row: sqlite3.Row) -> UntoldSentence:
    """Read a row of `untold`."""
    return UntoldSentence(
        text=row["text"],
        headings=tuple(json.loads(row["headings"])),
        beside=tuple(json.loads(row["beside"])),
        is_gone=bool(row["is_gone"]),
        is_known=bool(row["is_known"]),
        since=from_text(row["since"]),
        looks=row["looks"],
    )
