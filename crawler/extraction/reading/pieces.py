"""Inline text between two block boundaries, split where its line breaks mean something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import folded
from monitor.core.postal import addresses_in

if TYPE_CHECKING:
    from collections.abc import Sequence

LINK, BOLD, ANCHOR, BUTTON, BREAK = 1, 2, 4, 8, 16
LINES, WRAPPED = 32, 64  # the page shows its line breaks; they stand where a column ends
Segment = tuple[str, int]

_STOP = re.compile(r"[.!?:;。!?:;)\]]$")
_SENTENCE = re.compile(r"[.!?。]")
_NEW_LINE = re.compile(
    r"^(?:[•·▪◦●○■□‣⁃*–—-]|\(?[\dA-Za-z]{1,3}[.)]\s|[A-ZÀ-ÖØ-Þ\u0370-\u03ff\u0400-\u052f\u05d0-\u05ea\u0600-\u06ff\u3040-\u9fff\uac00-\ud7af])"
)
_ALMOST = 0.95  # of a piece's letters; a quarter lower or higher, 8 of 23 and 2 of 338 real pages differ


@dataclass(slots=True)  # not frozen, which costs three times as much to make, and pages have thousands
class Piece:
    """One line or paragraph of inline text.

    Args:
        text: folded.
        words: how many.
        linked: words in links.
        is_bold: whether all of it is bold.
        is_anchored: whether all of it links within the page.
        is_button: whether all of it stands in a button.
    """

    text: str
    words: int
    linked: int
    is_bold: bool
    is_anchored: bool
    is_button: bool


def pieces_of(segments: list[Segment], *, whole: bool = False) -> list[Piece]:
    """Split inline text into pieces.

    Two line breaks in a row always part paragraphs; a single one does where the line before it ends a sentence or the
    line after it starts one. Otherwise it only wraps a line.

    Args:
        segments: (text, flags) in order; BREAK stands for one line break.
        whole: keep all in one piece, as in a heading.
    """
    if len(segments) == 1 and not segments[0][1] & BREAK:  # as the links of a menu
        text, words = folded(segments[0][0])
        return [_even(text, words, segments[0][1])] if text else []
    if not whole and (at := _pressed_from(segments)):
        return [*pieces_of(segments[:at]), *pieces_of(segments[at:])]
    lines: list[list[Segment]] = [[]]
    gaps: list[int] = [0]
    for segment in segments:
        if segment[1] & BREAK and not whole:
            if any(not text.isspace() for text, _ in lines[-1] if text):
                lines.append([])
                gaps.append(1)
            else:
                gaps[-1] += 1
        else:
            lines[-1].append((" ", 0) if segment[1] & BREAK else segment)
    if len(lines) == 1:
        piece = _piece(lines[0])
        return [piece] if piece else []
    return _joined(lines, gaps)


def _pressed_from(segments: Sequence[Segment]) -> int:
    """Return from where on all is the label of a button, behind the end of a sentence; 0 where nothing is so."""
    at = len(segments)
    while at and (segments[at - 1][1] & (BUTTON | BOLD) == BUTTON or segments[at - 1][0].isspace()):
        at -= 1
    is_pressed = any(flags & BUTTON for _, flags in segments[at:])
    return at if is_pressed and at and _SENTENCE.search(segments[at - 1][0].rstrip()[-1:]) else 0


def _joined(lines: list[list[Segment]], gaps: list[int]) -> list[Piece]:
    """Put wrapped lines together again, and those of a postal address."""
    pieces: list[Piece] = []
    group: list[Segment] = []
    before = _Group()
    owns = [_piece(line) for line in lines]
    within = _addresses(owns, gaps)
    for index, (line, gap, own) in enumerate(zip(lines, gaps, owns, strict=True)):
        here, above = within.get(index), within.get(index - 1)
        ends = before.ends_at(own) if here is above is None else here != above
        if group and (gap > 1 or ends):
            pieces += filter(None, [_piece(group)])
            group, before = [], _Group()
        group += [(" ", line[0][1] & group[-1][1] if group and line else 0), *line]
        before.take(line, own)
    return pieces + list(filter(None, [_piece(group)]))


def _addresses(lines: Sequence[Piece | None], gaps: Sequence[int]) -> dict[int, int]:
    """Return for the lines of postal addresses which address each belongs to."""
    within: dict[int, int] = {}
    start = 0
    for at in range(1, len(lines) + 1):
        last, line = lines[at - 1], lines[at] if at < len(lines) else None
        if last is None or line is None or gaps[at] > 1 or last.is_bold != line.is_bold:
            texts = [piece.text if piece else "" for piece in lines[start:at]]
            for found in addresses_in(texts):
                within.update(dict.fromkeys(range(start + found.start, start + found.stop), start + found.start))
            start = at
    return within


@dataclass(slots=True)
class _Group:
    """What has to be known of the lines put together so far to tell where they end."""

    end: str = ""
    letters: int = 0
    bold: int = 0

    def take(self, line: list[Segment], own: Piece | None) -> None:
        if own is not None:
            self.end = own.text[-1]
        for text, flags in line:
            size = len(text.strip())
            self.letters += size
            self.bold += size if flags & BOLD else 0

    def ends_at(self, line: Piece | None) -> bool:
        """Tell whether a line begins a paragraph of its own."""
        if not self.end or line is None:
            return False
        if (self.bold >= (self.letters or 1) * _ALMOST) != line.is_bold:
            return True
        return bool(_STOP.search(self.end) or (_NEW_LINE.match(line.text) and self.end not in ",-"))


def _piece(segments: list[Segment]) -> Piece | None:
    around = {flags for _, flags in segments}
    text, words = folded("".join([text for text, _ in segments]))
    if not text:
        return None
    if len(around) == 1:  # all of it stands in the same, as in most cases
        return _even(text, words, around.pop())
    total = linked = bold = anchored = pressed = 0
    for part, flags in segments:
        size = len(part.strip())
        total += size
        if flags:
            linked += size if flags & LINK else 0
            bold += size if flags & BOLD else 0
            anchored += size if flags & ANCHOR else 0
            pressed += size if flags & BUTTON else 0
    total = total or 1
    most = total * _ALMOST
    return Piece(text, words, round(words * linked / total), bold >= most, anchored >= most, pressed >= most)


def _even(text: str, words: int, flags: int) -> Piece:
    """Return a piece all of which stands in the same."""
    linked = words if flags & LINK else 0
    return Piece(text, words, linked, bool(flags & BOLD), bool(flags & ANCHOR), bool(flags & BUTTON))
