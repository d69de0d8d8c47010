"""Serving the history: Datasette on the store, on one address."""

from __future__ import annotations

import asyncio
import secrets
import socket
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

import uvicorn

from monitor.core.errors import InvalidInputError
from monitor.core.urls import host_of
from monitor.desk import OwnDesk
from monitor.linked import LinkPages
from monitor.previews import preview_of
from storage.browse.admission import Admission
from storage.browse.app import datasette_for
from storage.database import FILE_NAME, is_writable
from storage.users import has_owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.app import App
    from monitor.config import Config


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
        self.first_path = ""  # of the page on which somebody becomes the first owner

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


def is_local(host: str) -> bool:
    """Tell whether this machine alone reaches an address.

    Args:
        host: the address to listen on.
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_private(config: Config, host: str) -> bool:
    """Tell whether only users may read the pages at an address: where that is not set, where others reach it."""
    if config.public_pages is not None:
        return not config.public_pages
    return not is_local(host) or _is_forwarded(config)


def _is_forwarded(config: Config) -> bool:
    """Tell whether others reach the pages by another address than they listen on: a web server stands before them."""
    return bool(config.public_url) and not is_local(host_of(config.public_url))


def exposure_of(config: Config, host: str) -> str:
    """Return a line about who may read the pages at an address, "" where it is this machine alone.

    Args:
        config: the configuration.
        host: the address to listen on.
    """
    if is_local(host):
        if is_private(config, host) and _is_forwarded(config) and not config.trusted_proxies:
            return (
                f"The visitors of {config.public_url} count as one here: ten wrong passwords of one keep all"
                ' from signing in. Where a web server on this machine sends them, set trusted_proxies = "127.0.0.1/32".'
            )
        return ""
    if is_private(config, host):
        return (
            f"The pages at {host} ask to sign in, and passwords go there as they are typed. Listen on 127.0.0.1 and put"
            " a web server with TLS before them, or set public_pages to let anyone read."
        )
    return (
        f"The pages at {host} are public: anyone who reaches that address over the network can read every watch, "
        "version and change, and ask in SQL. Unset public_pages to have readers sign in."
    )


def admission_of(app: App, host: str) -> Admission:
    """Decide who comes in to the pages at an address.

    Args:
        app: the data folder at work; its store must exist.
        host: the address that is listened on.
    """
    config = app.config
    is_first = is_local(host) and not has_owner(app.existing_view) and is_writable(app.folder)
    return Admission(
        is_private=is_private(config, host),
        user_header=config.user_header,
        proxies=tuple(map(ip_network, config.trusted_proxies)),
        first_token=secrets.token_urlsafe(24) if is_first else "",
    )


async def make_server(app: App, host: str) -> Server:
    """Build the server of a data folder's pages.

    Args:
        app: the data folder at work; its store must exist.
        host: the address that is listened on.

    Returns:
        The server, to be run with `serve()` on a listening socket and ended by setting `should_exit`.

    Raises:
        StoreError: there is no store.
    """
    app.existing_view.conn.execute("SELECT 1")  # brings an older store up to date
    public_url = app.config.public_url
    admission = admission_of(app, host)
    datasette = datasette_for(
        app.folder / FILE_NAME,
        public_url=public_url,
        mail_of=partial(preview_of, public_url=public_url),
        admission=admission,
        desk=OwnDesk(app.folder),
    )
    await datasette.invoke_startup()
    config = uvicorn.Config(
        LinkPages(datasette.app(), app.folder, language=app.config.notice_language),
        log_level="warning",
        lifespan="on",
        server_header=False,
        proxy_headers=False,  # who is believed says our own setting
        timeout_graceful_shutdown=3,
        limit_concurrency=MOST_CONNECTIONS,
    )
    server = Server(config)
    if admission.first_token:
        server.first_path = datasette.urls.path(f"/first/{admission.first_token}")
    return server
