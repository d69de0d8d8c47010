"""What recurs at the edges of pages: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

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
_LARGER = 1.08  # of the size of the text; more is a heading's, as in flow.py
_SMALL = 0.92  # of the size of the text; less is small print, as in pdf_lines.py
_MAX_TITLE = 150  # letters of a row that says the title again; a guess: none of ours has more than 90
_MOST_OTHER = 4  # words of such a row, of which one may be another; "Ltd" behind the name is
_ENDS = (".", "!", "?", ";", ":")
_WORD = re.compile(r"[^\W\d_]+")
# what a browser prints beside the title: the day and time of day, and the address
_PRINTED = re.compile(r"\d[\d./\-]*,?\s+\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[AaPp]\.?[Mm]\b)?|\b(?:https?|file)://\S+")
_PLACE = re.compile(  # the number of a page, with the word for that before it
    r"^(?:[^\W\d_]{1,8}\.?\s)?\d{1,4}\b|(?:\b[^\W\d_]{1,8}\.?\s)?\d{1,4}(?:\s?(?:/|[^\W\d_]{1,4})\s?\d{1,4})?\W*$"
)
_NUMBER, _ONE = "#", "#1"  # of a row with no more than numbers, followed by these; of the first page's alone
_WORDS = "="  # of any other, followed by what it says
_PAGE_NUMBER = LazyPattern(
    lambda: (
        rf"\W*(?:[a-zà-ž.]{{0,8}}\s*)?\d{{1,4}}\s*(?:(?:/|{alternation('citations.pages')})\s*\d{{1,4}})?\W*"
        r"|\W*[ivxl]{1,6}\W*"
    ),
    re.IGNORECASE,
)
_ONE_OF_ONE = LazyPattern(lambda: rf"(?:^|\s)1\s*(?:/|{alternation('citations.pages')})\s*1\W*$", re.IGNORECASE)


class Title(NamedTuple):
    """What a document is called.

    Args:
        words: of the large print on its first page, folded.
        stated: of the title it states in its properties, likewise.
        size: of the running text, in points.
    """

    words: frozenset[str]
    stated: frozenset[str]
    size: float


def title_of(first: Sequence[Row], stated: str, size: float) -> Title:
    """Return what a document is called.

    Args:
        first: the rows of its first page.
        stated: the title in its properties.
        size: of the running text, in points.
    """
    large = " ".join(word.text for row in first for word in row if word.size > _LARGER * size)
    return Title(frozenset(_words(large)), frozenset(_words(stated)), size)


def without_furniture(
    pages: Sequence[list[Row]], leading: float, title: Title, *, from_right: bool
) -> Iterator[list[Row]]:
    """Yield the rows of each page without those at its edges that recur at the same place of most pages, or of a side.

    A number is a page's only where numbers stand there on most pages; on the only page, where it stands apart. What
    only says the title again recurs on whatever page it stands: so a page that becomes two has the same text. Rows
    that stand as close to the text as its lines are text, unless they recur on all of several pages.

    Args:
        pages: their rows from the top.
        leading: the usual distance between rows, in points.
        title: what the document is called.
        from_right: whether lines begin at the right.
    """
    edges = [_edges(rows, from_right=from_right) for rows in pages]
    heights: Counter[tuple[str, int, int]] = Counter()
    for number, edge in enumerate(edges):
        heights.update({(_plain(key), round(y / _SAME_PLACE), number % 2) for side in edge for key, y in side})

    def recurs(key: str, y: float, number: int) -> int:
        at, key = round(y / _SAME_PLACE), _plain(key) if len(pages) > 1 else key
        left, right = (sum(heights[key, at + step, side] for step in (-1, 0, 1)) for side in (0, 1))
        if left + right >= len(pages) >= _SEVERAL:
            return _EVERYWHERE
        side, most = (right, len(pages) // 2) if number % 2 else (left, (len(pages) + 1) // 2)
        is_sided = len(pages) > _SEVERAL and side >= max(2, (most + 1) // 2)
        return int(left + right >= max(2, (len(pages) + 1) // 2) or is_sided or (len(pages) == 1 and key == _ONE))

    counted = [_counts([side[edge][0][0] if side[edge] else "" for side in edges]) for edge in (0, 1)]
    for number, (rows, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        above = [recurs(*it, number) or _says_title(row, title) for it, row in zip(top, rows, strict=False)]
        below = [recurs(*it, number) or _says_title(row, title) for it, row in zip(bottom, rows[::-1], strict=False)]
        first = _count(rows, [_EVERYWHERE, *above[1:]] if counted[0] else above, leading)
        last = _count(rows[first:][::-1], [_EVERYWHERE, *below[1:]] if counted[1] else below, leading)
        yield rows[first : len(rows) - last]


def _says_title(row: Row, title: Title) -> bool:
    """Tell whether a row in the print of the text, or smaller, says hardly more than the title, and no sentence."""
    text = " ".join(word.text for word in row)
    size = max(word.size for word in row)
    if len(text) > _MAX_TITLE or size > _LARGER * title.size or any(word.bold for word in row):
        return False
    is_small = size < _SMALL * title.size
    if is_small and _ONE_OF_ONE.search(text):
        return True
    words = set(_words(_PLACE.sub(" ", _PRINTED.sub(" ", text))))
    known = title.words | title.stated if is_small else title.words
    is_printed = is_small and _PRINTED.search(text) is not None
    return not text.endswith(_ENDS) and (bool(words) or is_printed) and len(words - known) * _MOST_OTHER <= len(words)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


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
