"""The pages on which whoever has an address confirms that they want its mails, or refuses them."""

from __future__ import annotations

from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from monitor.answers import BROKEN, UNCLEAR, UNKNOWN, Answer, all_words
from monitor.core.errors import MonitorError
from monitor.core.notices.confirming import confirm_token, confirming_by, is_confirming
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

_CONFIRM, _REFUSE = "confirm", "refuse"
_BUTTONS = ((_CONFIRM, "Yes, mail me this"), (_REFUSE, "No, and do not ask again"))
_OVER = Answer(
    status=HTTPStatus.GONE,
    title="There is nothing left to confirm here; nothing was changed.",
    said="What this link was for has ended: it was refused or stopped, or nobody confirmed it in time.",
)


def shown(folder: Path, token: str, now: datetime) -> Answer:
    """Say what a link would confirm.

    Args:
        folder: the data folder.
        token: what the link says.
        now: when, UTC.
    """
    try:
        with closing(open_store(folder, create=False)) as db:
            named = _named(db, token, stop_key(db))
            waiting = _waiting(db, token, named, now=now)
            none = _nothing_waits(token, named)
    except MonitorError:
        return BROKEN
    if not waiting:
        return none
    title = "Do you want mails from Clausewatch?"
    return Answer(status=HTTPStatus.OK, title=title, hears="is to hear", theirs=waiting, buttons=_BUTTONS)


def acted(folder: Path, token: str, body: str, now: datetime) -> Answer:
    """Confirm the subscriptions of a link, or end them; done again it changes nothing.

    Args:
        folder: the data folder.
        token: what the link says.
        body: what a button sent.
        now: when, UTC.
    """
    try:
        wishes = parse_qs(body, max_num_fields=10).get("wish", [])
    except ValueError:
        wishes = []
    if wishes not in ([_CONFIRM], [_REFUSE]):
        return UNCLEAR
    is_wanted = wishes == [_CONFIRM]
    try:
        with closing(open_store(folder, create=False)) as db:
            key = stop_key(db)
            # who refuses late has refused
            at = now if is_wanted else None
            if not (waiting := _waiting(db, token, named := _named(db, token, key), now=at)):
                return _nothing_waits(token, named)
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
        return BROKEN
    if not waiting:
        return _OVER
    said = f"{waiting[0].address} {'hears' if is_wanted else 'does not hear'} of {all_words(waiting)}."
    if is_wanted:
        said += " What changes from now on is mailed; each mail has a link to stop it."
    return Answer(
        status=HTTPStatus.OK,
        title="Thank you, that is confirmed." if is_wanted else "Nothing will be mailed.",
        said=said,
        hears="is also to hear",
        theirs=left,
        link=confirm_token(left, key),
        buttons=_BUTTONS if left else (),
    )


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


def _nothing_waits(token: str, named: Sequence[Subscription]) -> Answer:
    """Say why a link confirms nothing."""
    if any(one.unconfirmed_since for one in named):
        return _OVER
    if named:
        said = f"{named[0].address} hears of {all_words(named)}. Each mail has a link to stop it."
        return Answer(status=HTTPStatus.OK, title="That is confirmed already.", said=said)
    return _OVER if confirming_by(token).signatures else UNKNOWN


def _left(db: Database, done: Sequence[Subscription], *, now: datetime) -> tuple[Subscription, ...]:
    """Return what else waits to be confirmed by the same address."""
    every = subscriptions(db, email=done[0].address) if done else ()
    return tuple(one for one in every if _is_open(db, one, now=now))
