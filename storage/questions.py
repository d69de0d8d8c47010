"""Asking by mail whether whoever has an address wants what was asked for it; what nobody confirms ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.notices.consent import ASK_AGAIN, LAPSE, MOST_ASKED
from monitor.core.records import NoticeKind, Telling
from storage.consents import LAPSED, remember_stop
from storage.database import reading
from storage.enqueue import EVER, GROWING, notice_for
from storage.faults import decoded
from storage.subscriptions import subscription_of
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from sqlite_utils import Database

_UNASKED = """
SELECT p.id, s.id AS subscriber, s.asked_at FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id
WHERE p.unconfirmed_since IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM notice_questions q WHERE q.subscription_id = p.id AND q.asked_at >= p.unconfirmed_since
)
ORDER BY p.id
"""
# A question that was written lately is not waited for too long, since whenever the subscription may say it waits.
_OVERDUE = """
(unconfirmed_since <= :before AND NOT EXISTS (
    SELECT 1 FROM notice_questions q
    WHERE q.subscription_id = subscriptions.id AND q.asked_at > :before AND q.asked_at <= :now
))
"""
_DOUBTFUL = f"unconfirmed_since IS NOT NULL AND (unconfirmed_since > :now OR {_OVERDUE})"
DOUBTED = timedelta(days=1)
"""How long a clock has to say so until it is believed."""
_GROWING = f"SELECT 1 FROM notices n JOIN deliveries d ON d.notice_id = n.id WHERE n.kind = 'confirm' AND {GROWING}"
_OPEN = f"{_GROWING} AND n.subscriber_id = :subscriber"


def ask(conn: sqlite3.Connection, *, now: datetime, domain: str) -> int:
    """Write the questions that may go out now: one mail a day to an address, and a bounded number of mails in all.

    What waits meanwhile is asked the next time this is called, in one mail to each address.

    Args:
        conn: inside a write transaction.
        now: when, UTC.
        domain: the right-hand side of the message ids.

    Returns:
        How many subscriptions are asked about.
    """
    lately = {"since": to_text(now - ASK_AGAIN), "now": to_text(now)}
    sql = "SELECT count(*) FROM subscribers WHERE asked_at > :since AND asked_at <= :now"
    left, asked = MOST_ASKED - int(conn.execute(sql, lately).fetchone()[0]), 0
    if left <= 0 and conn.execute(_GROWING).fetchone() is None:
        return 0
    for row in conn.execute(_UNASKED).fetchall():
        subscriber, at = {"subscriber": row["subscriber"]}, row["asked_at"]
        if conn.execute(_OPEN, subscriber).fetchone() is None:
            if left <= 0 or (at and lately["since"] < at <= lately["now"]):
                continue
            left -= 1
            conn.execute("UPDATE subscribers SET asked_at = :now WHERE id = :subscriber", {**lately, **subscriber})
        _put_question(conn, row["id"], now=now, domain=domain)
        asked += 1
    return asked


def _put_question(conn: sqlite3.Connection, number: int, *, now: datetime, domain: str) -> None:
    subscription = subscription_of(conn, number)
    if subscription is None:
        return
    telling = Telling(subscription=subscription, due=now)
    about = ("confirm", str(number), to_text(now))
    notice = notice_for(conn, telling, NoticeKind.CONFIRM, since=EVER, about=about, at=now, domain=domain)
    conn.execute(
        "INSERT OR REPLACE INTO notice_questions (notice_id, subscription_id, asked_at) VALUES (?, ?, ?)",
        [notice, number, to_text(now)],
    )


def end_lapsed(conn: sqlite3.Connection, *, now: datetime) -> int:
    """End what nobody confirmed in time, and remember that.

    A clock that is wrong for a moment ends nothing: what has waited too long has to be found so again a day later. What
    is found only days after its time, which a clock wrote that was behind or nobody looked, waits from now on; and so
    does what waits since a time to come, where that is still so a day later.

    Args:
        conn: inside a write transaction.
        now: when, UTC.

    Returns:
        How many subscriptions ended.
    """
    times = {"now": now, "yesterday": now - DOUBTED, "before": now - LAPSE, "long_before": now - LAPSE - 2 * DOUBTED}
    values = {name: to_text(at) for name, at in times.items()}
    conn.execute(f"UPDATE subscriptions SET doubted_at = NULL WHERE NOT ({_DOUBTFUL}) OR doubted_at > :now", values)
    conn.execute(
        f"UPDATE subscriptions SET unconfirmed_since = :now"
        f" WHERE {_OVERDUE} AND doubted_at IS NULL AND unconfirmed_since < :long_before",
        values,
    )
    conn.execute(f"UPDATE subscriptions SET doubted_at = :now WHERE ({_DOUBTFUL}) AND doubted_at IS NULL", values)
    conn.execute(
        "UPDATE subscriptions SET unconfirmed_since = :now, doubted_at = NULL"
        " WHERE unconfirmed_since > :now AND doubted_at <= :yesterday",
        values,
    )
    sql = f"SELECT id FROM subscriptions WHERE {_OVERDUE} AND doubted_at <= :yesterday"
    lapsed = [int(row["id"]) for row in conn.execute(sql, values).fetchall()]
    for number in lapsed:
        remember_stop(conn, number, LAPSED, now=now)
        conn.execute("DELETE FROM subscriptions WHERE id = ?", [number])
    return len(lapsed)


@decoded
def closes_at(db: Database, number: int) -> datetime:
    """Return until when a subscription that waits can be confirmed, UTC: as long as `end_lapsed` lets it wait at least.

    Args:
        db: the store.
        number: of the subscription.
    """
    row = next(
        reading(
            db,
            "SELECT max(p.unconfirmed_since, coalesce(max(q.asked_at), p.unconfirmed_since)) AS since"
            " FROM subscriptions p LEFT JOIN notice_questions q ON q.subscription_id = p.id WHERE p.id = :id",
            {"id": number},
        )
    )
    return from_text(row["since"]) + LAPSE + DOUBTED


_QUESTIONS = """
SELECT s.email, coalesce((
    SELECT d.state FROM notice_questions q JOIN deliveries d ON d.notice_id = q.notice_id
    WHERE q.subscription_id = p.id AND q.asked_at >= p.unconfirmed_since ORDER BY q.notice_id DESC LIMIT 1
), '') AS state
FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id WHERE p.unconfirmed_since IS NOT NULL
"""
_FURTHEST = ("", "failed", "waiting", "sending", "sent")  # from a question that is not written to one that was sent


def questions_to(db: Database, addresses: Collection[str]) -> dict[str, int]:
    """Return how the questions to some addresses stand: of how many of them which is written, waiting or sent.

    Args:
        db: the store.
        addresses: that are to confirm.

    Returns:
        Counts by the state of a delivery, "" for those whose question is yet to be written; of several questions to an
        address the one that is least far counts.
    """
    wanted = {one.casefold() for one in addresses}
    found: dict[str, str] = {}
    for row in reading(db, _QUESTIONS):
        address = row["email"].casefold()
        if address in wanted:
            found[address] = min(found.get(address, row["state"]), row["state"], key=_FURTHEST.index)
    return dict(Counter(found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """What waits for whoever has an address to confirm it, and what ended because nobody did.

    Args:
        count: how many subscriptions wait.
        since: since when the first of them does, UTC; None where none waits.
        unasked: how many of them nobody was asked about yet.
        lapsed: how many ended within the last 30 days.
    """

    count: int
    since: datetime | None
    unasked: int
    lapsed: int


@decoded
def unconfirmed_of(db: Database, *, now: datetime) -> Unconfirmed:
    """Return how many subscriptions are not confirmed."""
    row = next(
        reading(
            db,
            "SELECT count(*) AS count, min(unconfirmed_since) AS since FROM subscriptions"
            " WHERE unconfirmed_since IS NOT NULL",
        )
    )
    values = {"how": LAPSED, "since": to_text(now - LAPSE)}
    lapsed = next(reading(db, "SELECT count(*) AS count FROM stops WHERE how = :how AND at >= :since", values))
    return Unconfirmed(
        count=row["count"],
        since=from_text(row["since"]) if row["since"] else None,
        unasked=sum(1 for _ in reading(db, _UNASKED)) if row["count"] else 0,
        lapsed=lapsed["count"],
    )


def is_anybody_unconfirmed(db: Database) -> bool:
    """Tell whether a subscription waits to be confirmed."""
    return next(reading(db, "SELECT 1 FROM subscriptions WHERE unconfirmed_since IS NOT NULL"), None) is not None
