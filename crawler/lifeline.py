"""Ends a crawl when the process that started it is gone. Setting: CLAUSEWATCH_LIFELINE (standard input is the line)."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Lifeline:
    """Watches standard input; at its end the crawl finishes what is in flight and stops.

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
        task = asyncio.get_event_loop().create_task(self._crawler.stop_async())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
