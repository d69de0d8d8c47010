"""What stands on a page but is none of its text: numbers of lines in the margin, a word laid over all of it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from crawler.extraction.reading.pdf_tables import SAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.pdf_places import Letter
    from crawler.extraction.reading.pdf_tables import Row
    from crawler.extraction.reading.pdf_words import Word

_APART = 0.6  # of the size, that a line's number stands from its line at least, as cells of a table do
_NUMBERED = 3  # numbers of lines on a page at least; a guess: every fifth of a short page
_UNNUMBERED = 10  # rows of a page of which one has a number at least; more than every tenth line has one nowhere
_MOST = 0.8  # of the rows beside or between such numbers have one, where every line is numbered
_EVEN = 0.1  # of the distance between them, by which it differs at most where only some are numbered
_HUGE = 3.0  # times the size of the text; no heading is as large
_LAID = 12  # letters of the text that stand under a word laid over it at least; a guess: a heading overlaps none
_HIGH = 0.7  # of the size, that capitals are high
_MOST_LAID = 5  # words laid over a page that are looked at; a guess

Overlay: TypeAlias = "tuple[str, int, int]"
"""What a word laid over a page says, its size and its height."""


def without_line_numbers(pages: list[list[Row]]) -> list[list[Row]]:
    """Return the rows of pages without numbers of lines in the margin.

    Nothing but them stands as far to the left on any page, and they rise by the same step. Where that is one, nearly
    every row has one: the numbers of sections stand further apart. Where it is more they stand at even distances, or
    as many rows apart. Where one page is otherwise they are text.

    Args:
        pages: their rows, turned round where lines begin at the right.
    """
    numbers = [_line_numbers(rows) for rows in pages]
    if any(it is None for it in numbers) or max(map(len, filter(None, numbers)), default=0) < _NUMBERED:
        return pages
    taken = {id(word) for page in numbers for word in page or ()}
    rest = [[[word for word in row if id(word) not in taken] for row in rows] for rows in pages]
    return [list(filter(None, rows)) for rows in rest]


def _line_numbers(rows: Sequence[Row]) -> list[Word] | None:
    """Return the words that number lines of a page; None where it shows that there are none."""
    firsts = [(row[0], row[1] if len(row) > 1 else None, at) for at, row in enumerate(rows)]
    numbers = [(word, at) for word, after, at in firsts if _is_number(word, after)]
    if not numbers:
        return None if len(rows) > _UNNUMBERED else []
    left = min((word.x, word.end) for word, _ in numbers)[1]
    numbers = [(word, at) for word, at in numbers if word.x < left]  # a page's own stands elsewhere
    right = max(word.end for word, _ in numbers)
    found = [word for word, _ in numbers]
    if sum(word.x < right + SAME for row in rows for word in row) > len(found):
        return None
    steps = {int(other.text) - int(one.text) for one, other in pairwise(found)}
    if len(steps) > 1 or min(steps, default=1) < 1:
        return None
    ats = [at for _, at in numbers]
    if max(steps, default=0) == 1:
        is_each = len(numbers) >= _MOST * (ats[-1] + 1 - ats[0])
        return found if is_each else None
    falls = [one.y - other.y for one, other in pairwise(found)]
    is_even = max(falls, default=0) - min(falls, default=0) <= _EVEN * max(falls, default=0)
    is_counted = all(abs(other - one - step) <= 1 for one, other in pairwise(ats) for step in steps)
    return found if is_even or is_counted else None


def _is_number(word: Word, after: Word | None) -> bool:
    is_apart = after is None or after.x - word.end > _APART * max(word.size, after.size)
    return is_apart and len(word.text) <= 4 and word.text.isascii() and word.text.isdigit()


def without_overlay(letters: list[Letter], known: set[Overlay]) -> list[Letter]:
    """Return the letters of a page without a word in huge letters that is laid over them, such as "DRAFT".

    Args:
        letters: of the page.
        known: what is laid over pages before it, which is added to; on a page with little text it covers none.
    """
    sizes = Counter(round(letter.size) for letter in letters)
    usual = max(sizes, key=lambda it: (sizes[it], -it), default=0)
    huge: dict[tuple[int, int], list[Letter]] = {}
    for letter in letters:
        if letter.size > _HUGE * usual and not letter.text.isspace():
            huge.setdefault((round(letter.size), round(letter.y)), []).append(letter)
    if not huge or len(huge) > _MOST_LAID:
        return letters
    overlays = {at: ("".join(sorted(it.text for it in found)), *at) for at, found in huge.items()}
    known.update(overlays[at] for at, found in huge.items() if _covered(found, letters, _HUGE * usual) >= _LAID)
    laid = {id(it) for at, found in huge.items() if overlays[at] in known for it in found}
    return [letter for letter in letters if id(letter) not in laid]


def _covered(found: Sequence[Letter], letters: Sequence[Letter], most: float) -> int:
    """Count the letters up to a size that stand under others."""
    x, end = min(it.x for it in found), max(it.end for it in found)
    y, top = found[0].y, found[0].y + _HIGH * found[0].size
    return sum(x <= it.x <= end and y <= it.y <= top for it in letters if it.size <= most)
