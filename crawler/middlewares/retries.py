"""Retries, with pauses, of what mostly passes. Settings: RETRY_HTTP_CODES, CLAUSEWATCH_RETRY_PAUSES.

A request that failed for good is not made again, nor one whose answer says when to come back.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from crawler.network.deadline import seconds_left
from crawler.network.failures import AbandonedRequestError, failure_of_exception, failure_of_response
from monitor.core.records import FailureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_PASSING = {FailureKind.CONNECTION, FailureKind.REFUSED, FailureKind.TIMEOUT}


class RetriesMiddleware:
    """Makes a request again after a pause, a longer one each time, within the time a check may take.

    Args:
        crawler: the crawl.
        pauses: seconds before each further attempt.
        statuses: the answers that mostly pass.
    """

    def __init__(self, crawler: Crawler, *, pauses: Sequence[float], statuses: frozenset[int]) -> None:
        self._crawler = crawler
        self._pauses = pauses
        self._statuses = statuses

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetriesMiddleware:
        """Build it for a crawl."""
        pauses = [float(pause) for pause in crawler.settings.getlist("CLAUSEWATCH_RETRY_PAUSES")]
        return cls(crawler, pauses=pauses, statuses=frozenset(map(int, crawler.settings.getlist("RETRY_HTTP_CODES"))))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the request to be made again, or the response where it stands."""
        if response.status not in self._statuses:
            return response
        failure = failure_of_response(response)
        if failure and failure.retry_at:
            return response
        return await self._again(request) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the request to be made again, or None where its failure stands."""
        if isinstance(exception, IgnoreRequest):
            return None
        failure = failure_of_exception(exception)
        return await self._again(request) if failure.kind in _PASSING else None

    async def _again(self, request: Request) -> Request | None:
        tried = request.meta.get("retry_times", 0)
        if request.meta.get("dont_retry") or tried >= len(self._pauses) or seconds_left(request) <= self._pauses[tried]:
            return None
        await asyncio.sleep(self._pauses[tried])
        if not self._crawler.crawling:
            raise AbandonedRequestError
        return request.replace(dont_filter=True, meta={**request.meta, "retry_times": tried + 1})
