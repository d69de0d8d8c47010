"""The outbox: notices of changes and of blind watches, and the deliveries that hand it over; nothing here sends."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from storage.database import reading, writing
from storage.faults import decoded
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

_LONGEST_ERROR = 500
_QUOTA_SECONDS = 6 * 3600
_LONGEST_WAIT = 25 * 3600  # an hour more than monitor/core/notices/retries.py ever asks for

# No attempt sets the next one further ahead, none was made in the future, and what nobody tried was due when it was
# written: where that is not so the clock was ahead, and nobody waits until it is right.
IMPOSSIBLE = """
d.state IN ('waiting', 'sending') AND d.next_attempt_at > :now AND (
    d.next_attempt_at > :furthest OR d.claimed_at > :now OR d.claimed_at IS NULL AND d.next_attempt_at = (
        SELECT n.created_at FROM notices n WHERE n.id = d.notice_id
    )
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery that one sender took on until its lease runs out.

    Args:
        delivery_id: the delivery.
        notice_id: the notice to hand over.
        attempt: which attempt this is, from 1.
        waited: since the notice was written.
    """

    delivery_id: int
    notice_id: int
    attempt: int
    waited: timedelta


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


def enqueue(conn: sqlite3.Connection, *, change_id: int, watch_id: int, at: datetime, domain: str) -> int:
    """Write a notice and its delivery for each subscriber of a watch, by itself or by a tag of it.

    Args:
        conn: inside the transaction that records the change.
        change_id: a change worth telling.
        watch_id: its watch.
        at: when, UTC; the deliveries are due at once.
        domain: the right-hand side of the message ids.

    Returns:
        How many notices are new; a subscriber who has one for this change gets no second.
    """
    return sum(
        _write_notice(conn, change_id, subscriber_id, to_text(at), _message_id(watch_id, change_id, at, email, domain))
        for subscriber_id, email in subscribers_of(conn, watch_id)
    )


def subscribers_of(conn: sqlite3.Connection, watch_id: int) -> list[tuple[int, str]]:
    """Return number and address of those who hear of a watch, by itself or by a tag of it."""
    rows = conn.execute(
        "SELECT id, email FROM subscribers WHERE id IN ("
        " SELECT subscriber_id FROM subscriptions WHERE watch_id = :watch_id"
        " OR tag IN (SELECT tag FROM watch_tags WHERE watch_id = :watch_id)) ORDER BY id",
        {"watch_id": watch_id},
    )
    return [(int(row["id"]), str(row["email"])) for row in rows]


def _message_id(watch_id: int, change_id: int, at: datetime, email: str, domain: str) -> str:
    # a purged watch may leave its ids to another: the time keeps their notices apart
    told = "\n".join((domain, str(watch_id), str(change_id), to_text(at), email.lower()))
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:32]}@{domain}>"


def _write_notice(conn: sqlite3.Connection, change_id: int, subscriber_id: int, at: str, message_id: str) -> bool:
    cursor = conn.execute(
        "INSERT INTO notices (subscriber_id, change_id, message_id, created_at)"
        " VALUES (:subscriber_id, :change_id, :message_id, :at)"
        " ON CONFLICT (subscriber_id, change_id) DO NOTHING",
        {"subscriber_id": subscriber_id, "change_id": change_id, "message_id": message_id, "at": at},
    )
    if cursor.rowcount == 0:
        return False
    conn.execute(
        "INSERT INTO deliveries (notice_id, state, next_attempt_at) VALUES (:notice_id, 'waiting', :at)",
        {"notice_id": cursor.lastrowid, "at": at},
    )
    return True


@decoded
def claim(
    db: Database, *, now: datetime, limit: int, lease_seconds: int, health_quota: int | None = None
) -> tuple[Claim, ...]:
    """Take on deliveries that are due, the longest due first.

    A claim is due again when its lease has run out, so what a dead sender held is sent by the next one: at least once.

    Args:
        db: the store.
        now: UTC.
        limit: at most so many.
        lease_seconds: how long nobody else may take them.
        health_quota: how many notices of blind watches one subscriber may get in six hours; those beyond wait, and grow
            meanwhile. None for as many as there are, 0 for none now.

    Returns:
        The claims; their attempts are counted already.
    """
    with writing(db) as conn:
        rows = conn.execute(
            "SELECT d.id, d.notice_id, d.attempts + 1 AS attempt, n.created_at"
            " FROM deliveries d JOIN notices n ON n.id = d.notice_id"
            " WHERE d.state IN ('waiting', 'sending') AND d.next_attempt_at <= :now"
            " AND (:quota IS NULL OR n.change_id IS NOT NULL OR :quota > ("
            "  SELECT count(*) FROM notices o JOIN deliveries p ON p.notice_id = o.id"
            "  WHERE o.subscriber_id = n.subscriber_id AND o.change_id IS NULL AND p.sent_at BETWEEN :lately AND :now))"
            " ORDER BY d.next_attempt_at, d.id LIMIT :limit",
            {
                "now": to_text(now),
                "limit": limit,
                "quota": health_quota,
                "lately": to_text(now - timedelta(seconds=_QUOTA_SECONDS)),
            },
        ).fetchall()
        until = to_text(now + timedelta(seconds=lease_seconds))
        conn.executemany(
            "UPDATE deliveries SET state = 'sending', claimed_at = :now, next_attempt_at = :until,"
            " attempts = attempts + 1 WHERE id = :id",
            [{"id": row["id"], "now": to_text(now), "until": until} for row in rows],
        )
    return tuple(
        Claim(
            delivery_id=row["id"],
            notice_id=row["notice_id"],
            attempt=row["attempt"],
            waited=max(now - from_text(row["created_at"]), timedelta()),
        )
        for row in rows
    )


def take_over(db: Database, *, now: datetime) -> int:
    """Make every open claim due at once; only for a caller who knows that no other sender lives.

    What waits for a time that only a clock that was ahead can have set is due at once as well.

    Args:
        db: the store.
        now: UTC.

    Returns:
        How many claims a dead sender had left.
    """
    with writing(db) as conn:
        conn.execute(
            f"UPDATE deliveries AS d SET next_attempt_at = :now WHERE {IMPOSSIBLE}",
            in_future(now),
        )
        return conn.execute(
            "UPDATE deliveries SET state = 'waiting', next_attempt_at = :now WHERE state = 'sending'",
            {"now": to_text(now)},
        ).rowcount


def in_future(now: datetime) -> dict[str, str]:
    """Return the values that `IMPOSSIBLE` asks for."""
    return {"now": to_text(now), "furthest": to_text(now + timedelta(seconds=_LONGEST_WAIT))}


def sent(db: Database, taken: Claim, *, at: datetime) -> None:
    """Record that a notice was handed over; true whoever holds the claim by now.

    Args:
        db: the store.
        taken: the claim.
        at: when, UTC.
    """
    with writing(db) as conn:
        conn.execute(
            "UPDATE deliveries SET state = 'sent', sent_at = coalesce(sent_at, :at), last_error = '' WHERE id = :id",
            {"id": taken.delivery_id, "at": to_text(at)},
        )


def failed(db: Database, taken: Claim, *, error: str, next_attempt_at: datetime | None) -> None:
    """Record an attempt that failed; nothing happens where another sender holds the delivery by now.

    Args:
        db: the store.
        taken: the claim.
        error: why, one line.
        next_attempt_at: when to try again, UTC; None gives it up.
    """
    with writing(db) as conn:
        conn.execute(
            "UPDATE deliveries SET state = iif(:at IS NULL, 'failed', 'waiting'),"
            " next_attempt_at = coalesce(:at, next_attempt_at), last_error = :error"
            " WHERE id = :id AND state = 'sending' AND attempts = :attempt",
            {
                "id": taken.delivery_id,
                "attempt": taken.attempt,
                "at": next_attempt_at and to_text(next_attempt_at),
                "error": error[:_LONGEST_ERROR],
            },
        )


def put_back(
    db: Database, taken: Iterable[Claim], *, error: str, next_attempt_at: datetime, tried: Claim | None = None
) -> None:
    """Return claims that were never tried, as when the mail server is down; the attempt does not count.

    Args:
        db: the store.
        taken: the claims.
        tried: the one of them by which it was seen that the server is down; the others were in nobody's hands, so one
            that tells of blind watches may go on growing.
        error: why, one line; "" keeps what was there.
        next_attempt_at: when to try again, UTC.
    """
    with writing(db) as conn:
        conn.executemany(
            "UPDATE deliveries SET state = 'waiting', attempts = attempts - 1, next_attempt_at = :at,"
            " claimed_at = iif(attempts = 1 AND NOT :tried, NULL, claimed_at),"
            " last_error = iif(:error = '', last_error, :error)"
            " WHERE id = :id AND state = 'sending' AND attempts = :attempt",
            [
                {
                    "id": one.delivery_id,
                    "attempt": one.attempt,
                    "tried": tried is not None and one.delivery_id == tried.delivery_id,
                    "at": to_text(next_attempt_at),
                    "error": error[:_LONGEST_ERROR],
                }
                for one in taken
            ],
        )


def retry(db: Database, ids: Iterable[int] | None = None, *, now: datetime) -> int:
    """Make deliveries due at once that failed or wait, with all their attempts before them.

    Args:
        db: the store.
        ids: which; None for all that failed or wait.
        now: UTC.

    Returns:
        How many.

    Raises:
        InvalidInputError: one of them is unknown, sent or just being sent; none is touched.
    """
    again = (
        "UPDATE deliveries SET state = 'waiting', attempts = 0, next_attempt_at = :now"
        " WHERE state IN ('failed', 'waiting')"
    )
    with writing(db) as conn:
        if ids is None:
            return conn.execute(again, {"now": to_text(now)}).rowcount
        wanted = sorted(set(ids))
        for one in wanted:
            if not conn.execute(f"{again} AND id = :id", {"now": to_text(now), "id": one}).rowcount:
                raise InvalidInputError(f"no delivery {one} waits or failed; 'clausewatch outbox list' shows them")
    return len(wanted)


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
