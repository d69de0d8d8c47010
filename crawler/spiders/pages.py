"""The spider `pages`: fetches addresses that no store knows, and prints what came, one JSON line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.messages import PageBatch, PageFetched
from crawler.spiders.base import PageSpider
from crawler.telling import tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request

    from monitor.core.records import Fetched


class PagesSpider(PageSpider):
    """Fetches the addresses of a batch.

    Args:
        batch: a file that holds a `crawler.messages.PageBatch`.
    """

    name = "pages"
    custom_settings = {"ITEM_PIPELINES": {"crawler.spiders.pages.TellPipeline": 100}}  # noqa: RUF012 - Scrapy's way

    def __init__(self, batch: str, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's
        super().__init__(**kwargs)
        self.batch = batch

    async def start(self) -> AsyncIterator[Request]:
        """Yield one request an address."""
        batch = self.asked(self.batch, PageBatch)
        for page in batch.pages if batch else ():
            yield self.page_request(
                page.number,
                page.url,
                is_rendered=page.is_rendered,
                ignores_robots=page.ignores_robots,
                accept_language=page.accept_language,
            )


class TellPipeline:
    """Tells each fetch, its body in Base64."""

    def process_item(self, item: Fetched) -> Fetched:
        """Tell one fetch."""
        tell(PageFetched(fetched=item))
        return item
