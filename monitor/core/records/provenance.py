"""Provenance: how a version came to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the types are read at run time, see crawler/messages.py
from enum import StrEnum

Headers = tuple[tuple[str, str | None], ...]
"""Names and values of HTTP headers in their order; None for a value that is not kept (monitor/core/kept_headers.py)."""


class ProvenanceKind(StrEnum):
    """In which of three ways a version came to us."""

    FETCH = "fetch"
    """We asked the site for it."""
    ARCHIVE = "archive"
    """Somebody took it out of an archive and gave it to us."""
    FILE = "file"
    """Somebody gave us a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How a version came to us; of one that is kept since before this was recorded, as far as that is known.

    Args:
        kind: fetched by us, out of an archive, or a file.
        source: the address that we asked, that of the archive, or the name of the file; "" where it is not known.
        by: who supplied it, "" for a fetch of ours and where it is not known.
        at: when it came to us, UTC; None where it is not known.
        status: the HTTP status of the answer, None where there was none or it is not known.
        request: headers that we sent last, after redirects.
        response: headers of the answer.
        is_rendered: whether a browser built the page that is kept from what came.
    """

    kind: ProvenanceKind
    source: str = ""
    by: str = ""
    at: datetime | None = None
    status: int | None = None
    request: Headers = ()
    response: Headers = ()
    is_rendered: bool = False

    @property
    def is_ours(self) -> bool:
        """Tell whether we fetched it."""
        return self.kind is ProvenanceKind.FETCH


FETCHED = Provenance(kind=ProvenanceKind.FETCH)
"""Fetched by us, and no more is known of it."""
