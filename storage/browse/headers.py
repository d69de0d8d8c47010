"""The border to the network: only reading, only known paths, and headers that keep hostile text inert."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]

# no script at all, nothing from elsewhere, no frame around us
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
# of Datasette's own pages: its words for the data, and no tool that tells of the machine or sets a cookie
_TOOLS = re.compile(rb"(?:^|/)-/(?!static/|metadata(?:\.json)?$)")

FOREIGN = "These pages are for this machine alone; to serve them under a name, set CLAUSEWATCH_PUBLIC_URL.\n"


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS.items()]
    if status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_foreign(scope: Message, public_host: str) -> bool:
    """Tell whether a request for this machine alone was made under another site's name.

    A page elsewhere can point its own name at a reader's machine and then read what listens there ("DNS rebinding").

    Args:
        scope: the request, as ASGI describes it.
        public_host: the name readers use, "" where none is set.
    """
    listens = (scope.get("server") or ("", None))[0]
    hosts = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
    try:
        host = urlsplit(f"//{hosts[0]}").hostname or "" if hosts else ""
    except ValueError:
        return True
    return _is_local(listens) and bool(host) and host != public_host and not _is_local(host)


def guarded(app: App, public_host: str = "") -> App:
    """Wrap an ASGI application: GET and HEAD only, and our headers on every answer.

    Args:
        app: the application.
        public_host: the name readers use, "" where none is set.
    """

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await _refuse(send, 405, "The store can only be read here.\n")
            return
        if is_foreign(scope, public_host):
            await _refuse(send, 421, FOREIGN)
            return
        path = scope.get("raw_path") or scope["path"].encode()
        if _TOOLS.search(path.partition(b"?")[0]) or _TOOLS.search(scope["path"].encode()):
            await _refuse(send, 404, "This address is not known here.\n")
            return
        await app(scope, receive, _with_headers(send))

    return wrapped


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [(key, value) for key, value in message.get("headers", []) if key.lower() not in HEADERS]
            message = {**message, "headers": [*others, *HEADERS.items()]}
        await send(message)

    return sent
