"""The lines of a PDF's pages with their place and look, without what recurs at the edges of the pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import clean, squash
from monitor.core.languages import LazyPattern, alternation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extraction.reading.pdf_places import Piece

_EDGE_LINES = 3  # lines of a header or footer; halved or doubled, 0 and 14 of 18 PDFs differ, and one of ours both ways
_MAX_NUMBER = 60  # letters of a line with a page number; halved or doubled, none of 18 PDFs differs: a guess
_MARK = 5  # letters of a bullet or an item's number, which stands apart from its text by at most
_MARK_ROOM = 60  # letters and spaces, beyond which it is none whatever it says
_MARK_GAP = 4  # times the size
_ROWS = 3  # that begin a cell at one place, for columns; halved or doubled, 2 and 0 of 18 PDFs differ
_GAP = 0.6  # of the size, between cells; between the words of a justified line it is hardly ever more
_SPACE = 0.15  # of the size, between words
_PAGE_NUMBER = LazyPattern(
    lambda: (
        rf"\W*(?:[a-zà-ž.]{{0,8}}\s*)?\d{{1,4}}\s*(?:(?:/|{alternation('citations.pages')})\s*\d{{1,4}})?\W*"
        r"|\W*[ivxl]{1,6}\W*"
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text as it stands on a page.

    Args:
        text: its words, clean.
        x: where it begins, in points from the left.
        y: its baseline, in points from the bottom.
        size: the height of its letters in points.
        bold: whether all of it is set in bold.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool


def lines_of(pages: Sequence[Sequence[Piece]]) -> list[list[Line]]:
    """Return the lines of each page in the order in which it shows them."""
    beside = Counter(round(it.x) for page in pages for one, it in pairwise(page) if _beside(one, it))
    columns = {x for x in beside if beside[x - 1] + beside[x] + beside[x + 1] >= _ROWS}
    return [list(_lines(page, columns)) for page in pages]


def _lines(pieces: Sequence[Piece], columns: set[int]) -> Iterator[Line]:
    growing: _Growing | None = None
    for before, piece in pairwise([None, *pieces]):
        if piece is None:
            continue
        if growing is None or before is None or not _goes_on(growing, before, piece, columns):
            if growing is not None:
                yield growing.line()
            growing = _Growing(piece)
        else:
            growing.add(piece, apart=piece.x - before.end > _SPACE * piece.size)
    if growing is not None:
        yield growing.line()


class _Growing:
    """A line that is put together of fragments; none of them is written again for the next."""

    def __init__(self, first: Piece) -> None:
        self.first, self.parts = first, [first.text]
        self.length = len(first.text)
        self.size, self.bold = first.size, first.bold
        self.start = first.text[: _MARK_ROOM + 1]
        self.ends_in_space = first.text.endswith(" ")

    @property
    def mark(self) -> str:
        """What the line says, "" where that is too much for a bullet or a number."""
        text = self.start.strip() if len(self.start) <= _MARK_ROOM else ""
        return text if len(text) <= _MARK else ""

    @property
    def is_mark(self) -> bool:
        """Tell whether there is no more on the line so far than a bullet or a number."""
        return len(self.start) <= _MARK_ROOM and len(self.start.strip()) <= _MARK

    def add(self, new: Piece, *, apart: bool) -> None:
        if self.mark == "o" and new.x > self.first.x + 0.9 * new.size:
            # the second level of a word processor's lists
            self.parts, self.length, self.start, self.ends_in_space = ["•"], 1, "•", False
        space = " " if apart and not self.ends_in_space else ""
        self.size = new.size if len(new.text) > self.length else self.size
        self.bold = self.bold and new.bold
        self.parts += [space, new.text] if space else [new.text]
        self.length += len(space) + len(new.text)
        if len(self.start) <= _MARK_ROOM:
            self.start = f"{self.start}{space}{new.text}"[: _MARK_ROOM + 1]
        self.ends_in_space = (new.text or space or " " * self.ends_in_space).endswith(" ")

    def line(self) -> Line:
        text = clean(" ".join("".join(self.parts).split()))
        return Line(text=text, x=self.first.x, y=self.first.y, size=self.size, bold=self.bold)


def _beside(one: Piece, other: Piece) -> bool:
    """Tell whether the second stands apart to the right of the first, no lower: it may be a cell beside it."""
    return _is_apart(one, other) and other.y > one.y - 0.5 * max(one.size, other.size)


def _is_apart(one: Piece, other: Piece) -> bool:
    return other.x > one.end + _GAP * max(one.size, other.size)


def _level(one: Piece, other: Piece) -> bool:
    return abs(one.y - other.y) < 0.5 * max(one.size, other.size)


def _goes_on(line: _Growing, last: Piece, new: Piece, columns: set[int]) -> bool:
    """Tell whether a piece belongs to the line before it, rather than to a cell or a column beside it.

    Cells stand apart, and those of one column begin at the same place in several rows.
    """
    if not _level(last, new) or new.end < last.x:
        return False
    if line.is_mark and line.first.x <= new.x < line.first.x + _MARK_GAP * new.size:
        return True
    return not (_is_apart(last, new) and round(new.x) in columns)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without page numbers and without lines that stand at the edges of most of them."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_key(line) for line in edge})
    held = Counter(key for edge in edges for key in {_place(line) for line in edge})
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        furniture = {
            id(line)
            for line in edge
            if _is_number(line.text)
            or (len(pages) > 2 and seen[_key(line)] * 2 > len(pages))
            or (len(pages) == 2 and held[_place(line)] == 2)
        }
        kept.append([line for line in page if id(line) not in furniture])
    return kept


def _edges(page: Sequence[Line]) -> list[Line]:
    if not page:
        return []
    ordered = sorted(page, key=lambda line: -line.y)
    heights = sorted({round(line.y) for line in page}, reverse=True)
    top, bottom = heights[:_EDGE_LINES][-1], heights[-_EDGE_LINES:][0]
    return [line for line in ordered if round(line.y) >= top or round(line.y) <= bottom]


def _key(line: Line) -> str:
    # With its size, for the title of the first page may be the header of the others.
    words = re.sub(r"\d+", "", squash(line.text)) or "#"
    return f"{words} {line.size:.0f}"


def _place(line: Line) -> tuple[str, int]:
    return _key(line), round(line.y)


def _is_number(text: str) -> bool:
    return len(text) <= _MAX_NUMBER and _PAGE_NUMBER.fullmatch(text) is not None
