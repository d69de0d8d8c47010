"""Blind spells: when a watch could not see its page, and the notices of their beginning and end.

All of it happens in the transaction that records a check. A notice of this kind may tell of several watches: as long as
no sender has taken it, whatever else its reader is to hear joins it, so an outage of the monitor's own network is one
mail and not one a watch. Once taken it is fixed, so a repeat is the same message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.notices.choosing import health_tellings
from monitor.core.records import Changed, HealthEvent, Held
from storage.enqueue import GROWING, place_health
from storage.subscriptions import subscriptions_to
from storage.times import to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from monitor.core.records import Fetched, FetchFailure, Seen, Telling

_HEARS = """
EXISTS (
    SELECT 1 FROM notices n JOIN notice_spells i ON i.notice_id = n.id
    WHERE n.subscriber_id = :subscriber AND i.spell_id = :spell AND i.event = :event
)
"""

# never in a sender's hands: a sender that had one of these in hand may have let it go
_UNTOLD = f"""
SELECT i.notice_id FROM notice_spells i JOIN deliveries d ON d.notice_id = i.notice_id
WHERE i.spell_id = :spell AND i.event = 'blind' AND {GROWING}
"""

_TOLD = """
SELECT n.subscriber_id FROM notice_spells i
JOIN notices n ON n.id = i.notice_id JOIN deliveries d ON d.notice_id = i.notice_id
WHERE i.spell_id = :spell AND i.event = 'blind' AND d.state <> 'failed'
"""


def note_failure(
    conn: sqlite3.Connection, fetched: Fetched, failure: FetchFailure, *, blind_after: int, domain: str | None
) -> None:
    """Note a failed check: with enough of them in a row the watch is blind, and its subscribers are to hear of it.

    Each hears of a spell once. Those who subscribe in the middle of it hear of it at the next failed check.

    Args:
        conn: inside the transaction that records the check; the failure is counted already.
        fetched: what the request brought.
        failure: why it failed.
        blind_after: how many failed checks in a row make a watch blind.
        domain: the right-hand side of the message ids; None writes no notices.
    """
    spell = _open_spell(conn, fetched.watch_id)
    if spell is not None:
        _mend(conn, spell, at=fetched.at)
    else:
        row = conn.execute("SELECT failures, failing_since FROM watches WHERE id = ?", [fetched.watch_id]).fetchone()
        if row["failures"] < blind_after:
            return
        spell = _begin(conn, fetched, failure, since=row["failing_since"])
    if domain is not None:
        for telling in _tellings(conn, fetched):
            _tell(conn, telling, spell=spell, event=HealthEvent.BLIND, at=fetched.at, domain=domain)


def note_success(conn: sqlite3.Connection, fetched: Fetched, outcome: Seen, *, domain: str | None) -> None:
    """Note that a watch saw its page: a spell ends, and those who were told of it hear of that.

    A mail about a spell that no sender has taken is withdrawn: what began and ended unnoticed troubles nobody.

    Args:
        conn: inside the transaction that records the check, after its change.
        fetched: what the request brought.
        outcome: what was decided.
        domain: the right-hand side of the message ids; None writes no notices.
    """
    spell = _open_spell(conn, fetched.watch_id)
    if spell is None:
        _end_by_change(conn, fetched.watch_id, outcome)
        return
    _mend(conn, spell, at=fetched.at)
    conn.execute(
        "UPDATE blind_spells SET ended_at = :at, ended_by = :by, change_id = (SELECT max(id) FROM changes"
        " WHERE watch_id = :watch AND :changed) WHERE id = :spell",
        {
            "at": to_text(fetched.at),
            "by": "held" if isinstance(outcome, Held) else outcome.kind,
            "watch": fetched.watch_id,
            "changed": isinstance(outcome, Changed),
            "spell": spell,
        },
    )
    _withdraw(conn, spell)
    if domain is not None:
        told = {row["subscriber_id"] for row in conn.execute(_TOLD, {"spell": spell})}
        for telling in _tellings(conn, fetched):
            if telling.subscription.subscriber in told:
                _tell(conn, telling, spell=spell, event=HealthEvent.SEES, at=fetched.at, domain=domain)


def _end_by_change(conn: sqlite3.Connection, watch_id: int, outcome: Seen) -> None:
    """Let a spell that the first look at an edit ended be one that ended by the change which a second look confirms."""
    if isinstance(outcome, Changed) and outcome.look:
        conn.execute(
            "UPDATE blind_spells SET ended_by = 'changed', change_id = (SELECT max(id) FROM changes"
            " WHERE watch_id = :watch) WHERE watch_id = :watch AND ended_by = 'held' AND ended_at = :at",
            {"watch": watch_id, "at": to_text(outcome.look.at)},
        )


def end_untold(conn: sqlite3.Connection, watch_id: int, *, now: datetime) -> None:
    """End the spell of a watch that nobody looks at any more; nothing is told of it from now on.

    Args:
        conn: inside a write transaction.
        watch_id: the watch.
        now: when, UTC.
    """
    spell = _open_spell(conn, watch_id)
    if spell is not None:
        conn.execute("UPDATE blind_spells SET ended_at = ? WHERE id = ?", [to_text(now), spell])
        _withdraw(conn, spell)


def _open_spell(conn: sqlite3.Connection, watch_id: int) -> int | None:
    row = conn.execute("SELECT id FROM blind_spells WHERE watch_id = ? AND ended_at IS NULL", [watch_id]).fetchone()
    return row and int(row["id"])


def _begin(conn: sqlite3.Connection, fetched: Fetched, failure: FetchFailure, *, since: str) -> int:
    cursor = conn.execute(
        "INSERT INTO blind_spells (watch_id, since, found_at, kind, status, detail)"
        " VALUES (:watch, :since, :at, :kind, :status, :detail)",
        {
            "watch": fetched.watch_id,
            "since": since,
            "at": to_text(fetched.at),
            "kind": failure.kind,
            "status": fetched.status,
            "detail": failure.detail,
        },
    )
    return int(cursor.lastrowid or 0)


def _mend(conn: sqlite3.Connection, spell: int, *, at: datetime) -> None:
    """A spell cannot have begun after the present check: a clock that was ahead wrote so."""
    conn.execute(
        "UPDATE blind_spells SET since = min(since, :at), found_at = min(found_at, :at) WHERE id = :spell",
        {"at": to_text(at), "spell": spell},
    )


def _withdraw(conn: sqlite3.Connection, spell: int) -> None:
    for row in conn.execute(_UNTOLD, {"spell": spell}).fetchall():
        conn.execute(
            "DELETE FROM notice_spells WHERE notice_id = ? AND spell_id = ? AND event = 'blind'",
            [row["notice_id"], spell],
        )


def _tellings(conn: sqlite3.Connection, fetched: Fetched) -> tuple[Telling, ...]:
    kind = conn.execute("SELECT kind FROM watches WHERE id = ?", [fetched.watch_id]).fetchone()["kind"]
    return health_tellings(subscriptions_to(conn, fetched.watch_id), kind, fetched.at)


def _tell(
    conn: sqlite3.Connection, telling: Telling, *, spell: int, event: HealthEvent, at: datetime, domain: str
) -> None:
    values = {"subscriber": telling.subscription.subscriber, "spell": spell, "event": event}
    if conn.execute(f"SELECT {_HEARS}", values).fetchone()[0]:
        return
    about = ("health", str(spell), event, to_text(at))
    conn.execute(
        "INSERT INTO notice_spells (notice_id, spell_id, event, subscription_id) VALUES (?, ?, ?, ?)",
        [place_health(conn, telling, about=about, at=at, domain=domain), spell, event, telling.subscription.id],
    )
