"""Tables for people, drawn at the speed of reading them from the store: ten thousand rows in less than a second."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from itertools import zip_longest
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len, chop_cells

from monitor.core.steering import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LEAST = 6  # characters a column keeps on the narrowest terminal
_INDENT, _BETWEEN = "  ", " · "  # of what stands below a row
_AFTER_WORDS = re.compile(r"(?<=[\s-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Args:
        name: its heading.
        is_right: whether it is flush right, as numbers are.
        is_cut: whether what does not fit is cut off, instead of going on in another line.
        styles: how click styles each value that has a style of its own.
    """

    name: str
    is_right: bool = False
    is_cut: bool = False
    styles: Mapping[str, Mapping[str, Any]] | None = None


def terminal_width() -> int | None:
    """Return how wide standard output is, in columns; None where it is no terminal."""
    return get_terminal_size().columns if sys.stdout.isatty() else None


def fitting(columns: Mapping[str, int], *, right: Sequence[str] = ()) -> list[Column]:
    """Return the columns that a terminal has room for; all, where it is none.

    Args:
        columns: their names, each with the least width of a terminal on which it is shown beside the others.
        right: which of them are flush right.
    """
    width = terminal_width()
    names = [name for name, least in columns.items() if width is None or width >= least]
    return [Column(name=name, is_right=name in right) for name in names]


def print_table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, below: Sequence[Sequence[str]] = ()
) -> None:
    """Print a table on standard output: coloured and as wide as the terminal, or plain and as wide as it needs."""
    colour = False if os.environ.get("NO_COLOR") else None
    for line in lines_of(columns, rows, terminal_width(), below=below):
        click.echo(line, color=colour)


def lines_of(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None, *, below: Sequence[Sequence[str]] = ()
) -> Iterator[str]:
    """Draw a table.

    Args:
        columns: its columns.
        rows: their texts; whatever steers a terminal is taken out.
        width: no line is wider, in columns of the terminal; None for as wide as it needs.
        below: the parts of what stands below each row, over all columns; no row has any where it is empty.

    Yields:
        Its lines, the heading first, styled.
    """
    heading = [column.name for column in columns]
    shown = [[printable(" ".join(text.split())) for text in row] for row in rows]
    natural = [max(map(cell_len, texts)) for texts in zip(heading, *shown, strict=True)]
    widths = natural if width is None else _fitted(columns, natural, width - len(columns) + 1)
    for line in _wrapped(columns, heading, widths):
        yield click.style(" ".join(_padded(columns, line, widths)).rstrip(), bold=True)
    for row, more in zip_longest(shown, below):
        styles = [(column.styles or {}).get(text) for column, text in zip(columns, row, strict=True)]
        for line in _wrapped(columns, row, widths):
            padded = _padded(columns, line, widths)
            yield " ".join(click.style(t, **s) if s else t for t, s in zip(padded, styles, strict=True)).rstrip()
        yield from _below(more or (), width)


def _below(parts: Sequence[str], width: int | None) -> Iterator[str]:
    """Yield what stands below a row: as many of its parts in a line as fit, none broken that fits into one."""
    room = None if width is None else max(width - len(_INDENT), LEAST)
    lines: list[str] = []
    for part in (printable(" ".join(text.split())) for text in parts):
        joined = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and (room is None or cell_len(joined) <= room):
            lines[-1] = joined
        elif part:
            lines.append(part)
    for line in lines:
        for piece in [line] if room is None else chop_cells(line, room):
            yield click.style(f"{_INDENT}{piece}", dim=True)


def _fitted(columns: Sequence[Column], natural: list[int], room: int) -> list[int]:
    """Take from the widest column that may go on in another line, then from the widest of all, until all fit."""
    widths = list(natural)
    for places in ([p for p, column in enumerate(columns) if not column.is_cut], list(range(len(columns)))):
        while sum(widths) > room and any(widths[place] > LEAST for place in places):
            widths[max(places, key=widths.__getitem__)] -= 1
    return widths


def _wrapped(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]) -> Iterator[tuple[str, ...]]:
    parts = [_pieces(t, w, is_cut=c.is_cut) for c, t, w in zip(columns, row, widths, strict=True)]
    return zip_longest(*parts, fillvalue="")


def _pieces(text: str, width: int, *, is_cut: bool) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    if is_cut:
        return [chop_cells(text, width - 1)[0] + "…"]
    lines = [""]
    for word in _AFTER_WORDS.split(text):
        if cell_len(lines[-1] + word.rstrip()) <= width:
            lines[-1] += word
        else:
            lines += chop_cells(word, width)
    return [line.rstrip() for line in lines if line]


def _padded(columns: Sequence[Column], line: Sequence[str], widths: Sequence[int]) -> list[str]:
    gaps = [" " * (width - cell_len(text)) for text, width in zip(line, widths, strict=True)]
    return [gap + text if c.is_right else text + gap for c, text, gap in zip(columns, line, gaps, strict=True)]
