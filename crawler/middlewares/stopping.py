"""A crawl that stops sends nothing more: what is on its way is finished, what waits is left for the next crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.network.failures import AbandonedRequestError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class StoppingMiddleware:
    """Refuses requests once the crawl stops.

    Args:
        crawler: the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StoppingMiddleware:
        """Build it for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `AbandonedRequestError` when the crawl stops."""
        del request
        if not self._crawler.crawling:
            raise AbandonedRequestError
