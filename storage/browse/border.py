"""The border to the network: reading only, known paths, so much at once, and nothing for another site's page."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.browse import visitors
from storage.browse.cells import with_plain_cells
from storage.browse.database import own_sql
from storage.browse.headers import is_foreign, with_headers
from storage.browse.places import BusyError, Places
from storage.browse.visitors import Cost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from storage.browse.asgi import App, Message, Receive, Send

# a reader's patience, and how long one who reads slowly holds a place
DEADLINE = 60.0

FOREIGN = "These pages are for this machine alone; to serve them under a name, set CLAUSEWATCH_PUBLIC_URL."
ELSEWHERE = "Another site's page asked for this, and that is not answered."
GO_ON = "Another site has sent you here, to a page that takes some work. If you meant to come, go on."
BUSY = "Others ask for much at the moment. Try again in a few seconds."
STOPPING = "These pages are being stopped. Try again later."
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


def refusal_of(scope: Message, *, cost: Cost, public_host: str) -> Refusal | None:
    """Decide whether a request is answered at all.

    Args:
        scope: the request, as ASGI describes it.
        cost: what it takes.
        public_host: the name readers use, "" where none is set.

    Returns:
        What is said instead, None where it is answered.
    """
    headers = dict(scope["headers"])
    if scope["method"] not in {"GET", "HEAD"}:
        return Refusal(status=405, message="The store can only be read here.", headers={"allow": "GET, HEAD"})
    if is_foreign(scope, public_host):
        return Refusal(status=421, message=FOREIGN)
    if visitors.is_from_elsewhere(headers, public_host):
        if not visitors.is_link(headers):
            return Refusal(status=403, message=ELSEWHERE)
        if cost is not Cost.CHEAP:
            return Refusal(status=403, message=GO_ON, may_go_on=True)
    raw = (scope.get("raw_path") or b"").decode("latin-1").partition("?")[0]
    if _TOOLS.search(raw) or _TOOLS.search(scope["path"]):
        return Refusal(status=404, message=visitors.UNKNOWN)
    return None


@dataclass(frozen=True, slots=True)
class Border:
    """An ASGI application behind our border.

    Args:
        app: the application.
        tell: sends a refusal as a page.
        public_host: the name readers use, "" where none is set.
        base: the path before all pages, with a slash at both ends.
    """

    app: App
    tell: Callable[[Message, Send, Refusal], Awaitable[None]]
    public_host: str
    base: str
    _places: Places = field(default_factory=Places)

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
        if refusal := refusal_of(scope, cost=cost, public_host=self.public_host):
            await self.tell(scope, send, refusal)
            return
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
