"""Which watches are due, and which wait for a time that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import reading
from storage.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

# No check sets the next one further ahead than one and a half intervals, after a failure also than the seven days that
# a site may ask for (see monitor/core/schedule.py), and none was made in the future: where that is not so the clock was
# ahead, and nobody waits until it is right. Each rule has an index that is written the same way.
_TOO_FAR = """
unixepoch(w.next_check_at) - max(1.5 * w.every_seconds, iif(w.failures > 0, 604800, 0)) > unixepoch(:now)
"""
_FAILED_AHEAD = """
w.failures > 0 AND w.next_check_at > :now AND :now < (
    SELECT f.at FROM fetches f WHERE f.watch_id = w.id AND f.is_aside = 0 ORDER BY f.id DESC LIMIT 1
)
"""
IMPOSSIBLE = f"({_TOO_FAR} OR {_FAILED_AHEAD})"
_ACTIVE = "w.paused_at IS NULL AND w.removed_at IS NULL"
# left to itself, SQLite reads all watches at every tick, as they lie in the order that is asked for
_TOO_LATE = f"""
SELECT w.id FROM watches w INDEXED BY watches_too_late WHERE {_ACTIVE} AND {_TOO_FAR}
UNION SELECT w.id FROM watches w INDEXED BY watches_failing WHERE {_ACTIVE} AND {_FAILED_AHEAD}
ORDER BY 1 LIMIT :limit
"""


def due_between(db: Database, *, after: str, until: str, limit: int) -> list[int]:
    """Return the ids of the watches due after one time and until another, the longest overdue first."""
    rows = reading(
        db,
        "SELECT id FROM watches WHERE paused_at IS NULL AND removed_at IS NULL"
        " AND next_check_at > :after AND next_check_at <= :until ORDER BY next_check_at, id LIMIT :limit",
        {"after": after, "until": until, "limit": limit},
    )
    return [row["id"] for row in rows]


def due_too_late(db: Database, *, now: datetime, limit: int) -> list[int]:
    """Return the ids of the watches that wait longer than any check can have asked for."""
    rows = reading(db, _TOO_LATE, {"now": to_text(now), "limit": limit})
    return [row["id"] for row in rows]
