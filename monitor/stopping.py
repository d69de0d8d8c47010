"""The pages on which whoever got a mail stops it, or chooses less."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from monitor.answers import BROKEN, HEARS, UNCLEAR, UNKNOWN, Answer, all_words
from monitor.core.errors import MonitorError
from monitor.core.notices.following import sending_words
from monitor.core.notices.stopping import Wish, is_of, named_by, stop_token, wished
from monitor.core.recipients import masked
from monitor.core.records import Pace, Significance
from monitor.core.records.catalogues import ENGLISH, N_
from monitor.wording import catalogue_of
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
    from monitor.core.records.catalogues import Catalogue
    from storage.rechosen import Rechosen

_CLICK = "One-Click"  # RFC 8058 section 3.1
_WORDS = {
    Wish.STOP: N_("Stop these mails"),
    Wish.DAILY: N_("One mail a day instead"),
    Wish.WEEKLY: N_("One mail a week instead"),
    Wish.MATERIAL: N_("Material changes only"),
    Wish.NO_HEALTH: N_("No mails of blind watches"),
}
_PACES = (Wish.DAILY, Wish.WEEKLY)
_ENDED = Answer(
    status=HTTPStatus.OK,
    title=N_("These mails have been stopped."),
    said=N_("Nothing is left to be stopped by this link."),
)
_STALE = Answer(
    status=HTTPStatus.GONE,
    title=N_("This link is no longer valid; nothing was changed."),
    said=N_(
        "The subscriptions were restored from a backup since that mail. Use the link of a newer mail, or answer it."
    ),
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


def shown(folder: Path, token: str, _now: datetime, language: str = ENGLISH.language) -> Answer:
    """Say what a link would stop, at whatever time, in the language of whoever it was sent to, else in this one."""
    try:
        with closing(open_store(folder, create=False)) as db:
            named = named_by(token, key := stop_key(db))
            theirs = _theirs(db, named, key)
            none = _none_left(db, named)
    except MonitorError:
        return BROKEN.told_in(catalogue_of(language))
    if not theirs:
        return none.told_in(catalogue_of(language))
    catalogue = catalogue_of(theirs[0].language or language)
    hears = N_("%(address)s is to hear of:") if all(one.unconfirmed_since for one in theirs) else HEARS
    title = catalogue.gettext("Stop these mails, or hear less")
    return _with_buttons(Answer(status=HTTPStatus.OK, title=title, hears=hears, theirs=theirs, catalogue=catalogue))


def acted(folder: Path, token: str, body: str, now: datetime, language: str = ENGLISH.language) -> Answer:
    """Do what somebody wants of the subscriptions of a link; done again it is the same."""
    if (wish := wish_of(body)) is None:
        return UNCLEAR.told_in(catalogue_of(language))
    try:
        with closing(open_store(folder, create=False)) as db:
            named = named_by(token, key := stop_key(db))
            if not _theirs(db, named, key):
                return _none_left(db, named).told_in(catalogue_of(language))
            with writing(db) as conn:
                before = _theirs(db, named, key)
                became = [_put(conn, one, wished(one.choice, wish), now=now) for one in before]
                theirs = _theirs(db, named, key)
                left = _others(db, before)
    except MonitorError:
        return BROKEN.told_in(catalogue_of(language))
    if not before:
        return _ENDED.told_in(catalogue_of(language))
    catalogue = catalogue_of(before[0].language or language)
    waited = _waited_words(became, catalogue)
    if wish is Wish.STOP:
        stopped = Answer(
            status=HTTPStatus.OK,
            title=catalogue.gettext("These mails have been stopped."),
            said=" ".join([_stopped_words(before, catalogue, has_left=bool(left)), *waited]),
            theirs=left,
            hears=N_("%(address)s still hears of:"),
            link=stop_token([one.id for one in left], before[0].address, key),
            catalogue=catalogue,
        )
        return _with_buttons(stopped)
    if wish in _PACES and (others := _at_once_words(left, catalogue)):
        waited.append(others)
    title = catalogue.gettext("That is kept in mind.")
    return _with_buttons(
        Answer(status=HTTPStatus.OK, title=title, said=" ".join(waited), theirs=theirs, catalogue=catalogue)
    )


def _stopped_words(before: Sequence[Subscription], catalogue: Catalogue, *, has_left: bool) -> str:
    values = {"address": masked(before[0].address), "what": all_words(before, catalogue)}
    if has_left:  # another subscription may tell of the same
        return catalogue.gettext("%(address)s is subscribed no more to %(what)s.", **values)
    return catalogue.gettext("%(address)s hears no more of %(what)s.", **values)


def _waited_words(became: Sequence[Rechosen], catalogue: Catalogue) -> list[str]:
    """Say what becomes of what waited, in sentences."""
    dropped, sending = sum(one.dropped for one in became), sum(one.sending for one in became)
    said = []
    if dropped:
        said.append(
            catalogue.ngettext(
                "%(count)s change that waited will not be mailed.",
                "%(count)s changes that waited will not be mailed.",
                dropped,
            )
        )
    return [*said, f"{sending_words(sending, catalogue)}."] if sending else said


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


def _at_once_words(left: Sequence[Subscription], catalogue: Catalogue) -> str:
    """Say of which others mails come at once all the same, "" for none."""
    found = [one for one in left if one.choice.pace is Pace.AT_ONCE]
    if not found:
        return ""
    return catalogue.gettext("Other subscriptions still mail at once: %(what)s.", what=all_words(found, catalogue))


def _put(conn: sqlite3.Connection, one: Subscription, choice: Choice | None, *, now: datetime) -> Rechosen:
    if choice is None:
        remember_stop(conn, one.id, LINK, now=now)
        return end_subscriptions(conn, [one.id], now=now)
    choose(conn, one.id, choice)
    return rechoose(conn, one.id, now=now)


def _with_buttons(answer: Answer) -> Answer:
    """Add the buttons, the first for all: those alone that make a difference."""
    words = _WORDS | {Wish.STOP: N_("Stop these, too")} if answer.link else _WORDS
    choices = [one.choice for one in answer.theirs]
    useful = {
        Wish.STOP: bool(choices),
        Wish.DAILY: any(one.pace is Pace.AT_ONCE for one in choices),
        Wish.WEEKLY: any(one.pace is not Pace.WEEKLY for one in choices),
        Wish.MATERIAL: any(one.least is not Significance.MATERIAL for one in choices),
        Wish.NO_HEALTH: any(one.has_health for one in choices),
    }
    buttons = tuple(
        (wish.value, answer.catalogue.gettext(words[wish])) for wish, is_useful in useful.items() if is_useful
    )
    return replace(answer, buttons=buttons)
