"""Where columns may begin: the gutters between them, and what tells them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crawler.extraction.reading.pdf_tables import SAME, crosses, is_mark, parts_of, starts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from crawler.extraction.reading.pdf_places import Rule
    from crawler.extraction.reading.pdf_tables import Row

_MOST_LEVEL = 500  # level rules that are looked at beside an upright one; a guess
_STEP = 0.5  # points by which the distances between rows of a table differ at most where no cell has two lines
_REST = 3  # lines of a cell that go on by themselves; a guess: more would be an indented paragraph
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


def is_wrapped_row(rows: Sequence[Row], places: Sequence[float]) -> bool:
    """Tell whether rows are the lines of one row of a table, whose cells may be centred beside one another.

    Args:
        rows: that stand as close as lines, and apart from all others.
        places: where the table's columns but the first begin.
    """
    starts = [x for row in rows for x in starts_of(row)]
    before = [x for x in starts if x < places[0] - SAME]
    is_begun = bool(before) and all(is_among(place, starts) for place in places)
    is_even = all(is_among(x, [min(before), *places]) for x in starts) if before else False
    is_free = not any(crosses(row, place) for row in rows for place in places)
    return is_begun and is_even and is_free and not is_mark(parts_of(rows, places)[0])


def is_rest_of_row(rows: Sequence[Row], places: Sequence[float]) -> bool:
    """Tell whether rows at the head of a page may be what is left of a table's row: in cells behind its first."""
    return len(rows) <= _REST and all(
        not any(word.bold for word in row) and all(is_among(x, places) for x in starts_of(row)) for row in rows
    )


def is_in_step(row: Row, other: Row, third: Row, places: Sequence[float]) -> bool:
    """Tell whether a row stands as far from one of a table as that from the next, its words where the columns begin.

    So does one whose cells are nearly as wide as their columns, so that they stand no further apart than words.
    """
    is_even = abs((row[0].y - other[0].y) - (other[0].y - third[0].y)) < _STEP
    words = [word.x for word in row[1:]]
    return is_even and is_among(row[0].x, [other[0].x]) and all(is_among(place, words) for place in places)


def share(gutters: Gutters, places: Collection[float]) -> bool:
    """Tell whether a column begins at one of some places."""
    return any(is_among(place, places) for place in gutters.places)


def is_among(x: float, places: Iterable[float]) -> bool:
    """Tell whether what begins somewhere begins at one of some places, as far as columns go."""
    return any(abs(x - place) <= SAME for place in places)
