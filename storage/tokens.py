"""Tokens: that a program is known, and may read what a reader may."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.records import Token
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database

MOST = 200  # of all; each is somebody's program, and somebody has to know which
NOTED_EVERY = timedelta(hours=1)  # a use is not written more often: reading should not make the store grow

_TOKENS = "SELECT t.*, u.name AS user FROM tokens t LEFT JOIN users u ON u.id = t.user_id"


def add_token(
    conn: sqlite3.Connection, name: str, token: str, *, user_id: int | None, ends_at: datetime | None, now: datetime
) -> None:
    """Let a program read.

    Args:
        conn: inside a write transaction.
        name: of the token, checked already.
        token: what the program has to show, of at least 128 random bits.
        user_id: with whose account it ends, None for nobody's.
        ends_at: when it ends by itself, UTC; None for never.
        now: UTC.

    Raises:
        InvalidInputError: the name is taken, or there are too many.
    """
    if conn.execute("SELECT 1 FROM tokens WHERE name = ?", [name]).fetchone():
        raise InvalidInputError(f"there is a token {name!r} already; 'clausewatch token revoke {name}' ends it")
    if conn.execute("SELECT count(*) FROM tokens").fetchone()[0] >= MOST:
        raise InvalidInputError(f"there are {MOST} tokens already; 'clausewatch token revoke NAME' ends one")
    conn.execute(
        "INSERT INTO tokens (name, token_sha256, user_id, added_at, ends_at) VALUES (:name, :token, :user, :now, :end)",
        {
            "name": name,
            "token": _digest(token),
            "user": user_id,
            "now": to_text(now),
            "end": to_text(ends_at) if ends_at else None,
        },
    )


def token_of(db: Database, token: str, *, now: datetime) -> Token | None:
    """Return which token that is, None where it is none or has ended."""
    sql = f"{_TOKENS} WHERE t.token_sha256 = :token AND (t.ends_at IS NULL OR t.ends_at > :now)"
    return next(map(_token, reading(db, sql, {"token": _digest(token), "now": to_text(now)})), None)


def tokens(db: Database) -> list[Token]:
    """Return all tokens, by name, those that have ended too."""
    return [*map(_token, reading(db, f"{_TOKENS} ORDER BY t.name"))]


def is_to_be_noted(token: Token, now: datetime) -> bool:
    """Tell whether a use of a token at a time has to be written."""
    return token.used_at is None or now >= token.used_at + NOTED_EVERY


def note_use(conn: sqlite3.Connection, name: str, *, now: datetime) -> None:
    """Write that a token is used now."""
    conn.execute("UPDATE tokens SET used_at = :now WHERE name = :name", {"name": name, "now": to_text(now)})


def revoke_token(conn: sqlite3.Connection, name: str) -> bool:
    """End a token, and tell whether there was one."""
    return conn.execute("DELETE FROM tokens WHERE name = ?", [name]).rowcount > 0


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@decoded
def _token(row: sqlite3.Row) -> Token:
    return Token(
        name=row["name"],
        user=row["user"] or "",
        added_at=from_text(row["added_at"]),
        ends_at=from_text(row["ends_at"]) if row["ends_at"] else None,
        used_at=from_text(row["used_at"]) if row["used_at"] else None,
    )
