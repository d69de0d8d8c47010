"""Redirects: Scrapy's middleware, an endless chain told as a value. Setting: REDIRECT_MAX_TIMES."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.network.failures import RefusedRequestError
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

_FORWARDS = {301, 302, 303, 307, 308}
LONGEST = 4_000
"""Bytes of an address that is forwarded to; twice what may stand on the watchlist."""


class RedirectsMiddleware(RedirectMiddleware):
    """Follows redirects to http and https addresses, so many and no more."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Raise `RefusedRequestError` where a page forwards to what cannot be fetched."""
        del spider  # Scrapy passes it no more
        if response.status in _FORWARDS and len(response.headers.get("Location") or b"") > LONGEST:
            detail = f"it forwards to an address of more than {LONGEST:,} characters"
            raise RefusedRequestError(FetchFailure(kind=FailureKind.HTTP_ERROR, status=response.status, detail=detail))
        try:
            follow: Request | Response = super().process_response(request, response)
        except ValueError as error:
            failure = FetchFailure(
                kind=FailureKind.HTTP_ERROR, status=response.status, detail="it forwards to no address"
            )
            raise RefusedRequestError(failure) from error
        if follow is response and response.status in _FORWARDS and "Location" in response.headers:
            detail = "it forwards to an address that is not http or https"
            raise RefusedRequestError(FetchFailure(kind=FailureKind.FORBIDDEN_ADDRESS, detail=detail))
        return follow

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send no Referer: nothing about the monitor is told to the next site."""
        del response
        request.headers.pop("Referer", None)

    def _engine_started(self) -> None:
        """Need no spider middleware for the Referer."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:  # noqa: ANN401 - Scrapy's
        try:
            follow: Request = super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            detail = f"it forwards more than {self.max_redirect_times} times"
            raise RefusedRequestError(FetchFailure(kind=FailureKind.REDIRECT_LOOP, detail=detail)) from error
        follow.meta.pop("download_slot", None)  # the next host has a turn of its own
        return follow.replace(url=_without_credentials(follow.url)) if "@" in urlsplit(follow.url).netloc else follow


def _without_credentials(url: str) -> str:
    """Return an address without user name and password: they are neither sent nor written down."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
