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


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSpec:
    """A watch as a person describes it, every field checked.

    Args:
        url: the normalised URL.
        name: what people call it.
        kind: one of `WATCH_KINDS`.
        every_seconds: the interval between checks.
        tags: in the order given, each once.
        emails: who hears of it.
        include: CSS selector of what to keep, "" for none.
        exclude: CSS selector of what to leave out, "" for none.
    """

    url: str
    name: str
    kind: str
    every_seconds: int
    tags: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    include: str = ""
    exclude: str = ""


WATCH_KINDS = ("privacy", "terms", "cookies", "subprocessors", "dpa", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One document of one site to keep an eye on, as the store has it.

    Args:
        id: its number.
        slug: its short name in commands and addresses.
        spec: what a person asked for.
        is_paused: whether its checks are suspended.
        next_check_at: when it is due, UTC.
        failures: checks that failed in a row.
        failing_since: when the first of them was, UTC.
    """

    id: int
    slug: str
    spec: WatchSpec
    is_paused: bool
    next_check_at: datetime
    failures: int
    failing_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCheck:
    """How the latest check of a watch ended.

    Args:
        at: when, UTC.
        outcome: how it ended.
        kind: the failure kind of a failed check.
        status: the HTTP status, where there was an answer.
        detail: one line for a person.
    """

    at: datetime
    outcome: CheckOutcome
    kind: FailureKind | None
    status: int | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSummary:
    """One row of the watchlist.

    Args:
        watch: the watch.
        state: how it stands.
        language: of its latest snapshot, "" before the first.
        title: of its latest snapshot.
        stated_date: of its latest snapshot, ISO at its precision.
        snapshots: how many are kept.
        last_check: the latest check, if there was one.
        last_change_at: when the latest change worth telling was captured, UTC.
        subscribers: how many addresses hear of it, tags included.
    """

    watch: Watch
    state: WatchState
    language: str
    title: str
    stated_date: str | None
    snapshots: int
    last_check: LastCheck | None
    last_change_at: datetime | None
    subscribers: int


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
class Known:
    """What the store knows of a watch when a fetch of it is judged.

    Args:
        watch_id: which watch.
        url: its address.
        include: its CSS selector of what to keep, "" for none.
        exclude: its CSS selector of what to leave out, "" for none.
        body_sha256: of the last body that was accepted, "" before the first.
        visible_sha256: digest of that body's visible text.
        etag: validator of that body.
        last_modified: likewise.
        snapshot: the latest snapshot, None before the first.
        drawn: its text.
        earlier: digests of the texts in force before it, newest first.
        held_digest: an earlier text that came back and is held, "" where none is.
        held_since: when it came back.
        body: the latest snapshot's body, where it has to be drawn again under newer rules.
    """

    watch_id: int
    url: str
    include: str = ""
    exclude: str = ""
    body_sha256: str = ""
    visible_sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    snapshot: Snapshot | None = None
    drawn: Drawn | None = None
    earlier: tuple[str, ...] = ()
    held_digest: str = ""
    held_since: datetime | None = None
    body: Body | None = None


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
