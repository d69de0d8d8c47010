"""Downloads whose response head is bounded as their body is, and the time of a check with them.

Settings: DOWNLOAD_HANDLERS, DOWNLOAD_TIMEOUT, CLAUSEWATCH_CHECK_TIMEOUT, MOST_HEAD_BYTES below. Neither Scrapy nor
Twisted bounds a head: a server that sends headers without end would fill the memory. Redirects and retries carry the
time already spent along, so that together they take no longer than a check may; waiting for a turn with a host is
not counted.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadTimeoutError
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.internet.interfaces import IAddress

MOST_HEAD_BYTES = 256 * 1024  # browsers and servers end at 8 to 256 KiB


_SPENT = "clausewatch_spent"


def seconds_left(request: Request, settings: BaseSettings) -> float:
    """Return how many seconds of its check's time a request has left."""
    left: float = settings.getfloat("CLAUSEWATCH_CHECK_TIMEOUT") - request.meta.get(_SPENT, 0.0)
    return left


def add_spent(request: Request, seconds: float) -> None:
    """Count seconds as spent for the check a request belongs to."""
    request.meta[_SPENT] = request.meta.get(_SPENT, 0.0) + seconds


class HeadTooLargeError(Exception):
    """A server sent more headers than any honest one does."""


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, over connections that bound the head of each response.

    Args:
        crawler: the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        lenient: Any = self._pool._factory  # noqa: SLF001 - Twisted names no public way to it

        class BoundedFactory(lenient):  # type: ignore[misc]  # the class is Scrapy's, known only here
            def buildProtocol(self, addr: IAddress | None) -> Any:  # noqa: ANN401, N802 - Twisted's name
                return _bounded(super().buildProtocol(addr))

        self._pool._factory = BoundedFactory  # noqa: SLF001 - the same
        self._settings = crawler.settings

    async def download_request(self, request: Request) -> Response:
        """Download within what is left of the check's time."""
        left = seconds_left(request, self._settings)
        if left <= 0:
            raise DownloadTimeoutError("the check's time is spent")
        request.meta["download_timeout"] = min(self._settings.getfloat("DOWNLOAD_TIMEOUT"), left)
        began = monotonic()
        try:
            response: Response = await super().download_request(request)
        finally:
            add_spent(request, monotonic() - began)
        return response


def _bounded(protocol: Any) -> Any:  # noqa: ANN401 - Twisted's, and untyped
    """Have a connection broken off when the head of a response is too large."""
    receive = protocol.dataReceived
    received = 0

    def data_received(data: bytes) -> None:
        nonlocal received
        parser = protocol._parser  # noqa: SLF001 - the only one that knows where the head ends
        in_head = parser is not None and parser.state not in {BODY, DONE}
        received = received + len(data) if in_head else 0
        if received > MOST_HEAD_BYTES:
            reason: Any = Failure
            protocol._giveUp(reason(HeadTooLargeError()))  # noqa: SLF001 - as Twisted does itself on bad data
        else:
            receive(data)

    protocol.dataReceived = data_received
    return protocol
