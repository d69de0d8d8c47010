"""What becomes of a restless place with each look: what stands there, whether it is news, and whether it has stayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from monitor.core.records import RestlessPlace
    from monitor.core.restless.matter import Matter

# What stands at a restless place is told after so many looks in a row ...
LOOKS = 3
# ... of which the first and the last lie at least so far apart.
STAYS = timedelta(days=1)
# What has stood there before and was told is told again only after so many, so far apart: variants under test take
# turns by the day.
LOOKS_KNOWN = 8
STAYS_KNOWN = timedelta(days=7)
# Texts of a place that are remembered; the pools of real pages are smaller, and endless ones need no memory.
MOST_TEXTS = 20
# Letters of a text that is remembered at a place.
MOST_LETTERS = 4_000
# Places of a watch that are remembered; a page with more varies everywhere.
MOST_PLACES = 100
# A place that nobody has found for so long is forgotten: the page was rebuilt, or its neighbours were reworded.
FORGOTTEN = timedelta(days=90)


def is_news_that_stays(place: RestlessPlace, shown: str, matter: Matter, *, at: datetime) -> bool:
    """Tell whether what stands at a place is to be told: readers know another text of it, and this one has stayed.

    What says nothing of a policy's matter is not told at a restless place; that a policy's clause is gone, is.

    Args:
        place: the place, as the looks before left it.
        shown: what stands there now, "" for nothing.
        matter: of the policy.
        at: when, UTC.
    """
    shown = shown[:MOST_LETTERS]
    if shown != place.now or not _is_news(place, shown, matter):
        return False
    looks, stays = (LOOKS_KNOWN, STAYS_KNOWN) if shown and shown in place.texts else (LOOKS, STAYS)
    return place.looks + 1 >= looks and at - place.since >= stays


def _is_news(place: RestlessPlace, shown: str, matter: Matter) -> bool:
    last = place.texts[-1] if place.texts else ""
    return shown != last and (matter.has(shown) or matter.has(last))


def noted(
    places: Sequence[RestlessPlace], shown: Mapping[tuple[str, str, str], str], matter: Matter, *, at: datetime
) -> tuple[RestlessPlace, ...]:
    """Return places after another look.

    Args:
        places: as the looks before left them.
        shown: what stands at each now, by its key; places that were not found have no entry.
        matter: of the policy.
        at: when the look was, UTC.
    """
    found = (
        _noted(place, shown[place.key][:MOST_LETTERS], matter, at=at) if place.key in shown else place
        for place in places
    )
    return tuple(place for place in found if place.is_set_still or at - place.last_at < FORGOTTEN)


def _noted(place: RestlessPlace, shown: str, matter: Matter, *, at: datetime) -> RestlessPlace:
    at = max(at, place.last_at)
    is_waiting = _is_news(place, shown, matter)
    if shown == place.now:
        return replace(place, last_at=at, looks=place.looks + 1, is_waiting=is_waiting)
    texts = place.texts
    if shown and shown not in texts and not matter.has(shown):
        texts = (*texts[:-1], shown, *texts[-1:])[-MOST_TEXTS:]
    return replace(place, texts=texts, now=shown, since=at, last_at=at, looks=1, is_waiting=is_waiting)


def told(places: Sequence[RestlessPlace], keys: Collection[tuple[str, str, str]]) -> tuple[RestlessPlace, ...]:
    """Return places once what stands at some of them has been told.

    Args:
        places: after the look.
        keys: of those at which it was.
    """
    return tuple(
        replace(
            place,
            texts=(*(text for text in place.texts if text != place.now), place.now)[-MOST_TEXTS:],
            is_waiting=False,
        )
        if place.key in keys
        else place
        for place in places
    )


def wild_places(
    places: Sequence[RestlessPlace], shown: Mapping[tuple[str, str, str], str]
) -> frozenset[tuple[str, str, str]]:
    """Return the keys of places at which a clause of the policy is another at every look, and none is known.

    Args:
        places: as the looks before left them.
        shown: what stands at each now, by its key.
    """
    return frozenset(
        place.key
        for place in places
        if place.is_policy
        and not place.is_open
        and place.now not in place.texts
        and shown.get(place.key, "") not in ("", place.now, *place.texts)
    )


def opened(places: Sequence[RestlessPlace], keys: Collection[tuple[str, str, str]]) -> tuple[RestlessPlace, ...]:
    """Return places of which some may show any text from now on: readers have been told that they vary."""
    return tuple(replace(place, is_open=True) if place.key in keys else place for place in places)


def merged(places: Sequence[RestlessPlace], found: Sequence[RestlessPlace]) -> tuple[RestlessPlace, ...]:
    """Return places with those found in another look, the latest last; a known one learns what was seen there."""
    known = {place.key: place for place in places}
    for one in found:
        before = known.pop(one.key, None)
        known[one.key] = one if before is None else _joined(before, one)
    return tuple(known.values())[-MOST_PLACES:]


def _joined(before: RestlessPlace, one: RestlessPlace) -> RestlessPlace:
    texts = (*(text for text in before.texts if text not in one.texts), *one.texts)[-MOST_TEXTS:]
    is_open = before.is_open or one.is_open or not one.is_policy
    return replace(before, texts=texts, is_open=is_open, last_at=max(before.last_at, one.last_at))
