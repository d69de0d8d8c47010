"""Rendered pages: what came is built by a browser, where its watch asks for that. Setting: CLAUSEWATCH_BROWSER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from crawler.network.failures import RefusedRequestError, failure_of_response
from crawler.rendering.browser import what_is_missing
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.rendering.pages import Renderer

IS_RENDERED = "is_rendered"  # in the meta of a request
ANSWERED = "answered"  # likewise, once a browser has built its page: the headers with which that came
_PAGES = (b"text/html", b"application/xhtml+xml")


class RenderingMiddleware:
    """Hands HTML pages to the browser; every other answer passes. The browser starts when the first page needs it.

    Args:
        crawler: the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._renderer: Renderer | None = None
        crawler.signals.connect(self._close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderingMiddleware:
        """Build it for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `RefusedRequestError` where a page is to be rendered and cannot be."""
        if request.meta.get(IS_RENDERED) and (
            missing := what_is_missing(self._crawler.settings["CLAUSEWATCH_BROWSER"])
        ):
            raise RefusedRequestError(FetchFailure(kind=FailureKind.EMPTY, detail=missing))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Return the page as the browser built it."""
        request.meta.pop(ANSWERED, None)
        declared = response.headers.get("Content-Type") or _PAGES[0]
        if (
            not request.meta.get(IS_RENDERED)
            or failure_of_response(response)
            or not declared.strip().lower().startswith(_PAGES)
        ):
            return response
        if self._renderer is None:
            from crawler.rendering.pages import Renderer  # noqa: PLC0415 - the extra may be missing, and loads for long

            self._renderer = Renderer(self._crawler)
        built = await self._renderer.build(request, response)
        request.meta[ANSWERED] = response.headers
        return built

    async def _close(self) -> None:
        if self._renderer:
            await self._renderer.close()
