"""Lines of pages to runs: paragraphs over line, column and page ends, headings by their look, rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import fold, has_letter, squash
from crawler.extraction.reading.paragraphs import BULLET, NUMBER, ends_in_hyphen
from crawler.extraction.reading.pdf_cells import with_whole_words, words_of
from crawler.extraction.reading.plain import HEADING_WORDS, heading_style, made
from crawler.extraction.reading.tables import row_text
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.extraction.reading.pdf_lines import Line, Pages, TableRow
    from crawler.extraction.reading.runs import Run

_ENDED = re.compile(r"[.!?:;。！？：；؛؟।]['\"”’»)\]]*$")
_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")
_GAP = 1.28  # of the usual distance between lines; more is the space between paragraphs
_PUSHED = 1.25  # times that, by which a line with a raised sign stands lower
_LARGER = 1.08  # of the size of the text; more is a heading's
_COMPOUND = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
# between two of which no space stands: Thai, Burmese, Khmer, Chinese and Japanese, with their punctuation
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]{2}"
)
_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = 1 / 3  # of the words with a hyphen of their own; lines that end in so few hyphens end in such words
# What stands at an end is looked for from there, in the text written backwards: from anywhere it is sought in vain
# again and again.
_LEADER = re.compile(r"\d{1,4}\s*+(?:(?:\s?\.){4,}+|…++)\s*+")
_ENTRY = 300  # letters an entry of a table of contents has at most
_ENDING = 8  # letters in which a sentence's end shows, as in lines.py
_PLACE = re.compile(r"\d{1,3}[\s|]++")
_NEAR = 30  # points around the right margin, in which lines that are not justified end anywhere
_SAME = 2.0  # points by which what begins at one place differs at most
_BLANK = 0.3  # of the size, between words; with that before it, what would have had room begins something new


@dataclass(frozen=True, slots=True)
class _Type:
    """The look of the running text: its size, the usual distance between its lines as a part of that, its margin."""

    size: float
    leading: float
    margin: float


@dataclass(slots=True)
class _Group:
    """Lines that make one paragraph, or cells that make one row; and where the lines of their column end."""

    lines: list[Line] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)
    right: float = 0.0


def flowed(pages: Pages) -> list[Run]:
    """Return the runs of pages.

    Args:
        pages: their lines and rows in reading order, running headers and page numbers already out.

    A paragraph ends where the lines stand further apart, the look changes, an item or a number begins, a line is
    indented, or a sentence ends in a line with room for the next word. At the end of a column or page it goes on unless
    a sentence ends there. What is larger than the text, or bold, or numbered or in capitals throughout, and short, is a
    heading: the larger, the higher. Notes at the foot of pages come last.
    """
    lines = [line for column in pages.columns for line in _each(column)]
    lines += [line for note in pages.notes for line in note]
    if not lines:
        return []
    look = _look(pages.columns or [[*note] for note in pages.notes])
    columns = [list(_groups(column, look)) for column in pages.columns]
    stops = _stops_within(columns)
    groups: list[_Group] = []
    for column in columns:
        groups += _bridged(groups, column, stops=stops)
    groups += [_Group(lines=note) for note in pages.notes]
    _mend(groups, lines)
    return _without_places(list(_runs(groups, look, _Hyphens(lines))))


def _mend(groups: Iterable[_Group], lines: Sequence[Line]) -> None:
    """Make the words whole that the cells of tables break."""
    tables = [list(rows) for width, rows in groupby(groups, key=lambda group: len(group.cells)) if width]
    known = words_of(lines) if tables else Counter()
    for rows in tables:
        for row, cells in zip(rows, with_whole_words([row.cells for row in rows], known), strict=True):
            row.cells = cells


def _each(column: Iterable[Line | TableRow]) -> Iterator[Line]:
    for thing in column:
        if isinstance(thing, tuple):
            yield from (line for cell in thing for line in cell)
        else:
            yield thing


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


def _look(columns: Sequence[Sequence[Line | TableRow]]) -> _Type:
    sizes: Counter[float] = Counter()
    for column in columns:
        for line in _each(column):
            sizes[round(line.size, 1)] += len(line.text)
    size = max(1.0, sizes.most_common(1)[0][0])
    texts = [[it for it in column if not isinstance(it, tuple) and abs(it.size - size) < 0.2] for column in columns]
    steps = Counter(
        round((one.y - other.y) / size, 1)
        for lines in texts
        for one, other in pairwise(lines)
        if 0.8 * size < one.y - other.y < 3 * size
    )
    usual = [step for step, count in steps.items() if count * 7 >= sum(steps.values())]
    margins = Counter(round(line.x) for lines in texts for line in lines)
    margin = margins.most_common(1)[0][0] if margins else 0.0
    return _Type(size=size, leading=min(usual, default=1.25), margin=margin)


def _is_next(one: Line, other: Line, look: _Type, right: float) -> bool:
    # where a line of a heading had no room for the next word, that goes on, however programs space large print
    is_wrapped = _is_large(one, look) and _is_large(other, look) and not _has_room(one, other, right)
    most = _GAP * (_PUSHED if other.is_raised or is_wrapped else 1) * look.leading * max(one.size, other.size)
    return _alike(one, other) and one.y - other.y <= most


def _groups(column: Sequence[Line | TableRow], look: _Type) -> Iterator[_Group]:
    """Yield the paragraphs and rows of a column."""
    group: list[Line] = []
    right = max(line.end for line in _each(column))
    for thing in column:
        if group and (isinstance(thing, tuple) or _starts_anew(group, thing, look, right)):
            yield _Group(lines=group, right=right)
            group = []
        if isinstance(thing, tuple):
            yield _Group(cells=[list(cell) for cell in thing])
        else:
            group.append(thing)
    if group:
        yield _Group(lines=group, right=right)


def _starts_anew(group: Sequence[Line], line: Line, look: _Type, right: float) -> bool:
    last = group[-1]
    is_item = last.text.endswith(";") and group[0].x > look.margin + look.size  # of a list whose bullets are no letters
    if is_item or not _is_next(last, line, look, right) or _is_entry(last) or BULLET.match(line.text):
        return True
    if ends_in_hyphen(last.text) and line.text[:1].islower():
        return False
    short = _has_room(last, line, right)
    ended = _ends(last)
    if BULLET.match(group[0].text):
        return line.x <= group[0].x and (short or ended)
    number = NUMBER.match(line.text)
    if number and NUMBER.match(group[0].text) and group[0].x < group[0].inner and abs(line.x - group[0].x) < _SAME:
        return True
    # what goes on with an item begins below its text, not below its number
    is_outside = group[0].x < group[0].inner and line.x < group[0].inner - look.size / 2
    is_other = is_outside or number or last.text.isupper() != line.text.isupper()
    if is_other and (short or ended):
        return True
    indented = line.x > last.x + 0.8 * look.size
    return (indented and (short or (ended and len(group) > 1))) or (short and ended)


def _is_entry(line: Line) -> bool:
    """Tell whether a line ends in dots and the number of a page, as in a table of contents."""
    return _LEADER.match(line.text[: -_ENTRY - 1 : -1]) is not None


def _has_room(last: Line, line: Line, right: float) -> bool:
    """Tell whether the first word of a line would have had room in the one before."""
    return last.end + _BLANK * line.size + line.first <= right


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) < 0.08 * one.size and (one.bold == other.bold or not _is_set_apart(one, other))


def _is_set_apart(one: Line, other: Line) -> bool:
    """Tell whether of two lines the bold one stands alone, not as words picked out of a paragraph."""
    bold = one if one.bold else other
    return len(bold.text.split()) <= 2 * HEADING_WORDS


def _stops_within(columns: Sequence[Sequence[_Group]]) -> bool:
    """Tell whether full lines that end in a sentence's end stand within paragraphs rather than at their ends."""
    within = at_end = 0
    for group in (group for column in columns for group in column if group.lines):
        first, last = group.lines[0], group.lines[-1]
        within += sum(_ends(line) and not _has_room(line, after, group.right) for line, after in pairwise(group.lines))
        at_end += _ends(last) and not _has_room(last, first, group.right)
    return within > at_end


def _ends(line: Line) -> bool:
    """Tell whether a sentence ends with a line; "Gull Ferries S. L." ends none."""
    ending = line.text[-_ENDING:]
    return _ENDED.search(ending) is not None and _INITIAL.search(ending) is None


def _bridged(before: list[_Group], after: list[_Group], *, stops: bool) -> list[_Group]:
    """Join a paragraph that goes on over the end of a column or page; return what is new.

    Args:
        before: what stands before the end.
        after: what stands behind it.
        stops: whether a paragraph goes on where a sentence ends at the end of a full line.
    """
    at = int(bool(before) and len(after) > 1 and _is_head_again(before, after[0]))
    if before and after and _is_rest(before[-1].cells, after[at].cells):
        for cell, rest in zip(before[-1].cells, after[at].cells, strict=True):
            cell.extend(rest)
        return after[at + 1 :]
    if not before or not after or not before[-1].lines or not after[0].lines:
        return after
    last, first = before[-1].lines[-1], after[0].lines[0]
    has_room = _has_room(last, first, before[-1].right)
    goes_on = (stops and not has_room) if _ends(last) else first.text[:1].islower() or not has_room
    begins = BULLET.match(first.text) or NUMBER.match(first.text)
    if begins or _is_entry(last) or not goes_on or not _alike(last, first):
        return after
    before[-1].lines += after[0].lines
    return after[1:]


def _is_rest(row: Sequence[Sequence[Line]], other: Sequence[Sequence[Line]]) -> bool:
    """Tell whether the first row of a page is the rest of the last one of the page before.

    Each cell goes on in the middle of a sentence, or stands whole on one of the pages, as where it is centred.
    """
    if not other or len(row) != len(other):
        return False
    filled = [(one, it) for one, it in zip(row, other, strict=True) if it]
    goes_on = all(not one or (not _ends(one[-1]) and it[0].text[:1].islower()) for one, it in filled)
    return any(row) and goes_on and not (_is_head(other) and not _is_head(row))


def _is_head_again(before: Sequence[_Group], group: _Group) -> bool:
    """Tell whether the head a page begins with is one of the table with which the page before ends."""
    if not group.cells or not _is_head(group.cells):
        return False
    texts = [[line.text for line in cell] for cell in group.cells]
    rows = takewhile(lambda it: bool(it.cells), reversed(before))
    return any(texts == [[line.text for line in cell] for cell in row.cells] for row in rows)


def _is_head(cells: Sequence[Sequence[Line]]) -> bool:
    """Tell whether the cells of a row look like the heads of columns: all are bold, or all in italics."""
    lines = [line for cell in cells for line in cell]
    return all(line.bold for line in lines) or all(line.slanted for line in lines)


def _is_justified(lines: Sequence[Line]) -> bool:
    """Tell whether lines that end near the place where most end do so right there."""
    ends = Counter(round(line.end) for line in lines)
    usual = max(ends, key=lambda it: ends[it] + ends[it + 1], default=0)
    near = sum(count for end, count in ends.items() if abs(end - usual) <= _NEAR)
    return ends[usual] + ends[usual + 1] > near / 2


class _Hyphens:
    """Knows which hyphens at line ends are the word's own: by its other spellings, and by how many lines end so."""

    def __init__(self, lines: Sequence[Line]) -> None:
        ends = sum(line.text.endswith(("-", "\u2010")) for line in lines)
        self._soft = any(line.text.endswith("\u2010") for line in lines)
        self._words = {word.casefold().strip(".,;:()") for line in lines for word in line.text.split()}
        compounds = sum(len(_COMPOUND.findall(line.text)) for line in lines)
        # in a justified text a single one is likely to be a program's, in another likely to be a word's own
        self._usual = ends > (0.5 if _is_justified(lines) else 1) + _BROKEN * compounds

    def joined(self, lines: Iterable[str]) -> str:
        """Return the lines as one text."""
        parts: list[str] = []
        for line in lines:
            last = parts[-1] if parts else ""
            if last.endswith("-") and line[:1].islower() and self._is_part(last, line):
                parts.append(line)
            elif (last.endswith("\u2010") or ends_in_hyphen(last)) and line[:1].islower():
                parts[-1:] = [last[:-1], line]
            elif ends_in_hyphen(last) and line[:1].isalnum():  # with a capital or a figure the hyphen is the word's own
                head, tail = self._halves(last, line)
                parts[-1:] = [last[:-1] if head[:-1] + tail in self._words else last, line]
            elif _UNSPACED.fullmatch(last[-1:] + line[:1]):
                parts.append(line)
            else:
                parts += [" ", line] if parts else [line]
        return "".join(parts)

    def _halves(self, text: str, line: str) -> tuple[str, str]:
        tail = line.split(maxsplit=1)[0].casefold().strip(".,;:()")
        return text.rsplit(maxsplit=1)[-1].casefold().lstrip("("), tail

    def _is_part(self, text: str, line: str) -> bool:
        head, tail = self._halves(text, line)
        word = _WORD.match(tail)
        if head[:-1] + (word[0] if word else tail) in self._words:
            return False
        return self._soft or not self._usual or head + tail in self._words or "@" in head + tail


def _runs(groups: Sequence[_Group], look: _Type, hyphens: _Hyphens) -> Iterator[Run]:
    levels = {size: min(6, level) for level, size in enumerate(_sizes(groups, look), 1)}
    header: list[str] = []
    for at, group in enumerate(groups):
        if group.cells:
            texts = [fold(hyphens.joined(line.text for line in cell)) for cell in group.cells]
            if texts == header or (not header and _heads(group, groups[at + 1 : at + 2])):
                header = texts
                continue
            yield made(BlockKind.ROW, row_text(texts, header))
            continue
        if header:
            header = []
        text = fold(hyphens.joined(line.text for line in group.lines))
        if has_letter(text):
            yield _run(text, group.lines, look, levels)


def _heads(group: _Group, below: Sequence[_Group]) -> bool:
    """Tell whether a row is the head of the one below, if there is one; rows that are all in italics have none."""
    if not (_is_head(group.cells) and any(it.cells for it in below)):
        return False
    return all(line.bold for cell in group.cells for line in cell) or not _is_head(below[0].cells)


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
