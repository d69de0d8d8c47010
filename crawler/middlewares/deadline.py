"""The overall time of a check: its clock started, its queues not counted. Setting: CLAUSEWATCH_CHECK_TIMEOUT.

It comes before all other middlewares, so that what they wait for is counted; the download handler ends the check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from crawler.network.deadline import begin, queue

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class DeadlineMiddleware:
    """Starts the clock of each check.

    Args:
        seconds: what a check may take.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DeadlineMiddleware:
        """Build it for a crawl."""
        middleware = cls(crawler.settings.getfloat("CLAUSEWATCH_CHECK_TIMEOUT"))
        crawler.signals.connect(middleware.queued, signal=signals.request_scheduled)
        crawler.signals.connect(middleware.queued, signal=signals.request_reached_downloader)
        return middleware

    def process_request(self, request: Request) -> None:
        """Start the clock, or go on with that of the request before."""
        begin(request, seconds=self._seconds)

    def queued(self, request: Request) -> None:
        """Note that a request waits, for its turn in the crawl or at its host."""
        queue(request)
