"""What every spider of ours shares: one request a page, and what came of it as a `Fetched` value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from scrapy import Request, Spider

from crawler.checking import tasks
from crawler.checking.pool import Workers
from crawler.messages import Batch, GaveUp, decode_batch
from crawler.middlewares.rendering import ANSWERED, IS_RENDERED
from crawler.network.amounts import MOST_FAILURE_BYTES
from crawler.network.failures import AbandonedRequestError, failure_of_exception, failure_of_response
from crawler.telling import tell
from monitor.core.accept_language import USUAL
from monitor.core.errors import InvalidInputError
from monitor.core.kept_headers import kept_headers
from monitor.core.records import FailureKind, Fetched, Provenance, ProvenanceKind
from monitor.core.urls import normalise_url, page_of, part_of, with_part

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5"
PERMANENT = {301, 308}
# The statuses with which walls against bots are served; a server's own trouble and a gone page have others.
WALLED = {202, 403, 405, 406, 429, 503}
_CHALLENGES = ("cf-mitigated", "x-amzn-waf-action")
VALIDATORS = ("If-None-Match", "If-Modified-Since")


B = TypeVar("B", bound=Batch)


class PageSpider(Spider):
    """Fetches pages, each once, and yields a `Fetched` for each, failures among them."""

    def asked(self, batch: str, kind: type[B]) -> B | None:
        """Read what is asked of the spider.

        Args:
            batch: the file that holds it, in JSON.
            kind: of batch.

        Returns:
            The batch; None where the file holds none of this kind, which is told.
        """
        try:
            found = decode_batch(Path(batch).read_bytes())
            if isinstance(found, kind):
                return found
            problem = f"a batch of {found.asks} is none for the spider {self.name}"
        except (OSError, InvalidInputError) as error:
            problem = str(error)
        self.logger.error("%s: %s", batch, problem)
        tell(GaveUp(error=f"{batch}: {problem}"))
        return None

    @cached_property
    def workers(self) -> Workers:
        """The processes in which whatever has to be read of pages is read, started when first needed."""
        return Workers(self.settings.getint("CLAUSEWATCH_WORKERS", 1))

    def closed(self, reason: str) -> None:
        """End the workers with the crawl."""
        del reason
        if "workers" in self.__dict__:
            self.workers.close()

    def page_request(  # noqa: PLR0913 - what a request is made of
        self,
        watch_id: int,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        ignores_robots: bool = False,
        is_rendered: bool = False,
        is_past_caches: bool = False,
        accept_language: str = "",
    ) -> Request:
        """Build the request for a page.

        Args:
            watch_id: what the result will be known by.
            url: its address; that of a part of the page asks for the whole.
            etag: validator of the body that is known, "" for none.
            last_modified: likewise.
            ignores_robots: whether it is fetched whatever robots.txt says.
            is_rendered: whether a browser builds the page before it is read.
            is_past_caches: whether caches on the way are to ask the site itself (RFC 9111 section 5.2.1.4).
            accept_language: in which languages it is asked for, "" for English.

        Returns:
            The request; conditional where there is a validator (RFC 9110 section 13) of the page itself.
        """
        headers = {"Accept": ACCEPT, "Accept-Language": accept_language or USUAL}
        if is_past_caches:
            headers |= {"Cache-Control": "no-cache", "Pragma": "no-cache"}
        if etag and not is_rendered:
            headers[VALIDATORS[0]] = etag
        if last_modified and not is_rendered:
            headers[VALIDATORS[1]] = last_modified
        return Request(
            page_of(url),
            headers=headers,
            callback=self.parse,
            errback=self.fail,
            dont_filter=True,
            cb_kwargs={"watch_id": watch_id, "asked": url},
            meta={"dont_obey_robotstxt": ignores_robots, IS_RENDERED: is_rendered},
        )

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Fetched]:  # noqa: ANN401 - Scrapy's
        """Yield what a response brought."""
        media_type, charset = _content_type(response)
        is_conditional = any(name in response.request.headers for name in VALIDATORS) if response.request else False
        failure = failure_of_response(response, is_conditional=is_conditional)
        if failure and response.status in WALLED and await self._is_wall(response, charset):
            detail = f"a bot wall answered instead of the page, with status {response.status}"
            failure = replace(failure, kind=FailureKind.BLOCKED, detail=detail)
        at = _now()
        fetched = Fetched(
            watch_id=kwargs["watch_id"],
            at=at,
            status=response.status,
            url=_of_part(response.url, kwargs["asked"]),
            asked=kwargs["asked"],
            moved_to=_moved_to(response, kwargs["asked"]),
            body=b"" if failure else response.body,
            media_type=media_type,
            charset=charset,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            milliseconds=round(1000 * response.meta.get("download_latency", 0)),
            failure=failure,
            seen=kwargs.get("seen", 0),
            provenance=None if failure else _provenance(response, kwargs["asked"], at),
        )
        if not failure and not kwargs.get("is_part") and await self._is_route(fetched):
            fetched = replace(fetched, url=page_of(fetched.url))
        yield fetched

    async def _is_route(self, fetched: Fetched) -> bool:
        """Tell whether the fragment of an address told the scripts of a page what to show, and names no part of it."""
        if not (part_of(fetched.url) and fetched.provenance and fetched.provenance.is_rendered):
            return False
        return await self.workers.run_async(tasks.lacks_part, fetched, size=len(fetched.body)) is True

    async def _is_wall(self, response: Response, charset: str) -> bool:
        if any(name in response.headers for name in _CHALLENGES):  # the one who guards the site says so
            return True
        start = response.body[:MOST_FAILURE_BYTES]
        return await self.workers.run_async(tasks.is_wall, start, charset, size=len(start)) is True

    def fail(self, failure: Failure) -> Iterator[Fetched]:
        """Yield why there is no response; nothing where the request was never sent."""
        if isinstance(failure.value, AbandonedRequestError):
            return
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it on every failure
        reason = failure_of_exception(failure.value or OSError())
        yield Fetched(
            watch_id=request.cb_kwargs["watch_id"],
            at=_now(),
            status=reason.status,
            url=_of_part(request.url, request.cb_kwargs["asked"]),
            asked=request.cb_kwargs["asked"],
            failure=reason,
            seen=request.cb_kwargs.get("seen", 0),
        )


def _now() -> datetime:
    return datetime.now(UTC)


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name) or b""
    text = value.decode("latin-1")
    # it goes back into a header: only what RFC 9110 allows in one
    return text if len(text) <= 500 and text.isprintable() else ""


def _provenance(response: Response, asked: str, at: datetime) -> Provenance:
    """Return what was asked and answered; the headers of a packed body are those it has unpacked."""
    request = response.request
    sent = request.headers.items() if request else ()
    answered = request.meta.get(ANSWERED) if request else None
    return Provenance(
        kind=ProvenanceKind.FETCH,
        source=asked,
        at=at,
        status=response.status,
        request=kept_headers(_pairs(sent)),
        response=kept_headers(_pairs((answered or response.headers).items())),
        is_rendered=answered is not None,
    )


def _pairs(headers: Iterable[tuple[bytes, list[bytes]]]) -> Iterator[tuple[bytes, bytes]]:
    return ((name, value) for name, values in headers for value in values)


def _of_part(url: str, asked: str) -> str:
    """Return the address that answered, with the part of the page that was meant, whatever it forwards to."""
    return with_part(url, part_of(asked))


def _moved_to(response: Response, asked: str) -> str:
    """Return where redirects that are permanent one and all have led, "" where there were none, or others."""
    reasons = response.meta.get("redirect_reasons", [])
    if not reasons or not PERMANENT.issuperset(reasons):
        return ""
    try:
        return normalise_url(_of_part(response.url, asked))
    except InvalidInputError:
        return ""  # an address nobody could put on the watchlist


def _content_type(response: Response) -> tuple[str, str]:
    value = (response.headers.get("Content-Type") or b"").decode("latin-1")
    media_type, _, parameters = value.partition(";")
    charset = next((p.partition("=")[2] for p in parameters.split(";") if p.strip().lower().startswith("charset=")), "")
    return media_type.strip().lower()[:100], charset.strip().strip("\"'").lower()[:40]
