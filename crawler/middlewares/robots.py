"""robots.txt: obeyed, its refusal told as a value. Setting: ROBOTSTXT_USER_AGENT.

As RFC 9309 section 2.3.1 has it: a file that is not there forbids nothing; one that cannot be had, because the site
answers with an error of its own or not at all, forbids everything until it can.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.network.amounts import FIRST_BYTES
from crawler.network.aside import aside
from crawler.network.failures import (
    AbandonedRequestError,
    RefusedRequestError,
    failure_of_exception,
    failure_of_response,
)
from crawler.network.robots import MOST_BYTES, Rules, read_rules
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# a file that comes as one of these is there, but nobody could read it: it forbids nothing
_UNREADABLE = {FailureKind.REDIRECT_LOOP, FailureKind.TOO_LARGE, FailureKind.UNDECODABLE, FailureKind.EMPTY}
MOST_REMEMBERED = 32 * 1024 * 1024
"""Bytes of rules a crawl remembers; a file that fell out is fetched again when it is needed."""
_PRIORITY = 1000  # before all pages
_LEAST_SIZE = 500  # bytes it takes to remember a site without rules


class RobotsMiddleware:
    """Refuses what robots.txt forbids.

    Args:
        crawler: the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._asked: dict[str, asyncio.Future[Rules | FetchFailure]] = {}
        self._remembered: OrderedDict[str, Rules | FetchFailure] = OrderedDict()
        self._size = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build it for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass that its site's robots.txt allows; each file is fetched once at a time.

        Raises:
            RefusedRequestError: of kind robots where the file forbids the request, of its own kind where the file could
                not be had, so that nothing may be fetched.
        """
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        rules = await self._rules(f"{parts.scheme}://{parts.netloc}")
        if isinstance(rules, FetchFailure):
            raise RefusedRequestError(rules)
        if not await aside(rules.size, rules.allow, request.url):
            failure = FetchFailure(kind=FailureKind.ROBOTS, detail="the site's robots.txt forbids fetching this page")
            raise RefusedRequestError(failure)

    async def _rules(self, site: str) -> Rules | FetchFailure:
        if site in self._remembered:
            self._remembered.move_to_end(site)
            return self._remembered[site]
        if site not in self._asked:
            self._asked[site] = asyncio.ensure_future(self._fetch(f"{site}/robots.txt"))
            self._asked[site].add_done_callback(lambda _: self._asked.pop(site, None))
        found = await self._asked[site]
        self._remember(site, found)
        return found

    def _remember(self, site: str, found: Rules | FetchFailure) -> None:
        if site in self._remembered:
            return
        self._remembered[site] = found
        self._size += _size(found)
        while self._size > MOST_REMEMBERED:
            self._size -= _size(self._remembered.popitem(last=False)[1])

    async def _fetch(self, url: str) -> Rules | FetchFailure:
        meta = {"dont_obey_robotstxt": True, FIRST_BYTES: MOST_BYTES + 1}
        request = Request(url, priority=_PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
        except AbandonedRequestError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it becomes a value with its kind
            failure = failure_of_exception(error)
        else:
            answer = failure_of_response(response)
            if answer is None:
                return await aside(len(response.body), read_rules, response.body, agent=self._agent)
            failure = answer
        return _without_file(failure) or Rules()


def _size(found: Rules | FetchFailure) -> int:
    return _LEAST_SIZE + (found.size if isinstance(found, Rules) else 0)


def _without_file(failure: FetchFailure) -> FetchFailure | None:
    """Say what follows where there is no robots.txt to read; None where everything may be fetched."""
    status = failure.status or 0
    if failure.kind is FailureKind.RATE_LIMITED:
        return failure
    if 300 <= status < 500 or failure.kind in _UNREADABLE:
        return None
    kind = FailureKind.ROBOTS if status else failure.kind
    detail = f"robots.txt could not be had, and without it nothing is fetched: {failure.detail}"
    return FetchFailure(kind=kind, status=failure.status, detail=detail, retry_at=failure.retry_at)
