"""The places at which two looks at a page, minutes apart, differ."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.core.comparison.sequences import common_runs
from monitor.core.records import RestlessPlace
from monitor.core.restless.counts import only_counts
from monitor.core.restless.headings import headings_varied
from monitor.core.restless.holes import HOLE, fills, pattern_of, varying
from monitor.core.restless.matter import Matter  # noqa: TC001
from monitor.core.restless.settling import MOST_PLACES, remembered
from monitor.core.restless.still import ALIKE, BEGINNING, MOST_CLAUSES, neighbour, shown_at, still_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from monitor.core.records import Clause, PolicyText

_NEAR = 8  # clauses that are looked at for the one that another became, where more came or went beside it


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
            shown = _as_shown(between[0], one), _as_shown(between[1], other)
            found += _varied(*shown, sides, lambda pattern: _is_one(pattern, texts), at=at)
        i, j = next_i + length, next_j + length
        if len(found) >= MOST_PLACES:
            break
    for pattern, first, second in headings_varied(still.old, still.new):
        found.append(_words_varied(pattern, first, second, at=at))
    if told is None:
        return tuple(found)
    known = [(place, shown_at(place, told.clauses)) for place in found]
    # where the first look had what readers know, the second has news, and nothing varies yet
    news = [(place, text) for place, text in known if text is None or remembered(text) != place.texts[0]]
    return tuple(_as_told(place, text, still.matter, is_known=is_known) for place, text in news)


def unspoken(
    old: PolicyText, new: PolicyText, places: Sequence[RestlessPlace], *, at: datetime
) -> tuple[RestlessPlace, ...]:
    """Return the places of an edit that is told at which nothing says what policies say, or only a counter went on.

    It may be noise that turns slowly: what comes there next has to stay.

    Args:
        old: the text before.
        new: the text that is told.
        places: that are known to be restless.
        at: when it was seen, UTC.
    """
    matter = still_texts(old, new, places, at=at).matter
    found = varied(old, new, None, places, at=at)
    return tuple(
        replace(place, is_open=True) for place in found if place.is_policy or not any(map(matter.weighs, place.texts))
    )


def _as_told(place: RestlessPlace, known: str | None, matter: Matter, *, is_known: bool) -> RestlessPlace:
    """Return a place with what readers know of it: what stood there in the text that was told last, at the end."""
    first = place.texts[:1] if is_known else ()
    spoken = [] if place.is_policy else [text for text in place.texts if matter.has(text)]
    last = () if known is None else (remembered(known),)
    seen = (text for text in place.texts if text in first or text not in spoken)
    texts = (*(text for text in seen if text not in last), *last)
    return replace(place, texts=texts, is_open=place.is_open and not spoken, is_policy=place.is_policy or bool(spoken))


def _as_shown(clauses: Sequence[Clause], look: PolicyText) -> list[Clause]:
    """Return clauses with what stands in their holes: more words of one may vary than were known to."""
    whole = look.clauses
    return [one._replace(text=whole[one.position].text) if HOLE in one.text else one for one in clauses]


def _varied(
    before: Sequence[Clause],
    after: Sequence[Clause],
    sides: tuple[str, str],
    is_one: Callable[[str], bool],
    *,
    at: datetime,
) -> Iterator[RestlessPlace]:
    """Yield the places among clauses that stand between the same two: words of some, and all others together."""
    if not (before or after) or max(len(before), len(after)) > MOST_CLAUSES:
        return
    pairs = [*_paired(before, after, is_one)]
    for (i, j, pattern), (next_i, next_j, _) in pairwise([(-1, -1, ""), *pairs, (len(before), len(after), "")]):
        if pattern:
            yield _words_varied(pattern, before[i], after[j], at=at)
        rest = before[i + 1 : next_i], after[j + 1 : next_j]
        if any(rest):
            named = (
                pattern[:BEGINNING] or sides[0],
                next((p for n, _, p in pairs if n == next_i), "")[:BEGINNING] or sides[1],
            )
            yield _whole(*rest, named, at=at)


def _is_one(pattern: str, looks: Iterable[Iterable[str]]) -> bool:
    """Tell whether a pattern is that of one clause in each look: of several alike any may have come or gone."""
    return all(sum(fills(pattern, one) is not None for one in texts) == 1 for texts in looks)


def _paired(
    before: Sequence[Clause], after: Sequence[Clause], is_one: Callable[[str], bool]
) -> Iterator[tuple[int, int, str]]:
    """Yield which clauses are the same but for some words, with the pattern of each, in order."""
    if len(before) == len(after):
        patterns = [pattern_of(one.text, other.text) for one, other in zip(before, after, strict=True)]
        if all(patterns):
            yield from ((at, at, pattern or "") for at, pattern in enumerate(patterns))
            return
    start = 0
    for at, one in enumerate(before):
        for place, other in enumerate(after[start : start + _NEAR], start):
            is_alike = fuzz.ratio(one.text, other.text, score_cutoff=ALIKE)
            if is_alike and (pattern := pattern_of(one.text, other.text)) and is_one(pattern):
                yield at, place, pattern
                start = place + 1
                break


def _whole(before: Sequence[Clause], after: Sequence[Clause], sides: tuple[str, str], *, at: datetime) -> RestlessPlace:
    texts = tuple(remembered("\n".join(clause.text for clause in some)) for some in (before, after))
    return RestlessPlace(
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
    # that a counter goes on is nothing to be told, whatever stands around it
    is_policy = only_counts(*texts)
    return RestlessPlace(
        headings=other.heading_path,
        pattern=pattern,
        is_open=True,
        is_policy=is_policy,
        texts=texts,
        now=texts[1],
        since=at,
        last_at=at,
    )
