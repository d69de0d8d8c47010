"""Who hears of what: addresses, the watches and tags they follow, and what of these they chose."""

from __future__ import annotations

import json
from datetime import time
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.records import AT_ONCE, Choice, Hearing, Pace, Significance, Subscription, Way, way_of
from storage.consents import decide, decide_again
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

_SUBSCRIPTIONS = """
SELECT p.*, s.email, s.language, coalesce(w.slug, '') AS slug FROM subscriptions p
JOIN subscribers s ON s.id = p.subscriber_id LEFT JOIN watches w ON w.id = p.watch_id
"""
COVERS = """
p.unconfirmed_since IS NULL
AND (p.watch_id = :watch OR p.tag IN (SELECT tag FROM watch_tags WHERE watch_id = :watch)
    OR p.watch_id IS NULL AND p.tag IS NULL)
"""
"""Whether a subscription `p` is to a watch, by itself, by one of its tags or as to all, and is confirmed."""


def subscriber_of(conn: sqlite3.Connection, email: str, now: datetime) -> int:
    """Return the number of an address, which is written down where it is new.

    Raises:
        InvalidInputError: it is none of mail, and another differs from it in capitals alone.
    """
    conn.execute("INSERT OR IGNORE INTO subscribers (email, added_at) VALUES (?, ?)", [email, to_text(now)])
    found = conn.execute("SELECT id, email FROM subscribers WHERE email = ?", [email]).fetchone()
    if found["email"] != email and way_of(email) is not Way.MAIL:
        # addresses are told apart as mail addresses are; what would go to the other is worse than a refusal
        raise InvalidInputError(
            "this address differs from one that is subscribed in capitals alone; write a letter of it as %XX"
        )
    return int(found["id"])


def speak_to(conn: sqlite3.Connection, email: str, language: str) -> str:
    """Tell a subscriber in a language from now on, also of what waits.

    Args:
        conn: inside a write transaction.
        email: the address; nothing happens where it is none of a subscriber.
        language: the code of the language, "" for that of the configuration.

    Returns:
        The code of the language before.
    """
    row = conn.execute("SELECT language FROM subscribers WHERE email = ?", [email]).fetchone()
    conn.execute("UPDATE subscribers SET language = ? WHERE email = ?", [language, email])
    return str(row["language"]) if row else language


def put_subscription(  # noqa: PLR0913 - a row of all of these
    conn: sqlite3.Connection,
    *,
    email: str,
    watch_id: int | None,
    tag: str | None,
    choice: Choice,
    now: datetime,
    consent: Consent = AT_ONCE,
) -> tuple[int, Choice | None]:
    """Let an address hear of a watch, of all watches of a tag or of all there are, now and later.

    Args:
        conn: inside a write transaction.
        email: the address.
        watch_id: the watch, or None.
        tag: the tag, or None.
        choice: what of them, and when. One that looks for other phrases is another subscription; any other replaces
            what the address chose before.
        now: when, UTC.
        consent: what is known of whether the address wants that.

    Returns:
        The number of the subscription, 0 where the address has stopped it and stays without; and what was chosen
        before, None where it is new.
    """
    values = {"subscriber": subscriber_of(conn, email, now), "watch": watch_id, "tag": tag, **_columns(choice)}
    found = _same(conn, values)
    if found:
        choose(conn, int(found["id"]), choice)
        decide_again(conn, found, consent, now=now)
        return int(found["id"]), _subscription(found).choice
    return _insert(conn, email, values, consent, now=now), None


def _same(conn: sqlite3.Connection, values: Mapping[str, object]) -> sqlite3.Row | None:
    row: sqlite3.Row | None = conn.execute(
        f"{_SUBSCRIPTIONS} WHERE p.subscriber_id = :subscriber AND p.watch_id IS :watch AND p.tag IS :tag"
        " AND p.phrases = :phrases",
        values,
    ).fetchone()
    return row


def _insert(
    conn: sqlite3.Connection, email: str, values: Mapping[str, object], consent: Consent, *, now: datetime
) -> int:
    """Write down a subscription that is new; return its number, 0 where there is to be none."""
    hearing = decide(conn, email, values, consent, now=now)
    if hearing is Hearing.STOPPED:
        return 0
    cursor = conn.execute(
        "INSERT INTO subscriptions (subscriber_id, watch_id, tag, pace, at, weekday, time_zone, quiet_from,"
        " quiet_until, least, topics, kinds, is_silent_only, has_health, has_reviews, phrases, unconfirmed_since)"
        " VALUES (:subscriber, :watch, :tag, :pace, :at, :weekday, :zone, :quiet_from, :quiet_until, :least, :topics,"
        " :kinds, :silent, :health, :reviews, :phrases, :unconfirmed)",
        {**values, "unconfirmed": to_text(now) if hearing is Hearing.ASKED else None},
    )
    return int(cursor.lastrowid or 0)


def choose(conn: sqlite3.Connection, number: int, choice: Choice) -> None:
    """Change what was chosen with a subscription; what waits because of it is another matter, see rechosen.py.

    Args:
        conn: inside a write transaction.
        number: of the subscription.
        choice: with the same phrases as before.
    """
    conn.execute(
        "UPDATE subscriptions SET pace = :pace, at = :at, weekday = :weekday, time_zone = :zone,"
        " quiet_from = :quiet_from, quiet_until = :quiet_until, least = :least, topics = :topics, kinds = :kinds,"
        " is_silent_only = :silent, has_health = :health, has_reviews = :reviews WHERE id = :id AND phrases = :phrases",
        {**_columns(choice), "id": number},
    )


def _columns(choice: Choice) -> dict[str, object]:
    return {
        "pace": choice.pace,
        "at": _to_clock(choice.at),
        "weekday": choice.weekday,
        "zone": choice.time_zone,
        "quiet_from": choice.quiet and _to_clock(choice.quiet[0]),
        "quiet_until": choice.quiet and _to_clock(choice.quiet[1]),
        "least": choice.least,
        "topics": to_json(choice.topics),
        "kinds": to_json(choice.kinds),
        "silent": choice.is_silent_only,
        "health": choice.has_health,
        "reviews": choice.has_reviews,
        "phrases": to_json(choice.phrases),
    }


def subscriptions(db: Database, *, email: str = "", ever: bool = False) -> tuple[Subscription, ...]:
    """Read who hears of what.

    Args:
        db: the store.
        email: only of this address; "" for all.
        ever: also those to watches that were removed.

    Returns:
        The subscriptions, by address, those to all watches first, then by tag and watch.
    """
    rows = reading(
        db,
        f"{_SUBSCRIPTIONS} WHERE (:email = '' OR s.email = :email) AND (:ever OR w.removed_at IS NULL)"
        " ORDER BY s.email COLLATE NOCASE, p.watch_id IS NOT NULL, p.tag, w.slug, p.id",
        {"email": email, "ever": ever},
    )
    return tuple(map(_subscription, rows))


def subscription_of(conn: sqlite3.Connection, number: int) -> Subscription | None:
    """Return a subscription by its number, None where there is none."""
    row = conn.execute(f"{_SUBSCRIPTIONS} WHERE p.id = ?", [number]).fetchone()
    return _subscription(row) if row else None


def subscriptions_to(
    conn: sqlite3.Connection, watch_id: int, *, subscriber: int | None = None
) -> tuple[Subscription, ...]:
    """Return the subscriptions that cover a watch, of one subscriber or of all."""
    rows = conn.execute(
        f"{_SUBSCRIPTIONS} WHERE {COVERS} AND (:subscriber IS NULL OR p.subscriber_id = :subscriber) ORDER BY p.id",
        {"watch": watch_id, "subscriber": subscriber},
    )
    return tuple(map(_subscription, rows))


@decoded
def _subscription(row: sqlite3.Row) -> Subscription:
    is_quiet = row["quiet_from"] is not None
    return Subscription(
        id=row["id"],
        subscriber=row["subscriber_id"],
        address=row["email"],
        watch=row["slug"],
        tag=row["tag"] or "",
        choice=Choice(
            pace=Pace(row["pace"]),
            at=time.fromisoformat(row["at"]),
            weekday=row["weekday"],
            time_zone=row["time_zone"],
            quiet=(time.fromisoformat(row["quiet_from"]), time.fromisoformat(row["quiet_until"])) if is_quiet else None,
            least=Significance(row["least"]),
            topics=_texts(row["topics"]),
            kinds=_texts(row["kinds"]),
            is_silent_only=bool(row["is_silent_only"]),
            has_health=bool(row["has_health"]),
            has_reviews=bool(row["has_reviews"]),
            phrases=_texts(row["phrases"]),
        ),
        unconfirmed_since=from_text(row["unconfirmed_since"]) if row["unconfirmed_since"] else None,
        language=row["language"],
    )


def _texts(stored: str) -> tuple[str, ...]:
    found = json.loads(stored)
    if not (isinstance(found, list) and all(isinstance(text, str) for text in found)):
        raise ValueError(f"{stored[:40]!r} is no list of texts")
    return tuple(found)


def _to_clock(moment: time) -> str:
    return moment.strftime("%H:%M")


def follow(
    conn: sqlite3.Connection,
    email: str,
    *,
    watch_id: int | None = None,
    tag: str | None = None,
    now: datetime,
    consent: Consent = AT_ONCE,
) -> bool:
    """Let an address hear of a watch, of all watches of a tag or of all, at once; what it chose already stays.

    Args:
        conn: inside a write transaction.
        email: the address.
        watch_id: the watch, or None.
        tag: the tag, or None.
        now: when, UTC.
        consent: what is known of whether the address wants that.

    Returns:
        Whether that is new; one that looks for phrases there is another subscription.
    """
    values = {"subscriber": subscriber_of(conn, email, now), "watch": watch_id, "tag": tag, **_columns(Choice())}
    found = _same(conn, values)
    if found:
        decide_again(conn, found, consent, now=now)
        return False
    return _insert(conn, email, values, consent, now=now) > 0


def follow_watch(
    conn: sqlite3.Connection, watch_id: int, emails: Iterable[str], *, now: datetime, consent: Consent = AT_ONCE
) -> list[int]:
    """Make these the addresses that hear of a watch by itself: those that are new at once, the others as they chose.

    Args:
        conn: inside a write transaction.
        watch_id: the watch.
        emails: the addresses.
        now: when, UTC.
        consent: what is known of whether those that are new want that.

    Returns:
        The numbers of the subscriptions of the others, which are to end; who looks for phrases stays.
    """
    rows = conn.execute(f"{_SUBSCRIPTIONS} WHERE p.watch_id = ? AND p.phrases = '[]'", [watch_id]).fetchall()
    there, wanted = {row["email"].casefold() for row in rows}, [*emails]
    for email in wanted:
        if email.casefold() not in there:
            follow(conn, email, watch_id=watch_id, now=now, consent=consent)
    kept = {email.casefold() for email in wanted}
    return [row["id"] for row in rows if row["email"].casefold() not in kept]


def watch_subscriptions(conn: sqlite3.Connection, watch_id: int, *, email: str) -> list[int]:
    """Return the numbers of the subscriptions of an address to a watch by itself."""
    rows = conn.execute(f"{_SUBSCRIPTIONS} WHERE p.watch_id = ? AND s.email = ?", [watch_id, email])
    return [row["id"] for row in rows]


def tag_subscriptions(conn: sqlite3.Connection, *, email: str, tag: str) -> list[int]:
    """Return the numbers of the subscriptions of an address to a tag."""
    rows = conn.execute(f"{_SUBSCRIPTIONS} WHERE p.tag = ? AND s.email = ?", [tag, email])
    return [row["id"] for row in rows]


def tag_subscribers(db: Database, watch_id: int) -> list[str]:
    """Return the addresses that hear of a watch by one of its tags, or as of all watches."""
    rows = reading(
        db,
        "SELECT DISTINCT s.email FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id"
        f" WHERE p.watch_id IS NULL AND {COVERS} ORDER BY s.email",
        {"watch": watch_id},
    )
    return [row["email"] for row in rows]
