"""Where columns may begin: the gutters between them, and what tells them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crawler.extraction.reading.pdf_tables import SAME, starts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from crawler.extraction.reading.pdf_places import Rule
    from crawler.extraction.reading.pdf_tables import Row

_MOST_LEVEL = 500  # level rules that are looked at beside an upright one; a guess
_OTHER = 0.08  # of the size, by which letters differ that are set otherwise, as in flow.py

Span: TypeAlias = "tuple[float, float]"
"""Two heights, the lower first."""


class Gutters(NamedTuple):
    """Where columns begin that stand side by side.

    Args:
        places: where all but the first begin; of a table on another page, from where its column does.
        is_table: whether they are those of a table.
        is_ruled: whether rules stand between the rows of that.
    """

    places: tuple[float, ...]
    is_table: bool
    is_ruled: bool = False


def is_apart(row: Row, place: float) -> bool:
    """Tell whether what stands behind a place in a row stands apart from what is before it, or looks otherwise."""
    at = next(at for at, word in enumerate(row) if word.x >= place - SAME)
    if not at:
        return True
    one, other = row[at - 1], row[at]
    is_other = one.bold != other.bold or abs(one.size - other.size) > _OTHER * other.size
    return is_other or other.x in starts_of([one, other])


def spans_of(parts: Sequence[Span]) -> list[Span]:
    """Return the heights between which rules are drawn one upon another, from the bottom."""
    spans: list[Span] = []
    for bottom, top in sorted(parts):
        if spans and bottom <= spans[-1][1] + SAME:
            spans[-1] = (spans[-1][0], max(top, spans[-1][1]))
        else:
            spans.append((bottom, top))
    return spans


def is_within(y: float, spans: Sequence[Span]) -> bool:
    """Tell whether a height is within one of such spans."""
    at = bisect_right(spans, (y, float("inf"))) - 1
    return at >= 0 and y <= spans[at][1]


def borders_of(rules: Iterable[Rule]) -> tuple[frozenset[float], frozenset[float]]:
    """Return where upright rules bound grids at their left, and at their right: no level rule goes on beyond them.

    As places of columns they are whole points.
    """
    level = sorted((rule.y, rule.x, rule.end) for rule in rules if rule.y == rule.top and rule.x < rule.end)
    heights = [y for y, _, _ in level]
    goes_left: dict[float, bool] = {}
    goes_right: dict[float, bool] = {}
    for rule in (rule for rule in rules if rule.x == rule.end):
        first, last = bisect_left(heights, rule.y - SAME), bisect_right(heights, rule.top + SAME)
        near = level[first : min(last, first + _MOST_LEVEL)]
        touching = [(x, end) for _, x, end in near if x - SAME <= rule.x <= end + SAME]
        place = float(round(rule.x))
        goes_left[place] = goes_left.get(place, not touching) or any(x < rule.x - SAME for x, _ in touching)
        goes_right[place] = goes_right.get(place, not touching) or any(end > rule.x + SAME for _, end in touching)
    return (
        frozenset(x for x, goes in goes_right.items() if goes and not goes_left[x]),
        frozenset(x for x, goes in goes_left.items() if goes and not goes_right[x]),
    )


def between(rows: Sequence[Row], places: Sequence[float]) -> list[float]:
    """Return the places with words before and behind them, up to the next one."""
    words = sorted(word.x for row in rows for word in row)
    bounds = [bisect_right(words, place - SAME) for place in places]
    ends = [*bounds[1:], len(words)]
    return [place for place, at, end in zip(places, bounds, ends, strict=True) if 0 < at < end]


def is_ruled_elsewhere(gutters: Gutters, known: Iterable[Gutters]) -> bool:
    """Tell whether rules stand between the rows of a table with the same gutters on another page."""
    return any(
        len(it.places) == len(gutters.places)
        and all(abs(x - other) <= SAME for x, other in zip(it.places, gutters.places, strict=True))
        for it in known
        if it.is_ruled
    )


def share(gutters: Gutters, places: Collection[float]) -> bool:
    """Tell whether a column begins at one of some places."""
    return any(is_among(place, places) for place in gutters.places)


def is_among(x: float, places: Iterable[float]) -> bool:
    """Tell whether what begins somewhere begins at one of some places, as far as columns go."""
    return any(abs(x - place) <= SAME for place in places)
