"""What the store is asked of pages of the past, and how a snapshot older than the first one is tied to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.records import CheckOutcome, FailureKind, FetchFailure
from storage.changes import put_change
from storage.database import reading, writing
from storage.faults import decoded
from storage.times import from_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Comparison, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLook:
    """A fetch that is recorded of a watch.

    Args:
        outcome: how it ended.
        is_aside: whether it was no check of the page as it stands, as one of the past.
        since: where it brought a version that an earlier look had seen first, when that was, UTC; else None.
        failure: why it did not see the policy, None where it did.
    """

    outcome: CheckOutcome
    is_aside: bool
    since: datetime | None
    failure: FetchFailure | None


@decoded
def looks_of(db: Database, watch_id: int) -> dict[datetime, list[PastLook]]:
    """Return all fetches recorded for a watch by their times, UTC, in the order in which they were recorded."""
    rows = reading(
        db,
        "SELECT f.at, f.outcome, f.is_aside, f.kind, f.status, f.detail,"
        " iif(s.captured_at < f.at, s.captured_at, NULL) AS since FROM fetches f"
        " LEFT JOIN snapshots s ON s.id = f.snapshot_id WHERE f.watch_id = :id ORDER BY f.id",
        {"id": watch_id},
    )
    found: dict[datetime, list[PastLook]] = {}
    for row in rows:
        kind = row["kind"] and FailureKind(row["kind"])
        look = PastLook(
            outcome=CheckOutcome(row["outcome"]),
            is_aside=bool(row["is_aside"]),
            since=row["since"] and from_text(row["since"]),
            failure=FetchFailure(kind=kind, status=row["status"], detail=row["detail"]) if kind else None,
        )
        found.setdefault(from_text(row["at"]), []).append(look)
    return found


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
