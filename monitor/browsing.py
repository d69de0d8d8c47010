"""Serving the history: Datasette on the store, on one address."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn

from monitor.core.errors import InvalidInputError
from monitor.linked import LinkPages
from monitor.previews import preview_of
from storage.browse.app import datasette_for
from storage.database import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.app import App


# a connection costs a little memory, whatever it asks for
MOST_CONNECTIONS = 256


class Server(uvicorn.Server):
    """A web server that leaves signals to its caller, and says when it listens.

    Args:
        config: what to serve, and where.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no handlers."""
        yield


def listening_on(host: str, port: int) -> socket.socket:
    """Take a port, once and for all: who came to it first has it until the socket is closed.

    Args:
        host: the address to listen on.
        port: the port, 0 for a free one.

    Returns:
        A socket that listens already; what connects waits for the server.

    Raises:
        InvalidInputError: the port is taken, or the address is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # "::" takes no port of IPv4
        listening.bind((host, port))
        listening.listen()
    except (OSError, TypeError) as error:  # a name that no host can have is a TypeError
        listening.close()
        reason = getattr(error, "strerror", None) or error
        raise InvalidInputError(f"cannot listen on {host}, port {port}: {reason}") from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address of the pages that are served on a socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def exposure_of(host: str) -> str:
    """Return a line about who may read the pages at an address, "" where it is this machine alone.

    Args:
        host: the address to listen on.
    """
    try:
        is_local = ip_address(host).is_loopback
    except ValueError:
        is_local = host == "localhost" or host.endswith(".localhost")
    if is_local:
        return ""
    return (
        f"The pages at {host} have no login: anyone who reaches that address over the network can read every watch, "
        "version and change, and ask in SQL. Listen on 127.0.0.1 and put a web server with a login before them."
    )


async def make_server(app: App) -> Server:
    """Build the server of a data folder's pages.

    Args:
        app: the data folder at work; its store must exist.

    Returns:
        The server, to be run with `serve()` on a listening socket and ended by setting `should_exit`.

    Raises:
        StoreError: there is no store.
    """
    app.existing_view.conn.execute("SELECT 1")  # brings an older store up to date
    public_url = app.config.public_url
    datasette = datasette_for(
        app.folder / FILE_NAME, public_url=public_url, mail_of=partial(preview_of, public_url=public_url)
    )
    await datasette.invoke_startup()
    config = uvicorn.Config(
        LinkPages(datasette.app(), app.folder, language=app.config.notice_language),
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=3,
        limit_concurrency=MOST_CONNECTIONS,
    )
    return Server(config)
