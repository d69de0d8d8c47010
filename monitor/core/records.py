"""The frozen values that travel between the rooms; one word per thing, as in docs/glossary.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Significance(StrEnum):
    """How much a change matters, least first."""

    NONE = "none"
    COSMETIC = "cosmetic"
    MINOR = "minor"
    MATERIAL = "material"

    @property
    def rank(self) -> int:
        """Return 0 for none up to 3 for material."""
        return list(type(self)).index(self)

    @property
    def is_told(self) -> bool:
        """Tell whether subscribers hear of it."""
        return self.rank >= Significance.MINOR.rank


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
    """

    kind: FailureKind
    status: int | None = None
    detail: str = ""


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a document in reading order.

    Args:
        kind: heading, paragraph, list item or table row.
        text: the words as the page shows them, white space folded to single spaces.
        level: 1 to 6 for a heading; nesting depth from 1 for an item; else 0.
        label: a number the page generates for it ("1." of an ordered list), else "".
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""


class Precision(StrEnum):
    """How exact a stated date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """The "last updated" date the page itself claims.

    Args:
        iso: ISO 8601 at its precision: "2022-02-25", "2024-07" or "2023".
        precision: day, month or year.
        words: the words on the page it was read from.
    """

    iso: str
    precision: Precision
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The policy text drawn from a body.

    Args:
        title: the page's title, "" where there is none.
        language: ISO 639-1 code, "" where it cannot be told.
        stated_date: the date the page claims, if it does.
        extractor: which way the text was drawn, with the rules' version.
        blocks: the text in reading order.
    """

    title: str
    language: str
    stated_date: StatedDate | None
    extractor: str
    blocks: tuple[Block, ...]


class ClauseKind(StrEnum):
    """What a clause is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    HEADING = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One block of a document in its place: what a lawyer would cite.

    Args:
        position: 0-based place in the document.
        kind: paragraph, item, row; or heading, for a heading with nothing under it.
        heading_path: the headings above it, outermost first (for a heading clause, itself last).
        label: "4.2", "(a)", "1." where the clause has one, else "". A label printed in the text stays in the text too.
        text: the words.
    """

    position: int
    kind: ClauseKind
    heading_path: tuple[str, ...]
    label: str
    text: str


class ChangeKind(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    MODIFIED = "modified"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


class RedlineOp(StrEnum):
    """What a redline does with a piece of text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


Redline = tuple[tuple[RedlineOp, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """What happened to one clause.

    Args:
        kind: added, removed, modified, moved, split or merged.
        significance: how much it matters.
        topics: OPP-115 topics of the clause, e.g. "retention".
        reasons: why it matters, in words; the most telling first.
        similarity: 0.0 (nothing alike) to 1.0 (same words).
        old: the clause before (several for a merge, none for an addition).
        new: the clause after (several for a split, none for a removal).
        redline: word-level; replays the joined old text into the joined new text.
    """

    kind: ChangeKind
    significance: Significance
    topics: tuple[str, ...]
    reasons: tuple[str, ...]
    similarity: float
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    redline: Redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts of one document, compared clause by clause.

    Args:
        significance: the highest among the clause changes, or none.
        changes: in the new document's reading order, removals where they stood.
        stated_old: the date the old text claimed, ISO at its precision.
        stated_new: the date the new text claims.
    """

    significance: Significance
    changes: tuple[ClauseChange, ...]
    stated_old: str | None
    stated_new: str | None

    @property
    def changed(self) -> bool:
        """Tell whether it is worth an alarm: minor or material."""
        return self.significance.is_told

    @property
    def silent(self) -> bool:
        """Tell whether the substance changed and the stated date did not move."""
        return self.changed and self.stated_old == self.stated_new


class SnapshotReason(StrEnum):
    """Why a snapshot was kept."""

    FIRST = "first"
    CHANGED = "changed"
    REVERTED = "reverted"
    REPROCESSED = "reprocessed"


class CheckOutcome(StrEnum):
    """How a check ended, as `list` says it."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"


class WatchState(StrEnum):
    """How a watch stands, as `list` says it."""

    NEW = "new"
    FINE = "fine"
    FAILING = "failing"
    BLIND = "blind"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContent:
    """What a notice tells, as the store holds it.

    Args:
        message_id: stable, so that a repeat is recognised: "<...@...>".
        address: who is told.
        created_at: when the notice was written to the outbox, in UTC.
        watch_slug: the short name of the watch.
        watch_name: its name for people.
        watch_url: the page that is watched.
        change_id: the change that is told.
        reason: why the new snapshot was kept: changed or reverted.
        significance: the highest among the clause changes.
        silent: whether the substance changed and the stated date did not move.
        title: of the page as it is now.
        language: of the page as it is now, ISO 639-1, "" where it cannot be told.
        old_at: when the old text was captured.
        new_at: when the new text was captured.
        stated_old: the date the old text claimed, ISO at its precision.
        stated_new: the date the new text claims.
        stated_words: the words on the page that claim it now, "" for none.
        changes: all clause changes, in the order of the new document.
    """

    message_id: str
    address: str
    created_at: datetime
    watch_slug: str
    watch_name: str
    watch_url: str
    change_id: int
    reason: SnapshotReason
    significance: Significance
    silent: bool
    title: str
    language: str
    old_at: datetime
    new_at: datetime
    stated_old: str | None
    stated_new: str | None
    stated_words: str
    changes: tuple[ClauseChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What extraction and segmentation made of one body.

    Args:
        document: the text with its title, language and stated date.
        clauses: the same text clause by clause.
        text_digest: SHA-256 over the clauses in their places; equal digests mean equal texts.
    """

    document: Document
    clauses: tuple[Clause, ...]
    text_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one request brought back for a watch, before anything is drawn from it.

    Args:
        watch_id: whose page it is.
        at: when, in UTC.
        status: the HTTP status, None where no answer came.
        url: the address that answered, after redirects.
        body: the decoded bytes, b"" for a 304 or a failure without one.
        media_type: as declared, without parameters, lower case; "" where undeclared.
        charset: as declared in the header, else "".
        etag: the validator for the next request, else "".
        last_modified: likewise.
        milliseconds: how long the request took.
        failure: set where the request itself failed.
    """

    watch_id: int
    at: datetime
    status: int | None
    url: str
    body: bytes = b""
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    milliseconds: int = 0
    failure: FetchFailure | None = None
