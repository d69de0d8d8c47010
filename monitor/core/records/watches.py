"""Watches: what a person asked for, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.records.checks import FailureKind
    from monitor.core.records.choices import Choice
    from monitor.core.records.known import HeldText
    from monitor.core.records.outcomes import CheckOutcome


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
        include: CSS or XPath selector of what to keep, "" for none.
        exclude: CSS or XPath selector of what to leave out, "" for none.
        is_rendered: whether a browser builds the page before it is read.
        ignores_robots: whether it is fetched whatever robots.txt says.
        accept_language: in which languages it is asked for, as RFC 9110 section 12.5.4 writes them; "" for the one its
            last version is in.
    """

    url: str
    name: str
    kind: str
    every_seconds: int
    tags: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    include: str = ""
    exclude: str = ""
    is_rendered: bool = False
    ignores_robots: bool = False
    accept_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """All there is to say of a watch, to build it again elsewhere.

    Args:
        spec: the watch.
        slug: its short name, "" for one that is made of its name.
        is_paused: whether its checks are suspended.
        sites: those on which its page was found.
        choice: what its addresses hear of it, and when; None where that is not said.
        language: the code of the language in which they are told, "" where that is not said.
    """

    spec: WatchSpec
    slug: str = ""
    is_paused: bool = False
    sites: tuple[str, ...] = ()
    choice: Choice | None = None
    language: str = ""


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
        moved_to: the address to which its page has moved for good, "" where it is still at its own.
        moved_at: when that was noticed, UTC.
        blind_since: the same for a watch that counts as blind, None for one that does not.
        held: a text that is told only if it stays, None where there is none.
        removed_at: since when it is watched no more, UTC; None while it is.
    """

    id: int
    slug: str
    spec: WatchSpec
    is_paused: bool
    next_check_at: datetime
    failures: int
    failing_since: datetime | None
    moved_to: str = ""
    moved_at: datetime | None = None
    blind_since: datetime | None = None
    held: HeldText | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAddress:
    """An address that a watch had before somebody gave it another.

    Args:
        url: the address, normalised.
        until: when it was given the next one, UTC.
    """

    url: str
    until: datetime


class WatchState(StrEnum):
    """How a watch stands, as `list` says it."""

    NEW = "new"
    FINE = "fine"
    FAILING = "failing"
    BLIND = "blind"
    PAUSED = "paused"
    REMOVED = "removed"


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
