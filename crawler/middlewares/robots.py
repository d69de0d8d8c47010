"""robots.txt: Scrapy's middleware, its refusal told as a value. Setting: ROBOTSTXT_OBEY.

As RFC 9309 section 2.3.1 has it: a file that is not there forbids nothing; one that cannot be had, because the site
answers with an error of its own or not at all, forbids everything until it can.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import build_from_crawler

from crawler.failures import AbandonedRequestError, RefusedRequestError, failure_of_exception, failure_of_response
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

# a file that comes as one of these is there, but nobody could read it: it forbids nothing
_UNREADABLE = {FailureKind.REDIRECT_LOOP, FailureKind.TOO_LARGE, FailureKind.UNDECODABLE, FailureKind.EMPTY}


class RobotsMiddleware(RobotsTxtMiddleware):
    """Refuses what robots.txt forbids.

    Args:
        crawler: the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._files: dict[str, asyncio.Future[RobotParser | FetchFailure | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return what the site's robots.txt says, None for nothing; each file is fetched once a crawl.

        Raises:
            RefusedRequestError: the file could not be had, so that nothing may be fetched.
        """
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._files:
            self._files[site] = asyncio.ensure_future(self._fetch(f"{site}/robots.txt"))
        found = await self._files[site]
        if isinstance(found, FetchFailure):
            raise RefusedRequestError(found)
        return found

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise `RefusedRequestError` of kind robots where the file forbids the request."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            failure = FetchFailure(kind=FailureKind.ROBOTS, detail="the site's robots.txt forbids fetching this page")
            raise RefusedRequestError(failure) from error

    async def _fetch(self, url: str) -> RobotParser | FetchFailure | None:
        request = Request(
            url, priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except AbandonedRequestError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it becomes a value with its kind
            failure = failure_of_exception(error, host=urlsplit(url).hostname or "")
        else:
            answer = failure_of_response(response)
            if answer is None:
                parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, response.body)
                return parser
            failure = answer
        return _without_file(failure)


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
