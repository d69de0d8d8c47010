"""What stands beside the policy of a watch's page, and which of it turns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.records import Surroundings, TurningPart
from storage.database import reading
from storage.faults import decoded
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

_PUT = """
INSERT INTO surroundings (watch_id, snapshot_id, rules, settled, turning, parts)
SELECT :watch, id, :rules, :settled, :turning, :parts FROM snapshots WHERE id = :snapshot
ON CONFLICT (watch_id) DO UPDATE
SET snapshot_id = excluded.snapshot_id, rules = excluded.rules, settled = excluded.settled,
    turning = excluded.turning, parts = excluded.parts
"""


def put_surroundings(conn: sqlite3.Connection, watch_id: int, surroundings: Surroundings) -> None:
    """Keep what is known of a page beside its policy, in place of what was known before.

    Args:
        conn: inside a write transaction.
        watch_id: whose page it is.
        surroundings: that; nothing is written where its snapshot is gone.
    """
    turning = [
        (part.place, part.digest.hex(), part.form.hex(), part.times, part.longest) for part in surroundings.turning
    ]
    conn.execute(
        _PUT,
        {
            "watch": watch_id,
            "snapshot": surroundings.snapshot,
            "rules": surroundings.rules,
            "settled": surroundings.settled,
            "turning": to_json(turning),
            "parts": surroundings.parts,
        },
    )


@decoded
def surroundings_of(db: Database, watch_id: int) -> Surroundings | None:
    """Read what is known of a watch's page beside its policy, None where nothing is."""
    row = next(reading(db, "SELECT * FROM surroundings WHERE watch_id = :id", {"id": watch_id}), None)
    if row is None:
        return None
    turning = tuple(
        TurningPart(place=place, digest=bytes.fromhex(digest), form=bytes.fromhex(form), times=times, longest=longest)
        for place, digest, form, times, longest in json.loads(row["turning"])
    )
    found = Surroundings(
        snapshot=row["snapshot_id"], rules=row["rules"], parts=row["parts"], turning=turning, settled=row["settled"]
    )
    if any(not 0 <= part.place < found.count for part in turning):
        raise ValueError("a part that turns is none of the page's")
    return found
