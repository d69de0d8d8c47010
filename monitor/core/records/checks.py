"""Checks: what a request brought, what was known, and what is to be recorded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.records.changes import Comparison
    from monitor.core.records.texts import Drawn, StatedDate


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


class CheckOutcome(StrEnum):
    """How a check ended, as `list` says it."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"


class SnapshotReason(StrEnum):
    """Why a snapshot was kept."""

    FIRST = "first"
    CHANGED = "changed"
    REVERTED = "reverted"
    REPROCESSED = "reprocessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A document kept because its text was new for its watch.

    Args:
        id: its number in the store.
        captured_at: when it was fetched, UTC.
        reason: why it was kept.
        title: of the page.
        language: ISO 639-1 code or "".
        stated_date: the date the page claims.
        extractor: the rules that drew it.
        text_digest: SHA-256 of its text in place.
        clause_count: how many clauses it has.
        body_sha256: the body it was drawn from.
    """

    id: int
    captured_at: datetime
    reason: SnapshotReason
    title: str
    language: str
    stated_date: StatedDate | None
    extractor: str
    text_digest: str
    clause_count: int
    body_sha256: str


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

    def as_body(self) -> Body:
        """Return the bytes with what their sender said of them, as they are kept and drawn from."""
        return Body(content=self.body, media_type=self.media_type, charset=self.charset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows of a watch when a fetch of it is judged.

    Args:
        watch_id: which watch.
        url: its address.
        include: its CSS or XPath selector of what to keep, "" for none.
        exclude: its CSS or XPath selector of what to leave out, "" for none.
        is_rendered: whether a browser builds its page before it is read.
        ignores_robots: whether it is fetched whatever robots.txt says.
        moved_to: the address to which its page has moved for good, "" where it is still at `url`.
        body_sha256: of the last body that was accepted, "" before the first.
        visible_sha256: digest of that body's visible text.
        etag: validator of that body.
        last_modified: likewise.
        snapshot: the latest snapshot, None before the first.
        drawn: its text.
        failures: checks that failed in a row.
        earlier: digests of the texts in force before it, newest first.
        held_digest: an earlier text that came back and is held, "" where none is.
        held_since: when it came back.
        body: the latest snapshot's body, where it has to be drawn again under newer rules.
        seen: the number of the latest snapshot that a look at the page brought, 0 before the first.
    """

    watch_id: int
    url: str
    include: str = ""
    exclude: str = ""
    is_rendered: bool = False
    ignores_robots: bool = False
    moved_to: str = ""
    body_sha256: str = ""
    visible_sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    snapshot: Snapshot | None = None
    drawn: Drawn | None = None
    failures: int = 0
    earlier: tuple[str, ...] = ()
    held_digest: str = ""
    held_since: datetime | None = None
    body: Body | None = None
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is to be recorded of a check; the store obeys it.

    Args:
        kind: how the check ended.
        detail: one line for a person, "" where there is nothing to say.
        failure: why it failed.
        reason: why a snapshot is kept; None keeps none.
        drawn: the text of that snapshot.
        comparison: with the text before; None for a first snapshot.
        rebased: the latest snapshot's text under newer rules, to be kept first, as reprocessed.
        held_digest: a text to hold until it persists, "" for none.
        visible_sha256: digest of the body's visible text, "" where it is not known.
        moved_to: the address to remember as the page's new one, "" for none; None leaves what is known.
    """

    kind: CheckOutcome
    detail: str = ""
    failure: FetchFailure | None = None
    reason: SnapshotReason | None = None
    drawn: Drawn | None = None
    comparison: Comparison | None = None
    rebased: Drawn | None = None
    held_digest: str = ""
    visible_sha256: str = ""
    moved_to: str | None = None

    @classmethod
    def failed(cls, failure: FetchFailure, *, held_digest: str = "") -> Outcome:
        """Return the outcome of a check that did not see the policy, or not all of it: that text is held."""
        return cls(kind=CheckOutcome.FAILED, failure=failure, held_digest=held_digest)
