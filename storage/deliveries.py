"""The outbox as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.records import NoticeKind
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text

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
        watch_slug: the watch; of several, the first by name, "" for none.
        more_watches: how many further watches it tells of.
        kind: what it gathers.
        change_id: the change that is told, None where it tells of several, or of none.
        changes: how many changes it tells of.
        tells: what it tells: a change, blind, sees again, or several of these; a review; or it asks to confirm.
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
    kind: NoticeKind
    change_id: int | None
    changes: int
    tells: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Notices that should have gone out long ago.

    Args:
        count: how many.
        since: when the first of them was due, UTC.
        last_error: why the attempt that was made last failed, "" where none was made.
    """

    count: int
    since: datetime
    last_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """For what deliveries wait that are not due.

    Args:
        count: how many wait for a time to come.
        until: when the first of them is due, UTC; None where none waits so.
        held: how many questions wait until there are pages for their links.
    """

    count: int
    until: datetime | None
    held: int


_LATE = """
SELECT count(*) AS count, min(n.due_at) AS since, coalesce((
    SELECT e.last_error FROM deliveries e WHERE e.state IN ('waiting', 'sending') AND e.last_error <> ''
    ORDER BY e.claimed_at DESC LIMIT 1
), '') AS last_error
FROM deliveries d JOIN notices n ON n.id = d.notice_id
WHERE d.state IN ('waiting', 'sending') AND n.due_at < :before AND (:asks OR n.kind <> 'confirm')
"""
_WAITING = """
SELECT count(*) FILTER (WHERE at > :now) AS count, min(at) FILTER (WHERE at > :now) AS until,
    count(*) FILTER (WHERE at IS NULL) AS held
FROM (
    SELECT iif(:asks OR n.kind <> 'confirm', d.next_attempt_at, NULL) AS at
    FROM deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.state = 'waiting'
)
"""

_TOLD = """
SELECT notice_id, coalesce(min(slug), '') AS slug, count(DISTINCT slug) AS watches, count(change_id) AS changes,
    max(change_id) AS change_id, group_concat(DISTINCT tells) AS tells
FROM (
    SELECT i.notice_id, w.slug, i.change_id, 'change' AS tells
    FROM notice_changes i JOIN changes c ON c.id = i.change_id JOIN watches w ON w.id = c.watch_id
    UNION ALL
    SELECT i.notice_id, w.slug, NULL, iif(i.event = 'blind', 'blind', 'sees again')
    FROM notice_spells i JOIN blind_spells b ON b.id = i.spell_id JOIN watches w ON w.id = b.watch_id
    UNION ALL
    SELECT i.notice_id, w.slug, NULL, 'please confirm'
    FROM notice_questions i JOIN subscriptions p ON p.id = i.subscription_id LEFT JOIN watches w ON w.id = p.watch_id
    UNION ALL
    SELECT i.notice_id, w.slug, i.change_id, 'review'
    FROM notice_reviews i JOIN changes c ON c.id = i.change_id JOIN watches w ON w.id = c.watch_id
)
GROUP BY notice_id
"""
_ORDER = ("change", "blind", "sees again", "please confirm", "review")


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
        "SELECT d.id, d.state, s.email, n.kind, d.attempts, n.created_at, d.next_attempt_at, d.sent_at, d.last_error,"
        " t.slug, t.watches, t.changes, t.change_id, t.tells FROM deliveries d JOIN notices n ON n.id = d.notice_id"
        f" JOIN subscribers s ON s.id = n.subscriber_id JOIN ({_TOLD}) t ON t.notice_id = n.id"
        " WHERE :states = '' OR instr(',' || :states || ',', ',' || d.state || ',')"
        " ORDER BY d.id DESC LIMIT :limit",
        {"states": wanted, "limit": limit},
    )
    return tuple(map(_delivery, rows))


@decoded
def late_deliveries(db: Database, *, due_before: datetime, asks: bool) -> Late | None:
    """Return what should have gone out before a time and still waits, None where nothing does.

    Args:
        db: the store.
        due_before: the time, UTC.
        asks: whether questions may leave; else they are not late, but wait for pages.
    """
    row = next(reading(db, _LATE, {"before": to_text(due_before), "asks": asks}))
    if not row["count"]:
        return None
    return Late(count=row["count"], since=from_text(row["since"]), last_error=row["last_error"])


@decoded
def waiting_deliveries(db: Database, *, now: datetime, asks: bool) -> Waiting:
    """Return for what the outbox waits.

    Args:
        db: the store.
        now: UTC.
        asks: whether questions may leave.
    """
    row = next(reading(db, _WAITING, {"now": to_text(now), "asks": asks}))
    until = from_text(row["until"]) if row["until"] else None
    return Waiting(count=row["count"], until=until, held=row["held"])


def notice_of(db: Database, delivery_id: int) -> int | None:
    """Return the number of the notice that a delivery hands over, None where there is no such delivery."""
    rows = reading(db, "SELECT notice_id FROM deliveries WHERE id = :id", {"id": delivery_id})
    return next((int(row["notice_id"]) for row in rows), None)


def answer_of(db: Database, delivery_id: int) -> str:
    """Return what the receiver of a delivery said last, "" for nothing."""
    rows = reading(db, "SELECT answer FROM deliveries WHERE id = :id", {"id": delivery_id})
    return next((str(row["answer"]) for row in rows), "")


@decoded
def _delivery(row: sqlite3.Row) -> Delivery:
    is_open = row["state"] in {"waiting", "sending"}
    return Delivery(
        id=row["id"],
        state=row["state"],
        address=row["email"],
        watch_slug=row["slug"],
        more_watches=max(0, row["watches"] - 1),
        kind=NoticeKind(row["kind"]),
        change_id=row["change_id"] if row["changes"] == 1 else None,
        changes=row["changes"],
        tells=", ".join(sorted(row["tells"].split(","), key=_ORDER.index)),
        attempts=row["attempts"],
        created_at=from_text(row["created_at"]),
        next_attempt_at=from_text(row["next_attempt_at"]) if is_open else None,
        sent_at=from_text(row["sent_at"]) if row["sent_at"] else None,
        last_error=row["last_error"],
    )
