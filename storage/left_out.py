"""What was left out of the pages that versions were drawn from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.records import LeftOut, LeftOutBlocks, LeftOutBy
from storage.database import reading, writing
from storage.faults import decoded
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from monitor.core.records import PolicyText

_PUT = """
INSERT INTO left_out (snapshot_id, extractor, blocks, rules)
SELECT id, :extractor, :blocks, :rules FROM snapshots WHERE id = :id
ON CONFLICT (snapshot_id) DO UPDATE
SET extractor = excluded.extractor, blocks = excluded.blocks, rules = excluded.rules
WHERE (extractor, rules) <> (excluded.extractor, excluded.rules)
"""


def put_left_out(conn: sqlite3.Connection, snapshot_id: int, drawn: PolicyText) -> None:
    """Keep what was left out of the page of a snapshot, in place of what was kept of that before.

    Args:
        conn: inside a write transaction.
        snapshot_id: the snapshot; nothing is written where it is gone.
        drawn: its text with what was left out; nothing is written where that is not known.
    """
    if drawn.left_out is not None:
        conn.execute(
            _PUT,
            {
                "id": snapshot_id,
                "extractor": drawn.document.extractor,
                "blocks": drawn.left_out.blocks,
                "rules": _to_json(drawn.left_out),
            },
        )


def renew_left_out(db: Database, snapshot_id: int, drawn: PolicyText) -> None:
    """Keep what the rules in force leave out of the page of a snapshot whose text stays the same under them.

    Args:
        db: the store.
        snapshot_id: the snapshot.
        drawn: the same text, drawn again.
    """
    with writing(db) as conn:
        put_left_out(conn, snapshot_id, drawn)


def left_out_of_snapshot(db: Database, snapshot_id: int) -> LeftOut | None:
    """Read what was left out of the page of a snapshot; None where it is not recorded."""
    rows = reading(db, "SELECT rules FROM left_out WHERE snapshot_id = :id", {"id": snapshot_id})
    return next((left_out_from_json(row["rules"]) for row in rows), None)


def _to_json(left_out: LeftOut) -> str:
    rules = [
        {"rule": rule, "blocks": blocks, "shown": [one._asdict() for one in shown]}
        for rule, blocks, shown in left_out.rules
    ]
    return to_json(rules)


@decoded
def left_out_from_json(text: str) -> LeftOut:
    """Read what was left out as the store holds it.

    Raises:
        StoreError: it is not what the store writes.
    """
    return LeftOut(
        rules=tuple(
            LeftOutBy(
                rule=one["rule"],
                blocks=int(one["blocks"]),
                shown=tuple(LeftOutBlocks(because=of["because"], texts=tuple(of["texts"])) for of in one["shown"]),
            )
            for one in json.loads(text)
        )
    )
