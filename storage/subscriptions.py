"""Who hears of what: addresses, and the tags they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import reading
from storage.times import to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database


def subscriber_of(conn: sqlite3.Connection, email: str, now: datetime) -> int:
    """Return the number of an address, which is written down where it is new."""
    conn.execute("INSERT OR IGNORE INTO subscribers (email, added_at) VALUES (?, ?)", [email, to_text(now)])
    return int(conn.execute("SELECT id FROM subscribers WHERE email = ?", [email]).fetchone()[0])


def subscribe_tag(conn: sqlite3.Connection, *, email: str, tag: str, now: datetime) -> bool:
    """Let an address hear of every watch of a tag, now and later.

    Args:
        conn: inside a write transaction.
        email: the address.
        tag: the tag.
        now: when, UTC.

    Returns:
        Whether that is new.
    """
    subscriber = subscriber_of(conn, email, now)
    found = conn.execute(
        "SELECT 1 FROM subscriptions WHERE subscriber_id = ? AND tag = ?", [subscriber, tag]
    ).fetchone()
    if not found:
        conn.execute("INSERT INTO subscriptions (subscriber_id, tag) VALUES (?, ?)", [subscriber, tag])
    return not found


def unsubscribe_tag(conn: sqlite3.Connection, *, email: str, tag: str) -> bool:
    """End what `subscribe_tag` began; return whether there was anything to end."""
    cursor = conn.execute(
        "DELETE FROM subscriptions WHERE tag = ? AND subscriber_id IN (SELECT id FROM subscribers WHERE email = ?)",
        [tag, email],
    )
    return cursor.rowcount > 0


def tag_subscribers(db: Database, watch_id: int) -> list[str]:
    """Return the addresses that hear of a watch by one of its tags."""
    rows = reading(
        db,
        "SELECT DISTINCT s.email FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id"
        " WHERE p.tag IN (SELECT tag FROM watch_tags WHERE watch_id = :id) ORDER BY s.email",
        {"id": watch_id},
    )
    return [row["email"] for row in rows]


def subscribers_of(conn: sqlite3.Connection, watch_id: int) -> list[tuple[int, str]]:
    """Return number and address of those who hear of a watch, by itself or by a tag of it."""
    rows = conn.execute(
        "SELECT id, email FROM subscribers WHERE id IN ("
        " SELECT subscriber_id FROM subscriptions WHERE watch_id = :watch_id"
        " OR tag IN (SELECT tag FROM watch_tags WHERE watch_id = :watch_id)) ORDER BY id",
        {"watch_id": watch_id},
    )
    return [(int(row["id"]), str(row["email"])) for row in rows]


def tag_followers(db: Database) -> dict[str, tuple[str, ...]]:
    """Return who hears of every watch of a tag, by the tag, in alphabetical order."""
    rows = reading(
        db,
        "SELECT p.tag, s.email FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id"
        " WHERE p.tag IS NOT NULL ORDER BY p.tag, s.email",
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row["tag"]] = (*found.get(row["tag"], ()), row["email"])
    return found
