"""The tables of a page: how they differ from columns of running text, and their rows."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crawler.extraction.reading.letters import has_letter
from crawler.extraction.reading.paragraphs import BULLET, NUMBER
from crawler.extraction.reading.pdf_words import Word, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extraction.reading.pdf_places import Rule

_APART = 0.6  # of the size, between what may be cells; between the words of a justified line it is hardly ever more
_GUTTER = 0.05  # of the size, that stays free before a column throughout
MIDDLE = 0.25  # of the size, from the baseline to the middle of small letters
SAME = 1.6  # points by which what begins at one place differs at most
_LEVEL = 0.5  # points by which the first lines of cells of one row differ at most
ROWS = 3  # that begin a cell at one place, for columns that no rule shows
FREE = 0.8  # of the rows of a table leave the gutter of each column free; the others reach over several
_CELL_ROWS = 4  # of a cell on average, where no rule shows a table; columns of text have more between common gaps
_MOST_SINGLE = 60  # rows of a table without rules or gaps; a guess: more would be columns
FALL = 1.28  # of the usual distance between rows; more is the space between rows of a table
_PROSE = 0.25  # of the rows of columns go on with a small letter; a guess: of prose it is a half
_MARK = 5  # letters of a bullet or an item's number, which stands apart from its text
_LINE = 1.04  # times the distance between lines within cells; what is more stands between rows of a table
_BESIDE = 0.75  # of the distance between lines; what stands nearer is of one row, in cells that are centred
RULED = 2  # rules between the rows of a table; as many show all of its rows

Row: TypeAlias = "list[Word]"


class Drawn(NamedTuple):
    """What is known of a page beside its words.

    Args:
        rules: drawn on it, turned round as its words.
        size: of the running text, in points.
        leading: the usual distance between its lines, likewise.
    """

    rules: Sequence[Rule]
    size: float
    leading: float


class Cells(NamedTuple):
    """A row of a table: the rows of words of each of its cells, in order; a cell may have none."""

    cells: list[list[Row]]


def starts_of(row: Row) -> list[float]:
    """Return where something begins that stands apart from what is before it."""
    return [row[0].x, *(it.x for one, it in pairwise(row) if it.x - one.end > _APART * max(one.size, it.size))]


def crosses(row: Row, place: float) -> bool:
    """Tell whether a word of a row stands in the gutter before a place."""
    return any(word.x < place - SAME and word.end > place - _GUTTER * word.size for word in row)


def is_mark(row: Row) -> bool:
    """Tell whether words are no more than a bullet or the number of an item."""
    text = " ".join(word.text for word in row)
    return len(text) <= _MARK and bool(BULLET.match(text) or NUMBER.match(f"{text} ") or not has_letter(text))


def parts_of(rows: Sequence[Row], places: Sequence[float]) -> list[list[Word]]:
    """Return the words of each column."""
    parts: list[list[Word]] = [[] for _ in range(len(places) + 1)]
    for row in rows:
        for word in row:
            parts[bisect_right(places, word.x + SAME)].append(word)
    return parts


def bands_of(rows: Sequence[Row], most: float) -> list[list[Row]]:
    """Return rows in bands, in which each stands no more than so far below the one before."""
    bands: list[list[Row]] = []
    for row in rows:
        if bands and bands[-1][-1][0].y - row[0].y <= most:
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def leading_of(rows: Sequence[Row], drawn: Drawn) -> float:
    """Return the usual distance between rows that may be set in larger letters than the text, in points."""
    sizes = sorted(row[0].size for row in rows)
    return drawn.leading * max(1.0, sizes[len(sizes) // 2] / drawn.size)


def across_of(rows: Sequence[Row], places: Sequence[float], rules: Sequence[Rule]) -> list[float]:
    """Return the heights of the rules that are drawn across a gutter between some rows, from the top.

    Those do which reach below words on both sides: the rules of a table in a column hang over into the gutter.
    """
    top, bottom = rows[0][0].y, rows[-1][0].y
    ends = [max((word.end for row in rows for word in row if word.x < place - SAME), default=place) for place in places]
    heights = sorted(
        (
            rule.y
            for rule in rules
            if rule.y == rule.top and bottom < rule.y < top
            if any(rule.x < end and place + SAME < rule.end for place, end in zip(places, ends, strict=True))
        ),
        reverse=True,
    )
    return [y for at, y in enumerate(heights) if not at or heights[at - 1] - y > SAME]


def is_table(rows: Sequence[Row], place: float, places: Sequence[float], drawn: Drawn) -> bool:
    """Tell a table from columns of running text, by the gutter before one of the places of its columns."""
    has_head = has_head_row(rows, places)
    if across_of(rows, [place], drawn.rules) or (has_head and len(places) > 1):
        return True
    parts = [list(rows_of(part)) for part in parts_of(rows, places)]
    lines = sum(map(len, parts))
    bands = [parts_of(band, places) for band in bands_of(rows, FALL * leading_of(rows, drawn))]
    cells = sum(bool(part) for band in bands for part in band)
    level = sum(_begins_level(band) for band in bands)
    if len(bands) >= ROWS - has_head and lines <= _CELL_ROWS * cells and level >= FREE * len(bands):
        return True
    going_on = sum(_goes_on(row) for part in parts for row in part)
    return going_on < _PROSE * lines and len(rows) <= _MOST_SINGLE


def _begins_level(band: Sequence[Sequence[Word]]) -> bool:
    """Tell whether at least two cells of a band begin at one height."""
    tops = [max(word.y for word in part) for part in band if part]
    return len(tops) > 1 and max(tops) - sorted(tops)[-2] < _LEVEL


def has_head_row(rows: Sequence[Row], places: Sequence[float]) -> bool:
    """Tell whether the first row looks like a head and has words in two columns at least.

    It is bold, where the others are not all bold; or in italics, where the next one is not.
    """
    filled = sum(map(bool, parts_of(rows[:1], places)))
    is_bold_head = is_bold(rows[:1]) and not is_bold(rows)
    return filled > 1 and (is_bold_head or (_is_slanted(rows[:1]) and not _is_slanted(rows[1:2])))


def _goes_on(row: Row) -> bool:
    """Tell whether a row goes on with a sentence, as far as its script has capitals to tell."""
    return row[0].text[:1].isalpha() and not row[0].text[:1].isupper()


def table_rows(
    rows: Sequence[Row], places: Sequence[float], drawn: Drawn, *, is_ruled: bool = False
) -> Iterator[Row | Cells]:
    """Yield the rows of a table, each cell with its own rows; a heading among them is none.

    Args:
        rows: of words.
        places: where its columns but the first begin.
        drawn: what else is known of the page.
        is_ruled: whether its rows are known to stand between rules, however few there are on this page.
    """
    for band in _cut(rows, places, drawn, is_ruled=is_ruled):
        cells = [list(rows_of(part)) for part in parts_of(band, places)]
        if sum(map(bool, cells)) == 1 and is_bold(band):
            yield from band
        else:
            yield Cells(cells)


def _cut(rows: Sequence[Row], places: Sequence[float], drawn: Drawn, *, is_ruled: bool) -> Iterator[list[Row]]:
    """Yield the rows of each row of a table: between rules, or as they stand apart."""
    across = across_of(rows, places, drawn.rules)
    depths = [-y for y in across]
    slices: list[list[Word]] = [[] for _ in range(len(across) + 1)]
    for word in (word for row in rows for word in row):
        slices[bisect_right(depths, -(word.y + MIDDLE * word.size))].append(word)
    for part in filter(None, slices):
        within = list(rows_of(part))
        is_row = is_ruled or len(across) >= RULED
        bands = [within] if is_row else bands_of(within, _LINE * _inner(within, places))
        if len(bands) > 1 or across or is_row:
            yield from bands
        else:
            yield from _single(within, places)


def _inner(rows: Sequence[Row], places: Sequence[float]) -> float:
    """Return the distance between lines within cells, which is the least between two of one column."""
    falls = [one[0].y - other[0].y for part in parts_of(rows, places) for one, other in pairwise(rows_of(part))]
    return min(falls, default=0.0)


def is_bold(rows: Sequence[Row]) -> bool:
    """Tell whether all words of rows are bold."""
    return all(word.bold for row in rows for word in row)


def _is_slanted(rows: Sequence[Row]) -> bool:
    return all(word.slanted for row in rows for word in row)


def _single(rows: Sequence[Row], places: Sequence[float]) -> Iterator[list[Row]]:
    """Yield the rows of a table whose rows stand as close as lines.

    What stands nearer than lines goes on, and what has fewer cells than the row began with, or begins with small
    letters only. A head, bold or in italics, ends where something else begins.
    """
    band: list[Row] = []
    filled = 0
    nearest = _BESIDE * max(_inner(rows, places), rows[0][0].size)
    for row in rows:
        cells = [cell for cell in parts_of([row], places) if cell]
        is_below_head = bool(band) and any(look(band) and not look([row]) for look in (is_bold, _is_slanted))
        is_beside = bool(band) and band[-1][0].y - row[0].y < nearest
        goes_on = is_beside or len(cells) < filled or all(cell[0].text[:1].islower() for cell in cells)
        if band and (is_below_head or not goes_on):
            yield band
            band, filled = [], 0
        filled = max(filled, len(cells)) if is_beside or not band else filled
        band.append(row)
    if band:
        yield band
