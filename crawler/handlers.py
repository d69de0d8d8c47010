"""Downloads bounded in time by what their check has left, and in their head as in their body.

Settings: DOWNLOAD_HANDLERS, MOST_HEAD_BYTES below. Neither Scrapy nor Twisted bounds a head: a server that sends
headers without end would fill the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadTimeoutError
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE

from crawler.deadline import cap, leave_queue
from crawler.failures import HeadTooLargeError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.interfaces import IAddress

MOST_HEAD_BYTES = 256 * 1024  # browsers and servers end at 8 to 256 KiB


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

    async def download_request(self, request: Request) -> Response:
        """Download a page in the time its check has left; raise `RefusedRequestError` where there is none."""
        leave_queue(request)
        cap(request)
        try:
            return await super().download_request(request)
        except DownloadTimeoutError:
            cap(request)  # nobody need try again what was over
            raise


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
