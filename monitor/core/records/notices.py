"""Notices: what one subscriber is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.records.changes import ClauseChange, Significance
    from monitor.core.records.checks import SnapshotReason


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
