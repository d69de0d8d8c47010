"""The border to the network: only reading, only known paths, and headers that keep hostile text inert."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

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


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS.items()]
    if status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


def guarded(app: App) -> App:
    """Wrap an ASGI application: GET and HEAD only, and our headers on every answer."""

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await _refuse(send, 405, "The store can only be read here.\n")
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
