"""What is held: a text that was seen and is told only if it stays, at most one a watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import Claim, HeldText, Look
from storage.bodies import get_body, put_body
from storage.database import reading
from storage.faults import decoded
from storage.provenance import held_provenance_of, put_held_provenance
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from monitor.core.records import Fetched


def put_held(conn: sqlite3.Connection, fetched: Fetched, held: HeldText) -> None:
    """Keep what is held after a check, with the page that first showed it.

    Args:
        conn: inside the transaction that records the check.
        fetched: what the request brought; its body is kept where it is the first look.
        held: what is held now.
    """
    values = {
        "watch": fetched.watch_id,
        "claim": held.claim,
        "digest": held.digest,
        "since": to_text(held.since),
        "last_at": to_text(held.last_at),
        "looks": held.looks,
        "until": to_text(held.until),
    }
    is_first = held.looks == 1 and held.since == held.last_at
    if not is_first:
        conn.execute(
            "UPDATE held SET claim = :claim, since = :since, last_at = :last_at, looks = :looks, until = :until"
            " WHERE watch_id = :watch",
            values,
        )
        return
    conn.execute(
        "INSERT OR REPLACE INTO held (watch_id, claim, digest, since, last_at, looks, until, url, body_sha256)"
        " VALUES (:watch, :claim, :digest, :since, :last_at, :looks, :until, :url, :body)",
        {**values, "url": fetched.url, "body": put_body(conn, fetched.as_body())},
    )
    put_held_provenance(conn, fetched)


def drop_held(conn: sqlite3.Connection, watch_id: int) -> None:
    """Hold nothing any more, inside a write transaction."""
    conn.execute("DELETE FROM held WHERE watch_id = ?", [watch_id])


@decoded
def held_of(db: Database, watch_id: int) -> HeldText | None:
    """Read what is held of a watch, None where nothing is."""
    row = next(reading(db, "SELECT * FROM held WHERE watch_id = :id", {"id": watch_id}), None)
    return held_from(row) if row else None


def held_from(row: sqlite3.Row, prefix: str = "") -> HeldText:
    """Read a row of `held`, or columns of such a row under names that begin with a prefix."""
    return HeldText(
        claim=Claim(row[f"{prefix}claim"]),
        digest=row[f"{prefix}digest"],
        since=from_text(row[f"{prefix}since"]),
        last_at=from_text(row[f"{prefix}last_at"]),
        looks=row[f"{prefix}looks"],
        until=from_text(row[f"{prefix}until"]),
    )


@decoded
def first_look(db: Database, watch_id: int) -> Look | None:
    """Read the look that first saw what is held of a watch, None where nothing is.

    Raises:
        StoreError: its body is damaged.
    """
    sql = "SELECT since, url, body_sha256 FROM held WHERE watch_id = :id"
    row = next(reading(db, sql, {"id": watch_id}), None)
    if row is None:
        return None
    at, body = from_text(row["since"]), get_body(db.conn, row["body_sha256"])
    return Look(at=at, url=row["url"], body=body, provenance=held_provenance_of(db, watch_id, at=at))
