"""What the store knows of a watch when a fetch of it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.records.provenance import FETCHED, Provenance

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.records.checks import Body
    from monitor.core.records.restless import RestlessPlace
    from monitor.core.records.texts import PolicyText, StatedDate
    from monitor.core.records.untold import UntoldSentence


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
        captured_at: when it was fetched, UTC; of one that we did not fetch, when that is said to have been.
        reason: why it was kept.
        title: of the page.
        language: ISO 639-1 code or "".
        stated_date: the date the page claims.
        extractor: the rules that drew it.
        text_digest: SHA-256 of its text in place.
        clause_count: how many clauses it has.
        body_sha256: the body it was drawn from.
        number: its number among the versions of its watch, from 1, in the order in which they came to us; 0 where only
            its text matters.
        url: the address that answered.
        provenance: how it came to us, without headers.
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
    number: int = 0
    url: str = ""
    provenance: Provenance = FETCHED


class Claim(StrEnum):
    """What a text that is held would say of the page, if it were told."""

    EDIT = "edit"
    """Some clauses are other ones."""
    DOUBTFUL = "doubtful"
    """Likewise, and it may be noise: it says nothing of what a policy is about, or stands where others came lately."""
    RETURNED = "returned"
    """An earlier text is back."""
    ALTERNATES = "alternates"
    """An earlier text is back, and not for the first time."""
    LANGUAGE = "language"
    """The page is in another language."""
    SHORTENED = "shortened"
    """Most of the text is gone, and little has come for it."""
    REPLACED = "replaced"
    """Most of the text is gone, and another stands there."""

    @property
    def is_large(self) -> bool:
        """Tell whether it is about the page as a whole, so that small edits meanwhile do not refute it."""
        return self in {Claim.LANGUAGE, Claim.SHORTENED, Claim.REPLACED}

    @property
    def is_edit(self) -> bool:
        """Tell whether it is about some clauses, so that a second look at once may already refute it."""
        return self in {Claim.EDIT, Claim.DOUBTFUL}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldText:
    """A text that was seen and is told only if it stays.

    Args:
        claim: what it would say of the page.
        digest: SHA-256 of the text that was seen first.
        since: when that was, UTC.
        last_at: when it was seen last, UTC.
        looks: how many checks in a row that saw a text have found it.
        until: when it is told at the earliest, UTC.
    """

    claim: Claim
    digest: str
    since: datetime
    last_at: datetime
    looks: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One reading of one page.

    Args:
        at: when, UTC.
        url: the address that answered.
        body: what came.
        provenance: how it came, None where that is not known.
    """

    at: datetime
    url: str
    body: Body
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a request is made from, and what shows without a look at the text that nothing is new.

    Args:
        watch_id: which watch.
        url: its address.
        kind: of document, one of `WATCH_KINDS`; "" where that is not known.
        include: its CSS or XPath selector of what to keep, "" for none.
        exclude: its CSS or XPath selector of what to leave out, "" for none.
        is_rendered: whether a browser builds its page before it is read.
        ignores_robots: whether it is fetched whatever robots.txt says.
        accept_language: in which languages somebody wants it asked for, "" for no wish.
        language: of its latest snapshot, "" before the first and where it is not known.
        answered: the address that answered with that, likewise; with a fragment where that named a part of the page.
        moved_to: the address to which its page has moved for good, "" where it is still at `url`.
        body_sha256: of the last body that was accepted, "" before the first.
        visible_sha256: digest of that body's visible text.
        etag: validator of that body.
        last_modified: likewise.
        failures: checks that failed in a row.
        held: a text that is told only if it stays, None where there is none.
        latest: the number of the latest snapshot, on which a decision rests; 0 before the first.
        seen: the number of the latest snapshot that a look at the page brought, 0 before the first.
    """

    watch_id: int
    url: str
    kind: str = ""
    include: str = ""
    exclude: str = ""
    is_rendered: bool = False
    ignores_robots: bool = False
    accept_language: str = ""
    language: str = ""
    answered: str = ""
    moved_to: str = ""
    body_sha256: str = ""
    visible_sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    failures: int = 0
    held: HeldText | None = None
    latest: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a text is compared with: whole, or there is none because nothing was kept yet.

    Args:
        snapshot: the latest.
        drawn: its text: as it was kept, or drawn again under newer rules.
        kind: of document that is watched, one of `WATCH_KINDS`; "" where that is not known.
        earlier: digests of the texts in force before it, newest first.
        previous: the text before it, where an edit is held and has to be told from what turns; else None.
        body: what it was drawn from, where it has to be drawn again under newer rules.
        held: the look that first saw the text that is held, None where none is.
        restless: the places that vary from look to look.
        untold: the sentences that came or went since readers were told last.
        addresses: e-mail addresses that earlier texts showed, where the latest hides one.
    """

    snapshot: Snapshot
    drawn: PolicyText
    kind: str = ""
    earlier: tuple[str, ...] = ()
    previous: PolicyText | None = None
    body: Body | None = None
    held: Look | None = None
    restless: tuple[RestlessPlace, ...] = ()
    untold: tuple[UntoldSentence, ...] = ()
    addresses: frozenset[str] = frozenset()

    @property
    def redrawn(self) -> Redrawn | None:
        """The text as newer rules have it, where they make another of it."""
        if self.drawn.text_digest == self.snapshot.text_digest:
            return None
        return Redrawn(snapshot=self.snapshot, drawn=self.drawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """The latest snapshot drawn again under newer rules, to be kept as reprocessed.

    Args:
        snapshot: the latest.
        drawn: its text under the rules in force.
    """

    snapshot: Snapshot
    drawn: PolicyText
