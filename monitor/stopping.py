"""The pages on which whoever got a mail stops it, or chooses less."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from monitor.answers import BROKEN, UNCLEAR, UNKNOWN, Answer, all_words
from monitor.core.errors import MonitorError
from monitor.core.notices.following import sending_words
from monitor.core.notices.stopping import Wish, is_of, named_by, stop_token, wished
from monitor.core.phrases import count_words
from monitor.core.recipients import masked
from monitor.core.records import Pace, Significance
from storage.consents import LINK, remember_stop
from storage.database import open_store, writing
from storage.keys import stop_key
from storage.rechosen import end_subscriptions, rechoose
from storage.subscriptions import choose, subscription_of, subscriptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.notices.stopping import Named
    from monitor.core.records import Choice, Subscription
    from storage.rechosen import Rechosen

_CLICK = "One-Click"  # RFC 8058 section 3.1
_WORDS = {
    Wish.STOP: "Stop these mails",
    Wish.DAILY: "One mail a day instead",
    Wish.WEEKLY: "One mail a week instead",
    Wish.MATERIAL: "Material changes only",
    Wish.NO_HEALTH: "No mails of blind watches",
}
_PACES = (Wish.DAILY, Wish.WEEKLY)
_ENDED = Answer(
    status=HTTPStatus.OK, title="These mails have been stopped.", said="Nothing is left to be stopped by this link."
)
_STALE = Answer(
    status=HTTPStatus.GONE,
    title="This link is no longer valid; nothing was changed.",
    said="The subscriptions were restored from a backup since that mail. Use the link of a newer mail, or answer it.",
)


def wish_of(body: str) -> Wish | None:
    """Read what a button or a mail program sends, None where it says nothing of the kind."""
    try:
        # a mail program may send it as multipart/form-data, too
        fields = parse_qs(body, max_num_fields=10)
    except ValueError:
        return None
    if fields.get("List-Unsubscribe") == [_CLICK] or ('name="List-Unsubscribe"' in body and _CLICK in body):
        return Wish.STOP
    return next((wish for wish in Wish if fields.get("wish") == [wish]), None)


def shown(folder: Path, token: str, _now: datetime) -> Answer:
    """Say what a link would stop, at whatever time."""
    try:
        with closing(open_store(folder, create=False)) as db:
            named = named_by(token, key := stop_key(db))
            theirs = _theirs(db, named, key)
            none = _none_left(db, named)
    except MonitorError:
        return BROKEN
    if not theirs:
        return none
    hears = "is to hear" if all(one.unconfirmed_since for one in theirs) else "hears"
    return _with_buttons(
        Answer(status=HTTPStatus.OK, title="Stop these mails, or hear less", hears=hears, theirs=theirs)
    )


def acted(folder: Path, token: str, body: str, now: datetime) -> Answer:
    """Do what somebody wants of the subscriptions of a link; done again it is the same."""
    if (wish := wish_of(body)) is None:
        return UNCLEAR
    try:
        with closing(open_store(folder, create=False)) as db:
            named = named_by(token, key := stop_key(db))
            if not _theirs(db, named, key):
                return _none_left(db, named)
            with writing(db) as conn:
                before = _theirs(db, named, key)
                became = [_put(conn, one, wished(one.choice, wish), now=now) for one in before]
                theirs = _theirs(db, named, key)
                left = _others(db, before)
    except MonitorError:
        return BROKEN
    if not before:
        return _ENDED
    dropped, sending = sum(one.dropped for one in became), sum(one.sending for one in became)
    waited = f" {count_words(dropped, 'change')} that waited will not be mailed." if dropped else ""
    waited += f" {sending_words(sending)}." if sending else ""
    if wish is Wish.STOP:
        # another subscription may tell of the same
        how = "is subscribed no more to" if left else "hears no more of"
        said = f"{masked(before[0].address)} {how} {all_words(before)}.{waited}"
        link = stop_token([one.id for one in left], before[0].address, key)
        stopped = Answer(status=HTTPStatus.OK, title="These mails have been stopped.", said=said, theirs=left)
        return _with_buttons(replace(stopped, hears="still hears", link=link))
    said = f"{waited} {_at_once_words(left) if wish in _PACES else ''}".strip()
    return _with_buttons(Answer(status=HTTPStatus.OK, title="That is kept in mind.", said=said, theirs=theirs))


def _none_left(db: Database, named: Named) -> Answer:
    """Say why a link is about no subscription."""
    if not named.numbers:
        return UNKNOWN
    return _STALE if any(subscription_of(db.conn, number) for number in named.numbers) else _ENDED


def _theirs(db: Database, named: Named, key: bytes) -> tuple[Subscription, ...]:
    """Return the subscriptions that a link is about, as far as they have not ended and are still of its address."""
    every = [one for number in named.numbers if (one := subscription_of(db.conn, number))]
    found = [one for one in every if is_of(named, one.address, key)]
    return subscriptions(db, email=found[0].address, ever=True) if found and named.has_all else (*found,)


def _others(db: Database, theirs: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """Return the other subscriptions of the same address because of which mails come."""
    numbers = {one.id for one in theirs}
    every = subscriptions(db, email=theirs[0].address) if theirs else ()
    return tuple(one for one in every if one.id not in numbers and not one.unconfirmed_since)


def _at_once_words(left: Sequence[Subscription]) -> str:
    """Say of which others mails come at once all the same, "" for none."""
    found = [one for one in left if one.choice.pace is Pace.AT_ONCE]
    return f"Other subscriptions still mail at once: {all_words(found)}." if found else ""


def _put(conn: sqlite3.Connection, one: Subscription, choice: Choice | None, *, now: datetime) -> Rechosen:
    if choice is None:
        remember_stop(conn, one.id, LINK, now=now)
        return end_subscriptions(conn, [one.id], now=now)
    choose(conn, one.id, choice)
    return rechoose(conn, one.id, now=now)


def _with_buttons(answer: Answer) -> Answer:
    """Add the buttons, the first for all: those alone that make a difference."""
    words = _WORDS | {Wish.STOP: "Stop these, too"} if answer.link else _WORDS
    choices = [one.choice for one in answer.theirs]
    useful = {
        Wish.STOP: bool(choices),
        Wish.DAILY: any(one.pace is Pace.AT_ONCE for one in choices),
        Wish.WEEKLY: any(one.pace is not Pace.WEEKLY for one in choices),
        Wish.MATERIAL: any(one.least is not Significance.MATERIAL for one in choices),
        Wish.NO_HEALTH: any(one.has_health for one in choices),
    }
    buttons = tuple((wish.value, words[wish]) for wish, is_useful in useful.items() if is_useful)
    return replace(answer, buttons=buttons)
