"""Writing notices, each with the delivery that hands it over, in the transaction that records what they tell."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.subscriptions import subscribers_of
from storage.times import to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


def enqueue(conn: sqlite3.Connection, *, change_id: int, watch_id: int, at: datetime, domain: str) -> int:
    """Write a notice of a change for each subscriber of a watch, by itself or by a tag of it.

    Args:
        conn: inside the transaction that records the change.
        change_id: a change worth telling.
        watch_id: its watch.
        at: when, UTC; the deliveries are due at once.
        domain: the right-hand side of the message ids.

    Returns:
        How many notices are new; a subscriber who has one for this change gets no second.
    """
    # a purged watch may leave its ids to another: the time keeps their notices apart
    about = (str(watch_id), str(change_id), to_text(at))
    return sum(
        put_notice(conn, reader, about=about, at=at, domain=domain, change_id=change_id) is not None
        for reader in subscribers_of(conn, watch_id)
    )


def put_notice(
    conn: sqlite3.Connection,
    reader: tuple[int, str],
    *,
    about: tuple[str, ...],
    at: datetime,
    domain: str,
    change_id: int | None = None,
) -> int | None:
    """Write a notice and its delivery, which is due at once.

    Args:
        conn: inside a write transaction.
        reader: number and address of the subscriber.
        about: what is told, in words that no other notice of theirs has: the message id is made of them.
        at: when, UTC.
        domain: the right-hand side of the message id.
        change_id: the change that is told, None for a notice of blind watches.

    Returns:
        The notice's number; None where the subscriber has one for this change.
    """
    subscriber, email = reader
    cursor = conn.execute(
        "INSERT INTO notices (subscriber_id, change_id, message_id, created_at)"
        " VALUES (:subscriber, :change_id, :message_id, :at) ON CONFLICT (subscriber_id, change_id) DO NOTHING",
        {
            "subscriber": subscriber,
            "change_id": change_id,
            "message_id": _message_id(domain, *about, email.lower()),
            "at": to_text(at),
        },
    )
    if cursor.rowcount == 0:
        return None
    notice_id = int(cursor.lastrowid or 0)
    conn.execute(
        "INSERT INTO deliveries (notice_id, state, next_attempt_at) VALUES (:notice_id, 'waiting', :at)",
        {"notice_id": notice_id, "at": to_text(at)},
    )
    return notice_id


def _message_id(domain: str, *about: str) -> str:
    """Return a message id (RFC 5322, section 3.6.4) that is the same whenever the same is told."""
    told = "\n".join((domain, *about))
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:32]}@{domain}>"
