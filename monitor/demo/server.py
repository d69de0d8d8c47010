"""The web site of the demo: a real HTTP server on a free loopback port."""

from __future__ import annotations

import hashlib
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from socketserver import TCPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from monitor.demo.pages import ROUNDS, Page, load_pages, render

if TYPE_CHECKING:
    import socket

HOST = "127.0.0.1"
_PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


class DemoSite:
    """Serves the pages in a thread for as long as a `with` block lasts; round 1 is published first."""

    def __init__(self) -> None:
        self.pages = load_pages()
        self._by_path = {page.path: page for page in self.pages}
        self._published = ROUNDS[0]
        self._visits = count()
        self._server = _Server((HOST, 0), _Handler, bind_and_activate=False)
        self._server.site = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo site", daemon=True
        )

    @property
    def url(self) -> str:
        """Return the address of the site, without a slash at its end."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def url_of(self, page: Page) -> str:
        """Return the address of a page."""
        return f"{self.url}{page.path}"

    def publish(self, number: int) -> None:
        """Publish a round.

        Args:
            number: 1 or 2.

        Raises:
            ValueError: there is no such round.
        """
        if number not in ROUNDS:
            raise ValueError(f"there is no round {number}")
        self._published = number

    def answer(self, path: str) -> tuple[str, bytes, bool] | None:
        """Answer a request.

        Args:
            path: of the URL.

        Returns:
            Media type, body and whether the body stays the same from visit to visit; None where nothing is there.
        """
        page = self._by_path.get(path)
        if page:
            html = render(page, published=self._published, visit=next(self._visits))
            return "text/html; charset=utf-8", html.encode(), not page.is_noisy
        fixed = {
            "/": ("text/html; charset=utf-8", self._index().encode(), True),
            "/robots.txt": ("text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n", True),
            "/pixel.gif": ("image/gif", _PIXEL, False),
        }
        return fixed.get(path)

    def _index(self) -> str:
        links = "".join(f'<li><a href="{page.path}">{page.name}</a></li>' for page in self.pages)
        return f"<!doctype html><html lang='en'><title>Demo</title><h1>Invented companies</h1><ul>{links}</ul></html>"

    def __enter__(self) -> Self:
        self._server.server_bind()
        self._server.server_activate()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    site: DemoSite
    daemon_threads = True

    def server_bind(self) -> None:
        # not HTTPServer's own, which may ask the network for a name
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Say nothing of a visitor who hangs up; any other error is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        """Answer with a page, 304 or 404."""
        found = self.server.site.answer(urlsplit(self.path).path)
        if found is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is no such page.\n")
            return
        media_type, body, is_steady = found
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if is_steady else ""
        if etag and etag in self.headers.get("If-None-Match", ""):
            self._send(HTTPStatus.NOT_MODIFIED, "", b"", etag)
        else:
            self._send(HTTPStatus.OK, media_type, body, etag)

    def _send(self, status: HTTPStatus, media_type: str, body: bytes, etag: str = "") -> None:
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the standard library's
        """Say nothing: the demo's output is for people."""
