"""A list taken in: watches that are added and changed, and who hears of tags, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.database import writing
from storage.restless import put_restless
from storage.sites import put_sites
from storage.standing import forget_page
from storage.subscriptions import subscribe_tag
from storage.watches import add_watch, put_spec, set_paused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Entry, RestlessPlace, WatchSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A watch that is changed.

    Args:
        watch_id: its number.
        spec: as it is to be.
        is_paused: whether its checks are to be suspended, None where that stays.
        is_redrawn: whether the next check is to draw its page anew.
    """

    watch_id: int
    spec: WatchSpec
    is_paused: bool | None
    is_redrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a list brings.

    Args:
        added: watches, each with the short name wished for.
        changed: watches that are on the list.
        sites: further sites of watches that are on the list, by their numbers.
        followers: tags, each with an address that hears of all its watches.
        restless: by the address of a watch that is added, the places at which two looks at its page have differed.
    """

    added: Sequence[tuple[Entry, str]] = ()
    changed: Sequence[Changed] = ()
    sites: Sequence[tuple[int, Sequence[str]]] = ()
    followers: Sequence[tuple[str, str]] = ()
    restless: Mapping[str, Sequence[RestlessPlace]] = field(default_factory=dict)


def take_in(db: Database, intake: Intake, *, now: datetime) -> int:
    """Write what a list brings, in one transaction.

    Args:
        db: the store.
        intake: what it brings.
        now: when, UTC.

    Returns:
        How many addresses hear of a tag that did not before.

    Raises:
        DuplicateWatchError: a watch that is added is on the list meanwhile.
    """
    with writing(db) as conn:
        for entry, slug in intake.added:
            watch_id = add_watch(conn, entry.spec, slug=slug, now=now)
            put_sites(conn, watch_id, entry.sites)
            if entry.is_paused:
                set_paused(conn, watch_id, since=now)
            if places := intake.restless.get(entry.spec.url):
                put_restless(conn, watch_id, places)
        for one in intake.changed:
            put_spec(conn, one.watch_id, one.spec, now=now)
            if one.is_paused is not None:
                set_paused(conn, one.watch_id, since=now if one.is_paused else None)
            if one.is_redrawn:
                forget_page(conn, one.watch_id)
        for watch_id, sites in intake.sites:
            put_sites(conn, watch_id, sites)
        return sum(subscribe_tag(conn, email=email, tag=tag, now=now) for tag, email in intake.followers)
