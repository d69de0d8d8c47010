"""The sites on which the page of a watch was found: what a list of suppliers names instead of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from sqlite_utils import Database


def put_sites(conn: sqlite3.Connection, watch_id: int, sites: Iterable[str]) -> None:
    """Note for which sites a watch stands, beside those that are noted already.

    Args:
        conn: inside a write transaction.
        watch_id: the watch.
        sites: as `monitor.core.urls.site_of` spells them.
    """
    conn.executemany("INSERT OR IGNORE INTO sites (watch_id, site) VALUES (?, ?)", [(watch_id, s) for s in sites])


def sites_of_watches(db: Database) -> dict[int, tuple[str, ...]]:
    """Return the sites of each watch on the list that has some, by its number."""
    rows = reading(
        db,
        "SELECT s.watch_id, s.site FROM sites s JOIN watches w ON w.id = s.watch_id WHERE w.removed_at IS NULL"
        " ORDER BY s.watch_id, s.site",
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row["watch_id"]] = (*found.get(row["watch_id"], ()), row["site"])
    return found
