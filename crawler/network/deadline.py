"""How long a check may take, over all its requests: redirects, retries, the waits between them, and robots.txt.

What a check waits for its turn is not counted: neither in the crawl's queue nor in its host's, where others are ahead.
Times are kept in `request.meta`, which a redirected or repeated request takes over.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from crawler.network.failures import RefusedRequestError
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from scrapy import Request

_DEADLINE = "check_deadline"
_QUEUED = "check_queued"
_TIMEOUT = "download_timeout"


def begin(request: Request, *, seconds: float) -> None:
    """Start the clock of a check with its first request; with a further one, do not count its time in the queue.

    Args:
        request: about to be sent.
        seconds: what the whole check may take.
    """
    now = monotonic()
    queued = request.meta.pop(_QUEUED, now)
    request.meta[_DEADLINE] = request.meta.get(_DEADLINE, queued + seconds) + now - queued


def queue(request: Request) -> None:
    """Note that a request begins to wait for its turn."""
    request.meta[_QUEUED] = monotonic()


def leave_queue(request: Request) -> None:
    """Take the time a request waited for its turn off its check's clock."""
    if _DEADLINE in request.meta:
        request.meta[_DEADLINE] += monotonic() - request.meta.pop(_QUEUED, monotonic())


def seconds_left(request: Request) -> float:
    """Return what a request's check may still take; without end where no clock runs."""
    deadline: float = request.meta.get(_DEADLINE, float("inf"))
    return deadline - monotonic()


def cap(request: Request) -> None:
    """Let a request take no longer than its check has left.

    Raises:
        RefusedRequestError: of kind timeout; nothing is left.
    """
    left = seconds_left(request)
    if left <= 0:
        raise RefusedRequestError(
            FetchFailure(
                kind=FailureKind.TIMEOUT, detail="its redirects and repeats took more than the time a check may take"
            )
        )
    if left < request.meta.get(_TIMEOUT, float("inf")):
        request.meta[_TIMEOUT] = left
