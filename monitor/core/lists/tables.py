"""Text to rows of cells, with the numbers that a spreadsheet shows beside them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.lists.addresses import is_address
from monitor.core.spreadsheets import read_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_ROWS = 200_000  # twice as many watches as a store is made for
LONGEST_CELL = 32_767  # characters; what a cell of the usual spreadsheets holds
MOST_CELLS = 1_000  # of a row; lists of suppliers have dozens, and each is looked at
_SEPARATORS = ",;\t|"
_SAMPLE_LENGTH = 65_536  # characters in which the separator is looked for; a guess
_SAMPLE_ROWS = 50  # likewise
_HINT = re.compile(
    r"sep=([,;\t|])(?:\r\n|\r|\n)", re.IGNORECASE
)  # a first line that a spreadsheet heeds and does not show
_PLAIN = re.compile(r"[^\s\"|;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row that has something in it.

    Args:
        line: its number, from 1, as a spreadsheet shows it: empty rows count, breaks within a cell do not.
        cells: their texts.
        problem: why it cannot be used, "" where it can.
    """

    line: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of a file.

    Args:
        rows: those that are not empty, in order.
        separator: what stands between the cells.
        is_plain: whether it is a mere list of addresses, one a line.
    """

    rows: tuple[Row, ...]
    separator: str = ","
    is_plain: bool = False


def table_of(text: str) -> Table:
    """Read a text as a list of addresses, one a line ("#" begins a comment), or as CSV, whatever separates its cells.

    Raises:
        InvalidInputError: the syntax breaks, with the line, or a bound is passed. What stands behind such a place
            cannot be told apart into rows, so no row is read.
    """
    if _is_plain(text):
        lines = ((number, line.strip()) for number, line in enumerate(io.StringIO(text, newline=None), 1))
        rows = (Row(line=number, cells=(line,)) for number, line in lines if line and not line.startswith("#"))
        return Table(rows=_bounded(rows), is_plain=True)
    hint = _HINT.match(text)
    text = text[hint.end() :] if hint else text
    separator = hint[1] if hint else separator_of(text)
    return Table(rows=_bounded(_rows(text, separator)), separator=separator)


def _bounded(rows: Iterator[Row]) -> tuple[Row, ...]:
    found = tuple(islice(rows, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise InvalidInputError(f"the file has more than {MOST_ROWS:,} rows; split it")
    return found


def _is_plain(text: str) -> bool:
    """Tell whether each line is an address or a comment; a comma is part of an address only where that is in full."""
    lines = (line.strip() for line in io.StringIO(text, newline=None))
    found = False
    for line in lines:
        if line and not line.startswith("#"):
            if not _PLAIN.fullmatch(line) or ("," in line and "://" not in line):
                return False
            if not found and "://" not in line and not is_address(line):
                return False  # a header
            found = True
    return found


def separator_of(text: str) -> str:
    """Return what separates the cells of a file: what most of its first rows have equally often.

    >>> separator_of("url,name"), separator_of("Name;Website"), separator_of("url")
    (',', ';', ',')
    """
    sample = text[:_SAMPLE_LENGTH]
    best = max(_SEPARATORS, key=lambda one: (_agreement(sample, one), -_SEPARATORS.index(one)))
    return best if _agreement(sample, best)[0] else ","


def _agreement(sample: str, separator: str) -> tuple[int, int]:
    """Return how many rows have as many cells as most have, and how many cells that is; (0, 0) where it parts none."""
    sizes: Counter[int] = Counter()
    try:
        for cells in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), _SAMPLE_ROWS):
            sizes[len(cells)] += len(cells) > 1
    except csv.Error:
        return (0, 0)
    size, rows = max(sizes.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return (rows, size) if rows else (0, 0)


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    line = 0
    while True:
        line += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:  # where the next row begins cannot be told
            raise InvalidInputError(f"line {line}: this is not CSV: {error}") from error
        if cells is None:
            return
        while cells and not cells[-1].strip():
            cells.pop()
        if any(cell.strip() for cell in cells):
            yield Row(line=line, cells=tuple(map(read_cell, cells[:MOST_CELLS])), problem=_excess(cells))


def _excess(cells: Sequence[str]) -> str:
    if len(cells) > MOST_CELLS:
        return f"{len(cells):,} cells; {MOST_CELLS:,} are the most"
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return f"a cell has more than {LONGEST_CELL:,} characters"
    return ""


def swallowed(row: Row, place: int, separator: str) -> str:
    """Return the address in a cell that holds what reads like another row, "" where none does.

    Two stray quotes make one cell of all between them.

    Args:
        row: the row.
        place: of the addresses among its cells.
        separator: between the cells of the file.
    """
    for cell in row.cells:
        for line in cell.splitlines()[1:]:
            cells = line.split(separator)
            if len(cells) > max(1, place) and is_address(cells[place].strip('" ')):
                return cells[place].strip('" ')
    return ""
