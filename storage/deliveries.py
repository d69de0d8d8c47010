"""The outbox as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database import reading
from storage.faults import decoded
from storage.times import from_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivery as `outbox list` shows it.

    Args:
        id: what `outbox retry` takes.
        state: waiting, sending, sent or failed.
        address: the subscriber.
        watch_slug: the watch; of several, the first by name.
        more_watches: how many further watches it tells of.
        change_id: the change that is told, None for a notice of blind watches.
        tells: what it tells: a change, blind, sees again, or both of these.
        attempts: how often it was tried.
        created_at: when the notice was written, UTC.
        next_attempt_at: when it is due, UTC; None once it is over.
        sent_at: when it was handed over, UTC.
        last_error: why the last attempt failed, "" for none.
    """

    id: int
    state: str
    address: str
    watch_slug: str
    more_watches: int
    change_id: int | None
    tells: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    last_error: str


_TOLD_HEALTH = """
SELECT i.notice_id, min(w.slug) AS slug, count(DISTINCT w.id) AS watches,
    iif(count(DISTINCT i.event) = 2, 'blind, sees again', iif(min(i.event) = 'blind', 'blind', 'sees again')) AS tells
FROM notice_spells i JOIN blind_spells b ON b.id = i.spell_id JOIN watches w ON w.id = b.watch_id
GROUP BY i.notice_id
"""


def list_deliveries(db: Database, *, states: Iterable[str] = (), limit: int = 1000) -> tuple[Delivery, ...]:
    """Read the outbox, newest first.

    Args:
        db: the store.
        states: only these; all where it is empty.
        limit: at most so many.

    Returns:
        The deliveries.
    """
    wanted = ",".join(states)
    rows = reading(
        db,
        "SELECT d.id, d.state, s.email, n.change_id, d.attempts, n.created_at, d.next_attempt_at, d.sent_at,"
        " d.last_error, coalesce(w.slug, t.slug, '') AS slug, coalesce(t.watches, 1) AS watches,"
        " coalesce(t.tells, 'change') AS tells FROM deliveries d JOIN notices n ON n.id = d.notice_id"
        " JOIN subscribers s ON s.id = n.subscriber_id LEFT JOIN changes c ON c.id = n.change_id"
        f" LEFT JOIN watches w ON w.id = c.watch_id LEFT JOIN ({_TOLD_HEALTH}) t ON t.notice_id = n.id"
        " WHERE :states = '' OR instr(',' || :states || ',', ',' || d.state || ',')"
        " ORDER BY d.id DESC LIMIT :limit",
        {"states": wanted, "limit": limit},
    )
    return tuple(map(_delivery, rows))


def notice_of(db: Database, delivery_id: int) -> int | None:
    """Return the number of the notice that a delivery hands over, None where there is no such delivery."""
    rows = reading(db, "SELECT notice_id FROM deliveries WHERE id = :id", {"id": delivery_id})
    return next((int(row["notice_id"]) for row in rows), None)


@decoded
def _delivery(row: sqlite3.Row) -> Delivery:
    is_open = row["state"] in {"waiting", "sending"}
    return Delivery(
        id=row["id"],
        state=row["state"],
        address=row["email"],
        watch_slug=row["slug"],
        more_watches=row["watches"] - 1,
        change_id=row["change_id"],
        tells=row["tells"],
        attempts=row["attempts"],
        created_at=from_text(row["created_at"]),
        next_attempt_at=from_text(row["next_attempt_at"]) if is_open else None,
        sent_at=from_text(row["sent_at"]) if row["sent_at"] else None,
        last_error=row["last_error"],
    )
