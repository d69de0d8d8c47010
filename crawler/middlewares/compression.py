"""Compressed bodies: Scrapy's middleware, but a body comes whole or not at all. Setting: DOWNLOAD_MAXSIZE."""

from __future__ import annotations

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from crawler.failures import RefusedRequestError
from crawler.unpacking import BrokenError, TooLargeError, unpack
from monitor.core.records import FailureKind, FetchFailure


class CompressionMiddleware(HttpCompressionMiddleware):
    """Unpacks bodies up to the size any body may have."""

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        """Raise `RefusedRequestError` of kind too_large, or undecodable for a stream that is broken or cut short."""
        try:
            return unpack(body, encoding.decode(), most=max_size)
        except TooLargeError as error:
            failure = FetchFailure(kind=FailureKind.TOO_LARGE, detail="the page unpacks to more than 20 MB")
            raise RefusedRequestError(failure) from error
        except BrokenError as error:
            failure = FetchFailure(kind=FailureKind.UNDECODABLE, detail="the page's compression is broken")
            raise RefusedRequestError(failure) from error
