"""Checks: what a request brought, or why it brought nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the types are read at run time, see crawler/messages.py
from enum import StrEnum

from monitor.core.records.provenance import Provenance  # noqa: TC001 - likewise


class FailureKind(StrEnum):
    """Why a check could not see the policy."""

    DNS = "dns"
    REFUSED = "refused"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    TLS = "tls"
    REDIRECT_LOOP = "redirect_loop"
    HTTP_ERROR = "http_error"
    RATE_LIMITED = "rate_limited"
    ROBOTS = "robots"
    BLOCKED = "blocked"
    LOGIN = "login"
    CONSENT = "consent"
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    NOT_A_POLICY = "not_a_policy"
    WRONG_LANGUAGE = "wrong_language"
    TOO_LARGE = "too_large"
    TOO_COSTLY = "too_costly"
    CRASHED = "crashed"
    UNSUPPORTED_TYPE = "unsupported_type"
    UNDECODABLE = "undecodable"
    FORBIDDEN_ADDRESS = "forbidden_address"
    SELECTOR = "selector"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """A check that did not see the policy: a value, never an exception.

    Args:
        kind: the reason, decided where the fact is known.
        status: the HTTP status where there was one.
        detail: one line for a person.
        retry_at: when the site asks to be asked again, UTC; None where it does not say.
    """

    kind: FailureKind
    status: int | None = None
    detail: str = ""
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The raw bytes of a fetch with what its sender said of them.

    Args:
        content: the bytes.
        media_type: as declared, "" where undeclared.
        charset: as declared, "" where undeclared.
    """

    content: bytes
    media_type: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one request brought back for a watch, before anything is drawn from it.

    Args:
        watch_id: whose page it is.
        at: when, in UTC.
        status: the HTTP status, None where no answer came.
        url: the address that answered, after redirects.
        asked: the address that was asked first, "" where that is the watch's own.
        moved_to: the address to which redirects led that are permanent one and all, "" where none did.
        body: the decoded bytes, b"" for a 304 or a failure without one.
        media_type: as declared, without parameters, lower case; "" where undeclared.
        charset: as declared in the header, else "".
        etag: the validator for the next request, else "".
        last_modified: likewise.
        milliseconds: how long the request took.
        failure: set where the request itself failed.
        seen: the number of the version that was the latest when the request was made, 0 for none; see `Known.seen`.
        provenance: how it came to us, None where nothing is to be kept of that, as of a failure.
    """

    watch_id: int
    at: datetime
    status: int | None
    url: str
    asked: str = ""
    moved_to: str = ""
    body: bytes = b""
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    milliseconds: int = 0
    failure: FetchFailure | None = None
    seen: int = 0
    provenance: Provenance | None = None

    def as_body(self) -> Body:
        """Return the bytes with what their sender said of them, as they are kept and drawn from."""
        return Body(content=self.body, media_type=self.media_type, charset=self.charset)
