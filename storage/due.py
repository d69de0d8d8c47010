"""Which watches are due, and which wait for a time that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import reading
from storage.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

_LONGEST_RETRY = 7 * 24 * 3600  # what a site may ask for; see monitor/core/schedule.py

# No check sets the next one further ahead than one and a half intervals, after a failure also than what a site may ask
# for, and none was made in the future: where that is not so the clock was ahead, and nobody waits until it is right.
IMPOSSIBLE = f"""
unixepoch(w.next_check_at) > unixepoch(:now) + max(1.5 * w.every_seconds, iif(w.failures > 0, {_LONGEST_RETRY}, 0))
OR w.failures > 0 AND w.next_check_at > :now AND :now < (
    SELECT f.at FROM fetches f WHERE f.watch_id = w.id AND f.is_aside = 0 ORDER BY f.id DESC LIMIT 1
)
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
    rows = reading(
        db,
        f"SELECT w.id FROM watches w WHERE w.paused_at IS NULL AND w.removed_at IS NULL AND ({IMPOSSIBLE})"
        " ORDER BY w.id LIMIT :limit",
        {"now": to_text(now), "limit": limit},
    )
    return [row["id"] for row in rows]
