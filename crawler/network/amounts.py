"""How much of an answer is read: of a page all, of what is no page only as much as anybody looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy import Request

FIRST_BYTES = "first_bytes"
"""In the meta of a request: so many bytes of a page, packed and unpacked, are enough."""
MOST_FAILURE_BYTES = 128 * 1024
"""Bytes that are read of a redirect and of a failure: enough to tell a bot wall by, and to keep the connection."""


def bytes_wanted(request: Request, *, status: int) -> int | None:
    """Return how many bytes of an answer are enough; None where it is wanted whole or not at all."""
    if not 200 <= status < 300:
        return MOST_FAILURE_BYTES
    first: int | None = request.meta.get(FIRST_BYTES)
    return first
