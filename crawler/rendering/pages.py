"""Pages built by a browser: scrapy-playwright starts it and opens pages, the gate answers them, we read what stands."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Headers, HtmlResponse, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.network.failures import RefusedRequestError
from crawler.rendering.gate import Gate, handed_over
from monitor.core.accept_language import USUAL
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # a page that fails is told by its check

AT_ONCE = 2  # pages in the browser at a time: each takes some 100 MB
START_SECONDS = 30.0  # for the browser and an empty page
SETTLE_SECONDS = 15.0  # for a page to come to rest
CLOSE_SECONDS = 5.0  # for a page or the browser to close; what takes longer hangs
MOST_CHARACTERS = 10_000_000  # of a page once it is built; half of the bytes that are read of one that is not rendered
_PAUSE = 0.2  # seconds between two looks at whether a page still grows
_STILL = 3  # looks in a row that find nothing new
_CONTEXT = {"service_workers": "block", "accept_downloads": False, "permissions": [], "java_script_enabled": True}

# Runs in a world of its own, so that the page cannot change what it does. Open shadow trees are written as
# declarative ones; scripts and what is shown without scripts go, since they have done their work.
_READ = """(most) => {
  const top = document.documentElement;
  if (!top) return {ready: document.readyState, size: 0, html: ""};
  const roots = [], queue = [document];
  while (queue.length && roots.length < 10000)
    for (const element of queue.pop().querySelectorAll("*"))
      if (element.shadowRoot) { roots.push(element.shadowRoot); queue.push(element.shadowRoot); }
  if (most)
    for (const root of [document, ...roots])
      for (const done of root.querySelectorAll('script:not([type="application/ld+json"]), noscript')) done.remove();
  const html = top.getHTML({serializableShadowRoots: true, shadowRoots: roots});
  const shell = top.cloneNode(false).outerHTML.replace(/<\\/html>$/i, "");
  return {
    ready: document.readyState, size: html.length,
    html: most && html.length <= most ? "<!DOCTYPE html>" + shell + html + "</html>" : "",
  };
}"""


class Renderer:
    """The browser of one crawl. It starts with the first page.

    Args:
        crawler: the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._handler = ScrapyPlaywrightDownloadHandler.from_crawler(crawler)
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._room = asyncio.Semaphore(AT_ONCE)
        self._starting: asyncio.Future[None] | None = None
        self._names = count()

    async def build(self, request: Request, first: Response) -> Response:
        """Let the browser build a page.

        Args:
            request: for the page.
            first: the page as it came, unpacked.

        Returns:
            The page as it stands in the browser, in HTML; a redirect where its scripts forward to another address.

        Raises:
            DownloadTimeoutError: it took too long.
            RefusedRequestError: it is too large, or the browser failed.
        """
        async with self._room:
            await self._start()
            kept = {name: request.meta[name] for name in ("dont_obey_robotstxt",) if name in request.meta}
            gate = Gate(first, fetch=self._crawler.engine.download_async, meta=kept)
            text = await self._text(request, first, gate)
        if gate.forward_to:
            return Response(first.url, status=302, headers={"Location": gate.forward_to}, request=request)
        headers = {name: value for name, value in handed_over(first.headers).items() if name not in _VALIDATORS}
        headers["content-type"] = "text/html; charset=utf-8"
        body = text.encode("utf-8", errors="replace")
        return HtmlResponse(
            first.url, status=first.status, headers=Headers(headers), body=body, request=request, encoding="utf-8"
        )

    async def _start(self) -> None:
        if self._starting is None:
            # scrapy-playwright does this when the engine starts, which has been
            self._starting = asyncio.ensure_future(self._handler._launch())  # noqa: SLF001
        await self._starting

    async def _text(self, request: Request, first: Response, gate: Gate) -> str:
        name = f"page-{next(self._names)}"
        reading = PageMethod(_settled, gate)
        try:
            async with asyncio.timeout(START_SECONDS) as clock:

                async def opened(page: Page, _request: Request) -> None:
                    end = asyncio.get_running_loop().time() + self._timeout
                    clock.reschedule(end)
                    settled = min(0.8 * self._timeout, SETTLE_SECONDS) - self._timeout
                    gate.seconds_left = lambda: end + settled - asyncio.get_running_loop().time()
                    await _guard(page, gate)

                meta = {
                    "playwright": True,
                    "playwright_context": name,
                    "playwright_context_kwargs": {
                        **_CONTEXT,
                        "user_agent": self._crawler.settings["USER_AGENT"],
                        "locale": _locale(request),
                    },
                    "playwright_page_init_callback": opened,
                    "playwright_page_goto_kwargs": {"wait_until": "commit"},
                    "playwright_page_methods": [reading],
                }
                await self._handler.download_request(request.replace(url=_as_asked(request, first.url), meta=meta))
        except TimeoutError as error:
            raise DownloadTimeoutError("the page did not come to rest") from error
        except Error as error:
            if not gate.forward_to:
                detail = f"the browser could not build the page: {error.message.splitlines()[0][:200]}"
                raise RefusedRequestError(FetchFailure(kind=FailureKind.EMPTY, detail=detail)) from error
        finally:
            await self._close(name)
        return reading.result or ""

    async def _close(self, name: str) -> None:
        """Close a page with all that belongs to it; a browser that does not obey is ended, and another follows it."""
        wrapper = self._handler.context_wrappers.get(name)
        if wrapper is None:
            return
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await wrapper.context.close()
        except (Error, TimeoutError):
            logger.warning("a page in the browser could not be closed: ending the browser")
            with suppress(Error, TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._handler.browser.close()

    async def close(self) -> None:
        """End the browser."""
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(2 * CLOSE_SECONDS):
                await self._handler.close()


def _as_asked(request: Request, url: str) -> str:
    """Return the address that answered with the fragment that was asked for: scripts may go by it."""
    fragment = request.cb_kwargs.get("asked", request.url).partition("#")[2]
    return f"{url.partition('#')[0]}#{fragment}" if fragment else url


def _locale(request: Request) -> str:
    """Return the first language that a page is asked for in: its scripts may ask the browser for it."""
    wish = (request.headers.get("Accept-Language") or b"").decode("latin-1")
    first = wish.partition(",")[0].partition(";")[0].strip()
    return "en-US" if first in {"", "*", USUAL} else first  # which is what a browser says that nobody has asked


_VALIDATORS = {"etag", "last-modified"}  # of the page as it came, not of what was made of it


async def _guard(page: Page, gate: Gate) -> None:
    """Close every way of a page to the world but the gate."""

    async def close(other: Page) -> None:
        with suppress(Error):
            await other.close()

    await page.context.route("**/*", lambda route: route.abort())  # of popups, before they are closed
    await page.context.route_web_socket("**/*", lambda socket: socket.close())
    page.context.on("page", close)
    session = await page.context.new_cdp_session(page)

    async def shut() -> None:
        await session.send("Network.enable")
        await session.send("Network.setBlockedURLs", {"urls": ["*"]})

    gate.shut = shut
    await page.route("**/*", gate.answer)


async def _settled(page: Page, gate: Gate) -> str:
    """Wait until a page comes to rest, or its time is over, and read it."""
    session = await page.context.new_cdp_session(page)
    before, still = (-1, -1), 0
    while still < _STILL and not gate.is_over:
        await asyncio.sleep(_PAUSE)
        seen = await _read(session, 0)
        if seen["size"] > MOST_CHARACTERS:
            break
        now = (seen["size"], gate.asked)
        is_still = now == before and gate.in_flight == 0 and seen["ready"] == "complete"
        before, still = now, still + 1 if is_still else 0
    seen = {"size": 0, "html": ""} if gate.forward_to else await _read(session, MOST_CHARACTERS)
    if seen["size"] > MOST_CHARACTERS:
        failure = FetchFailure(kind=FailureKind.TOO_LARGE, detail="the page grows beyond 10 million characters")
        raise RefusedRequestError(failure)
    with suppress(Error):
        await page.goto("about:blank")  # its scripts end, and nothing more of it is read
    return str(seen["html"])


async def _read(session: Any, most: int) -> dict[str, Any]:  # noqa: ANN401 - playwright's
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "reader"})
    answer = await session.send(
        "Runtime.evaluate",
        {"expression": f"({_READ})({most})", "contextId": world["executionContextId"], "returnByValue": True},
    )
    value = answer["result"].get("value")
    return value if isinstance(value, dict) else {"ready": "", "size": 0, "html": ""}
