"""Signs of life of a crawl, for the process that waits for it. Setting: CLAUSEWATCH_LIFELINE (somebody listens).

Two kinds of line (`crawler/messages.py`): `Beat` every second, from the event loop; `Begun` for checks that begin, so
that it is known which were under way when the crawl hangs or dies.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.messages import Beat, Begun
from crawler.telling import tell

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

BEAT_SECONDS = 1.0  # as often as the parent listens, see monitor/child.py


class Heartbeat:
    """Tells that the crawl lives, that it moves, and what it is at.

    It stands before all other middlewares, so that a check counts as begun before anything is done for it.
    """

    def __init__(self) -> None:
        self._moves = 0
        self._begun: set[int] = set()
        self._untold: list[int] = []
        self._next: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Heartbeat:
        """Build it where the setting asks for it."""
        if not crawler.settings.getbool("CLAUSEWATCH_LIFELINE"):
            raise NotConfigured
        heartbeat = cls()
        crawler.signals.connect(heartbeat.beat, signal=signals.spider_opened)
        crawler.signals.connect(heartbeat.rest, signal=signals.spider_closed)
        return heartbeat

    def beat(self) -> None:
        """Give a sign of life, and another each second from now on."""
        tell(Beat(moves=self._moves))
        self._next = asyncio.get_event_loop().call_later(BEAT_SECONDS, self.beat)

    def rest(self) -> None:
        """Give no more signs of life: the crawl is over."""
        if self._next:
            self._next.cancel()

    def process_request(self, request: Request) -> None:
        """Note that a request begins, and with its first one a check."""
        self._moves += 1
        number = request.cb_kwargs.get("watch_id")
        if number is None or number in self._begun:
            return
        self._begun.add(number)
        if not self._untold:
            # one line for all that begin in the same turn of the loop, before anything is read for them
            asyncio.get_event_loop().call_soon(self._tell_begun)
        self._untold.append(number)

    def _tell_begun(self) -> None:
        tell(Begun(numbers=tuple(self._untold)))
        self._untold = []

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's signature
        """Note that a request was answered."""
        self._moves += 1
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's signature
        """Note that a request failed."""
        self._moves += 1
