"""Writing notices, each with the delivery that hands it over, in the transaction that records what they tell.

A notice may tell of several changes: as long as no sender has taken it, what its reader is to hear at the same time
joins it. Once taken it is fixed, so a repeat is the same message.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.core.notices.choosing import review_tellings, tellings
from monitor.core.records import News, NoticeKind, Pace, Significance
from storage.changes import clause_changes_in
from storage.subscriptions import subscriptions_to
from storage.times import to_text
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from monitor.core.records import Subscription, Telling

NO_WINDOW = timedelta(0)
EVER = datetime(1, 1, 1, tzinfo=UTC)
GROWING = "d.state = 'waiting' AND d.claimed_at IS NULL"
"""Whether a notice, with its delivery `d`, is in no sender's hands, and never was."""

_DIGESTS = {Pace.DAILY: NoticeKind.DAILY, Pace.WEEKLY: NoticeKind.WEEKLY}
_OPEN = f"""
SELECT n.id FROM notices n JOIN deliveries d ON d.notice_id = n.id
WHERE n.subscriber_id = :subscriber AND n.kind = :kind AND n.due_at BETWEEN :since AND :due AND {GROWING}
ORDER BY n.id DESC LIMIT 1
"""


def enqueue(
    conn: sqlite3.Connection,
    *,
    change_id: int,
    watch_id: int,
    at: datetime,
    domain: str,
    group_window: timedelta = NO_WINDOW,
) -> int:
    """Have a change told to each subscriber who wants to hear of it, as each of them chose.

    Args:
        conn: inside the transaction that records the change.
        change_id: a change worth telling.
        watch_id: its watch.
        at: when, UTC.
        domain: the right-hand side of the message ids.
        group_window: changes told at once are told in one notice where they come no further apart; none where it is 0.

    Returns:
        How many are told that were not before: a subscriber hears of a change once.
    """
    covering = subscriptions_to(conn, watch_id)
    told = 0
    for telling in tellings(covering, news_of(conn, change_id, covering), at) if covering else ():
        if not _hears(conn, telling.subscription.subscriber, change_id):
            since = telling.due - group_window if group_window else None
            # a purged watch may leave its ids to another: the time keeps their notices apart
            about = (str(watch_id), str(change_id), to_text(at))
            notice = notice_for(conn, telling, _kind(telling), since=since, about=about, at=at, domain=domain)
            put_change(conn, telling, change_id, notice)
            told += 1
    return told


def put_change(conn: sqlite3.Connection, telling: Telling, change_id: int, notice_id: int) -> None:
    """Have a notice tell of a change.

    Args:
        conn: inside a write transaction.
        telling: who is told, because of what.
        change_id: the change, of which they do not hear yet.
        notice_id: the notice, which may still grow.
    """
    conn.execute(
        "INSERT INTO notice_changes (subscriber_id, change_id, notice_id, subscription_id) VALUES (?, ?, ?, ?)",
        [telling.subscription.subscriber, change_id, notice_id, telling.subscription.id],
    )


def enqueue_review(
    conn: sqlite3.Connection,
    *,
    change_id: int,
    watch_id: int,
    told: Mapping[str, object],
    at: datetime,
    domain: str,
) -> int:
    """Have each program told that chose to hear of reviews what was said of one; such a notice never grows.

    Args:
        conn: inside the transaction that adds the steps, after them.
        change_id: the change that is reviewed.
        watch_id: its watch.
        told: the review as it stands now, and what was said.
        at: when, UTC.
        domain: the right-hand side of the message ids.

    Returns:
        How many are told.
    """
    covering = [one for one in subscriptions_to(conn, watch_id) if one.choice.has_reviews]
    if not covering:
        return 0
    step = conn.execute("SELECT max(id) FROM review_steps WHERE change_id = ?", [change_id]).fetchone()[0]
    found = review_tellings(covering, news_of(conn, change_id, covering), at)
    for telling in found:
        about = ("review", str(change_id), str(step), to_text(at))
        notice = notice_for(conn, telling, NoticeKind.REVIEW, since=None, about=about, at=at, domain=domain)
        conn.execute(
            "INSERT INTO notice_reviews (notice_id, change_id, subscription_id, told)"
            " VALUES (:notice, :change, :because, :told)",
            {"notice": notice, "change": change_id, "because": telling.subscription.id, "told": to_json(told)},
        )
    return len(found)


def _hears(conn: sqlite3.Connection, subscriber: int, change_id: int) -> bool:
    sql = "SELECT 1 FROM notice_changes WHERE subscriber_id = ? AND change_id = ?"
    return conn.execute(sql, [subscriber, change_id]).fetchone() is not None


def news_of(conn: sqlite3.Connection, change_id: int, subscriptions: Iterable[Subscription]) -> News:
    """Read of a change what decides whether subscriptions want it; its clauses only where one asks for those."""
    row = conn.execute(
        "SELECT w.kind, c.significance, c.silent FROM changes c JOIN watches w ON w.id = c.watch_id WHERE c.id = ?",
        [change_id],
    ).fetchone()
    asks = any(one.choice.topics or one.choice.phrases for one in subscriptions)
    return News(
        kind=row["kind"],
        significance=Significance(row["significance"]),
        is_silent=bool(row["silent"]),
        changes=clause_changes_in(conn, change_id) if asks else (),
    )


def _kind(telling: Telling) -> NoticeKind:
    return _DIGESTS.get(telling.subscription.choice.pace, NoticeKind.CHANGES)


def place_health(
    conn: sqlite3.Connection, telling: Telling, *, about: tuple[str, ...], at: datetime, domain: str
) -> int:
    """Return the notice in which somebody hears that a watch went blind or sees again: a digest, or one of its own.

    See `notice_for`.
    """
    kind = _DIGESTS.get(telling.subscription.choice.pace, NoticeKind.HEALTH)
    since = EVER if kind is NoticeKind.HEALTH else None
    return notice_for(conn, telling, kind, since=since, about=about, at=at, domain=domain)


def place_again(conn: sqlite3.Connection, telling: Telling, change_id: int, *, left: str, at: datetime) -> int:
    """Return the notice in which a change is told after its reader chose otherwise.

    Args:
        conn: inside a write transaction.
        telling: who is told, because of what, and when.
        change_id: the change.
        left: the message id of the notice in which it waited.
        at: now, UTC.
    """
    kind = _kind(telling)
    about = (left, kind, to_text(telling.due), str(change_id))
    return notice_for(conn, telling, kind, since=telling.due, about=about, at=at, domain=domain_of(left))


def domain_of(message_id: str) -> str:
    """Return the right-hand side of a message id."""
    return message_id.rpartition("@")[2].removesuffix(">")


def notice_for(  # noqa: PLR0913 - a row of all of these
    conn: sqlite3.Connection,
    telling: Telling,
    kind: NoticeKind,
    *,
    since: datetime | None,
    about: tuple[str, ...],
    at: datetime,
    domain: str,
) -> int:
    """Return the notice that is to tell somebody something: one that waits and may still grow, or a new one.

    Args:
        conn: inside a write transaction.
        telling: who is told, and when.
        kind: of the notice.
        since: how much sooner than that the other may be due; None where only a digest of the same time is joined.
        about: what is told, in words that no other notice of theirs has: the message id is made of them.
        at: now, UTC.
        domain: the right-hand side of the message id.
    """
    values = {"subscriber": telling.subscription.subscriber, "kind": kind, "due": to_text(telling.due)}
    if since is not None or kind in _DIGESTS.values():
        earliest = to_text(since or telling.due)
        if found := conn.execute(_OPEN, {**values, "since": earliest}).fetchone():
            return int(found["id"])
    message_id = _message_id(domain, *about, telling.subscription.address.lower())
    cursor = conn.execute(
        "INSERT INTO notices (subscriber_id, kind, message_id, created_at, due_at)"
        " VALUES (:subscriber, :kind, :message_id, :at, :due)",
        {**values, "message_id": message_id, "at": to_text(at)},
    )
    notice_id = int(cursor.lastrowid or 0)
    conn.execute(
        "INSERT INTO deliveries (notice_id, state, next_attempt_at) VALUES (:notice, 'waiting', :due)",
        {"notice": notice_id, "due": values["due"]},
    )
    return notice_id


def _message_id(domain: str, *about: str) -> str:
    """Return a message id (RFC 5322, section 3.6.4) that is the same whenever the same is told."""
    told = "\n".join((domain, *about))
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:32]}@{domain}>"
