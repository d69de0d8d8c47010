"""Whether a subscriber wants to hear of a change, why, and when: pure decisions on what they chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.core.collation import folded
from monitor.core.records import Pace, Telling
from monitor.core.text import alike, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import time, tzinfo

    from monitor.core.records import Choice, Clause, ClauseChange, News, Subscription

_STEM = 5  # letters that two forms of a word begin with alike; a guess that holds for "policy" and "policies"
_WHOLE = 4  # letters of a word that may be the stem of a longer one: "sell" and "selling"
_ENDING = 3  # letters in which the forms of a word differ at their ends
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
    return _soonest((one for one in subscriptions if is_wanted(one.choice, news)), at)


def health_tellings(subscriptions: Iterable[Subscription], kind: str, at: datetime) -> tuple[Telling, ...]:
    """Decide likewise who is told that a watch, of a kind of document, went blind or sees again."""
    wanted = (one for one in subscriptions if one.choice.has_health and _is_of(one.choice, kind))
    return _soonest(wanted, at)


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
    if news.significance.rank < choice.least.rank or not _is_of(choice, news.kind):
        return False
    if choice.is_silent_only and not news.is_silent:
        return False
    if choice.topics and not any(_speaks_of(choice, change) for change in news.changes):
        return False
    return not choice.phrases or any(map(any, said_of(choice.phrases, news.changes).values()))


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
        says it more rarely. A clause that only moved does neither.
    """
    sides = [(_plain(change.old), _plain(change.new)) for change in changes] if phrases else []
    found = {}
    for phrase in phrases:
        parts = tuple(map(_part, phrase_words(phrase)))
        counts = [(_count(parts, old), _count(parts, new)) for old, new in sides]
        found[phrase] = any(new > old for old, new in counts), any(new < old for old, new in counts)
    return found


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase as they are looked for, none where it has none; a star stays at a word's end."""
    found = [(word.endswith("*"), words(folded(word))) for word in phrase.split()]
    starred = [(*some[:-1], f"{some[-1]}*") if is_open else some for is_open, some in found if some]
    return tuple(word for some in starred for word in some)


def _plain(clauses: Sequence[Clause]) -> tuple[str, ...]:
    # a word that stands nowhere keeps a phrase from reaching over the end of a text
    texts = (text for clause in clauses for text in (*clause.heading_path, clause.text))
    return tuple(word for text in texts for word in (*words(folded(text)), ""))


def _count(parts: Sequence[Callable[[str], bool]], plain: Sequence[str]) -> int:
    if not parts:
        return 0
    starts = (at for at in range(len(plain) - len(parts) + 1) if parts[0](plain[at]))
    return sum(all(part(plain[at + place]) for place, part in enumerate(parts)) for at in starts)


def _part(word: str) -> Callable[[str], bool]:
    """Return what tells whether a word is another form of this one; each word of a text is looked at once."""
    stem = word.removesuffix("*")
    if stem != word:
        return lambda other: other.startswith(stem)
    return cache(lambda other: _is_form(other, word))


def _is_form(one: str, other: str) -> bool:
    """Tell whether two words are forms of one, as far as their letters tell."""
    same = alike(one, other)
    if max(len(one), len(other)) - same > _ENDING:
        return False
    return one == other or same >= (_WHOLE if same == min(len(one), len(other)) else _STEM)


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
