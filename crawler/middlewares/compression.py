"""Compressed bodies: Scrapy's middleware, but a body comes whole or not at all. Setting: DOWNLOAD_MAXSIZE."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

from crawler.network.amounts import bytes_wanted
from crawler.network.aside import aside
from crawler.network.failures import RefusedRequestError
from crawler.network.unpacking import MOST_LAYERS, BrokenError, TooLargeError, unpack
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Request

KNOWN = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
_NONE = {"", "identity"}


class CompressionMiddleware(HttpCompressionMiddleware):
    """Unpacks bodies up to the size any body may have."""

    async def process_response(  # type: ignore[override]  # Scrapy takes either kind
        self, request: Request, response: Response
    ) -> Response:
        """Return a page with its body unpacked, a failure with the start of it, a redirect without any.

        Raises:
            RefusedRequestError: of kind too_large, or undecodable for a body that is broken, cut short, packed more
                often than twice, or made to take long.
        """
        if 300 <= response.status < 400:
            return _with_body(response, b"")
        encodings = read_encodings(response.headers.getlist("Content-Encoding"))
        if not encodings or request.method == "HEAD":
            return response
        most: int = request.meta.get("download_maxsize", self._max_size)
        first = bytes_wanted(request, status=response.status)
        size = len(response.body) * (1 if len(encodings) == 1 else 1000)  # what packs well packs well twice
        try:
            body = await aside(size, unpack, response.body, encodings, most=most, first=first)
        except TooLargeError as error:
            failure = FetchFailure(kind=FailureKind.TOO_LARGE, detail="the page unpacks to more than 20 MB")
            raise RefusedRequestError(failure) from error
        except BrokenError as error:
            raise RefusedRequestError(FetchFailure(kind=FailureKind.UNDECODABLE, detail=_words(encodings))) from error
        unpacked = _with_body(response, body)
        del unpacked.headers["Content-Encoding"]
        return unpacked


def read_encodings(values: Iterable[bytes]) -> tuple[str, ...]:
    """Read what a body is packed with.

    Args:
        values: of its Content-Encoding headers.

    Returns:
        The encodings, the one to be taken off first in front, as far as they are known: who names another mostly means
        something else by it.
    """
    names = (name.strip().lower() for name in b",".join(values).decode("latin-1").split(","))
    named = [name for name in names if name not in _NONE]
    return tuple(takewhile(KNOWN.__contains__, reversed(named)))


def _with_body(response: Response, body: bytes) -> Response:
    """Return a response with another body; a plain one, for which nobody guesses at its encoding."""
    return Response(**{name: getattr(response, name) for name in Response.attributes} | {"body": body})


def _words(encodings: tuple[str, ...]) -> str:
    if len(encodings) > MOST_LAYERS:
        return f"the page is packed {len(encodings)} times over; at most {MOST_LAYERS} are unpacked"
    return "the page's compression is broken"
