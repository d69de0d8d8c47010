"""Notices: what one subscriber is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from monitor.core.records.provenance import FETCHED, Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from monitor.core.records.changes import ClauseChange, Significance
    from monitor.core.records.choices import Subscription
    from monitor.core.records.known import Claim, SnapshotReason
    from monitor.core.records.texts import Clause


class NoticeKind(StrEnum):
    """What a notice gathers."""

    CHANGES = "changes"
    """A change, or several that came within a short time."""
    HEALTH = "health"
    """Watches that went blind or see again."""
    DAILY = "daily"
    """The digest of a day."""
    WEEKLY = "weekly"
    """The digest of a week."""
    CONFIRM = "confirm"
    """The question whether whoever has an address wants its mails."""
    REVIEW = "review"
    """What somebody said of a review."""


MANY_TOLD = 15
"""Clause changes of one change that are told, beyond which nobody reads them one by one; a guess."""


def is_rewrite(claim: Claim | None, changes: Sequence[ClauseChange]) -> bool:
    """Tell whether a change is so large that it is told by what the texts say as wholes."""
    is_large = claim is not None and claim.is_large
    return is_large or sum(change.significance.is_told for change in changes) > MANY_TOLD


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
        claim: what was held until it had stayed, None for an edit that is told at once.
        significance: the highest among the clause changes.
        silent: whether the substance changed and the stated date did not move.
        title: of the page as it is now.
        language: of the page as it is now, ISO 639-1, "" where it cannot be told.
        language_old: of the page as it was before.
        snapshot: the number of the new text among the versions of its watch.
        clauses: how many clauses that has.
        old_at: when the old text was captured.
        new_at: when the new text was captured.
        stated_old: the date the old text claimed, ISO at its precision.
        stated_new: the date the new text claims.
        stated_words: the words on the page that claim it now, "" for none.
        changes: all clause changes, in the order of the new document.
        texts: where the policy was rewritten, all clauses of the old text and all of the new; else none.
        old_snapshot: the number of the old text, likewise.
        provenance: how the new text came to us, without headers.
        old_provenance: how the old text came to us.
        subscription: because of which the reader is told; None where it is gone, or was not noted.
        subscribed: the numbers of the subscriptions because of which the reader is told.
        told_in: the code of the language that the reader chose, "" for that of the configuration.
    """

    message_id: str
    address: str
    created_at: datetime
    watch_slug: str
    watch_name: str
    watch_url: str
    change_id: int
    reason: SnapshotReason
    claim: Claim | None = None
    significance: Significance
    silent: bool
    title: str
    language: str
    language_old: str
    snapshot: int
    clauses: int
    old_at: datetime
    new_at: datetime
    stated_old: str | None
    stated_new: str | None
    stated_words: str
    changes: tuple[ClauseChange, ...]
    texts: tuple[tuple[Clause, ...], tuple[Clause, ...]] = ((), ())
    old_snapshot: int = 0
    provenance: Provenance = FETCHED
    old_provenance: Provenance = FETCHED
    subscription: Subscription | None = None
    subscribed: tuple[int, ...] = ()
    told_in: str = ""


class HealthEvent(StrEnum):
    """What became of a watch's sight."""

    BLIND = "blind"
    SEES = "sees"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthItem:
    """One watch that went blind or sees again.

    Args:
        event: which of the two.
        watch_slug: its short name.
        watch_name: its name for people.
        watch_url: the page that is watched.
        since: when the first of the failed checks was made, UTC.
        kind: how the check failed that made it blind.
        status: the HTTP status of that check, where there was an answer.
        detail: one line about that check.
        ended_at: when it saw again, UTC; None where it does not.
        ended_by: how the check that saw again ended: new, changed, held, unchanged or not_modified; "" for none.
        has_notice: whether the text changed meanwhile so that a notice of its own tells of it.
    """

    event: HealthEvent
    watch_slug: str
    watch_name: str
    watch_url: str
    since: datetime
    kind: str
    status: int | None = None
    detail: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    has_notice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthContent:
    """What a notice tells of watches that went blind or see again, as the store holds it.

    Args:
        message_id: stable, so that a repeat is recognised: "<...@...>".
        address: who is told.
        created_at: when the notice was written to the outbox, in UTC.
        items: the watches, by name; one that went blind and sees again in the same notice stands there once.
        subscribed: the numbers of the subscriptions because of which the reader is told.
        told_in: the code of the language that the reader chose, "" for that of the configuration.
    """

    message_id: str
    address: str
    created_at: datetime
    items: tuple[HealthItem, ...]
    subscribed: tuple[int, ...] = ()
    told_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContent:
    """What a notice tells of several changes, as the store holds it.

    Args:
        message_id: stable, so that a repeat is recognised: "<...@...>".
        address: who is told.
        created_at: when the first of it was written to the outbox, in UTC.
        kind: changes that came within a short time, or the digest of a day or a week.
        due_at: when it is to go out, UTC.
        changes: each as a notice of its own would tell it, material ones first, the gravest first; of very many the
            first, without their texts.
        count: how many changes there are.
        material: how many of these are material.
        watches: of how many watches.
        health: watches that went blind or see again meanwhile, by name.
        same: how many other watches that the reader follows so were looked at in the period and had the same text at
            the last look.
        held: of how many others a text was held at the last look.
        failing: of how many others the last look failed, though they were not blind.
        blind: how many others were blind at the end of the period.
        subscribed: the numbers of the subscriptions because of which the reader is told.
        told_in: the code of the language that the reader chose, "" for that of the configuration.
    """

    message_id: str
    address: str
    created_at: datetime
    kind: NoticeKind
    due_at: datetime
    changes: tuple[NoticeContent, ...]
    count: int
    material: int
    watches: int
    health: tuple[HealthItem, ...] = ()
    same: int = 0
    held: int = 0
    failing: int = 0
    blind: int = 0
    subscribed: tuple[int, ...] = ()
    told_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmContent:
    """The question whether whoever has an address wants what was asked for it, as the store holds it.

    Args:
        message_id: stable, so that a repeat is recognised: "<...@...>".
        address: who is asked.
        created_at: when the question was written to the outbox, in UTC.
        asked: what the address is to hear of; of very many the first.
        count: of how many subscriptions.
        names: by the short name of each watch among these, its name for people.
        subscribed: the numbers of these subscriptions.
        told_in: the code of the language that the reader chose, "" for that of the configuration.
    """

    message_id: str
    address: str
    created_at: datetime
    asked: tuple[Subscription, ...]
    count: int
    names: Mapping[str, str]
    subscribed: tuple[int, ...] = ()
    told_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContent:
    """What somebody said of the review of a change, for programs, as the store holds it.

    Args:
        message_id: stable, so that a repeat is recognised: "<...@...>".
        address: who is told.
        created_at: when it was said, in UTC.
        told: the review as it stood then, what was said, and the watch, as `docs/ways-out.md` has them but for links.
        subscribed: the numbers of the subscriptions because of which the reader is told.
    """

    message_id: str
    address: str
    created_at: datetime
    told: Mapping[str, Any]
    subscribed: tuple[int, ...] = ()


ToldContent = NoticeContent | HealthContent | DigestContent
"""What a notice tells of watches."""
ProgramContent = ToldContent | ReviewContent
"""What a notice tells programs."""
AnyContent = ToldContent | ConfirmContent
"""What a notice tells."""
