"""The pages on which whoever got a mail stops it, or chooses less, before those that can only be read."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader

from monitor.app import utc_now
from monitor.core.errors import MonitorError
from monitor.core.notices.following import choice_words, followed_words, joined
from monitor.core.notices.shorten import plain
from monitor.core.notices.stopping import Wish, is_of, named_by, stop_token, wished
from monitor.core.phrases import count_words
from monitor.core.recipients import masked
from monitor.core.records import Pace, Significance
from storage.browse.headers import HEADERS
from storage.database import open_store, writing
from storage.keys import stop_key
from storage.rechosen import end_subscriptions, rechoose
from storage.subscriptions import choose, subscription_of, subscriptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.notices.stopping import Named
    from monitor.core.records import Choice, Subscription
    from storage.browse.asgi import App, Message, Receive, Send
    from storage.rechosen import Rechosen

LONGEST_BODY = 4096  # bytes of what a button sends; a mail program sends 26
BODY_SECONDS = 10.0  # in which that has to come; one packet has it
MOST_SHOWN = 50  # subscriptions that a page names

_STOP = re.compile(r"/stop/([0-9a-f.~-]{1,2000})")
_CLICK = "One-Click"  # RFC 8058 section 3.1
_POLICY = b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_WORDS = {
    Wish.STOP: "Stop these mails",
    Wish.DAILY: "One mail a day instead",
    Wish.WEEKLY: "One mail a week instead",
    Wish.MATERIAL: "Material changes only",
    Wish.NO_HEALTH: "No mails of blind watches",
}
_PACES = (Wish.DAILY, Wish.WEEKLY)
_PAGE = Environment(loader=PackageLoader("monitor"), autoescape=True, trim_blocks=True).get_template("stop.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What is said of a request.

    Args:
        status: of HTTP.
        title: of the page.
        said: what happened, "" for nothing.
        theirs: the subscriptions that the link is about, or those that are left.
        link: the link that is about what is left, "" where the buttons are of the link that was asked for.
    """

    status: HTTPStatus
    title: str
    said: str = ""
    theirs: tuple[Subscription, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class StopPages:
    """An ASGI application that answers links to stop mails, and leaves all else to another.

    To look at a page changes nothing: programs open every link of a mail. A button does, and what a mail program sends
    by itself (RFC 8058).

    Args:
        app: the other.
        folder: the data folder.
    """

    app: App
    folder: Path

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = _STOP.search(scope["path"]) if scope["type"] == "http" else None
        if found is None or found.end() != len(scope["path"]):
            await self.app(scope, receive, send)
            return
        wish = None
        if scope["method"] == "POST":
            wish = _wish(await _body(receive))
            answer = await asyncio.to_thread(_acted, self.folder, found[1], wish) if wish else _UNCLEAR
        elif scope["method"] in {"GET", "HEAD"}:
            answer = await asyncio.to_thread(_shown, self.folder, found[1])
        else:
            answer = _Answer(
                status=HTTPStatus.METHOD_NOT_ALLOWED, title="This can only be read, or sent by its buttons."
            )
        await _send(send, answer, has_body=scope["method"] != "HEAD")


_UNCLEAR = _Answer(status=HTTPStatus.BAD_REQUEST, title="It was not said what to do; nothing was changed.")
_UNKNOWN = _Answer(
    status=HTTPStatus.NOT_FOUND,
    title="This is no link of ours; nothing was changed.",
    said="It may have been cut short: copy it whole from the mail.",
)
_ENDED = _Answer(
    status=HTTPStatus.OK, title="These mails have been stopped.", said="Nothing is left to be stopped by this link."
)

_STALE = _Answer(
    status=HTTPStatus.GONE,
    title="This link is no longer valid; nothing was changed.",
    said="The subscriptions were restored from a backup since that mail. Use the link of a newer mail, or answer it.",
)


async def _body(receive: Receive) -> str:
    """Return what was sent, "" where it is too long, comes too slowly or breaks off."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if message["type"] != "http.request" or len(body) > LONGEST_BODY:
                    return ""
                if not message.get("more_body"):
                    return body.decode("latin-1")
    except TimeoutError:
        return ""


def _wish(body: str) -> Wish | None:
    try:
        # a mail program may send it as multipart/form-data, too
        fields = parse_qs(body, max_num_fields=10)
    except ValueError:
        return None
    if fields.get("List-Unsubscribe") == [_CLICK] or ('name="List-Unsubscribe"' in body and _CLICK in body):
        return Wish.STOP
    return next((wish for wish in Wish if fields.get("wish") == [wish]), None)


def _shown(folder: Path, token: str) -> _Answer:
    """Say what a link would stop."""
    try:
        with closing(open_store(folder, create=False)) as db:
            named = named_by(token, key := stop_key(db))
            theirs = _theirs(db, named, key)
            none = _none_left(db, named)
    except MonitorError:
        return _BROKEN
    return _Answer(status=HTTPStatus.OK, title="Stop these mails, or hear less", theirs=theirs) if theirs else none


def _acted(folder: Path, token: str, wish: Wish) -> _Answer:
    """Do what somebody wants of the subscriptions of a link; done again it is the same."""
    try:
        with closing(open_store(folder, create=False)) as db:
            named = named_by(token, key := stop_key(db))
            if not _theirs(db, named, key):
                return _none_left(db, named)
            with writing(db) as conn:
                before = _theirs(db, named, key)
                became = [_put(conn, one, wished(one.choice, wish)) for one in before]
                theirs = _theirs(db, named, key)
                left = _others(db, before)
    except MonitorError:
        return _BROKEN
    if not before:
        return _ENDED
    dropped = sum(one.dropped for one in became)
    waited = f" {count_words(dropped, 'change')} that waited will not be mailed." if dropped else ""
    if wish is Wish.STOP:
        # another subscription may tell of the same
        how = "is subscribed no more to" if left else "hears no more of"
        said = f"{masked(before[0].address)} {how} {_all_words(before)}.{waited}"
        link = stop_token([one.id for one in left], before[0].address, key)
        return _Answer(status=HTTPStatus.OK, title="These mails have been stopped.", said=said, theirs=left, link=link)
    said = f"{waited} {_at_once_words(left) if wish in _PACES else ''}".strip()
    return _Answer(status=HTTPStatus.OK, title="That is kept in mind.", said=said, theirs=theirs)


_BROKEN = _Answer(
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title="This cannot be done at the moment; nothing was changed.",
    said="Try again later, or answer the mail.",
)


def _none_left(db: Database, named: Named) -> _Answer:
    """Say why a link is about no subscription."""
    if not named.numbers:
        return _UNKNOWN
    return _STALE if any(subscription_of(db.conn, number) for number in named.numbers) else _ENDED


def _theirs(db: Database, named: Named, key: bytes) -> tuple[Subscription, ...]:
    """Return the subscriptions that a link is about, as far as they have not ended and are still of its address."""
    every = [one for number in named.numbers if (one := subscription_of(db.conn, number))]
    found = [one for one in every if is_of(named, one.address, key)]
    return subscriptions(db, email=found[0].address, ever=True) if found and named.has_all else (*found,)


def _others(db: Database, theirs: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """Return the other subscriptions of the same address."""
    numbers = {one.id for one in theirs}
    every = subscriptions(db, email=theirs[0].address) if theirs else ()
    return tuple(one for one in every if one.id not in numbers)


def _at_once_words(left: Sequence[Subscription]) -> str:
    """Say of which others mails come at once all the same, "" for none."""
    found = [one for one in left if one.choice.pace is Pace.AT_ONCE]
    return f"Other subscriptions still mail at once: {_all_words(found)}." if found else ""


def _put(conn: sqlite3.Connection, one: Subscription, choice: Choice | None) -> Rechosen:
    if choice is None:
        return end_subscriptions(conn, [one.id], now=utc_now())
    choose(conn, one.id, choice)
    return rechoose(conn, one.id, now=utc_now())


def _all_words(some: Sequence[Subscription]) -> str:
    return joined([plain(followed_words(one)) for one in some])


def _wishes(theirs: Sequence[Subscription], *, is_left: bool) -> list[tuple[str, str]]:
    """Return the buttons, the first for all: those alone that make a difference."""
    words = _WORDS | {Wish.STOP: "Stop these, too"} if is_left else _WORDS
    choices = [one.choice for one in theirs]
    useful = {
        Wish.STOP: True,
        Wish.DAILY: any(one.pace is Pace.AT_ONCE for one in choices),
        Wish.WEEKLY: any(one.pace is not Pace.WEEKLY for one in choices),
        Wish.MATERIAL: any(one.least is not Significance.MATERIAL for one in choices),
        Wish.NO_HEALTH: any(one.has_health for one in choices),
    }
    return [(wish.value, words[wish]) for wish, is_useful in useful.items() if is_useful]


async def _send(send: Send, answer: _Answer, *, has_body: bool) -> None:
    theirs = answer.theirs
    page = _PAGE.render(
        title=answer.title,
        said=answer.said,
        address=masked(theirs[0].address) if theirs else "",
        followed=[(plain(followed_words(one)), choice_words(one.choice)) for one in theirs[:MOST_SHOWN]],
        more=max(0, len(theirs) - MOST_SHOWN),
        link=answer.link,
        wishes=_wishes(theirs, is_left=bool(answer.link)) if theirs else (),
    ).encode()
    headers = {
        **HEADERS,
        b"content-security-policy": _POLICY,
        b"content-type": b"text/html; charset=utf-8",
        b"content-length": str(len(page)).encode(),
        b"cache-control": b"no-store",
    }
    await send({"type": "http.response.start", "status": int(answer.status), "headers": [*headers.items()]})
    await send({"type": "http.response.body", "body": page if has_body else b""})
