"""What was done on the pages and to accounts, by whom and when; rows are added and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import Act
from storage.database import reading
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


def note_act(conn: sqlite3.Connection, act: Act) -> None:
    """Note an act, inside the transaction that does it."""
    conn.execute(
        "INSERT INTO acts (at, who, deed, watch, detail) VALUES (:at, :who, :deed, :watch, :detail)",
        {"at": to_text(act.at), "who": act.who, "deed": act.deed, "watch": act.watch, "detail": act.detail},
    )


def acts(db: Database, *, limit: int, skip: int = 0) -> list[Act]:
    """Return acts, the newest first."""
    rows = reading(db, "SELECT * FROM acts ORDER BY id DESC LIMIT :limit OFFSET :skip", {"limit": limit, "skip": skip})
    return [*map(_act, rows)]


def acts_on(db: Database, watch: str, *, limit: int) -> list[Act]:
    """Return the acts on a watch, the newest first."""
    rows = reading(
        db, "SELECT * FROM acts WHERE watch = :watch ORDER BY id DESC LIMIT :limit", {"watch": watch, "limit": limit}
    )
    return [*map(_act, rows)]


def _act(row: sqlite3.Row) -> Act:
    return Act(at=from_text(row["at"]), who=row["who"], deed=row["deed"], watch=row["watch"], detail=row["detail"])
