"""The address of a watch: giving it another one, and those that it had before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.errors import DuplicateWatchError
from monitor.core.records import PastAddress
from storage.database import reading
from storage.faults import decoded
from storage.held import drop_held
from storage.standing import forget_page
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database


def put_address(conn: sqlite3.Connection, watch_id: int, url: str, *, now: datetime) -> None:
    """Give a watch another address; its history goes on.

    What was known of the page at the old address is forgotten, and what was held there: the next check, due at once,
    fetches the new one whole and compares its text with the last version, as ever.

    Args:
        conn: inside a write transaction.
        watch_id: the watch.
        url: the new address, normalised.
        now: when, UTC.

    Raises:
        DuplicateWatchError: another watch has it, be it one that was removed; or the watch itself.
    """
    found = conn.execute("SELECT slug FROM watches WHERE url = ?", [url]).fetchone()
    if found:
        raise DuplicateWatchError(url, found["slug"])
    conn.execute(
        "INSERT INTO past_addresses (watch_id, number, url, until) SELECT id,"
        " (SELECT count(*) + 1 FROM past_addresses p WHERE p.watch_id = :id), url, :now FROM watches WHERE id = :id",
        {"id": watch_id, "now": to_text(now)},
    )
    conn.execute(
        "UPDATE watches SET url = :url, moved_to = '', moved_at = NULL, next_check_at = :now WHERE id = :id",
        {"id": watch_id, "url": url, "now": to_text(now)},
    )
    forget_page(conn, watch_id)
    drop_held(conn, watch_id)


@decoded
def past_addresses_of(db: Database, watch_id: int) -> tuple[PastAddress, ...]:
    """Return the addresses that a watch had before, the first one first."""
    rows = reading(db, "SELECT url, until FROM past_addresses WHERE watch_id = :id ORDER BY number", {"id": watch_id})
    return tuple(PastAddress(url=row["url"], until=from_text(row["until"])) for row in rows)


def address_at(moment: str) -> str:
    """Return SQL for the address that the watch `w` had at an instant, which is SQL itself."""
    return (
        "coalesce((SELECT a.url FROM past_addresses a WHERE a.watch_id = w.id"
        f" AND a.until >= {moment} ORDER BY a.until, a.number LIMIT 1), w.url)"
    )


def moved_addresses(db: Database) -> dict[str, str]:
    """Return, by each address that a watch on the list had before, the one that it has now, of several the latest."""
    rows = reading(
        db,
        "SELECT p.url AS before, w.url AS now FROM past_addresses p JOIN watches w ON w.id = p.watch_id"
        " WHERE w.removed_at IS NULL ORDER BY p.until, p.watch_id, p.number",
    )
    return {row["before"]: row["now"] for row in rows}
