"""The border to the network: who may ask for what, so much at once, and nothing for another site's page."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from monitor.core.errors import StoreError
from storage.browse import uploads, visitors
from storage.browse.admission import COOKIE, Visitor, address_of_visitor, proxied_name, shown_token, visitor
from storage.browse.cells import with_plain_cells
from storage.browse.database import own_sql
from storage.browse.forms import (
    BODY_SECONDS,
    LONGEST_BODY,
    LOOKED_AT,
    STALE,
    TOO_LONG,
    again,
    body_of,
    cookie_of,
    is_ours,
)
from storage.browse.headers import is_foreign, unstored, with_headers
from storage.browse.places import BusyError, Places
from storage.browse.rates import MOST, WINDOW, Rates
from storage.browse.routes import Access, access_of, route_of
from storage.browse.visitors import API, Cost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from storage.browse.accounts import Accounts
    from storage.browse.admission import Admission
    from storage.browse.asgi import App, Message, Receive, Send

# a reader's patience, and how long one who reads slowly holds a place
DEADLINE = 60.0

FOREIGN = "These pages are for this machine alone; to serve them under a name, set CLAUSEWATCH_PUBLIC_URL."
ELSEWHERE = "Another site's page asked for this, and that is not answered."
GO_ON = "Another site has sent you here, to a page that takes some work. If you meant to come, go on."
BUSY = "Others ask for much at the moment. Try again in a few seconds."
STOPPING = "These pages are being stopped. Try again later."
SIGN_IN = "This is for users who are signed in; sign in first, at /sign-in."
FOR_PROGRAMS = (
    "This is for programs with a token, sent as 'Authorization: Bearer TOKEN'; 'clausewatch token add NAME' makes one."
)
UNKNOWN_PROGRAM = "This token is none that counts: it was revoked, has ended, or was cut on its way."
TOO_MANY = f"Too many requests: {MOST} are answered in {WINDOW} seconds. Go on after the time in Retry-After."
_CHALLENGE = 'Bearer realm="clausewatch"'
BROKEN = "The store cannot be read at the moment, so nobody is known here. Try again later."
TOO_SLOW = "This took too long and was stopped. Ask for less: fewer rows, one watch, a rarer word."

# of Datasette's own pages: its words for the data, and no tool that tells of the machine or sets a cookie
_TOOLS = re.compile(r"(?:^|/)-/(?!static/|metadata(?:\.json)?$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer the border gives itself.

    Args:
        status: of HTTP.
        message: one line for a person.
        may_go_on: whether the page offers to ask for the same once more.
        headers: more of HTTP's.
    """

    status: int
    message: str
    may_go_on: bool = False
    headers: dict[str, str] = field(default_factory=dict)


def refusal_of(scope: Message, *, cost: Cost, public_host: str, takes_forms: bool = False) -> Refusal | None:
    """Decide whether a request is answered at all.

    Args:
        scope: the request, as ASGI describes it.
        cost: what it takes.
        public_host: the name readers use, "" where none is set.
        takes_forms: whether the page takes what its forms send.

    Returns:
        What is said instead, None where it is answered.
    """
    headers = dict(scope["headers"])
    if scope["method"] not in {"GET", "HEAD"} and not (scope["method"] == "POST" and takes_forms):
        return Refusal(status=405, message="The store can only be read here.", headers={"allow": "GET, HEAD"})
    if is_foreign(scope, public_host):
        return Refusal(status=421, message=FOREIGN)
    if visitors.is_from_elsewhere(headers, public_host):
        if not visitors.is_link(headers) or scope["method"] == "POST":
            return Refusal(status=403, message=ELSEWHERE)
        if cost is not Cost.CHEAP:
            return Refusal(status=403, message=GO_ON, may_go_on=True)
    raw = (scope.get("raw_path") or b"").decode("latin-1").partition("?")[0]
    if _TOOLS.search(raw) or _TOOLS.search(scope["path"]):
        return Refusal(status=404, message=visitors.UNKNOWN)
    return None


def turned_away(scope: Message, path: str, who: Visitor, *, is_private: bool) -> Refusal | None:
    """Decide whether somebody may ask for an address.

    Args:
        scope: the request.
        path: what it asks for.
        who: asks.
        is_private: whether only users may read.

    Returns:
        What is said instead: where to sign in, or that their role may not; None where they may ask.
    """
    access = access_of(path)
    if access.admits(who, is_private=is_private):
        return None
    if who.user is not None:
        role = "owners" if access is Access.OWNER else "members and owners"
        return Refusal(
            status=403,
            message=f"You are signed in as {who.user.name}, a {who.user.role}. This is for {role}; ask an owner"
            f" ('clausewatch user edit {who.user.name} --role' changes the role).",
        )
    if path.startswith(API):
        return Refusal(status=401, message=FOR_PROGRAMS, headers={"www-authenticate": _CHALLENGE})
    is_page = scope["method"] in {"GET", "HEAD"} and "." not in path.rpartition("/")[2]
    if not is_page:
        # programs follow no form, and what a form has sent would be lost on the way
        return Refusal(status=401 if access is Access.READER else 403, message=SIGN_IN)
    query = scope["query_string"].decode("latin-1")
    then = quote(f"{path}?{query}" if query else path, safe="")
    return Refusal(status=303, message=SIGN_IN, headers={"location": f"sign-in?next={then}"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """An ASGI application behind our border.

    Args:
        app: the application.
        tell: sends a refusal as a page.
        public_host: the name readers use, "" where none is set.
        base: the path before all pages, with a slash at both ends.
        admission: who comes in.
        accounts: knows users.
        is_signed: tells whether a token of a form is one that we have made.
    """

    app: App = field(kw_only=False)
    tell: Callable[[Message, Send, Refusal], Awaitable[None]]
    public_host: str
    base: str
    admission: Admission
    accounts: Accounts
    is_signed: Callable[[str], bool]
    _places: Places = field(default_factory=Places)
    _rates: Rates = field(default_factory=Rates)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request; what is none passes untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = with_headers(send)
        if flaw := visitors.flaw_of(scope):
            await self.tell(scope, send, Refusal(status=flaw[0], message=flaw[1]))
            return
        path = visitors.path_of(scope, self.base)
        statements = visitors.statements_in(path, visitors.parameters_of(scope))
        cost = visitors.cost_of(path, statements)
        route = route_of(path)
        takes_forms = route is not None and route.takes_forms
        if refusal := refusal_of(scope, cost=cost, public_host=self.public_host, takes_forms=takes_forms):
            await self.tell(scope, send, refusal)
            return
        try:
            who = await self._program(scope) if path.startswith(API) else await self._visitor(scope)
        except (StoreError, sqlite3.Error):
            await self.tell(scope, send, Refusal(status=503, message=BROKEN))
            return
        if isinstance(who, Refusal):
            await self.tell(scope, send, who)
            return
        known = visitor.set(who)
        try:
            await self._admitted(scope, receive, send, path=path, cost=cost, statements=statements)
        finally:
            visitor.reset(known)

    async def _program(self, scope: Message) -> Visitor | Refusal:
        """Return who asks where programs do: by the token they show, else as anywhere; or what is said instead."""
        who, is_wrong = Visitor(), False
        if token := shown_token(dict(scope["headers"])):
            who = Visitor(program=await asyncio.to_thread(self.accounts.program_of, token))
            is_wrong = not who.program
        else:
            who = await self._visitor(scope)
        name = f"user {who.user.name}" if who.user else f"token {who.program}" if who.program else ""
        key = name or f"address {address_of_visitor(scope, self.admission)}"
        if wait := self._rates.seconds_to_wait(key, now=time.monotonic()):
            return Refusal(status=429, message=TOO_MANY, headers={"retry-after": str(wait)})
        if is_wrong:
            challenge = f'{_CHALLENGE}, error="invalid_token"'
            return Refusal(status=401, message=UNKNOWN_PROGRAM, headers={"www-authenticate": challenge})
        return who

    async def _visitor(self, scope: Message) -> Visitor:
        """Return who asks: by the session of their browser, or as a proxy says that is believed."""
        if name := proxied_name(scope, self.admission):
            return Visitor(user=await asyncio.to_thread(self.accounts.user_named, name))
        if token := cookie_of(dict(scope["headers"]), COOKIE):
            user = await asyncio.to_thread(self.accounts.user_of_session, token)
            return Visitor(user=user, token=token if user else "")
        return Visitor()

    async def _admitted(
        self, scope: Message, receive: Receive, send: Send, *, path: str, cost: Cost, statements: frozenset[str]
    ) -> None:
        """Answer one request where whoever makes it may ask for that."""
        is_private = self.admission.is_private
        if is_private or visitor.get().is_reader:
            is_dress, is_for_programs = access_of(path) is Access.ANYONE, path.startswith(API)
            send = unstored(send, is_dress=is_dress, is_for_programs=is_for_programs)
        if refusal := turned_away(scope, path, visitor.get(), is_private=is_private):
            if "location" in refusal.headers:
                refusal = replace(refusal, headers={"location": f"{self.base}{refusal.headers['location']}"})
            await self.tell(scope, send, refusal)
            return
        if scope["method"] == "POST":
            route = route_of(path)
            takes_files = route is not None and route.takes_files
            longest, seconds = (uploads.LONGEST, uploads.SECONDS) if takes_files else (LONGEST_BODY, BODY_SECONDS)
            body = await body_of(receive, longest=longest, seconds=seconds)
            if body is None:
                await self.tell(scope, send, Refusal(status=413, message=TOO_LONG.format(most=longest)))
                return
            if not is_ours(dict(scope["headers"]), body, self.is_signed, takes_files=takes_files):
                await self.tell(scope, send, Refusal(status=403, message=STALE))
                return
            # what is sent slowly may come after a session has ended
            visitor.set(await self._visitor(scope))
            if refusal := turned_away(scope, path, visitor.get(), is_private=is_private):
                await self.tell(scope, send, refusal)
                return
            scope, receive = {**scope, LOOKED_AT: True}, again(body)
        if cost is not Cost.CHEAP and path.endswith(".csv"):
            send = with_plain_cells(send)
        token = own_sql.set(statements)
        try:
            await self._answer(scope, receive, send, cost)
        finally:
            own_sql.reset(token)

    async def _answer(self, scope: Message, receive: Receive, send: Send, cost: Cost) -> None:
        begun, head = False, None

        async def sent(message: Message) -> None:
            """Send the head with the first part of the body, so that a body that is none can still be an error."""
            nonlocal begun, head
            if message["type"] == "http.response.start":
                head = message
                return
            if head:
                if not isinstance(message.get("body", b""), bytes):
                    raise TypeError("the body of an answer is bytes")
                begun = True
                await send(head)
                head = None
            await send(message)

        try:
            with self._places.place(cost):
                async with asyncio.timeout(DEADLINE):
                    await self.app(scope, receive, sent)
        except BusyError:
            await self.tell(scope, send, Refusal(status=503, message=BUSY, headers={"retry-after": "3"}))
        except asyncio.CancelledError:
            # the server stops, and this is the last of the request: nothing above it has more to do
            if not begun:
                await self.tell(scope, send, Refusal(status=503, message=STOPPING))
        except TimeoutError:
            if not begun:
                await self.tell(scope, send, Refusal(status=503, message=TOO_SLOW))
