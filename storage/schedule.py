"""The schedule's one row: its signs of life and its rounds, kept so that others can tell whether it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import Health, Round, Schedule
from storage.database import reading, writing
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database

_STATES = ("new", "fine", "failing", "blind", "paused")
_DELIVERY_STATES = ("waiting", "sending", "sent", "failed")


def note_sign(db: Database, *, now: datetime, due_by: datetime | None) -> None:
    """Note a sign of life.

    Args:
        db: the store.
        now: UTC.
        due_by: when the next one has to be there, UTC; None where the schedule stops.
    """
    with writing(db) as conn:
        _put_sign(conn, now, due_by)


def note_round_begun(db: Database, *, now: datetime, due_by: datetime) -> None:
    """Note that a round begins, which is a sign of life; see `note_sign`.

    Where one is under way already, nothing is written: a round that fails again and again is begun once, and no sign of
    life.
    """
    with writing(db) as conn:
        conn.execute(
            "INSERT INTO schedule (id, seen_at, due_by, round_began_at) VALUES (1, :now, :due_by, :now)"
            " ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, due_by = excluded.due_by,"
            " round_began_at = excluded.round_began_at WHERE schedule.round_began_at IS NULL",
            {"now": to_text(now), "due_by": to_text(due_by)},
        )


def note_round_over(db: Database, *, now: datetime, due_by: datetime, checks: int, failed: int) -> None:
    """Note that the round under way is over.

    Args:
        db: the store.
        now: UTC.
        due_by: when the next sign of life has to be there, UTC.
        checks: how many there were in the round.
        failed: how many of these failed.
    """
    with writing(db) as conn:
        _put_sign(conn, now, due_by)
        conn.execute(
            "UPDATE schedule SET last_began_at = coalesce(round_began_at, :now), last_ended_at = :now,"
            " last_checks = :checks, last_failed = :failed, round_began_at = NULL",
            {"now": to_text(now), "checks": checks, "failed": failed},
        )


def _put_sign(conn: sqlite3.Connection, now: datetime, due_by: datetime | None) -> None:
    conn.execute(
        "INSERT INTO schedule (id, seen_at, due_by) VALUES (1, :now, :due_by)"
        " ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, due_by = excluded.due_by,"
        " round_began_at = iif(excluded.due_by IS NULL, NULL, round_began_at)",
        {"now": to_text(now), "due_by": due_by and to_text(due_by)},
    )


def schedule_of(db: Database) -> Schedule:
    """Return what is known of the schedule."""
    row = next(reading(db, "SELECT * FROM schedule"), None)
    if row is None:
        return Schedule()
    last = None
    if row["last_ended_at"]:
        last = Round(
            began_at=from_text(row["last_began_at"]),
            ended_at=from_text(row["last_ended_at"]),
            checks=row["last_checks"],
            failed=row["last_failed"],
        )
    return Schedule(
        seen_at=from_text(row["seen_at"]),
        due_by=from_text(row["due_by"]) if row["due_by"] else None,
        round_began_at=from_text(row["round_began_at"]) if row["round_began_at"] else None,
        last=last,
    )


def health_of(db: Database) -> Health:
    """Return how the monitor does; no name, no address, no text.

    Args:
        db: the store; it is only read.
    """
    watches = {row["state"]: row["count"] for row in reading(db, _counts("watchlist"))}
    deliveries = {row["state"]: row["count"] for row in reading(db, _counts("deliveries"))}
    size = next(reading(db, "SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size"))
    return Health(
        schedule=schedule_of(db),
        watches={state: watches.get(state, 0) for state in _STATES},
        deliveries={state: deliveries.get(state, 0) for state in _DELIVERY_STATES},
        store_bytes=size["size"],
    )


def _counts(table: str) -> str:
    return f"SELECT state, count(*) AS count FROM {table} GROUP BY state"
