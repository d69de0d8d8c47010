"""The places at which two looks at a page, minutes apart, differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.comparison.sequences import common_runs
from monitor.core.records import RestlessPlace
from monitor.core.restless.holes import pattern_of, varying
from monitor.core.restless.matter import Matter  # noqa: TC001
from monitor.core.restless.settling import MOST_PLACES, remembered
from monitor.core.restless.still import MOST_CLAUSES, neighbour, shown_at, still_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from monitor.core.records import Clause, PolicyText


def varied(
    one: PolicyText,
    other: PolicyText,
    told: PolicyText | None,
    places: Sequence[RestlessPlace] = (),
    *,
    at: datetime,
    is_known: bool = False,
) -> tuple[RestlessPlace, ...]:
    """Return the places at which two looks differ, in order; a list that only changes its order does not.

    What says nothing of a policy's matter is news no more wherever it has been seen; of the rest, what was told.

    Args:
        one: the text of a look.
        other: the text of a later one.
        told: the text that readers know; None where nothing was told yet, and all that is seen counts as known.
        places: that are known to be restless, and left out of account.
        at: when the later look was, UTC.
        is_known: whether readers have been told of the first text as well, before they were of `told`.
    """
    still = still_texts(one, other, places, at=at)
    before, after = still.old.clauses, still.new.clauses
    texts = [clause.text for clause in before], [clause.text for clause in after]
    common = set(texts[0]) & set(texts[1])
    found: list[RestlessPlace] = []
    i = j = 0
    for next_i, next_j, length in [*common_runs(*texts), (len(before), len(after), 0)]:
        sides = (neighbour(before[i - 1]) if i else "", neighbour(before[next_i]) if next_i < len(before) else "")
        between = before[i:next_i], after[j:next_j]
        # what stands in both has only moved, and says nothing of what else stands there
        if common.isdisjoint(clause.text for some in between for clause in some):
            found += _varied(*between, sides, at=at)
        i, j = next_i + length, next_j + length
        if len(found) >= MOST_PLACES:
            break
    if told is None:
        return tuple(found)
    known = [(place, shown_at(place, told.clauses)) for place in found]
    # where the first look had what readers know, the second has news, and nothing varies yet
    news = [(place, text) for place, text in known if text is None or remembered(text) != place.texts[0]]
    return tuple(_as_told(place, text, still.matter, is_known=is_known) for place, text in news)


def unspoken(
    old: PolicyText, new: PolicyText, places: Sequence[RestlessPlace], *, at: datetime
) -> tuple[RestlessPlace, ...]:
    """Return the places of an edit that is told at which nothing says what policies say.

    It may be noise that turns slowly: what comes there next has to stay.

    Args:
        old: the text before.
        new: the text that is told.
        places: that are known to be restless.
        at: when it was seen, UTC.
    """
    matter = still_texts(old, new, places, at=at).matter
    found = varied(old, new, None, places, at=at)
    return tuple(replace(place, is_open=True) for place in found if not any(map(matter.weighs, place.texts)))


def _as_told(place: RestlessPlace, known: str | None, matter: Matter, *, is_known: bool) -> RestlessPlace:
    """Return a place with what readers know of it: what stood there in the text that was told last, at the end."""
    first = place.texts[:1] if is_known else ()
    spoken = [text for text in place.texts if matter.has(text)]
    last = () if known is None else (remembered(known),)
    seen = (text for text in place.texts if text in first or text not in spoken)
    texts = (*(text for text in seen if text not in last), *last)
    return replace(place, texts=texts, is_open=place.is_open and not spoken, is_policy=bool(spoken))


def _varied(
    before: Sequence[Clause], after: Sequence[Clause], sides: tuple[str, str], *, at: datetime
) -> Iterator[RestlessPlace]:
    """Yield the places among clauses that stand between the same two: words of each, or all of them together."""
    if not (before or after) or max(len(before), len(after)) > MOST_CLAUSES:
        return
    if len(before) == len(after):
        patterns = [pattern_of(one.text, other.text) for one, other in zip(before, after, strict=True)]
        if all(patterns):
            for pattern, one, other in zip(patterns, before, after, strict=True):
                yield _words_varied(pattern or "", one, other, at=at)
            return
    texts = tuple(remembered("\n".join(clause.text for clause in some)) for some in (before, after))
    yield RestlessPlace(
        headings=(before or after)[0].heading_path,
        before=sides[0],
        after=sides[1],
        is_open=all(texts),
        texts=texts,
        now=texts[1],
        since=at,
        last_at=at,
    )


def _words_varied(pattern: str, one: Clause, other: Clause, *, at: datetime) -> RestlessPlace:
    texts = tuple(varying(pattern, clause.text) for clause in (one, other))
    return RestlessPlace(
        headings=other.heading_path,
        pattern=pattern,
        is_open=True,
        texts=texts,
        now=texts[1],
        since=at,
        last_at=at,
    )
