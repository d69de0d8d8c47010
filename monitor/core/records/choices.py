"""What a subscriber chose to hear, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.records.changes import Significance

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.records.changes import ClauseChange


class Pace(StrEnum):
    """How often somebody wants mail."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody wants to hear of the watches they follow, and when.

    Args:
        pace: at once, or all of a day or a week in one mail.
        at: the time of day of the daily or weekly mail.
        weekday: of the weekly mail, 0 for Monday.
        time_zone: the zone of these times and of the quiet hours, by its IANA name.
        quiet: from when to when no mail goes out at once; it waits for their end. None for no such hours.
        least: the least significance told.
        topics: only changes in which a clause speaks of one of these; all where it is empty.
        kinds: only documents of these kinds; all where it is empty.
        is_silent_only: only changes of substance under a stated date that did not move.
        has_health: whether to hear of watches that went blind and see again.
        has_reviews: whether to hear at once what is said of reviews of these changes; only programs can.
        phrases: only changes by which a clause newly says one of these, or says it no longer; all where it is empty.
    """

    pace: Pace = Pace.AT_ONCE
    at: time = time(8)
    weekday: int = 0
    time_zone: str = "UTC"
    quiet: tuple[time, time] | None = None
    least: Significance = Significance.MINOR
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_silent_only: bool = False
    has_health: bool = True
    has_reviews: bool = False
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who hears of what, and how.

    Nothing is mailed because of one that is not confirmed, but the question whether it is wanted.

    Args:
        id: its number.
        subscriber: the number of the subscriber.
        address: theirs.
        watch: the short name of the watch that is followed, "" for none.
        tag: the tag whose watches are, "" for none; without either, all watches are followed.
        choice: what of them, and when.
        unconfirmed_since: since when it waits for whoever has the address to confirm it, UTC; None where it is
            confirmed.
        language: the code of the language in which the subscriber is told, "" for that of the configuration.
    """

    id: int
    subscriber: int
    address: str
    watch: str = ""
    tag: str = ""
    choice: Choice
    unconfirmed_since: datetime | None = None
    language: str = ""


class Hearing(StrEnum):
    """What becomes of somebody who is to hear of something."""

    HEARS = "hears"
    ASKED = "asked"
    """They are asked by mail, and hear of nothing else until they confirm."""
    STOPPED = "stopped"
    """They stopped it, or never confirmed it, and stay without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What is known of whether addresses want the mails that somebody asks for.

    Args:
        is_asked: whether new addresses are asked by mail, which takes a mail server and pages for the link.
        is_sure: whether whoever asks for the mails vouches for the addresses.
        is_direct: whether somebody names them now; a list may name who has stopped the mails since.
        owner: the address of whoever runs the monitor, "" for none; it is never asked.
    """

    is_asked: bool = False
    is_sure: bool = False
    is_direct: bool = True
    owner: str = ""


AT_ONCE = Consent()
"""Nobody is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """That an address is to hear of something: of a watch, of all watches of a tag, or of all there are.

    Args:
        address: theirs.
        url: the page of the watch, "" for none.
        tag: the tag, "" for none.
        choice: what of them, and when; None for at once where nothing else was chosen before.
        language: in which they are told; "" for as it was.
    """

    address: str
    url: str = ""
    tag: str = ""
    choice: Choice | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A change, as far as it decides who hears of it.

    Args:
        kind: of the document.
        significance: of the change.
        is_silent: whether the substance changed and the stated date did not move.
        changes: all its clause changes.
    """

    kind: str
    significance: Significance
    is_silent: bool
    changes: tuple[ClauseChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That somebody is to be told.

    Args:
        subscription: because of which.
        due: when, UTC.
    """

    subscription: Subscription
    due: datetime
