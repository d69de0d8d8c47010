"""Who may use the pages: their names, roles and what is kept of their passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.records import Role, User
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database


def add_user(conn: sqlite3.Connection, name: str, role: Role, *, password: str, email: str, now: datetime) -> int:
    """Add somebody.

    Args:
        conn: inside a write transaction.
        name: checked already.
        role: what they may do.
        password: what is kept of it, "" for none.
        email: where they hear of what they follow, "" for nowhere.
        now: UTC.

    Returns:
        The number of the user.

    Raises:
        InvalidInputError: the name is taken.
    """
    if conn.execute("SELECT 1 FROM users WHERE name = ?", [name]).fetchone():
        raise InvalidInputError(f"there is a user {name!r} already; 'clausewatch user edit {name}' changes it")
    cursor = conn.execute(
        "INSERT INTO users (name, role, password, email, added_at) VALUES (:name, :role, :password, :email, :now)",
        {"name": name, "role": role.value, "password": password, "email": email, "now": to_text(now)},
    )
    return int(cursor.lastrowid or 0)


def change_user(
    conn: sqlite3.Connection,
    user_id: int,
    *,
    role: Role | None = None,
    password: str | None = None,
    email: str | None = None,
) -> None:
    """Write what changes of a user, and nothing else; every session of them ends.

    Args:
        conn: inside a write transaction.
        user_id: of whom.
        role: what they may do from now on.
        password: what is kept of another one.
        email: where they hear of what they follow.
    """
    conn.execute(
        "UPDATE users SET role = coalesce(:role, role), password = coalesce(:password, password),"
        " email = coalesce(:email, email) WHERE id = :id",
        {"id": user_id, "role": role.value if role else None, "password": password, "email": email},
    )
    conn.execute("DELETE FROM sessions WHERE user_id = ?", [user_id])


def has_password(conn: sqlite3.Connection, user_id: int, password: str) -> bool:
    """Tell whether somebody is a user still, of whom that is kept of the password: looking at one takes a while."""
    kept = conn.execute("SELECT 1 FROM users WHERE id = ? AND password = ?", [user_id, password])
    return kept.fetchone() is not None


def remove_user(conn: sqlite3.Connection, user_id: int) -> None:
    """Remove somebody, with their sessions."""
    conn.execute("DELETE FROM users WHERE id = ?", [user_id])


def users(db: Database) -> list[User]:
    """Return all users, by name."""
    return [*map(user_from, reading(db, "SELECT * FROM users ORDER BY name"))]


def user_named(db: Database, name: str) -> User | None:
    """Return the user of a name, None where there is none."""
    rows = reading(db, "SELECT * FROM users WHERE name = :name", {"name": name})
    return next(map(user_from, rows), None)


def has_owner(db: Database) -> bool:
    """Tell whether anybody may see to the others."""
    return any(reading(db, "SELECT 1 FROM users WHERE role = 'owner' LIMIT 1"))


@decoded
def user_from(row: sqlite3.Row) -> User:
    """Read a row of users."""
    return User(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        password=row["password"],
        email=row["email"],
        added_at=from_text(row["added_at"]),
    )
