"""robots.txt: Scrapy's middleware, its refusal told as a value. Setting: ROBOTSTXT_OBEY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.failures import RefusedRequestError
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.robotstxt import RobotParser


class RobotsMiddleware(RobotsTxtMiddleware):
    """Refuses what robots.txt forbids."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise `RefusedRequestError` of kind robots where the file forbids the request."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            failure = FetchFailure(kind=FailureKind.ROBOTS, detail="the site's robots.txt forbids fetching this page")
            raise RefusedRequestError(failure) from error
