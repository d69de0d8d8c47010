"""When watches are due: which now, and which wait for a time that cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import UnknownWatchError
from storage.database import reading
from storage.times import to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database

_LATE_SECONDS = 600  # overdue by more is a backlog
_FRESH_SHARE = 4  # of the room, a quarter goes to what has just become due
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


def due_watches(db: Database, *, now: datetime, limit: int) -> list[int]:
    """Choose the watches to check now, out of those that are due.

    A backlog, as after a downtime or an import, is worked off the longest overdue first. It leaves a quarter of the
    room to what has just become due, so that frequent watches go on meanwhile. A time so far ahead that only a clock
    that was wrong can have set it counts as just become due.

    Args:
        db: the store.
        now: UTC.
        limit: at most so many.

    Returns:
        Their ids, the longest overdue first.
    """
    late = to_text(now - timedelta(seconds=_LATE_SECONDS))
    backlog = _due_between(db, after="", until=late, limit=limit)
    room = max(limit - len(backlog), limit // _FRESH_SHARE)
    fresh = _due_between(db, after=late, until=to_text(now), limit=room)
    fresh += _due_too_late(db, now=now, limit=room - len(fresh))
    return backlog[: limit - len(fresh)] + fresh


def _due_between(db: Database, *, after: str, until: str, limit: int) -> list[int]:
    """Return the ids of the watches due after one time and until another, the longest overdue first."""
    rows = reading(
        db,
        "SELECT id FROM watches WHERE paused_at IS NULL AND removed_at IS NULL"
        " AND next_check_at > :after AND next_check_at <= :until ORDER BY next_check_at, id LIMIT :limit",
        {"after": after, "until": until, "limit": limit},
    )
    return [row["id"] for row in rows]


def _due_too_late(db: Database, *, now: datetime, limit: int) -> list[int]:
    """Return the ids of the watches that wait longer than any check can have asked for."""
    rows = reading(db, _TOO_LATE, {"now": to_text(now), "limit": limit})
    return [row["id"] for row in rows]


def make_due(conn: sqlite3.Connection, watch_id: int, *, now: datetime) -> None:
    """Have a watch checked as soon as the schedule looks; inside a write transaction."""
    conn.execute("UPDATE watches SET next_check_at = ? WHERE id = ?", [to_text(now), watch_id])


def rhythm_of(db: Database, watch_id: int) -> tuple[int, int]:
    """Return the seconds between two checks of a watch, and how many failed in a row.

    Raises:
        UnknownWatchError: it was purged.
    """
    rows = reading(db, "SELECT every_seconds, failures FROM watches WHERE id = :id", {"id": watch_id})
    row = next(rows, None)
    if row is None:
        raise UnknownWatchError(str(watch_id))
    return row["every_seconds"], row["failures"]


def active_watches(db: Database) -> list[int]:
    """Return the ids of all watches that are neither paused nor removed, the longest waiting first."""
    return [
        row["id"]
        for row in reading(
            db,
            "SELECT id FROM watches WHERE paused_at IS NULL AND removed_at IS NULL ORDER BY next_check_at, id",
        )
    ]
