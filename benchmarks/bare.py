"""The ceiling: a Scrapy spider that fetches addresses and does nothing with them. `python benchmarks/bare.py FILE`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import scrapy
from scrapy.crawler import CrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONCURRENCY = 16


class BareSpider(scrapy.Spider):
    """Fetches every address once."""

    name = "bare"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Yield a request an address."""
        for url in Path(sys.argv[1]).read_text(encoding="utf-8").split():
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, _response: scrapy.http.Response) -> None:
        """Do nothing with the page."""


if __name__ == "__main__":
    process = CrawlerProcess({
        "CONCURRENT_REQUESTS": CONCURRENCY,
        "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    })  # fmt: skip
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler)
    process.start()
    print(crawler.stats.get_value("response_received_count", 0))
