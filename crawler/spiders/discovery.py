"""The spider `discovery`: finds a document of a site from its home page, and prints its candidates as a JSON line."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from itertools import compress, islice
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

    from crawler.messages import AskedSite
    from monitor.core.records import Fetched


class DiscoverySpider(PageSpider):
    """Looks for a document on each site of a batch, with at most eight requests a site, and many sites at a time.

    Args:
        batch: a file that holds a `crawler.messages.SiteBatch`.
    """

    name = "discovery"
    custom_settings = {"ITEM_PIPELINES": {"crawler.spiders.discovery.TellPipeline": 100}}  # noqa: RUF012 - Scrapy's way

    def __init__(self, batch: str, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's
        super().__init__(**kwargs)
        self.batch = batch

    async def start(self) -> AsyncIterator[SiteSearched]:
        """Yield what was found on each site, as the looks end; as many are under way as there may be requests."""
        batch = self.asked(self.batch, SiteBatch)
        waiting = iter(batch.sites if batch else ())
        most = self.settings.getint("CONCURRENT_REQUESTS")
        looks: set[asyncio.Task[SiteSearched]] = set()
        while looks := looks | {asyncio.create_task(self._look_at(s)) for s in islice(waiting, most - len(looks))}:
            ended, looks = await asyncio.wait(looks, return_when=asyncio.FIRST_COMPLETED)
            for look in ended:
                yield look.result()

    async def _look_at(self, site: AskedSite) -> SiteSearched:
        from crawler.discovering import MOST_REQUESTS, Look  # noqa: PLC0415 - each crawl loads all spiders, few look for links

        # a site that drips gets what two checks get, for its home page may have two addresses, and its delays
        seconds = 2 * self.settings.getfloat("CLAUSEWATCH_CHECK_TIMEOUT")
        seconds += MOST_REQUESTS * self.settings.getfloat("DOWNLOAD_DELAY")
        fetch = partial(self.fetched, number=site.number, until=asyncio.get_running_loop().time() + seconds)
        found = await Look(fetch, self.workers, site.kind).at(site.homes)
        passed = await asyncio.gather(*(self._may_be_watched(one.url) for one in found.candidates))
        return SiteSearched(
            site=site.number, found=replace(found, candidates=tuple(compress(found.candidates, passed)))
        )

    async def _may_be_watched(self, url: str) -> bool:
        """Tell whether a page, looked at or not, is at no address that may not be fetched from."""
        try:
            await judge(url, seconds=self.settings.getfloat("DOWNLOAD_TIMEOUT"))
        except RefusedRequestError as error:
            return error.failure.kind is not FailureKind.FORBIDDEN_ADDRESS
        except DownloadTimeoutError:
            return False
        return True

    async def fetched(self, url: str, *, number: int, until: float) -> Fetched | None:
        """Fetch a page through all that politeness and safety ask for.

        Args:
            url: its address.
            number: of the site that is looked at.
            until: no page is asked for later, by the clock of the event loop.

        Returns:
            What came; None where the time is over or the crawl stops.
        """
        if asyncio.get_running_loop().time() > until:
            return None
        request = self.page_request(number, url)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever a download raises is why there is no page
            failure: Any = Failure(error)  # type: ignore[no-untyped-call]
            failure.request = request
            return next(self.fail(failure), None)
        return await anext(self.parse(response, **request.cb_kwargs))


class TellPipeline:
    """Tells what was found on each site."""

    def process_item(self, item: SiteSearched) -> SiteSearched:
        """Tell one site."""
        tell(item)
        return item
