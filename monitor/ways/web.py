"""Web hooks: a notice as a signed request (Standard Webhooks), to no address of a private network, within bounds.

A name is looked up once for each request, and the connection is made to an address that was judged: a name that points
elsewhere a moment later reaches nothing else. No redirect is followed, and no proxy of the environment is asked.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpcore

from monitor.core.networks import is_allowed
from monitor.core.notices.payload import identifier_of, write_payload
from monitor.core.notices.resending import SendFailure, Trouble
from monitor.core.notices.shorten import line
from monitor.core.notices.signing import hook_secret, signed_headers
from monitor.core.retry_after import parse_retry_after
from monitor.ways.receivers import LONGEST_DETAIL, Handed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from monitor.core.networks import Network
    from monitor.core.records import ProgramContent
    from monitor.ways.receivers import Pages

SECONDS = 15.0
"""That a request may take in all, from the look-up of the name to the status that answers it."""
LONGEST_ANSWER = 4_000
"""Bytes of the body that are read of an answer that is no success; of one that is, none."""
_ANSWER_SECONDS = 2.0  # for these
_MOST_ADDRESSES = 3  # of a name that are tried
# Who asks name servers cannot be called off, and the end of a loop waits for its own threads, so these are none of it;
# there are enough of them that names nobody answers for keep no other waiting.
_ASKING = ThreadPoolExecutor(max_workers=32, thread_name_prefix="names")
_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


class _UnreachableError(Exception):
    """There is no address to connect to; the text says why."""


class _JudgedBackend(httpcore.AnyIOBackend):
    """Connects to addresses that may be reached, and to no others.

    Args:
        networks: private networks that are allowed.
    """

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as the library has it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Look a name up, and connect to the first of its addresses that is allowed and answers."""
        addresses = await _addresses_of(host, port)
        allowed = [address for address in addresses if is_allowed(address, self._networks)][:_MOST_ADDRESSES]
        if not allowed:
            raise _UnreachableError("it is an address of a private network, which allow_networks does not name")
        for address in allowed[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
        return await super().connect_tcp(allowed[-1], port, timeout, local_address, socket_options)


async def _addresses_of(host: str, port: int) -> list[str]:
    try:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(_ASKING, ask)
    except (OSError, ValueError, OverflowError) as error:
        raise _UnreachableError("its name was not found") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class WebHooks:
    """Hands notices to web hooks.

    Args:
        pages: what is said of the pages to browse.
        key: that the secrets of the hooks are made of.
        now: the clock, UTC.
        networks: private networks that are allowed.
        seconds: that a request may take.
    """

    def __init__(
        self,
        *,
        pages: Pages,
        key: bytes,
        now: Callable[[], datetime],
        networks: Sequence[Network] = (),
        seconds: float = SECONDS,
    ) -> None:
        self._pages = pages
        self._key = key
        self._now = now
        self._seconds = seconds
        self._backend = _JudgedBackend(networks)
        self._context = ssl.create_default_context()

    async def hand_over(self, content: ProgramContent) -> Handed:
        """Post a notice to the hook in its address; see `Receiver`."""
        host = urlsplit(content.address).netloc
        body = write_payload(content, public_url=self._pages.public_url, stop_key=self._pages.stop_key)
        secret = hook_secret(content.address, self._key)
        headers = {
            "content-type": "application/json",
            "user-agent": "Clausewatch",
            "connection": "close",
            **signed_headers(body, identifier=identifier_of(content), at=self._now(), secret=secret),
        }
        try:
            async with asyncio.timeout(self._seconds):
                status, asked, answer = await self._post(content.address, body, headers)
        except TimeoutError:
            return _not_taken(host, f"no answer within {self._seconds:g} seconds")
        except _UnreachableError as error:
            return _not_taken(host, str(error))
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            return _not_taken(host, str(error) or type(error).__name__)
        return self._judged(host, status, asked, answer)

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
        """Return the status, what Retry-After says, and the beginning of the body where that is no success."""
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._context, network_backend=self._backend, max_connections=1, max_keepalive_connections=0
        )
        sent = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
        async with pool, pool.stream("POST", url, headers=sent, content=body) as response:
            is_taken = HTTPStatus(200) <= response.status < HTTPStatus(300)
            answer = b"" if is_taken else await _beginning(response)
            asked = next((value for name, value in response.headers if name.lower() == b"retry-after"), b"")
            return response.status, asked[:100].decode("latin-1"), answer.decode("utf-8", "replace")

    def _judged(self, host: str, status: int, asked: str, answer: str) -> Handed:
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Handed()
        until = parse_retry_after(asked, now=self._now())
        wait = until - self._now() if until else timedelta(0)
        trouble, words = Trouble.PASSING, f"it answered {status}"
        if status == HTTPStatus.GONE:
            trouble = Trouble.GONE
        elif HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            words += ", and redirects are not followed: subscribe the address it has now"
        elif HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _AGAIN:
            trouble = Trouble.REFUSED
        return Handed(failure=SendFailure(trouble=trouble, detail=f"{host}: {words}", wait=wait), answer=answer)


async def _beginning(response: httpcore.Response) -> bytes:
    """Read the beginning of a body; one that ends early, or hangs, is as long as it is."""
    read = b""
    with suppress(TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        async with asyncio.timeout(_ANSWER_SECONDS):
            async for piece in response.aiter_stream():
                read += piece
                if len(read) >= LONGEST_ANSWER:
                    break
    return read[:LONGEST_ANSWER]


def _not_taken(host: str, words: str) -> Handed:
    return Handed(failure=SendFailure(trouble=Trouble.PASSING, detail=line(f"{host}: {words}", LONGEST_DETAIL)))
