"""Ends a crawl when the process that started it is gone. Setting: CLAUSEWATCH_LIFELINE (standard input is the line)."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.network.failures import AbandonedRequestError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

GRACE_SECONDS = 5.0  # for what is in flight; a page that takes longer is left for the next crawl


class Lifeline:
    """Watches standard input; at its end the crawl finishes what is in flight, within seconds, and stops.

    Args:
        crawler: the crawl to stop.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Lifeline:
        """Build it where the setting asks for it."""
        if not crawler.settings.getbool("CLAUSEWATCH_LIFELINE"):
            raise NotConfigured
        lifeline = cls(crawler)
        crawler.signals.connect(lifeline.hold, signal=signals.spider_opened)
        crawler.signals.connect(lifeline.let_go, signal=signals.spider_closed)
        return lifeline

    def hold(self) -> None:
        """Begin to watch."""
        asyncio.get_event_loop().add_reader(sys.stdin.fileno(), self._read)

    def let_go(self) -> None:
        """Stop watching."""
        asyncio.get_event_loop().remove_reader(sys.stdin.fileno())

    def _read(self) -> None:
        if os.read(sys.stdin.fileno(), 4096):
            return
        self.let_go()
        logger.info("the process that started this crawl has ended or asks to stop: stopping")
        task = asyncio.get_event_loop().create_task(self._stop())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop(self) -> None:
        # a thread, so that not even a busy loop holds it up; the store is sound whenever a process ends
        timer = threading.Timer(GRACE_SECONDS, os._exit, [0])
        timer.daemon = True
        timer.start()
        while self._crawler.crawling and not self._crawler.engine.running:  # noqa: ASYNC110 - it has no event to wait for
            await asyncio.sleep(0.05)  # it is still starting, and could not be stopped
        stopped = asyncio.ensure_future(self._crawler.stop_async())
        await asyncio.sleep(0)
        self._drop_waiting()
        await stopped

    def _drop_waiting(self) -> None:
        """Take back the requests that wait for their turn with a host."""
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(AbandonedRequestError())
