"""What a crawl writes to its log: what went wrong, not each page that it fetched, which the store has anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response


class QuietFormatter(LogFormatter):
    """Leaves out the lines on each page; made only to be dropped for their level, they cost a share of every page."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> None:  # type: ignore[override]
        """Say nothing of a page that was fetched."""

    def scraped(self, item: Any, response: Any, spider: Spider) -> None:  # type: ignore[override]  # noqa: ANN401
        """Say nothing of what was made of it."""
