"""Why a request failed, told from the type of what was raised, never from its words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.web.client import ResponseFailed

from monitor.core.records import FailureKind, FetchFailure
from monitor.core.retry_after import parse_retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

_KINDS: tuple[tuple[type[BaseException], FailureKind, str], ...] = (
    (DownloadTimeoutError, FailureKind.TIMEOUT, "no whole answer within the time allowed"),
    (DownloadConnectionRefusedError, FailureKind.REFUSED, "the connection was refused"),
    (CannotResolveHostError, FailureKind.DNS, "the host name was not found"),
    (DownloadCancelledError, FailureKind.TOO_LARGE, "the page is larger than 20 MB"),
    (ResponseDataLossError, FailureKind.CONNECTION, "the answer broke off before its end"),
    (UnsupportedURLSchemeError, FailureKind.FORBIDDEN_ADDRESS, "it forwards to an address that is not http or https"),
    (DownloadFailedError, FailureKind.CONNECTION, "the connection broke off"),
    (TunnelError, FailureKind.CONNECTION, "the proxy opened no way to the site"),
)

# The answers that bring the whole page (203: a proxy touched it). Another 2xx brings a part, a promise or a puzzle.
_PAGES = {200, 203}
# What a server's answer means when it is not the page; everything else is an error.
_STATUS_KINDS = {
    204: FailureKind.EMPTY,
    205: FailureKind.EMPTY,
    401: FailureKind.LOGIN,
    407: FailureKind.BLOCKED,
    429: FailureKind.RATE_LIMITED,
}
# The answers whose Retry-After says when to ask again.
_TELLS_WHEN = {429, 503}
_STATUS_DETAILS = {
    FailureKind.EMPTY: "the site answered that there is no content",
    FailureKind.LOGIN: "the page asks for a login",
    FailureKind.RATE_LIMITED: "the site asks for fewer requests",
}


class RefusedRequestError(IgnoreRequest):
    """A request our own middlewares gave up on; it carries the reason as a value.

    Args:
        failure: what the store is to record.
    """

    def __init__(self, failure: FetchFailure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class HeadTooLargeError(Exception):
    """A server sent more headers than any honest one does."""


class AbandonedRequestError(IgnoreRequest):
    """A request that was not sent because the crawl stops; its watch stays due."""


def failure_of_exception(error: BaseException) -> FetchFailure:
    """Say why a request brought no answer.

    Args:
        error: what the download raised.

    Returns:
        The failure with its kind.
    """
    if isinstance(error, RefusedRequestError):
        return error.failure
    if any(isinstance(cause, SSL.Error | VerificationError) for cause in _causes(error)):
        return FetchFailure(kind=FailureKind.TLS, detail="the site's certificate or encryption is not valid")
    if any(isinstance(cause, HeadTooLargeError) for cause in _causes(error)):
        return FetchFailure(kind=FailureKind.TOO_LARGE, detail="the site sends headers without end")
    for kind_of_error, kind, detail in _KINDS:
        if isinstance(error, kind_of_error):
            return FetchFailure(kind=kind, detail=detail)
    return FetchFailure(kind=FailureKind.CONNECTION, detail=f"the request failed: {type(error).__name__}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, ResponseFailed):
            yield from (reason.value for reason in error.reasons)
        error = error.__cause__


def failure_of_response(response: Response, *, is_conditional: bool = False) -> FetchFailure | None:
    """Say why an answer is not the page, going by its status and Retry-After; None for a page.

    Args:
        response: the answer.
        is_conditional: whether the request named what is known, so that 304 is an answer.

    Returns:
        The failure with its kind, or None.
    """
    status = response.status
    if status in _PAGES or (status == 304 and is_conditional):
        return None
    kind = _STATUS_KINDS.get(status, FailureKind.HTTP_ERROR)
    detail = _STATUS_DETAILS.get(kind, f"the site answered with status {status}")
    retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
    retry_at = parse_retry_after(retry_after, now=datetime.now(UTC)) if status in _TELLS_WHEN else None
    return FetchFailure(kind=kind, status=status, detail=detail, retry_at=retry_at)
