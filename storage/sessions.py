"""Sessions: that a browser is known to be somebody's, for a while."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.database import reading
from storage.times import to_text
from storage.users import user_from

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import User

LASTS = timedelta(days=7)
MOST = 20  # of one user; the oldest gives way, which nobody with twenty browsers will miss


def begin_session(conn: sqlite3.Connection, user_id: int, token: str, *, now: datetime) -> None:
    """Begin a session; those that are over are forgotten.

    Args:
        conn: inside a write transaction.
        user_id: whose.
        token: what the browser has to show, of at least 128 random bits.
        now: UTC.
    """
    conn.execute("DELETE FROM sessions WHERE ends_at <= ?", [to_text(now)])
    conn.execute(
        "INSERT INTO sessions (token_sha256, user_id, began_at, ends_at) VALUES (:token, :user, :now, :end)",
        {"token": _digest(token), "user": user_id, "now": to_text(now), "end": to_text(now + LASTS)},
    )
    conn.execute(
        "DELETE FROM sessions WHERE user_id = :user AND token_sha256 NOT IN"
        " (SELECT token_sha256 FROM sessions WHERE user_id = :user ORDER BY began_at DESC LIMIT :most)",
        {"user": user_id, "most": MOST},
    )


def user_of_session(db: Database, token: str, *, now: datetime) -> User | None:
    """Return whose session a token is of, None where there is none or it is over; its role is the one of now."""
    rows = reading(
        db,
        "SELECT u.* FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_sha256 = :token"
        " AND s.began_at <= :soon AND s.ends_at > :now",
        # a session that begins later was begun by a clock that was ahead, and would last as much longer
        {"token": _digest(token), "now": to_text(now), "soon": to_text(now + LASTS)},
    )
    return next(map(user_from, rows), None)


def end_session(conn: sqlite3.Connection, token: str) -> None:
    """End a session, where it is one."""
    conn.execute("DELETE FROM sessions WHERE token_sha256 = ?", [_digest(token)])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
