"""What waits to be told, decided again after its readers chose otherwise or follow no longer.

A choice says when somebody wants to hear, so what waits because of it goes when the new choice says. Where nothing of
what a reader follows wants it any more, it is told no more, also where it was tried or given up before. A notice that
was tried may have come, so a repeat tells the same: it stays as it is as long as anything in it is wanted, and goes
whole. What is in a sender's hands may come, and is not tried again where it fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.notices.choosing import health_tellings, tellings
from storage.database import reading
from storage.enqueue import GROWING, domain_of, news_of, place_again, place_health, put_change
from storage.subscriptions import subscriptions_to
from storage.times import to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Telling

_CHANGES = f"""
SELECT i.change_id, i.subscriber_id, i.notice_id, n.message_id, n.due_at, c.watch_id
FROM notice_changes i JOIN notices n ON n.id = i.notice_id JOIN deliveries d ON d.notice_id = n.id
JOIN changes c ON c.id = i.change_id
WHERE i.subscription_id = :id AND {GROWING} ORDER BY i.change_id
"""
_SPELLS = f"""
SELECT i.spell_id, i.event, n.subscriber_id, i.notice_id, n.message_id, w.id AS watch_id, w.kind
FROM notice_spells i JOIN notices n ON n.id = i.notice_id JOIN deliveries d ON d.notice_id = n.id
JOIN blind_spells b ON b.id = i.spell_id JOIN watches w ON w.id = b.watch_id
WHERE i.subscription_id = :id AND {GROWING} ORDER BY i.spell_id, i.event
"""

# Of a subscription those that grow no more; where it ends, also what waits because of nothing that is known: it was
# written before notices said because of what, or that has ended.
_FIXED = f"""
SELECT n.id, d.state FROM notices n JOIN deliveries d ON d.notice_id = n.id
WHERE d.state IN ('waiting', 'sending', 'failed') AND (
    NOT ({GROWING}) AND n.id IN (
        SELECT notice_id FROM notice_changes WHERE subscription_id = :id
        UNION SELECT notice_id FROM notice_spells WHERE subscription_id = :id
    )
    OR :ends AND n.subscriber_id = (SELECT subscriber_id FROM subscriptions WHERE id = :id) AND (
        EXISTS (SELECT 1 FROM notice_changes i WHERE i.notice_id = n.id AND i.subscription_id IS NULL)
        OR EXISTS (SELECT 1 FROM notice_spells i WHERE i.notice_id = n.id AND i.subscription_id IS NULL)
    )
)
"""
_REVIEWS_GO = """
DELETE FROM notice_reviews WHERE subscription_id = ?
AND notice_id IN (SELECT notice_id FROM deliveries WHERE state <> 'sent')
"""
_CHANGES_IN = """
SELECT i.change_id, i.subscriber_id, c.watch_id FROM notice_changes i JOIN changes c ON c.id = i.change_id
WHERE i.notice_id = :id
"""
_SPELLS_IN = """
SELECT i.spell_id, i.event, n.subscriber_id, w.id AS watch_id, w.kind
FROM notice_spells i JOIN notices n ON n.id = i.notice_id
JOIN blind_spells b ON b.id = i.spell_id JOIN watches w ON w.id = b.watch_id
WHERE i.notice_id = :id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechosen:
    """What became of the changes that waited because of subscriptions.

    Args:
        waiting: how many are told, be it at another time than before.
        due: when the last of them is, UTC; None where none waits.
        dropped: how many nobody is told of any more.
        sending: how many mails are being sent that nobody wants any more; they may come, and are not tried again.
    """

    waiting: int = 0
    due: datetime | None = None
    dropped: int = 0
    sending: int = 0


def end_subscriptions(conn: sqlite3.Connection, numbers: Iterable[int], *, now: datetime) -> Rechosen:
    """End subscriptions; what waits because of them is told where another subscription of its reader wants it.

    Args:
        conn: inside a write transaction.
        numbers: of the subscriptions.
        now: UTC.

    Returns:
        What became of the changes that waited because of them.
    """
    ended = [*numbers]
    waiting = _Waiting.because_of(conn, ended, ends=True)
    conn.executemany(_REVIEWS_GO, [(number,) for number in ended])
    conn.executemany("DELETE FROM subscriptions WHERE id = ?", [(number,) for number in ended])
    return waiting.decided(conn, now=now)


def rechoose(conn: sqlite3.Connection, number: int, *, now: datetime) -> Rechosen:
    """Decide again on what waits because of a subscription whose choice was changed.

    Args:
        conn: inside a write transaction.
        number: of the subscription.
        now: UTC.

    Returns:
        What became of the changes that waited because of it.
    """
    return _Waiting.because_of(conn, [number]).decided(conn, now=now)


def waiting_by_subscription(db: Database) -> dict[int, int]:
    """Return how many changes wait to be told because of each subscription, by its number."""
    rows = reading(
        db,
        "SELECT i.subscription_id AS id, count(*) AS waiting FROM notice_changes i"
        " JOIN deliveries d ON d.notice_id = i.notice_id"
        " WHERE d.state IN ('waiting', 'sending') AND i.subscription_id IS NOT NULL GROUP BY i.subscription_id",
    )
    return {row["id"]: row["waiting"] for row in rows}


def waiting_of(db: Database, watch_id: int) -> int:
    """Return how many changes of a watch wait to be told to somebody."""
    rows = reading(
        db,
        "SELECT count(DISTINCT i.change_id) AS waiting FROM changes c JOIN notice_changes i ON i.change_id = c.id"
        " JOIN deliveries d ON d.notice_id = i.notice_id"
        " WHERE c.watch_id = :watch AND d.state IN ('waiting', 'sending')",
        {"watch": watch_id},
    )
    return int(next(rows)["waiting"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    changes: list[sqlite3.Row]
    spells: list[sqlite3.Row]
    fixed: dict[int, str]

    @classmethod
    def because_of(cls, conn: sqlite3.Connection, numbers: list[int], *, ends: bool = False) -> _Waiting:
        def rows(sql: str) -> list[sqlite3.Row]:
            return [row for number in numbers for row in conn.execute(sql, {"id": number, "ends": ends})]

        fixed = {row["id"]: row["state"] for row in rows(_FIXED)}
        return cls(changes=rows(_CHANGES), spells=rows(_SPELLS), fixed=fixed)

    def decided(self, conn: sqlite3.Connection, *, now: datetime) -> Rechosen:
        told = [_change_again(conn, row, now=now) for row in self.changes]
        for row in self.spells:
            _spell_again(conn, row, now=now)
        dues = [telling.due for telling in told if telling]
        unwanted = [notice for notice in sorted(self.fixed) if not _is_wanted(conn, notice, now=now)]
        sending = [notice for notice in unwanted if self.fixed[notice] == "sending"]
        conn.executemany("UPDATE deliveries SET is_withdrawn = 1 WHERE notice_id = ?", [(one,) for one in sending])
        dropped = sum(_dropped(conn, notice) for notice in unwanted if notice not in sending)
        return Rechosen(
            waiting=len(dues),
            due=max(dues, default=None),
            dropped=len(told) - len(dues) + dropped,
            sending=len(sending),
        )


def _is_wanted(conn: sqlite3.Connection, notice: int, *, now: datetime) -> bool:
    """Tell whether anything is wanted of a notice that may not be told otherwise."""
    changes = conn.execute(_CHANGES_IN, {"id": notice}).fetchall()
    spells = conn.execute(_SPELLS_IN, {"id": notice}).fetchall()
    return any(_change_telling(conn, row, now=now) for row in changes) or any(
        _spell_telling(conn, row, now=now) for row in spells
    )


def _dropped(conn: sqlite3.Connection, notice: int) -> int:
    """Drop a notice; return how many changes it told."""
    changes = conn.execute(_CHANGES_IN, {"id": notice}).fetchall()
    for table in ("notice_changes", "notice_spells"):
        conn.execute(f"DELETE FROM {table} WHERE notice_id = ?", [notice])
    return len(changes)


def _change_telling(conn: sqlite3.Connection, row: sqlite3.Row, *, now: datetime) -> Telling | None:
    covering = subscriptions_to(conn, row["watch_id"], subscriber=row["subscriber_id"])
    return next(iter(tellings(covering, news_of(conn, row["change_id"], covering), now)), None)


def _spell_telling(conn: sqlite3.Connection, row: sqlite3.Row, *, now: datetime) -> Telling | None:
    covering = subscriptions_to(conn, row["watch_id"], subscriber=row["subscriber_id"])
    return next(iter(health_tellings(covering, row["kind"], now)), None)


def _change_again(conn: sqlite3.Connection, row: sqlite3.Row, *, now: datetime) -> Telling | None:
    telling = _change_telling(conn, row, now=now)
    conn.execute(
        "DELETE FROM notice_changes WHERE subscriber_id = ? AND change_id = ?", [row["subscriber_id"], row["change_id"]]
    )
    if telling:
        notice = place_again(conn, telling, row["change_id"], left=row["message_id"], at=now)
        put_change(conn, telling, row["change_id"], notice)
    return telling


def _spell_again(conn: sqlite3.Connection, row: sqlite3.Row, *, now: datetime) -> None:
    telling = _spell_telling(conn, row, now=now)
    values = {"spell": row["spell_id"], "event": row["event"]}
    conn.execute(
        "DELETE FROM notice_spells WHERE notice_id = :notice AND spell_id = :spell AND event = :event",
        {**values, "notice": row["notice_id"]},
    )
    if telling:
        about = (row["message_id"], to_text(now), str(row["spell_id"]), row["event"])
        conn.execute(
            "INSERT INTO notice_spells (notice_id, spell_id, event, subscription_id)"
            " VALUES (:notice, :spell, :event, :because)",
            {
                **values,
                "notice": place_health(conn, telling, about=about, at=now, domain=domain_of(row["message_id"])),
                "because": telling.subscription.id,
            },
        )
