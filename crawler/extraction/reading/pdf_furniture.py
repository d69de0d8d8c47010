"""What recurs at the edges of pages: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import squash
from crawler.extraction.reading.pdf_words import in_order, joined_words
from monitor.core.languages import LazyPattern, alternation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extraction.reading.pdf_tables import Row

_MOST_EDGE = 8  # rows of a header or footer that are looked at; a guess: of 18 PDFs none has more than 3
_SAME_PLACE = 2.0  # points by which what recurs at one place differs at most
_GAP = 1.3  # times the usual distance between rows, by which what is no text stands apart from it
_OTHER = 0.08  # of the size, by which its letters differ if it does not
_MAX_NUMBER = 60  # letters of a line with a page number; halved or doubled, none of 18 PDFs differs: a guess
_SEVERAL = 3  # pages on all of which nobody writes the same line at the same place twice; a guess
_EVERYWHERE = 2  # how a row recurs: not, on most pages (1), on every one of several
_NUMBER, _ONE = "#", "#1"  # of a row with no more than numbers, followed by these; of the first page's alone
_WORDS = "="  # of any other, followed by what it says
_PAGE_NUMBER = LazyPattern(
    lambda: (
        rf"\W*(?:[a-zà-ž.]{{0,8}}\s*)?\d{{1,4}}\s*(?:(?:/|{alternation('citations.pages')})\s*\d{{1,4}})?\W*"
        r"|\W*[ivxl]{1,6}\W*"
    ),
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[list[Row]], leading: float, *, from_right: bool) -> Iterator[list[Row]]:
    """Yield the rows of each page without those at its edges that recur at the same place of most pages.

    A number is a page's only where numbers stand there on most pages; on the only page, where it stands apart. Rows
    that stand as close to the text as its lines are text, unless they recur on all of several pages.

    Args:
        pages: their rows from the top.
        leading: the usual distance between rows, in points.
        from_right: whether lines begin at the right.
    """
    edges = [_edges(rows, from_right=from_right) for rows in pages]
    heights: Counter[tuple[str, int]] = Counter()
    for edge in edges:
        heights.update({(_plain(key), round(y / _SAME_PLACE)) for side in edge for key, y in side})
    least = max(2, (len(pages) + 1) // 2)

    def recurs(key: str, y: float) -> int:
        at, key = round(y / _SAME_PLACE), _plain(key) if len(pages) > 1 else key
        around = heights[key, at - 1] + heights[key, at] + heights[key, at + 1]
        if around >= len(pages) >= _SEVERAL:
            return _EVERYWHERE
        return int(around >= least or (len(pages) == 1 and key == _ONE))

    counted = [_counts([side[edge][0][0] if side[edge] else "" for side in edges]) for edge in (0, 1)]
    for rows, (top, bottom) in zip(pages, edges, strict=True):
        above, below = [recurs(*it) for it in top], [recurs(*it) for it in bottom]
        first = _count(rows, [_EVERYWHERE, *above[1:]] if counted[0] else above, leading)
        last = _count(rows[first:][::-1], [_EVERYWHERE, *below[1:]] if counted[1] else below, leading)
        yield rows[first : len(rows) - last]


def _count(rows: Sequence[Row], recurring: Sequence[int], leading: float) -> int:
    """Count the rows from an edge that recur and stand apart from what follows, or recur on every page."""
    count = next((at for at, it in enumerate(recurring[: len(rows)]) if not it), min(len(recurring), len(rows)))
    while 0 < count < len(rows):
        one, other = rows[count - 1][0], rows[count][0]
        if (
            recurring[count - 1] == _EVERYWHERE
            or abs(one.y - other.y) > _GAP * leading
            or abs(one.size - other.size) > _OTHER * other.size
        ):
            break
        count -= 1
    return count


def _counts(keys: Sequence[str]) -> bool:
    """Tell whether the outermost rows of several pages are numbers that rise by one, at whatever height they stand."""
    if len(keys) < _SEVERAL or not all(key.startswith(_NUMBER) for key in keys):
        return False
    numbers = [int(key[1:].split(",")[0] or 0) for key in keys]
    return numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def _plain(key: str) -> str:
    return _NUMBER if key.startswith(_NUMBER) else key


def _edges(rows: Sequence[Row], *, from_right: bool) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return what the rows at the top and at the bottom say but for numbers, and where, the outermost first."""
    top, bottom = rows[:_MOST_EDGE], rows[: -_MOST_EDGE - 1 : -1]
    return [_key(row, from_right=from_right) for row in top], [_key(row, from_right=from_right) for row in bottom]


def _key(row: Row, *, from_right: bool) -> tuple[str, float]:
    text = " ".join(in_order(joined_words(row, from_right=from_right), from_right=from_right))
    is_number = len(text) <= _MAX_NUMBER and _PAGE_NUMBER.fullmatch(text) is not None
    if is_number:
        return _NUMBER + ",".join(dict.fromkeys(re.findall(r"\d+", text))), row[0].y
    return _WORDS + re.sub(r"\d+", "", squash(text)), row[0].y
