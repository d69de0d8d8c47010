"""Whether a subscriber wants to hear of a change, why, and when: pure decisions on what they chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.core.notices.sought import Sought
from monitor.core.records import Pace, Telling, Way, way_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import time, tzinfo

    from monitor.core.records import Choice, ClauseChange, News, Subscription

MOST_LOOKED = 4_000_000  # letters of the clauses of a change in which phrases are looked for
_DAYS = 9  # in which every weekday comes, counted from the day before


def tellings(subscriptions: Iterable[Subscription], news: News, at: datetime) -> tuple[Telling, ...]:
    """Decide who is told of a change.

    Args:
        subscriptions: those that cover its watch.
        news: the change.
        at: when it was recorded, UTC.

    Returns:
        Each subscriber who wants to hear of it once, because of the subscription by which they hear first.
    """
    fitting = [one for one in subscriptions if _is_fitting(one.choice, news)]
    # the clauses are read once for all: this is asked while the store is locked
    said = said_of(sorted({phrase for one in fitting for phrase in one.choice.phrases}), news.changes)
    return _soonest((one for one in fitting if _is_said(one.choice, said)), at)


def health_tellings(subscriptions: Iterable[Subscription], kind: str, at: datetime) -> tuple[Telling, ...]:
    """Decide likewise who is told that a watch, of a kind of document, went blind or sees again."""
    wanted = (one for one in subscriptions if one.choice.has_health and _is_of(one.choice, kind))
    return _soonest(wanted, at)


def review_tellings(subscriptions: Iterable[Subscription], news: News, at: datetime) -> tuple[Telling, ...]:
    """Decide likewise which programs are told at once what is said of the review of a change."""
    found: dict[int, Telling] = {}
    for one in subscriptions:
        is_program = way_of(one.address) in {Way.WEB, Way.HOOK}
        if one.choice.has_reviews and is_program and is_wanted(one.choice, news):
            found.setdefault(one.subscriber, Telling(subscription=one, due=at))
    return tuple(found[subscriber] for subscriber in sorted(found))


def _soonest(subscriptions: Iterable[Subscription], at: datetime) -> tuple[Telling, ...]:
    found: dict[int, Telling] = {}
    for one in subscriptions:
        telling = Telling(subscription=one, due=due(one.choice, at))
        before = found.get(one.subscriber)
        if before is None or _rank(telling) < _rank(before):
            found[one.subscriber] = telling
    return tuple(found[subscriber] for subscriber in sorted(found))


def _rank(telling: Telling) -> tuple[bool, datetime, int]:
    # what is at once stays so in quiet hours, also where a digest would come before their end
    is_digest = telling.subscription.choice.pace is not Pace.AT_ONCE
    return is_digest, telling.due, telling.subscription.id


def is_wanted(choice: Choice, news: News) -> bool:
    """Tell whether a change is one of those that somebody chose to hear of."""
    return _is_fitting(choice, news) and _is_said(choice, said_of(choice.phrases, news.changes))


def _is_fitting(choice: Choice, news: News) -> bool:
    """Tell whether all but the phrases fits."""
    if news.significance.rank < choice.least.rank or not _is_of(choice, news.kind):
        return False
    if choice.is_silent_only and not news.is_silent:
        return False
    return not choice.topics or any(_speaks_of(choice, change) for change in news.changes)


def _is_said(choice: Choice, said: Mapping[str, tuple[bool, bool]]) -> bool:
    """Tell whether one of the phrases came or went; those that were not looked for may have."""
    return not choice.phrases or any(phrase not in said or any(said[phrase]) for phrase in choice.phrases)


def _is_of(choice: Choice, kind: str) -> bool:
    return not choice.kinds or kind in choice.kinds


def _speaks_of(choice: Choice, change: ClauseChange) -> bool:
    is_grave = change.significance.is_told and change.significance.rank >= choice.least.rank
    return is_grave and not set(choice.topics).isdisjoint(change.topics)


def said_of(phrases: Sequence[str], changes: Sequence[ClauseChange]) -> dict[str, tuple[bool, bool]]:
    """Tell what clauses newly say, and what they say no longer.

    Args:
        phrases: any words; the last letters of a word may be others ("policy", "policies"), a star at its end stands
            for any ending ("train*"); case and diacritics say nothing.
        changes: clause changes.

    Returns:
        Of each phrase, whether a clause says it oftener than before, be it in the headings above it, and whether one
        says it more rarely. A clause that only moved does neither. None of them where the clauses have more letters
        than `MOST_LOOKED`.
    """
    if not phrases or _letters(changes) > MOST_LOOKED:
        return {}
    sought, comes, goes = Sought(phrases), set[str](), set[str]()
    for change in changes:
        old, new = sought.count(change.old), sought.count(change.new)
        comes.update(new - old)
        goes.update(old - new)
    return {phrase: (phrase in comes, phrase in goes) for phrase in phrases}


def _letters(changes: Iterable[ClauseChange]) -> int:
    """Count the letters of clauses and of the headings above them, each text once."""
    clauses = (clause for change in changes for clause in (*change.old, *change.new))
    return sum(map(len, {text for clause in clauses for text in (*clause.heading_path, clause.text)}))


def due(choice: Choice, at: datetime) -> datetime:
    """Tell when somebody is to hear of what happens now.

    Args:
        choice: theirs.
        at: now, UTC.

    Returns:
        UTC; the next time of their digest after now, the end of the quiet hours, or now. Where the clocks of their
        zone are set forward over the time of day, it comes as much later.
    """
    zone = _zone(choice.time_zone)
    if choice.pace is Pace.AT_ONCE:
        is_quiet = choice.quiet and _is_between(at.astimezone(zone).time(), *choice.quiet)
        return _next(choice.quiet[1], zone, at) if choice.quiet and is_quiet else at
    return _next(choice.at, zone, at, choice.weekday if choice.pace is Pace.WEEKLY else None)


def _is_between(moment: time, start: time, end: time) -> bool:
    return start <= moment < end if start <= end else moment >= start or moment < end


def _next(moment: time, zone: tzinfo, after: datetime, weekday: int | None = None) -> datetime:
    """Return the next time that a clock shows a time of day, on a day of the week."""
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=count) for count in range(-1, _DAYS))
    times = (
        datetime.combine(day, moment, tzinfo=zone).astimezone(UTC)
        for day in days
        if weekday is None or day.weekday() == weekday
    )
    return next(one for one in times if one > after)


@cache
def _zone(name: str) -> tzinfo:
    """Return a time zone; UTC where the machine knows it no longer: a digest at another hour is better than none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
