"""Plain text to runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import clean, fold, has_letter
from crawler.extraction.reading.paragraphs import BULLET, NUMBER, is_wrapped, paragraphs
from crawler.extraction.reading.runs import Run
from monitor.core.postal import is_place
from monitor.core.records import BlockKind
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADING_WORDS = 14  # of a heading; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_RULE = re.compile(r"^\s*([-=_*~#+])\1{3,}\s*$")  # a line drawn with letters, above or below a heading
_HOLLOW = re.compile(r"^\s*o(?=\s)")
_NUMBERED = frozenset("0123456789§AS")  # "1.", "§ 1", "Article 1", "Section 1"; a letter alone numbers an item


def text_runs(text: str) -> list[Run]:
    """Return the runs of a plain text: paragraphs, bulleted items, and lines that look like headings."""
    lines = _with_bullets([_RULE.sub("", clean(line)) for line in text.expandtabs(4).splitlines()])
    return line_runs(lines, wrapped=is_wrapped(lines))


def _with_bullets(lines: list[str]) -> list[str]:
    """Return the lines with real bullets where a word processor's hollow ones came out as the letter o."""
    hollow = {
        at
        for at, line in enumerate(lines)
        if _HOLLOW.match(line) and (not at or not lines[at - 1].strip() or lines[at - 1].rstrip().endswith((":", ";")))
    }
    return (
        [_HOLLOW.sub("•", line) if at in hollow else line for at, line in enumerate(lines)]
        if len(hollow) >= 3
        else lines
    )


def line_runs(lines: Iterable[str], *, wrapped: bool) -> list[Run]:
    """Return the runs of lines, see `crawler.extraction.reading.paragraphs.paragraphs`."""
    return [run for paragraph in paragraphs(lines, wrapped=wrapped) if (run := _run(paragraph)) is not None]


def _run(paragraph: str) -> Run | None:
    bullet = BULLET.match(paragraph)
    text = fold(paragraph[bullet.end() :] if bullet else paragraph)
    if not has_letter(text):
        return None
    if bullet:
        return made(BlockKind.ITEM, text, level=1)
    style = heading_style(text)
    return made(BlockKind.HEADING if style else BlockKind.PARAGRAPH, text, style=style)


def made(kind: BlockKind, text: str, *, level: int = 0, label: str = "", style: str = "") -> Run:
    """Return a run that stands in no tree."""
    return Run(kind=kind, text=text, words=max(1, word_count(text)), level=level, label=label, style=style)


def heading_style(text: str) -> str:
    """Return why a line looks like a heading ("caps", "numbered"), "" where it does not."""
    words = len(text.split())
    number = NUMBER.match(text)
    # A number and capitals throughout together say so even of a long line.
    most = HEADING_WORDS * (2 if number and text.isupper() else 1)
    if words > most or text.endswith((".", ",", ";", "]")):
        return ""
    letters = sum(map(str.isalpha, text))
    if text.isupper() and letters >= 4 and not is_place(text):
        return "caps"
    named = text[number.end() :].strip(" -–—:.") if number and text[0] in _NUMBERED else ""
    return "numbered" if named[:1].isupper() and not text.endswith(":") else ""
