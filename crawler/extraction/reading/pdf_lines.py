"""The lines of a PDF's pages in reading order, without what recurs at the edges of the pages; notes come last."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from crawler.extraction.reading.letters import clean
from crawler.extraction.reading.pdf_columns import columns_of
from crawler.extraction.reading.pdf_furniture import title_of, without_furniture
from crawler.extraction.reading.pdf_margins import without_line_numbers
from crawler.extraction.reading.pdf_tables import Cells, Drawn, is_mark, starts_of
from crawler.extraction.reading.pdf_words import Word, in_order, is_from_right, joined_words, lifted_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.pdf_places import Rule
    from crawler.extraction.reading.pdf_tables import Row

_SPACE = 0.15  # of the size, between words that make a line; where there is less a mark is raised
_GUTTERS = 8  # of other pages that are sought on each; a guess: columns and tables of a document are a few
_ENDS = (".", "!", "?", "。")
_RAISED = 0.9  # of the size, below which something in a line is raised
_TAB = 0.4  # of the size, between a number or bullet and its text where it stands apart
_NOTE = 0.92  # of the size of the text; notes at the foot of a page are smaller
_LEADING = 1.25  # of the size, between lines, where a document has too few to tell
_NOTE_MARK = re.compile(
    r"[\[(]?(?:\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*†‡§]{1,3}|[a-z])[\])]?[.:]?(?: |(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹])(?=[^\W\d_a-z]))"
)
_GLUED_MARK = re.compile(r"^(\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?=[^\W\d_])")
_GLUED_ITEM = re.compile(r"^(\d{1,3}[.)])(?=[^\W\d_])")
_JOINT = 3.0  # points between pieces of a rule, about a cell's border


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text as it stands on a page.

    Args:
        text: its words, clean.
        x: where it begins, in points from where lines of the page begin.
        end: where it ends, likewise.
        y: its baseline, in points from the bottom.
        size: the height of its letters in points.
        bold: whether all of it is set in bold.
        slanted: whether all of it is set in italics.
        first: how wide its first word is, in points.
        is_raised: whether something stands higher in it, as the sign of a note, which may push it down.
        inner: where its text begins behind a bullet or a number that stands apart.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool
    slanted: bool = False
    first: float = 0.0
    is_raised: bool = False
    inner: float = float("-inf")


TableRow: TypeAlias = "tuple[tuple[Line, ...], ...]"
"""The lines of each cell of a table's row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What pages say.

    Args:
        columns: of the pages one after the other, each of lines and of rows of tables from the top.
        notes: the lines of each note at the foot of a page.
    """

    columns: list[list[Line | TableRow]]
    notes: list[list[Line]]


def lines_of(pages: Sequence[tuple[Sequence[Word], Sequence[Rule]]], title: str = "") -> Pages:
    """Return what the words and rules of pages say.

    Args:
        pages: of each its words and rules.
        title: what the document says it is called.
    """
    from_right = is_from_right("".join(word.text for words, _ in pages for word in words))
    if from_right:
        pages = [([_turned(word) for word in words], [_turned_rule(rule) for rule in rules]) for words, rules in pages]
    rows = without_line_numbers([list(rows_of(words)) for words, _ in pages])
    size, leading = _usual(rows)
    found = Pages(columns=[], notes=[])
    called = title_of(rows[0] if rows else [], title, size)
    kept = [
        ([word for row in page for word in row], Drawn(rules=_whole(rules), size=size, leading=leading))
        for page, (_, rules) in zip(without_furniture(rows, leading, called, from_right=from_right), pages, strict=True)
    ]
    known = Counter(gutters for words, drawn in kept for gutters in columns_of(words, drawn)[1])
    often = [gutters for gutters, _ in known.most_common(_GUTTERS)]
    for words, drawn in kept:
        for column in columns_of(words, drawn, often)[0]:
            _add(found, [_line_or_row(it, from_right=from_right) for it in column], size)
    return found


def _add(found: Pages, lines: list[Line | TableRow], size: float) -> None:
    """Add what stands in a column; notes at its foot stand apart, and may go on at the head or foot of the next."""
    goes_on = bool(found.notes) and not found.notes[-1][-1].text.endswith(_ENDS)
    if goes_on:
        at = next((at for at, it in enumerate(lines) if not _is_small(it, size)), len(lines))
        if not any(map(_is_note, lines[:at])):
            found.notes[-1].extend(it for it in lines[:at] if isinstance(it, Line))
            goes_on, lines = not at, lines[at:]
    at = _notes_from(lines, size, goes_on=goes_on)
    if lines[:at]:
        found.columns.append(lines[:at])
    for line in lines[at:]:
        if isinstance(line, Line) and (_is_note(line) or not found.notes):
            found.notes.append([replace(line, text=_GLUED_MARK.sub(r"\1 ", line.text))])
        elif isinstance(line, Line):
            found.notes[-1].append(line)


def _turned(word: Word) -> Word:
    return word._replace(x=-word.end, end=-word.x)


def _turned_rule(rule: Rule) -> Rule:
    return rule._replace(x=-rule.end, end=-rule.x)


def _usual(pages: Sequence[Sequence[Row]]) -> tuple[float, float]:
    """Return the size of the running text and the usual distance between its lines, in points."""
    sizes: Counter[float] = Counter()
    for row in (row for rows in pages for row in rows):
        for word in row:
            sizes[round(word.size, 1)] += len(word.text)
    size = max(1.0, max(sizes, key=lambda it: sizes[it], default=1.0))
    steps: Counter[float] = Counter()
    for rows in pages:
        above: dict[int, float] = {}
        for row in rows:
            for x in map(round, starts_of(row)):
                step = (above.get(x, row[0].y) - row[0].y) / size
                above[x] = row[0].y
                if 0.8 < step < 3 and abs(row[0].size - size) < 0.2:
                    steps[round(step, 1)] += 1
    usual = [step for step, count in steps.items() if count * 7 >= sum(steps.values())]
    return size, min(usual, default=_LEADING) * size


def _line_or_row(thing: Row | Cells, *, from_right: bool) -> Line | TableRow:
    if isinstance(thing, Cells):
        return tuple(tuple(_line(row, from_right=from_right) for row in cell) for cell in thing.cells)
    return _line(thing, from_right=from_right)


def _line(row: Row, *, from_right: bool) -> Line:
    words, row = row, joined_words(row, from_right=from_right)
    sizes: Counter[float] = Counter()
    for word in row:
        sizes[word.size] += len(word.text)
    size = max(sizes, key=lambda it: (sizes[it], it))
    return Line(
        text=_text(row, size, from_right=from_right),
        x=row[0].x,
        end=max(word.end for word in row),
        y=next(word.y for word in row if word.size == size),
        size=size,
        bold=all(word.bold for word in row if word.size == size),
        slanted=all(word.slanted for word in row if word.size == size),
        first=row[0].end - row[0].x,
        is_raised=any(word.size < _RAISED * size for word in words) or any(lifted_of(words)),
        inner=row[1].x if len(row) > 1 and is_mark(row[:1]) and row[1].x - row[0].end > _TAB * size else row[0].x,
    )


def _text(row: Row, size: float, *, from_right: bool) -> str:
    """Return the words of a row; the hollow bullet of a word processor's second level is the letter o.

    From the right the number of an item may stand as close to its text as if it were one word.
    """
    words = in_order(row, from_right=from_right)
    if len(row) > 1 and row[0].text == "o" and row[1].x > row[0].end + 0.9 * size:
        words = ["•", *words[1:]]
    text = clean(" ".join(words))
    return _GLUED_ITEM.sub(r"\1 ", text) if from_right else text


def _notes_from(lines: Sequence[Line | TableRow], size: float, *, goes_on: bool) -> int:
    """Return where the notes at the foot of a column begin: in small print, with a mark unless one goes on."""
    at = len(lines)
    while at > 0 and _is_small(lines[at - 1], size):
        at -= 1
    while at < len(lines) and not goes_on and not _is_note(lines[at]):
        at += 1
    return at


def _is_small(line: Line | TableRow, size: float) -> bool:
    return isinstance(line, Line) and line.size <= _NOTE * size


def _is_note(line: Line | TableRow) -> bool:
    return isinstance(line, Line) and _NOTE_MARK.match(line.text) is not None


def _whole(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules with those made one that are drawn piece by piece, from cell to cell."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda it: (it.y != it.top, round(it.y), it.x)):
        last = whole[-1] if whole else None
        if last is None or rule.y != rule.top or abs(rule.y - last.y) > 1 or rule.x > last.end + _JOINT:
            whole.append(rule)
        else:
            whole[-1] = last._replace(end=max(last.end, rule.end))
    return whole
