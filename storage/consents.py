"""Which addresses want the mails that are asked for them: what was confirmed, and what was stopped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.notices.consent import ASK_AGAIN, decided
from monitor.core.records import Hearing
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Consent

LINK, LAPSED = "link", "lapsed"
"""How something ended that its reader is not to hear of again: by a link of a mail, or because nobody confirmed it."""

_ALL = to_json(())  # the phrases of what looks for none
_STOP = """
FROM stops WHERE subscriber_id = :subscriber AND watch_id IS :watch AND tag IS :tag AND phrases = :phrases
"""

# A question that is being sent and asks nothing any more: it may still come, and is not tried again.
_ANSWERED = """
UPDATE deliveries SET is_withdrawn = 1 WHERE state = 'sending'
AND notice_id IN (SELECT notice_id FROM notice_questions WHERE subscription_id = ?)
AND NOT EXISTS (SELECT 1 FROM notice_questions q JOIN subscriptions p ON p.id = q.subscription_id
    WHERE q.notice_id = deliveries.notice_id AND p.unconfirmed_since IS NOT NULL)
"""
# Who stopped all of a watch or tag has stopped what looks for phrases in it as well.
_STOPPED = "SELECT 1" + _STOP.replace("phrases = :phrases", f"phrases IN (:phrases, '{_ALL}')")

_REFUSES = "(s.refused_at IS NOT NULL AND s.confirmed_at IS NULL)"
_FOLLOWED = """
SELECT s.email, p.watch_id, coalesce(p.tag, '') AS tag, p.phrases FROM subscriptions p
JOIN subscribers s ON s.id = p.subscriber_id
"""


def decide(
    conn: sqlite3.Connection, email: str, values: Mapping[str, object], consent: Consent, *, now: datetime
) -> Hearing:
    """Decide what becomes of an address that is to hear of something it does not hear of.

    Args:
        conn: inside a write transaction; a stop is forgotten once it is overruled, or what is asked is confirmed.
        email: the address.
        values: the numbers of its subscriber and of the watch, the tag, and the phrases as they are stored.
        consent: what is known of whether it wants that.
        now: when, UTC.
    """
    is_stopped = conn.execute(_STOPPED, values).fetchone() is not None
    known = conn.execute(
        "SELECT confirmed_at IS NOT NULL AS is_known, refused_at IS NOT NULL AS has_refused FROM subscribers"
        " WHERE id = :subscriber",
        values,
    ).fetchone()
    hearing = decided(
        consent,
        email,
        is_known=bool(known["is_known"]),
        is_stopped=is_stopped,
        has_refused=bool(known["has_refused"]),
    )
    if hearing is Hearing.HEARS:
        conn.execute(f"DELETE {_STOP}", values)
        _know(conn, values, now=now)
    return hearing


def decide_again(conn: sqlite3.Connection, found: sqlite3.Row, consent: Consent, *, now: datetime) -> None:
    """Confirm a subscription that waits where somebody vouches for it; have it asked again where a person names it.

    That its address is known, or nobody can be asked now, is no answer to what it was asked.

    Args:
        conn: inside a write transaction.
        found: the row of the subscription with its address.
        consent: what is known of whether the address wants it.
        now: when, UTC.
    """
    if found["unconfirmed_since"] is None:
        return
    values = {"subscriber": found["subscriber_id"], "id": found["id"], "now": to_text(now)}
    if consent.is_sure:
        confirm(conn, [found["id"]], now=now)
    elif consent.is_direct:
        # where a question was handed over, and not before the address may be asked again
        conn.execute(
            "UPDATE subscriptions SET unconfirmed_since = :now WHERE id = :id AND EXISTS ("
            " SELECT 1 FROM notice_questions q JOIN deliveries d ON d.notice_id = q.notice_id"
            " WHERE q.subscription_id = subscriptions.id AND q.asked_at >= subscriptions.unconfirmed_since"
            " AND q.asked_at <= :before AND d.state IN ('sent', 'failed'))",
            {**values, "before": to_text(now - ASK_AGAIN)},
        )


def _know(conn: sqlite3.Connection, values: Mapping[str, object], *, now: datetime) -> None:
    conn.execute(
        "UPDATE subscribers SET confirmed_at = coalesce(confirmed_at, :now), refused_at = NULL WHERE id = :subscriber",
        {"subscriber": values["subscriber"], "now": to_text(now)},
    )


def confirm(conn: sqlite3.Connection, numbers: Iterable[int], *, now: datetime) -> int:
    """Confirm subscriptions that wait for it; what is told from now on is mailed.

    Args:
        conn: inside a write transaction.
        numbers: of the subscriptions.
        now: when, UTC.

    Returns:
        How many of them waited.
    """
    found = 0
    for number in numbers:
        row = conn.execute(
            "SELECT subscriber_id AS subscriber, watch_id AS watch, tag, phrases FROM subscriptions"
            " WHERE id = ? AND unconfirmed_since IS NOT NULL",
            [number],
        ).fetchone()
        if row is None:
            continue
        found += 1
        conn.execute("UPDATE subscriptions SET unconfirmed_since = NULL WHERE id = ?", [number])
        conn.execute(f"DELETE {_STOP}", dict(row))
        _know(conn, dict(row), now=now)
        # a question that was not handed over has been answered
        conn.execute(
            "DELETE FROM notice_questions WHERE subscription_id = ? AND notice_id IN"
            " (SELECT notice_id FROM deliveries WHERE state IN ('waiting', 'failed'))",
            [number],
        )
        conn.execute(_ANSWERED, [number])
    return found


def remember_stop(conn: sqlite3.Connection, number: int, how: str, *, now: datetime) -> None:
    """Remember that a subscription that is about to end is not to come back unasked.

    Who has no other subscription that is confirmed is asked before they hear of anything again; who so ended what they
    were asked about has refused, and is asked by no list.

    Args:
        conn: inside a write transaction.
        number: of the subscription.
        how: `LINK` or `LAPSED`.
        now: when, UTC.
    """
    conn.execute(
        "INSERT OR REPLACE INTO stops (subscriber_id, watch_id, tag, phrases, how, at)"
        " SELECT subscriber_id, watch_id, tag, phrases, :how, :now FROM subscriptions WHERE id = :id",
        {"id": number, "how": how, "now": to_text(now)},
    )
    if how == LINK:
        conn.execute(
            "UPDATE subscribers SET refused_at = :now WHERE id ="
            " (SELECT subscriber_id FROM subscriptions WHERE id = :id AND unconfirmed_since IS NOT NULL)",
            {"id": number, "now": to_text(now)},
        )
    conn.execute(
        "UPDATE subscribers SET confirmed_at = NULL WHERE id = (SELECT subscriber_id FROM subscriptions WHERE id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM subscriptions p WHERE p.subscriber_id = subscribers.id AND p.id <> :id"
        " AND p.unconfirmed_since IS NULL)",
        {"id": number},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What somebody is not to hear of again unless they, or somebody for them, say so.

    Args:
        address: theirs.
        watch_id: the number of the watch, None for none.
        tag: the tag, "" for none.
        phrases: those looked for there, as they are stored.
        is_lapsed: whether nobody confirmed it; else it was stopped by a link of a mail.
        is_refused: whether they answered not to be asked again, be it about something else.
        at: when, UTC.
    """

    address: str
    watch_id: int | None
    tag: str
    phrases: str
    is_lapsed: bool
    is_refused: bool
    at: datetime


@decoded
def stops(db: Database) -> tuple[Stop, ...]:
    """Return all that is remembered so, by address."""
    rows = reading(
        db,
        f"SELECT t.*, s.email, {_REFUSES} AS refuses FROM stops t JOIN subscribers s ON s.id = t.subscriber_id"
        " ORDER BY s.email, t.id",
    )
    return tuple(
        Stop(
            address=row["email"],
            watch_id=row["watch_id"],
            tag=row["tag"] or "",
            phrases=row["phrases"],
            is_lapsed=row["how"] == LAPSED,
            is_refused=bool(row["refuses"]),
            at=from_text(row["at"]),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address is to hear of.

    Args:
        address: which.
        watch_id: the number of the watch, None for none.
        tag: the tag, "" for none.
        phrases: that are looked for there.
    """

    address: str
    watch_id: int | None = None
    tag: str = ""
    phrases: tuple[str, ...] = ()


def stopped_among(db: Database, wanted: Iterable[Wanted]) -> tuple[Stop, ...]:
    """Return what was asked for and stays as its reader left it: stopped, never confirmed, or refused with all else."""
    left = _keys(wanted)
    if left:
        left -= {_key(row) for row in reading(db, _FOLLOWED)}
    if not left:
        return ()
    found = {(one.address.casefold(), one.watch_id, one.tag, one.phrases): one for one in stops(db)}
    wider = {key: found[(*key[:3], _ALL)] for key in left - found.keys() if (*key[:3], _ALL) in found}
    refused = _refused(db)
    asked = sorted(left - found.keys() - wider.keys(), key=str)
    return (
        *(one for key, one in found.items() if key in left),
        *(replace(one, phrases=key[3]) for key, one in sorted(wider.items(), key=str)),
        *(replace(refused[key[0]], watch_id=key[1], tag=key[2], phrases=key[3]) for key in asked if key[0] in refused),
    )


@decoded
def _refused(db: Database) -> dict[str, Stop]:
    """Return what addresses refused that are to be asked about nothing, by them without capitals."""
    rows = reading(db, f"SELECT s.email, s.refused_at FROM subscribers s WHERE {_REFUSES}")
    return {
        row["email"].casefold(): Stop(
            address=row["email"],
            watch_id=None,
            tag="",
            phrases="",
            is_lapsed=False,
            is_refused=True,
            at=from_text(row["refused_at"]),
        )
        for row in rows
    }


def unconfirmed_among(db: Database, wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """Return the addresses that are to confirm some of what was asked for."""
    keys = _keys(wanted)
    rows = reading(db, f"{_FOLLOWED} WHERE p.unconfirmed_since IS NOT NULL")
    found = {row["email"] for row in rows if _key(row) in keys}
    return tuple(sorted(found))


def _key(row: sqlite3.Row) -> tuple[str, int | None, str, str]:
    return (row["email"].casefold(), row["watch_id"], row["tag"], row["phrases"])


def _keys(wanted: Iterable[Wanted]) -> set[tuple[str, int | None, str, str]]:
    return {(one.address.casefold(), one.watch_id, one.tag, to_json(one.phrases)) for one in wanted}
