"""A list taken in: watches that are added and changed, and who hears of tags, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from monitor.core.errors import InvalidInputError
from monitor.core.records import AT_ONCE, Choice
from storage.consents import Wanted, stopped_among
from storage.database import writing
from storage.rechosen import end_subscriptions, rechoose
from storage.restless import put_restless
from storage.sites import put_sites
from storage.standing import forget_page
from storage.subscriptions import follow, follow_watch, put_subscription, speak_to
from storage.watches import add_watch, put_spec, set_paused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Consent, Entry, Following, RestlessPlace, WatchSpec
    from storage.consents import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A watch that is changed.

    Args:
        watch_id: its number.
        spec: as it is to be.
        is_paused: whether its checks are to be suspended, None where that stays.
        is_redrawn: whether the next check is to draw its page anew.
    """

    watch_id: int
    spec: WatchSpec
    is_paused: bool | None
    is_redrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a list brings.

    Args:
        added: watches, each with the short name wished for.
        changed: watches that are on the list.
        sites: further sites of watches that are on the list, by their numbers.
        followed: who is to hear of what beside that.
        languages: by the address of a subscriber, in which language they are told from now on.
        restless: by the address of a watch that is added, the places at which two looks at its page have differed.
    """

    added: Sequence[tuple[Entry, str]] = ()
    changed: Sequence[Changed] = ()
    sites: Sequence[tuple[int, Sequence[str]]] = ()
    followed: Sequence[Following] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    restless: Mapping[str, Sequence[RestlessPlace]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who hears of what since a list was taken in, beside the addresses of the watches that were added.

    Args:
        count: how many subscriptions there are that were not, or not so.
        renewed: the addresses, known before, that hear of something they did not hear of.
        asked: the addresses that are asked by mail before they hear of something.
        stopped: what was asked for and stays as its reader left it: stopped, or never confirmed.
        spoken: the addresses, known before, that are told in another language: each with that before and that since.
    """

    count: int
    renewed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    stopped: tuple[Stop, ...] = ()
    spoken: tuple[tuple[str, str, str], ...] = ()


def take_in(db: Database, intake: Intake, *, now: datetime, consent: Consent = AT_ONCE) -> Heard:
    """Write what a list brings, in one transaction.

    Args:
        db: the store.
        intake: what it brings.
        now: when, UTC.
        consent: what is known of whether the addresses want that.

    Returns:
        Who hears of what since.

    Raises:
        DuplicateWatchError: a watch that is added is on the list meanwhile.
        InvalidInputError: somebody is to hear of a page that is not watched.
    """
    wanted: list[Wanted] = []
    with writing(db) as conn:
        known, before = _last(conn, "subscribers"), _last(conn, "subscriptions")
        for entry, slug in intake.added:
            # those who choose how they hear of it are let do so below
            spec = replace(entry.spec, emails=()) if entry.choice else entry.spec
            watch_id = add_watch(conn, spec, slug=slug, now=now, consent=consent)
            phrases = entry.choice.phrases if entry.choice else ()
            wanted += [Wanted(email, watch_id, phrases=phrases) for email in entry.spec.emails]
            if entry.choice:
                _choose(conn, watch_id, entry, now=now, consent=consent)
            put_sites(conn, watch_id, entry.sites)
            if entry.is_paused:
                set_paused(conn, watch_id, since=now)
            if places := intake.restless.get(entry.spec.url):
                put_restless(conn, watch_id, places)
        last = _last(conn, "subscriptions")
        for one in intake.changed:
            put_spec(conn, one.watch_id, one.spec, now=now, consent=consent)
            wanted += [Wanted(email, one.watch_id) for email in one.spec.emails]
            if one.is_paused is not None:
                set_paused(conn, one.watch_id, since=now if one.is_paused else None)
            if one.is_redrawn:
                forget_page(conn, one.watch_id)
        for watch_id, sites in intake.sites:
            put_sites(conn, watch_id, sites)
        count = 0
        for following in intake.followed:
            followed = _watch(conn, following.url) if following.url else None
            count += _follow(conn, following, followed, now=now, consent=consent)
            phrases = following.choice.phrases if following.choice else ()
            wanted.append(Wanted(following.address, followed, following.tag, phrases))
        spoken = _speak(conn, intake.languages, known=known)
        renewed, asked = _renewed(conn, known=known, last=last), _asked(conn, last=before)
        stopped = stopped_among(db, wanted)
        return Heard(count=count, renewed=renewed, asked=asked, stopped=stopped, spoken=spoken)


def _speak(conn: sqlite3.Connection, languages: Mapping[str, str], *, known: int) -> tuple[tuple[str, str, str], ...]:
    """Tell subscribers in their languages; return those known before that were told in another."""
    old = {row["email"] for row in conn.execute("SELECT email FROM subscribers WHERE id <= ?", [known])}
    before = {email: speak_to(conn, email, language) for email, language in languages.items()}
    return tuple(
        (email, before[email], language)
        for email, language in languages.items()
        if email in old and before[email] != language
    )


def _last(conn: sqlite3.Connection, table: str) -> int:
    """Return the highest number in a table whose numbers only grow."""
    return int(conn.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def _renewed(conn: sqlite3.Connection, *, known: int, last: int) -> tuple[str, ...]:
    rows = conn.execute(
        "SELECT DISTINCT s.email FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id"
        " WHERE s.id <= ? AND p.id > ? AND p.unconfirmed_since IS NULL ORDER BY s.email",
        [known, last],
    )
    return tuple(row["email"] for row in rows)


def _asked(conn: sqlite3.Connection, *, last: int) -> tuple[str, ...]:
    rows = conn.execute(
        "SELECT DISTINCT s.email FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id"
        " WHERE p.id > ? AND p.unconfirmed_since IS NOT NULL ORDER BY s.email",
        [last],
    )
    return tuple(row["email"] for row in rows)


def _choose(conn: sqlite3.Connection, watch_id: int, entry: Entry, *, now: datetime, consent: Consent) -> None:
    """Let the addresses of a watch that was added hear of it as its row says, in no other way."""
    end_subscriptions(conn, follow_watch(conn, watch_id, (), now=now), now=now)
    for email in entry.spec.emails:
        choice = entry.choice or Choice()
        put_subscription(conn, email=email, watch_id=watch_id, tag=None, choice=choice, now=now, consent=consent)


def _follow(conn: sqlite3.Connection, one: Following, watch_id: int | None, *, now: datetime, consent: Consent) -> bool:
    """Let somebody hear of something; return whether they did not, or not so, before."""
    where: dict[str, Any] = {"watch_id": watch_id, "tag": one.tag or None, "now": now, "consent": consent}
    if one.choice is None:
        return follow(conn, one.address, **where)
    number, before = put_subscription(conn, email=one.address, choice=one.choice, **where)
    if before and before != one.choice:
        rechoose(conn, number, now=now)
    return number > 0 and before != one.choice


def _watch(conn: sqlite3.Connection, url: str) -> int:
    row = conn.execute("SELECT id FROM watches WHERE url = ? AND removed_at IS NULL", [url]).fetchone()
    if row is None:
        raise InvalidInputError(f"{url} is not watched, so nobody can hear of it")
    return int(row["id"])
