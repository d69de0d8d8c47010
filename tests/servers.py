"""A web site on a free loopback port whose every answer, good or hostile, is set by a test."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import brotli
import zstandard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HOST = "127.0.0.1"
HTML = "text/html; charset=utf-8"
FOREVER = 3600.0
PATIENCE_SECONDS = 240.0  # what is to come about may take; no test shows that something is quick


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came.

    Args:
        path: with its query.
        headers: by lower-case name.
        body: what came behind them, as long as they say.
    """

    path: str
    headers: dict[str, str]
    body: bytes = b""


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def head(status: int, headers: dict[str, str]) -> bytes:
    """Return a status line and headers as bytes."""
    lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def sending(data: bytes) -> Answer:
    """Answer with these bytes, whatever was asked, and close."""

    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return answer


def page(body: bytes | str, *, status: int = 200, media_type: str = HTML, **headers: str) -> Answer:
    """Answer with a page; further headers as keywords, their dashes as underscores."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": media_type, "Content-Length": str(len(data)), "Connection": "close"}
    fields = {name: value for name, value in fields.items() if value}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    return sending(head(status, fields) + data)


def validated(body: str, **validator: str) -> Answer:
    """Answer with a page and its validator (ETag or Last_Modified), or with 304 to one who has it."""
    ((name, value),) = validator.items()
    asks = {"ETag": "if-none-match", "Last_Modified": "if-modified-since"}[name]
    whole, same = page(body, **validator), page("", status=304, **validator)

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (same if asked.headers.get(asks) == value else whole)(asked, writer)

    return answer


def redirect(to: str, *, status: int = 302) -> Answer:
    """Forward to another address."""
    return page("", status=status, Location=to)


def packed(body: str, encoding: str) -> Answer:
    """Answer with a page compressed as gzip, br or zstd."""
    data = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress}[encoding](
        body.encode()
    )
    return page(data, Content_Encoding=encoding)


def slow(body: str, *, seconds: float) -> Answer:
    """Answer with a page after a while."""
    return late(page(body), seconds=seconds)


def late(then: Answer, *, seconds: float) -> Answer:
    """Answer after a while."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await then(asked, writer)

    return answer


def hanging() -> Answer:
    """Take the request and never answer."""
    return slow("", seconds=FOREVER)


def truncated(body: str) -> Answer:
    """Promise twice as many bytes as come."""
    data = body.encode()
    return sending(head(200, {"Content-Type": HTML, "Content-Length": str(2 * len(data))}) + data)


def resetting(body: str) -> Answer:
    """Break the connection off by a reset in the middle of the page."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await truncated(body)(asked, writer)
        sock = writer.get_extra_info("socket")
        sock.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SOL_SOCKET, SO_LINGER: close with a reset

    return answer


def repeating(start: bytes, piece: bytes, *, pause: float = 0) -> Answer:
    """Send a start and then the same piece without end, as fast as it is taken or with pauses."""

    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def dripping(body: str) -> Answer:
    """Send a page a few bytes at a time, never idle for long, never done."""
    start = head(200, {"Content-Type": HTML, "Content-Length": "1000000"}) + body.encode()
    return repeating(start, b"<p>", pause=0.2)


def endless() -> Answer:
    """Send a page that has no end."""
    return repeating(head(200, {"Content-Type": HTML}), b"<p>word word word word</p>" * 4000)


def flooding() -> Answer:
    """Send headers that have no end."""
    return repeating(b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"f" * 8000 + b"\r\n")


class Site:
    """Serves HTTP on loopback in a thread for as long as a `with` block lasts.

    What a path answers is set by `site[path] = answer`, at any time; others answer 404. What was asked is in `asked`.

    Args:
        certificate: a file with a key and its certificate, to speak TLS.
        hosts: the addresses at which it answers, all on one port.
    """

    def __init__(self, *, certificate: Path | None = None, hosts: Sequence[str] = (HOST,)) -> None:
        self._hosts = hosts
        self._context: ssl.SSLContext | None = None
        if certificate:
            self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._context.load_cert_chain(certificate)
        self.asked: list[Asked] = []
        self.port = 0
        self._answers: dict[str, Answer] = {}
        self._connections: set[asyncio.Task[None]] = set()
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="site", daemon=True)

    def __setitem__(self, path: str, answer: Answer) -> None:
        self._answers[path] = answer

    def answer_for(self, asked: Asked) -> Answer:
        """Return what is answered to a request."""
        return self._answers.get(asked.path, page("<p>Nothing here.</p>", status=404))

    def url(self, path: str, *, host: str = HOST) -> str:
        """Return the address of a path."""
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def times_asked(self, path: str) -> int:
        """Count the requests for a path."""
        return sum(asked.path == path for asked in self.asked)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_ready.wait(PATIENCE_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(PATIENCE_SECONDS)

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, self._hosts[0], 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        servers = [server]
        if others := self._hosts[1:]:
            servers.append(await asyncio.start_server(self._connected, others, self.port, ssl=self._context))
        self._is_ready.set()
        await self._stopping.wait()
        for server in servers:
            server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._answer(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            start = await reader.readexactly(1)
            if start == b"\x16":  # somebody speaks TLS, and this site does not
                return
            request = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = (line.partition(":") for line in request[1:] if line)
            path = request[0].split()[1]
            headers = {name.lower(): value.strip() for name, _, value in fields}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            asked = Asked(path=path, headers=headers, body=body)
            self.asked.append(asked)
            await self.answer_for(asked)(asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side has gone: its right
        finally:
            writer.close()
