"""The spider `discovery`: finds a document of a site from its home page, and prints its candidates as a JSON line."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DownloadTimeoutError
from twisted.python.failure import Failure

from crawler.messages import SiteBatch, SiteSearched
from crawler.network.failures import RefusedRequestError
from crawler.network.resolver import judge
from crawler.spiders.base import PageSpider
from crawler.telling import tell
from monitor.core.records import FailureKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from monitor.core.records import Discovery, Fetched


class DiscoverySpider(PageSpider):
    """Looks for a document on each site of a batch, with at most eight requests a site.

    Args:
        batch: a file that holds a `crawler.messages.SiteBatch`.
    """

    name = "discovery"
    custom_settings = {"ITEM_PIPELINES": {"crawler.spiders.discovery.TellPipeline": 100}}  # noqa: RUF012 - Scrapy's way

    def __init__(self, batch: str, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's
        super().__init__(**kwargs)
        self.batch = batch

    async def start(self) -> AsyncIterator[Discovery]:
        """Yield what was found, one site after another."""
        from crawler.discovering import Look  # noqa: PLC0415 - each crawl loads all spiders, few look for links

        batch = self.asked(self.batch, SiteBatch)
        for site in batch.sites if batch else ():
            found = await Look(self.fetched, self.workers, site.kind).at(site.homes)
            passed = await asyncio.gather(*(self._may_be_watched(one.url) for one in found.candidates))
            yield replace(found, candidates=tuple(compress(found.candidates, passed)))

    async def _may_be_watched(self, url: str) -> bool:
        """Tell whether a page, looked at or not, is at no address that may not be fetched from."""
        try:
            await judge(url, seconds=self.settings.getfloat("DOWNLOAD_TIMEOUT"))
        except RefusedRequestError as error:
            return error.failure.kind is not FailureKind.FORBIDDEN_ADDRESS
        except DownloadTimeoutError:
            return False
        return True

    async def fetched(self, url: str) -> Fetched | None:
        """Fetch a page through all that politeness and safety ask for; None where the crawl stops."""
        request = self.page_request(0, url)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever a download raises is why there is no page
            failure: Any = Failure(error)  # type: ignore[no-untyped-call]
            failure.request = request
            return next(self.fail(failure), None)
        return await anext(self.parse(response, **request.cb_kwargs))


class TellPipeline:
    """Tells what was found on each site."""

    def process_item(self, item: Discovery) -> Discovery:
        """Tell one site."""
        tell(SiteSearched(found=item))
        return item
