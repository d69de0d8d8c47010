"""Lines of pages to runs: paragraphs over line, column and page ends, headings by their look, rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import fold, has_letter, squash
from crawler.extraction.reading.paragraphs import BULLET, NUMBER, ends_in_hyphen
from crawler.extraction.reading.plain import HEADING_WORDS, heading_style, made
from crawler.extraction.reading.tables import row_text
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.extraction.reading.pdf_lines import Line
    from crawler.extraction.reading.runs import Run

_ENDED = re.compile(r"[.!?:;。！？：；]['\"”’»)\]]*$")
_GAP = 1.28  # of the usual distance between lines; more is the space between paragraphs
_LARGER = 1.08  # of the size of the text; more is a heading's
_CELL_LINES = 8  # lines of a cell; halved or doubled, none of 18 PDFs differs: a guess
_COMPOUND = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_BROKEN = 1 / 3  # of the words with a hyphen of their own; lines that end in so few hyphens end in such words
# What stands at an end is looked for from there, in the text written backwards: from anywhere it is sought in vain
# again and again.
_LEADER = re.compile(r"\d{1,4}\s*+(?:(?:\s?\.){4,}+|…++)\s*+")
_ENTRY = 300  # letters an entry of a table of contents has at most
_ENDING = 8  # letters in which a sentence's end shows, as in lines.py
_PLACE = re.compile(r"\d{1,3}[\s|]++")
_FULL = 0.72  # of the width; a shorter line ends a paragraph; a quarter lower or higher, none of 18 PDFs differs


@dataclass(frozen=True, slots=True)
class _Type:
    """The look of the running text: its size, the usual distance between its lines as a part of that, its margin."""

    size: float
    leading: float
    margin: float


@dataclass(slots=True)
class _Group:
    """Lines that make one paragraph, or cells that make one row."""

    lines: list[Line] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)


def flowed(pages: Sequence[Sequence[Line]]) -> list[Run]:
    """Return the runs of pages.

    Args:
        pages: the lines of each in reading order, running headers and page numbers already out.

    A paragraph ends where the lines stand further apart, the look changes, an item or a number begins, or a line is
    indented. At the end of a column or page it goes on unless a sentence ends there. What is larger than the text, or
    bold, or numbered or in capitals throughout, and short, is a heading: the larger, the higher.
    """
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    look = _look(lines)
    groups: list[_Group] = []
    for page in pages:
        for column in _columns(page, look):
            groups += _bridged(groups, list(_groups(column, look)))
    hyphens = _Hyphens(lines)
    return _without_places(list(_runs(groups, look, hyphens)))


def _without_places(runs: list[Run]) -> list[Run]:
    """Take the page numbers from lines that announce a heading, so that a table of contents is known for one."""
    heads = {squash(run.text) for run in runs if run.kind is BlockKind.HEADING}
    return [
        made(BlockKind.PARAGRAPH, entry) if entry is not None else run
        for run in runs
        for entry in [_entry(run.text, heads)]
    ]


def _entry(text: str, heads: set[str]) -> str | None:
    if len(text) > _ENTRY:
        return None
    leader = _LEADER.match(text[::-1])
    place = leader or _PLACE.match(text[::-1])
    entry = text[: len(text) - place.end()] if place else ""
    return entry if leader or (place and squash(entry) in heads) else None


def _look(lines: Sequence[Line]) -> _Type:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = max(1.0, sizes.most_common(1)[0][0])
    steps = Counter(
        round((one.y - other.y) / size, 1)
        for one, other in pairwise(lines)
        if abs(one.size - size) < 0.2 and abs(other.size - size) < 0.2 and 0.8 * size < one.y - other.y < 3 * size
    )
    usual = [step for step, count in steps.items() if count * 7 >= sum(steps.values())]
    margins = Counter(round(line.x) for line in lines if abs(line.size - size) < 0.2)
    return _Type(size=size, leading=min(usual, default=1.25), margin=margins.most_common(1)[0][0])


def _columns(page: Sequence[Line], look: _Type) -> Iterator[list[list[Line]]]:
    """Yield the columns of a page, each as stacks: lines going down, a new stack where one stands beside the last."""
    column: list[list[Line]] = []
    for line in page:
        last = column[-1][-1] if column else None
        if last is None:
            column.append([line])
        elif line.y < last.y - 0.5 * look.size:
            column[-1].append(line)
        elif line.x > last.x and _is_cell(_tail(column[-1], line, look), line, look):
            column.append([line])
        else:
            yield column
            column = [[line]]
    if column:
        yield column


def _is_cell(tail: Sequence[Line], line: Line, look: _Type) -> bool:
    """Tell whether a line stands beside the few lines before it, rather than at the head of the next column."""
    return 0 < len(tail) <= _CELL_LINES and line.y - tail[0].y <= _CELL_LINES / 2 * look.leading * look.size


def _tail(stack: Sequence[Line], line: Line, look: _Type) -> list[Line]:
    """Return the last lines of a stack that stand no higher than a line does."""
    below = sum(other.y <= line.y + 0.5 * look.size for other in stack)
    at = len(stack) - below
    # A cell of several lines stands higher than one of a single line that is centred beside it.
    while at > 0 and len(stack) - at < 2 * below and _is_next(stack[at - 1], stack[at], look):
        at -= 1
    return list(stack[at:])


def _is_next(one: Line, other: Line, look: _Type) -> bool:
    return _alike(one, other) and one.y - other.y <= _GAP * look.leading * max(one.size, other.size)


def _groups(stacks: Sequence[Sequence[Line]], look: _Type) -> Iterator[_Group]:
    """Yield the paragraphs and rows of a column."""
    row: list[list[Line]] = []
    for index, stack in enumerate(stacks):
        rest = list(stack)
        if row:
            cell = list(_leading(rest, row[0][0], look))
            row.append(cell)
            rest = rest[len(cell) :]
        following = stacks[index + 1] if index + 1 < len(stacks) else None
        tail = _tail(rest, following[0], look) if following and rest else []
        if row and (rest or following is None):
            yield _Group(cells=row)
            row = []
        yield from _paragraphs(rest[: len(rest) - len(tail)], look)
        if tail and not row:
            row = [tail]


def _leading(stack: Sequence[Line], first: Line, look: _Type) -> Iterator[Line]:
    """Yield the lines of a cell: those before the text returns to where the row began."""
    last = stack[0]
    for line in stack:
        if line.x < stack[0].x - look.size or line.x <= first.x or last.y - line.y > 2 * look.leading * look.size:
            return
        yield line
        last = line


def _paragraphs(lines: Sequence[Line], look: _Type) -> Iterator[_Group]:
    group: list[Line] = []
    width = max((len(line.text) for line in lines), default=0)
    for line in lines:
        if group and _starts_anew(group, line, look, width):
            yield _Group(lines=group)
            group = []
        group.append(line)
    if group:
        yield _Group(lines=group)


def _starts_anew(group: Sequence[Line], line: Line, look: _Type, width: int) -> bool:
    last = group[-1]
    if (
        not _is_next(last, line, look)
        or _LEADER.match(last.text[: -_ENTRY - 1 : -1])
        or last.text.isupper() != line.text.isupper()
    ):
        return True
    if last.text.endswith(";") and group[0].x > look.margin + look.size:
        return True  # an item of a list whose bullets are no letters
    if BULLET.match(line.text):
        return True
    short = len(last.text) < _FULL * width
    ended = _ENDED.search(last.text[-_ENDING:]) is not None
    if NUMBER.match(line.text) and (ended or short):
        return True
    if BULLET.match(group[0].text):
        return line.x <= group[0].x and (short or ended)
    indented = line.x > last.x + 0.8 * look.size and len(group) > 1
    return (indented and (short or ended)) or (short and ended)


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) < 0.08 * one.size and (one.bold == other.bold or not _is_set_apart(one, other))


def _is_set_apart(one: Line, other: Line) -> bool:
    """Tell whether of two lines the bold one stands alone, not as words picked out of a paragraph."""
    bold = one if one.bold else other
    return len(bold.text.split()) <= 2 * HEADING_WORDS


def _bridged(before: list[_Group], after: list[_Group]) -> list[_Group]:
    """Join a paragraph that goes on over the end of a column or page; return what is new."""
    if not before or not after or not before[-1].lines or not after[0].lines:
        return after
    last, first = before[-1].lines[-1], after[0].lines[0]
    goes_on = first.text[:1].islower() or len(last.text.split()) > 5
    begins = BULLET.match(first.text) or NUMBER.match(first.text)
    if _ENDED.search(last.text[-_ENDING:]) or begins or not goes_on or not _alike(last, first):
        return after
    before[-1].lines += after[0].lines
    return after[1:]


class _Hyphens:
    """Knows which hyphens at line ends are the word's own: by its other spellings, and by how many lines end so."""

    def __init__(self, lines: Sequence[Line]) -> None:
        ends = sum(line.text.endswith(("-", "\u2010")) for line in lines)
        self._soft = any(line.text.endswith("\u2010") for line in lines)
        self._words = {word.casefold().strip(".,;:()") for line in lines for word in line.text.split()}
        compounds = sum(len(_COMPOUND.findall(line.text)) for line in lines)
        self._usual = ends > 0.5 + _BROKEN * compounds

    def joined(self, lines: Iterable[str]) -> str:
        """Return the lines as one text."""
        parts: list[str] = []
        for line in lines:
            last = parts[-1] if parts else ""
            if last.endswith("-") and line[:1].islower() and self._is_part(last, line):
                parts.append(line)
            elif (last.endswith("\u2010") or ends_in_hyphen(last)) and line[:1].islower():
                parts[-1:] = [last[:-1], line]
            else:
                parts += [" ", line] if parts else [line]
        return "".join(parts)

    def _is_part(self, text: str, line: str) -> bool:
        head, tail = text.rsplit(maxsplit=1)[-1].casefold(), line.split(maxsplit=1)[0].casefold().strip(".,;:()")
        if head[:-1] + tail in self._words:
            return False
        return self._soft or not self._usual or head + tail in self._words or "@" in head + tail


def _runs(groups: Sequence[_Group], look: _Type, hyphens: _Hyphens) -> Iterator[Run]:
    levels = {size: min(6, level) for level, size in enumerate(_sizes(groups, look), 1)}
    header: list[str] = []
    for group in groups:
        if group.cells:
            texts = [fold(hyphens.joined(line.text for line in cell)) for cell in group.cells]
            if all(line.bold for cell in group.cells for line in cell) and header in ([], texts):
                header = texts
                continue
            yield made(BlockKind.ROW, row_text(texts, header))
            continue
        if header:
            header = []
        text = fold(hyphens.joined(line.text for line in group.lines))
        if has_letter(text):
            yield _run(text, group.lines, look, levels)


def _sizes(groups: Sequence[_Group], look: _Type) -> list[float]:
    """Return the sizes of headings that are larger than the text, the largest first."""
    found = {round(group.lines[0].size) for group in groups if group.lines and _is_large(group.lines[0], look)}
    return sorted(found, reverse=True)


def _is_large(line: Line, look: _Type) -> bool:
    return line.size > _LARGER * look.size


def _run(text: str, lines: Sequence[Line], look: _Type, levels: dict[float, int]) -> Run:
    bullet = BULLET.match(text)
    if bullet:
        return made(BlockKind.ITEM, fold(text[bullet.end() :]), level=1)
    short = len(text.split()) <= HEADING_WORDS * 2 and not text.endswith((",", ";"))
    if short and all(_is_large(line, look) for line in lines):
        return made(BlockKind.HEADING, text, level=levels.get(round(lines[0].size), 6), style="h")
    if short and all(line.bold for line in lines) and not text.endswith("."):
        return made(BlockKind.HEADING, text, style="bold")
    style = heading_style(text)
    return made(BlockKind.HEADING if style else BlockKind.PARAGRAPH, text, style=style)
