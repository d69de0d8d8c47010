"""The pages on which whoever has an address confirms that they want its mails, or refuses them."""

from __future__ import annotations

from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from monitor.answers import BROKEN, UNCLEAR, UNKNOWN, Answer, all_words
from monitor.core.errors import MonitorError
from monitor.core.notices.confirming import confirm_token, confirming_by, is_confirming
from monitor.core.records.catalogues import ENGLISH, N_
from monitor.wording import catalogue_of
from storage.consents import LINK, confirm, remember_stop
from storage.database import open_store, writing
from storage.keys import stop_key
from storage.questions import closes_at
from storage.rechosen import end_subscriptions
from storage.subscriptions import subscription_of, subscriptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.records import Subscription
    from monitor.core.records.catalogues import Catalogue

_CONFIRM, _REFUSE = "confirm", "refuse"
_BUTTONS = ((_CONFIRM, N_("Yes, mail me this")), (_REFUSE, N_("No, and do not ask again")))
_OVER = Answer(
    status=HTTPStatus.GONE,
    title=N_("There is nothing left to confirm here; nothing was changed."),
    said=N_("What this link was for has ended: it was refused or stopped, or nobody confirmed it in time."),
)


def shown(folder: Path, token: str, now: datetime, language: str = ENGLISH.language) -> Answer:
    """Say what a link would confirm, in the language of whoever it was sent to.

    Args:
        folder: the data folder.
        token: what the link says.
        now: when, UTC.
        language: of what is said to whoever has chosen none.
    """
    try:
        with closing(open_store(folder, create=False)) as db:
            named = _named(db, token, stop_key(db))
            waiting = _waiting(db, token, named, now=now)
            none = _nothing_waits(token, named, _catalogue(named, language))
    except MonitorError:
        return BROKEN.told_in(catalogue_of(language))
    if not waiting:
        return none
    catalogue = _catalogue(waiting, language)
    return Answer(
        status=HTTPStatus.OK,
        title=catalogue.gettext("Do you want mails from Clausewatch?"),
        hears=N_("%(address)s is to hear of:"),
        theirs=waiting,
        buttons=_buttons(catalogue),
        catalogue=catalogue,
    )


def _catalogue(theirs: Sequence[Subscription], language: str) -> Catalogue:
    return catalogue_of((theirs[0].language if theirs else "") or language)


def _buttons(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    return tuple((wish, catalogue.gettext(words)) for wish, words in _BUTTONS)


def acted(folder: Path, token: str, body: str, now: datetime, language: str = ENGLISH.language) -> Answer:
    """Confirm the subscriptions of a link, or end them; done again it changes nothing.

    Args:
        folder: the data folder.
        token: what the link says.
        body: what a button sent.
        now: when, UTC.
        language: of what is said to whoever has chosen none.
    """
    try:
        wishes = parse_qs(body, max_num_fields=10).get("wish", [])
    except ValueError:
        wishes = []
    if wishes not in ([_CONFIRM], [_REFUSE]):
        return UNCLEAR.told_in(catalogue_of(language))
    is_wanted = wishes == [_CONFIRM]
    try:
        with closing(open_store(folder, create=False)) as db:
            key = stop_key(db)
            # who refuses late has refused
            at = now if is_wanted else None
            if not (waiting := _waiting(db, token, named := _named(db, token, key), now=at)):
                return _nothing_waits(token, named, _catalogue(named, language))
            with writing(db) as conn:
                # those that ended meanwhile are no more
                waiting = _waiting(db, token, _named(db, token, key), now=at)
                numbers = [one.id for one in waiting]
                if is_wanted:
                    confirm(conn, numbers, now=now)
                else:
                    for number in numbers:
                        remember_stop(conn, number, LINK, now=now)
                    end_subscriptions(conn, numbers, now=now)
            left = _left(db, waiting, now=now)
    except MonitorError:
        return BROKEN.told_in(catalogue_of(language))
    if not waiting:
        return _OVER.told_in(catalogue_of(language))
    catalogue = _catalogue(waiting, language)
    title, said = _done_words(waiting, catalogue, is_wanted=is_wanted)
    return Answer(
        status=HTTPStatus.OK,
        title=title,
        said=said,
        hears=N_("%(address)s is also to hear of:"),
        theirs=left,
        link=confirm_token(left, key),
        buttons=_buttons(catalogue) if left else (),
        catalogue=catalogue,
    )


def _done_words(done: Sequence[Subscription], catalogue: Catalogue, *, is_wanted: bool) -> tuple[str, str]:
    """Return the title of a page, and what it says was done."""
    values = {"address": done[0].address, "what": all_words(done, catalogue)}
    if not is_wanted:
        said = catalogue.gettext("%(address)s does not hear of %(what)s.", **values)
        return catalogue.gettext("Nothing will be mailed."), said
    said = catalogue.gettext("%(address)s hears of %(what)s.", **values)
    on = catalogue.gettext("What changes from now on is mailed; each mail has a link to stop it.")
    return catalogue.gettext("Thank you, that is confirmed."), f"{said} {on}"


def _named(db: Database, token: str, key: bytes) -> tuple[Subscription, ...]:
    """Return the subscriptions that a link names, as far as they have not ended and it was made for them."""
    link = confirming_by(token)
    found = (subscription_of(db.conn, number) for number in link.signatures)
    return tuple(one for one in found if one and is_confirming(link, one, key))


def _waiting(
    db: Database, token: str, named: Sequence[Subscription], *, now: datetime | None
) -> tuple[Subscription, ...]:
    """Return the subscriptions that a link would confirm; without a time also those that it is too late for."""
    if confirming_by(token).has_all and named:
        named = subscriptions(db, email=named[0].address, ever=True)
    return tuple(one for one in named if _is_open(db, one, now=now))


def _is_open(db: Database, one: Subscription, *, now: datetime | None) -> bool:
    """Tell whether a subscription waits to be confirmed, and still can be though nothing may have ended it yet."""
    return one.unconfirmed_since is not None and (now is None or now < closes_at(db, one.id))


def _nothing_waits(token: str, named: Sequence[Subscription], catalogue: Catalogue) -> Answer:
    """Say why a link confirms nothing."""
    if any(one.unconfirmed_since for one in named):
        return _OVER.told_in(catalogue)
    if named:
        values = {"address": named[0].address, "what": all_words(named, catalogue)}
        said = catalogue.gettext("%(address)s hears of %(what)s.", **values)
        stops = catalogue.gettext("Each mail has a link to stop it.")
        title = catalogue.gettext("That is confirmed already.")
        return Answer(status=HTTPStatus.OK, title=title, said=f"{said} {stops}", catalogue=catalogue)
    return (_OVER if confirming_by(token).signatures else UNKNOWN).told_in(catalogue)


def _left(db: Database, done: Sequence[Subscription], *, now: datetime) -> tuple[Subscription, ...]:
    """Return what else waits to be confirmed by the same address."""
    every = subscriptions(db, email=done[0].address) if done else ()
    return tuple(one for one in every if _is_open(db, one, now=now))
