"""What becomes of a restless place with each look: what stands there, whether it is news, and whether it has stayed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.restless.counts import goes_on
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
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
# ... and what says nothing that policies say, after so long: noise turns more often than once a month.
STAYS_UNSAID = timedelta(days=30)
# Texts of a place that are remembered; the pools of real pages are smaller, and endless ones need no memory.
MOST_TEXTS = 20
# Letters of a text that is remembered at a place.
MOST_LETTERS = 4_000
# Places of a watch that are remembered; a page with more varies everywhere.
MOST_PLACES = 100
# Texts of a clause that is put otherwise at every look from which on words that all of them have are no chance, and as
# many such words as make them one clause; guesses: a negation among variants that share a few words is found by these.
LEAST_TEXTS, LEAST_COMMON = 4, 3
# A place that nobody has found for so long is forgotten: the page was rebuilt, or its neighbours were reworded.
FORGOTTEN = timedelta(days=90)


def remembered(text: str) -> str:
    """Return a text as it is remembered at a place: of a long one the beginning, and a digest of all of it."""
    if len(text) <= MOST_LETTERS:
        return text
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return f"{text[: MOST_LETTERS - len(digest) - 2]}… {digest}"


def is_news_that_stays(place: RestlessPlace, shown: str, matter: Matter, *, at: datetime) -> bool:
    """Tell whether what stands at a place is to be told: readers know another text of it, and this one has stayed.

    Args:
        place: the place, as the looks before left it.
        shown: what stands there now, "" for nothing.
        matter: of the policy.
        at: when, UTC.
    """
    now, last = _continued(place, shown), _last(place)
    if now is None or now == last or place.looks + 1 < LOOKS or at - place.since < STAYS:
        return False
    looks, stays = LOOKS, STAYS
    # that nothing stands there is no news where readers were told that what does comes and goes
    if now in place.texts and (now or (place.is_open and place.is_policy)):
        looks, stays = LOOKS_KNOWN, STAYS_KNOWN
    elif not _says_something(place, now, last, matter):
        looks, stays = LOOKS_KNOWN, STAYS_UNSAID
    return place.looks + 1 >= looks and at - place.since >= stays


def _says_something(place: RestlessPlace, now: str, last: str, matter: Matter) -> bool:
    """Tell whether what stands at a place, or what readers know of it, says what policies say; a counter does not."""
    if place.pattern and goes_on(last, now):
        return False
    return matter.weighs(now) or matter.weighs(last)


def _last(place: RestlessPlace) -> str:
    return place.texts[-1] if place.texts else ""


def _continued(place: RestlessPlace, shown: str) -> str | None:
    """Return what the looks before have found at a place that stands there still, None where it does not.

    Where any text may stand, those lines of it count that readers do not know: others may turn beside them.
    """
    if shown == place.now:
        return shown
    if not place.is_open:
        return None
    lines = set(shown.split("\n"))
    kept = [line for line in place.now.split("\n") if line in lines]
    if set(kept) - set(_last(place).split("\n")) - {""}:
        return "\n".join(kept)
    return shown if _lacks(place, place.now) and _lacks(place, shown) else None


def _lacks(place: RestlessPlace, shown: str) -> bool:
    """Tell whether a clause that is put otherwise at every look lacks words of all texts known of it: a "not"."""
    texts = [words(one) for one in place.texts if one]
    if not (place.is_policy and shown) or place.pattern or len(texts) < LEAST_TEXTS:
        return False
    common = set(texts[0]).intersection(*texts[1:])
    return len(common) >= LEAST_COMMON and not common <= set(words(shown)) and not common.isdisjoint(words(shown))


def noted(
    places: Sequence[RestlessPlace], shown: Mapping[tuple[str, str, str], str], matter: Matter, *, at: datetime
) -> tuple[RestlessPlace, ...]:
    """Return places after another look.

    Args:
        places: as the looks before left them.
        shown: what stands at each now, by its key; places that were not found have no entry.
        matter: of the policy.
        at: when the look was, UTC; where a look is noted for a later time, a clock was ahead.
    """
    found = (_noted(place, shown[place.key], matter, at=at) if place.key in shown else place for place in places)
    return tuple(place for place in found if place.is_set_still or not _is_forgotten(place, at))


def _is_forgotten(place: RestlessPlace, at: datetime) -> bool:
    """Tell whether a place varies no more: nobody has found it for long, or its words have been the same for long."""
    stands = bool(place.pattern) and place.looks >= LOOKS_KNOWN and place.now == _last(place)
    return at - place.last_at >= FORGOTTEN or (stands and at - place.since > STAYS_UNSAID)


def _noted(place: RestlessPlace, shown: str, matter: Matter, *, at: datetime) -> RestlessPlace:
    continued, last = _continued(place, shown), _last(place)
    now = shown if continued is None else continued
    is_new = now != last and (not now or now not in place.texts)
    is_waiting = is_new and _says_something(place, now, last, matter)
    if continued is None:
        texts = _with_gone(place, shown, matter)
        return replace(place, texts=texts, now=now, since=at, last_at=at, looks=1, is_waiting=is_waiting)
    since = min(place.since, at)
    return replace(place, now=now, since=since, last_at=at, looks=place.looks + 1, is_waiting=is_waiting)


def _with_gone(place: RestlessPlace, shown: str, matter: Matter) -> tuple[str, ...]:
    """Return the texts of a place with what went from it, where it spoke of the policy: it may come again.

    Of a clause that readers know to vary, some texts are enough that no two looks showed: see `_lacks`.
    """
    if not place.is_open:
        return place.texts
    if place.is_policy:
        known = ("", *place.texts)
        is_another = not place.pattern and place.now not in known and shown not in known
        gone = place.now if is_another and matter.has(place.now) and len(known) <= LEAST_TEXTS else ""
    else:
        seen = set("\n".join(place.texts).split("\n"))
        gone = "\n".join(line for line in place.now.split("\n") if line not in seen and matter.has(line))
    return (*place.texts[:-1], gone, *place.texts[-1:])[-MOST_TEXTS:] if gone else place.texts


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


def shows(place: RestlessPlace, shown: str) -> bool:
    """Tell whether a text has at a place what stands there now."""
    if not place.is_open:
        return shown == place.now
    return set(place.now.split("\n")) <= set(shown.split("\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wild:
    """What of a policy's matter varies at a place, and is not known to readers to vary.

    Args:
        place: as the looks before left it.
        text: what is to be told of it.
        is_gone: whether the look before showed it, and this one does not.
        is_missing: whether one of the two looks shows nothing of the policy's matter there.
    """

    place: RestlessPlace
    text: str
    is_gone: bool = False
    is_missing: bool = False


def wild_places(
    places: Sequence[RestlessPlace],
    shown: Mapping[tuple[str, str, str], str],
    matter: Matter,
    known: Mapping[tuple[str, str, str], str],
    *,
    at: datetime,
) -> list[Wild]:
    """Return where the policy's matter varies, and readers know nothing of that.

    Either it is put otherwise at every look, or what speaks of it came, went, and is there again, or has gone again. So
    it is where it has been put otherwise for long, and lacks words now that it had however it was put.

    Args:
        places: as the looks before left them.
        shown: what stands at each now, by its key.
        matter: of the policy.
        known: what the latest version has at each.
        at: when the look was, UTC.
    """
    found = (_wild(place, shown[place.key], matter, known[place.key], at=at) for place in places if place.key in shown)
    return [one for one in found if one]


def _wild(place: RestlessPlace, shown: str, matter: Matter, known: str, *, at: datetime) -> Wild | None:
    if _lacks(place, shown) and not place.is_set_still and is_news_that_stays(place, shown, matter, at=at):
        return Wild(place=place, text=shown)
    if (place.is_open and place.is_policy) or place.is_set_still or _continued(place, shown) is not None:
        return None
    came, went = (_matter_lines(some, matter) for some in (shown, place.now))
    if place.is_open and came - went and (came - went) & set("\n".join(place.texts).split("\n")):
        is_news = bool(came - went - set(sentences(known)))
        return Wild(place=place, text=shown, is_missing=not went) if is_news else None
    is_counter = bool(place.pattern) and goes_on(place.now, shown)
    if place.is_open is place.is_policy or place.now in place.texts or not went or is_counter:
        return None
    if shown not in ("", *place.texts) and came:
        return Wild(place=place, text=shown)
    is_news = place.is_policy and not went <= set(sentences(known))
    return Wild(place=place, text=place.now, is_gone=True, is_missing=not came) if is_news else None


def _matter_lines(text: str, matter: Matter) -> set[str]:
    """Return the lines of what stands at a place that speak of the policy's matter."""
    return {line for line in text.split("\n") if matter.has(line)}


def opened(places: Sequence[RestlessPlace], wild: Iterable[Wild]) -> tuple[RestlessPlace, ...]:
    """Return places of which some may show any text from now on: readers are told that they vary, and of one text."""
    told_there = {one.place.key: one for one in wild}
    return tuple(_opened(place, told_there[place.key]) if place.key in told_there else place for place in places)


def _opened(place: RestlessPlace, wild: Wild) -> RestlessPlace:
    seen = ("", wild.text) if wild.is_missing else (wild.text,)
    texts = (*(one for one in place.texts if one not in seen), *seen)[-MOST_TEXTS:]
    return replace(place, texts=texts, is_open=True, is_policy=True)


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
