"""Words that a table's cell was too narrow for: broken by their letters, without a hyphen, from line to line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from crawler.extraction.reading.pdf_lines import Line

_LEAST = 2  # different words of a column that are broken; one may be a full line by chance; a guess
_SHARE = 0.75  # of the lines of a column that go on with a small letter; where fewer are full it is by chance; a guess
_HEAD = re.compile(r"[^\W\d_]+$")
_TAIL = re.compile(r"[^\W\d_]+")


def words_of(lines: Iterable[Line]) -> Counter[str]:
    """Count the words of lines, in small letters."""
    return Counter(word.casefold() for line in lines for word in _TAIL.findall(line.text))


def with_whole_words(rows: Sequence[list[list[Line]]], known: Counter[str]) -> list[list[list[Line]]]:
    """Return rows of a table with the words whole that were broken where a cell ends.

    A program that breaks words by their letters fills each line: not one more letter had room in it. What is broken is
    no word of the document, and so are many of a column.

    Args:
        rows: of one table, each of its cells, with as many cells each.
        known: the words of the whole document.
    """
    columns = [_whole([row[at] for row in rows], known) for at in range(len(rows[0]))]
    return [list(cells) for cells in zip(*columns, strict=True)]


def _whole(cells: Sequence[list[Line]], known: Counter[str]) -> list[list[Line]]:
    """Return the cells of a column."""
    right = max((line.end for cell in cells for line in cell), default=0.0)
    on = [(line, after) for cell in cells for line, after in pairwise(cell) if _goes_on(line, after)]
    full = [(after, _halves(line, after)) for line, after in on if _is_full(line, after, right)]
    here = Counter(half for _, halves in full for half in halves)
    broken = {id(after): halves for after, halves in full if all(known[half] <= here[half] for half in halves)}
    if len(set(broken.values())) < _LEAST or len(broken) < _SHARE * len(on):
        return list(cells)
    return [list(_joined(cell, broken)) for cell in cells]


def _goes_on(line: Line, after: Line) -> bool:
    return line.text[-1:].isalpha() and after.text[:1].islower()


def _is_full(line: Line, after: Line, right: float) -> bool:
    """Tell whether the first letter of the next line, about as wide as those of its word, had no room in a line."""
    letters = len(after.text.split(maxsplit=1)[0])
    return line.end + after.first / letters > right


def _halves(line: Line, after: Line) -> tuple[str, ...]:
    """Return the last word of a line and the first of the next, which are none where they stand nowhere else."""
    return tuple(found[0].casefold() for found in (_HEAD.search(line.text), _TAIL.match(after.text)) if found)


def _joined(cell: Iterable[Line], broken: Container[int]) -> Iterator[Line]:
    before: Line | None = None
    for line in cell:
        if before is not None and id(line) in broken:
            before = replace(before, text=before.text + line.text)
        else:
            if before is not None:
                yield before
            before = line
    if before is not None:
        yield before
