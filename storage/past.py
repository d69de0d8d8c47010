"""What the store is asked of pages of the past, and how a snapshot older than the first one is tied to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.changes import put_change
from storage.database import reading, writing
from storage.faults import decoded
from storage.times import from_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Comparison, Snapshot


@decoded
def fetch_times(db: Database, watch_id: int) -> set[datetime]:
    """Return the times of all fetches recorded for a watch."""
    return {
        from_text(row["at"]) for row in reading(db, "SELECT at FROM fetches WHERE watch_id = :id", {"id": watch_id})
    }


def put_link(db: Database, watch_id: int, *, snapshots: tuple[Snapshot, Snapshot], comparison: Comparison) -> None:
    """Tie a snapshot that was the first to one that turned out to be older, with no notices.

    Args:
        db: the store.
        watch_id: whose they are.
        snapshots: the older and the one that was the first.
        comparison: what differs between them.
    """
    older, newer = snapshots
    with writing(db) as conn:
        put_change(conn, watch_id=watch_id, snapshots=(older.id, newer.id), at=newer.captured_at, comparison=comparison)
        conn.execute("UPDATE snapshots SET reason = 'changed' WHERE id = ?", [newer.id])
