"""Compressed bodies: Scrapy's middleware, a bomb or a broken stream told as a value. Setting: DOWNLOAD_MAXSIZE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.failures import RefusedRequestError
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response


class CompressionMiddleware(HttpCompressionMiddleware):
    """Unpacks bodies up to the size any body may have."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Raise `RefusedRequestError` of kind too_large, or undecodable for a stream that is none."""
        del spider  # Scrapy passes it no more
        try:
            unpacked: Request | Response = super().process_response(request, response)
        except IgnoreRequest as error:
            failure = FetchFailure(kind=FailureKind.TOO_LARGE, detail="the page unpacks to more than 20 MB")
            raise RefusedRequestError(failure) from error
        except Exception as error:  # the unpackers of five formats share no base class
            failure = FetchFailure(kind=FailureKind.UNDECODABLE, detail="the page's compression is broken")
            raise RefusedRequestError(failure) from error
        return unpacked
