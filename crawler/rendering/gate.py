"""What a page in the browser may ask for: every request of it is fetched by the crawl, under the crawl's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error
from scrapy import Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from playwright.async_api import Route
    from scrapy.http import Headers, Response

MOST_REQUESTS = 200  # that are fetched
MOST_SEEN = 2000  # with those that are not
MOST_BYTES = 30 * 1024 * 1024  # all that one page fetches
SLOT = "rendering"  # of the downloader, in the settings
_FETCHED = {"script", "xhr", "fetch"}
_METHODS = {"GET", "HEAD", "POST"}
# of the browser's own headers, what a site may need to answer; who asks is for the crawl to say
_SENT = {"accept", "accept-language", "content-type", "origin", "referer", "authorization", "x-requested-with"}
# what no longer holds of a body that was unpacked, and what is nobody's business in a page without a past
_DROPPED = {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "set-cookie"}


class Gate:
    """Answers the requests of one page.

    Args:
        first: the page itself, fetched already.
        fetch: fetches one request as the crawl fetches any.
        meta: what the page's own request said of how to fetch.
    """

    def __init__(
        self, first: Response, *, fetch: Callable[[Request], Coroutine[Any, Any, Response]], meta: dict[str, Any]
    ) -> None:
        self._first = first
        self._fetch = fetch
        self._meta = meta
        self._is_begun = False
        self._bytes = 0
        self._seen = 0
        self.asked = 0
        self.in_flight = 0
        self.forward_to = ""
        self.seconds_left: Callable[[], float] = lambda: 1.0
        self.shut: Callable[[], Awaitable[None]] | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to wait for: the page leads elsewhere, its time is over, or it asks without end."""
        return bool(self.forward_to) or self._is_flooded() or self.seconds_left() <= 0

    def _is_flooded(self) -> bool:
        return self.asked > MOST_REQUESTS or self._seen > MOST_SEEN

    async def answer(self, route: Route) -> None:
        """Answer one request of the page: with what was fetched, with nothing, or not at all.

        A page that asks without end is shut within the browser: to refuse each request here would be its whole time.
        """
        self._seen += 1
        self.in_flight += 1
        try:
            if self.shut and self._is_flooded():
                shut, self.shut = self.shut, None
                await shut()
            await self._answer(route)
        except Error:
            pass  # the page has gone meanwhile
        finally:
            self.in_flight -= 1

    async def _answer(self, route: Route) -> None:
        asked = route.request
        if asked.is_navigation_request():
            await self._navigate(route)
        elif asked.resource_type == "stylesheet":
            # some scripts wait for their style and give up without it; how it looks is not read
            await route.fulfill(status=200, content_type="text/css", body="", headers={})
        elif asked.resource_type not in _FETCHED or asked.method not in _METHODS or self._is_spent():
            await route.abort()
        elif response := await self._fetched(route):
            body = response.body
            await route.fulfill(status=response.status, headers=handed_over(response.headers), body=body)
        else:
            await route.abort()

    async def _navigate(self, route: Route) -> None:
        asked = route.request
        if asked.frame.parent_frame is None and not self._is_begun:
            self._is_begun = True
            headers = handed_over(self._first.headers) | {"content-type": _html_type(self._first)}
            await route.fulfill(status=200, headers=headers, body=self._first.body)
            return
        target = urldefrag(asked.url).url
        if asked.frame.parent_frame is None and target != urldefrag(self._first.url).url:
            self.forward_to = self.forward_to or target
        await route.abort("aborted")  # the page stays as it is

    def _is_spent(self) -> bool:
        self.asked += 1
        return self.asked > MOST_REQUESTS or self._bytes >= MOST_BYTES or self.seconds_left() < 0.1

    async def _fetched(self, route: Route) -> Response | None:
        asked = route.request
        if urlsplit(asked.url).scheme not in {"http", "https"}:
            return None
        request = Request(
            asked.url,
            method=asked.method,
            headers={name: value for name, value in asked.headers.items() if name in _SENT},
            body=asked.post_data_buffer or b"",
            dont_filter=True,
            meta={
                **self._meta,
                "download_slot": SLOT,
                "download_maxsize": MOST_BYTES - self._bytes,
                "download_timeout": max(self.seconds_left(), 0.1),
                "autothrottle_dont_adjust_delay": True,
                "dont_retry": True,
            },
        )
        try:
            response = await self._fetch(request)
        except Exception:  # noqa: BLE001 - whatever failed, the page learns that it did, as in any browser
            return None
        self._bytes += len(response.body)
        return response


def handed_over(headers: Headers) -> dict[str, str]:
    """Return the headers of a response as the browser is to see them."""
    pairs = ((str(name).lower(), str(value)) for name, value in headers.to_unicode_dict().items())
    return {name: value for name, value in pairs if name not in _DROPPED}


def _html_type(response: Response) -> str:
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return declared or "text/html"
