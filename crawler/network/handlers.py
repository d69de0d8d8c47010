"""Downloads: to hosts that are judged first, bounded in time by what their check has left, in their head and body.

Settings: DOWNLOAD_HANDLERS, CLAUSEWATCH_PROXY, MOST_HEAD_BYTES below. Neither Scrapy nor Twisted bounds a head: who
sends headers without end would fill the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import DownloadTimeoutError
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE
from twisted.web.client import ResponseDone

from crawler.network.amounts import bytes_wanted
from crawler.network.deadline import cap, leave_queue
from crawler.network.failures import HeadTooLargeError
from crawler.network.resolver import judge

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
        self._proxy: str | None = crawler.settings["CLAUSEWATCH_PROXY"] or None

    async def download_request(self, request: Request) -> Response:
        """Download a page from a host that may be fetched from, in the time its check has left.

        Raises:
            RefusedRequestError: the host may not be fetched from, or is none; nothing is left of the check's time.
        """
        leave_queue(request)
        cap(request)
        await judge(request.url, seconds=request.meta.get("download_timeout"))
        request.meta["proxy"] = self._proxy
        cap(request)
        agent = _BoundedAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except DownloadTimeoutError:
            cap(request)  # nobody need try again what was over
            raise


class _BoundedAgent(_ScrapyAgent):
    """Scrapy's agent for one request, that ends an answer where enough of it is read."""

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:  # noqa: ANN401 - Twisted's and Scrapy's
        most = bytes_wanted(request, status=txresponse.code)
        if most is not None:
            deliver = txresponse.deliverBody
            txresponse.deliverBody = lambda reader: deliver(_Start(reader, most=most))
            request = request.replace(meta={**request.meta, "download_maxsize": 0})  # however large it says it is
        return super()._cb_bodyready(txresponse, request)


class _Start(Protocol):
    """Hands on the start of a body, and ends the connection where more would come.

    Args:
        reader: who reads the body.
        most: bytes that are handed on.
    """

    def __init__(self, reader: Any, *, most: int) -> None:  # noqa: ANN401 - Scrapy's
        self._reader = reader
        self._left = most

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        self._reader.makeConnection(self.transport)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._left <= 0:
            return
        self._reader.dataReceived(data[: self._left])
        self._left -= len(data)
        if self._left <= 0:
            self._reader.connectionLost(Failure(ResponseDone()))  # type: ignore[no-untyped-call]
            transport: Any = self.transport
            transport.stopProducing()
            transport.loseConnection()

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802 - Twisted's name
        if self._left > 0:
            self._reader.connectionLost(reason)


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
            if in_head:
                parser.MAX_LENGTH = MOST_HEAD_BYTES  # one bound for a head, however few lines it has
            receive(data)

    protocol.dataReceived = data_received
    return protocol
