"""Lines of plain text put together again to the paragraphs their author wrote."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from monitor.core.languages import LazyPattern, alternation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BULLET = re.compile(r"^\s*(?:[•·▪◦●○■□‣⁃∙➢➤✓✔►▸\uf0b7\uf0a7]|[-–—*+](?=\s))\s*")
NUMBER = LazyPattern(
    lambda: (
        r"^\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4}|§\s?\d+|"
        rf"(?:{alternation('citations.openings')})\.?\s\d+)(?=\s)"
    )
)
_HYPHEN = re.compile(r"[^\W\d_][-\u2010]$")
_FULL_STOP = re.compile(r"[.!?:;。！？：；]['\"”’»)\]]*$")
_END = 8  # letters in which a sentence's end shows
# letters a wrapped line has at most; halved or doubled, no real page of 338 differs, but 0 and 1 of 111 of ours
_WRAP = 110
_TYPICAL = 45  # letters wrapped lines usually have at least; a guess: no page at hand comes near it
_FULL = 0.72  # of the width; a shorter line ends a paragraph; a guess: no page at hand comes near it


def is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether a text breaks its lines at a column, so that a line is no paragraph."""
    lengths = [len(line) for line in lines if line.strip()]
    inner = [len(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    return len(inner) >= 4 and max(lengths) <= _WRAP and median(inner) >= _TYPICAL


def paragraphs(lines: Iterable[str], *, wrapped: bool) -> Iterator[str]:
    """Yield paragraphs.

    Args:
        lines: the lines in order; an empty one always ends a paragraph.
        wrapped: whether a full line goes on in the next; hyphens at its end are taken back.
    """
    group: list[str] = []
    width = 0
    for line in [*lines, ""]:
        text = line.strip()
        if group and (not text or not wrapped or starts_anew(group[-1], text, width)):
            yield joined(group)
            group, width = [], 0
        if text:
            group.append(text)
            width = max(width, len(text))


def joined(lines: Sequence[str]) -> str:
    """Join wrapped lines, taking back hyphens at their ends.

    >>> joined(["We keep infor-", "mation for", "a year."])
    'We keep information for a year.'
    """
    parts: list[str] = []
    for line in lines:
        if parts and ends_in_hyphen(parts[-1]) and line[:1].islower():
            parts[-1] = parts[-1][:-1]
        elif parts:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def ends_in_hyphen(line: str) -> bool:
    """Tell whether a line ends in a letter and a hyphen."""
    return _HYPHEN.search(line[-2:]) is not None


def starts_anew(before: str, text: str, width: int) -> bool:
    """Tell whether a line begins a paragraph.

    Args:
        before: the line above it, of the same paragraph or the one before.
        text: the line.
        width: letters of the longest line of the paragraph so far.
    """
    if BULLET.match(text) or NUMBER.match(text):
        return not before.endswith(",") and bool(
            _FULL_STOP.search(before[-_END:])
            or len(before) < width * _FULL
            or BULLET.match(text)
            or text[:1].isupper()
            or text[:1].isdigit()
        )
    if before.isupper() != text.isupper() and (before.isupper() or text.isupper()):
        return True
    if text[:1].islower():
        return False
    return len(before) < max(width, _TYPICAL) * _FULL and (
        bool(_FULL_STOP.search(before[-_END:])) or len(before) < _TYPICAL
    )
