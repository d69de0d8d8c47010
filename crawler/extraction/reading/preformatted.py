"""Text of which the page shows the line breaks: `<pre>`, and what a style or a class makes like it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.paragraphs import BULLET, is_wrapped, starts_anew
from crawler.extraction.reading.pieces import BREAK, LINES, WRAPPED
from crawler.extraction.reading.plain import HEADING_WORDS, heading_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.html import HtmlElement

    from crawler.extraction.reading.pieces import Piece, Segment

_STYLE = re.compile(r"white-space\s*:\s*(?:pre(?:-line|-wrap)?|break-spaces)\b", re.IGNORECASE)
_CLASS = re.compile(r"(?<![\w-])(?:(?:white-?space|ws)-)?pre-?(?:line|wrap)(?![\w-])|whitespace-pre(?![\w-])")
_MOST = 5_000  # pieces of text that are looked through for where they break; a guess: the longest texts have hundreds
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_ENDED = re.compile(r"[.!?:;。！？：；]['\"”’»)\]]*$")
_ITEM = re.compile(r"\(?\w{1,3}\)")
_SAID = 5  # words of a line that may end what stood above a heading; a guess
_TAIL = 8  # letters in which a line's end shows


def shows_lines(said: Mapping[str, str], tag: str) -> bool:
    """Tell whether a page shows the line breaks in an element, by its tag, style or class."""
    if tag == "pre":
        return True
    style, names = said.get("style"), said.get("class")
    return bool((style and _STYLE.search(style)) or (names and "pre" in names and _CLASS.search(names)))


def flags_of(element: HtmlElement) -> int:
    """Return the flags of the text in such an element: whether its lines break at a column."""
    text = "".join(islice(element.itertext(), _MOST))
    return LINES | WRAPPED if is_wrapped(text.splitlines()) else LINES


def line_segments(text: str, flags: int) -> list[Segment]:
    """Return a text with its line breaks as breaks.

    An empty line parts paragraphs. Of lines broken at a column only what clearly begins anew does; of others each line
    break counts as `<br>` does.
    """
    segments: list[Segment] = []
    for number, paragraph in enumerate(_BLANK.split(text)):
        segments += [("\n", BREAK), ("\n", BREAK)] if number else []
        width, before = 0, ""
        for at, line in enumerate(paragraph.split("\n")):
            if at and flags & WRAPPED:
                is_new = bool(before and line.strip()) and starts_anew(before, line.strip(), width)
                segments += [("\n", BREAK), ("\n", BREAK)] if is_new else [(" ", flags)]
            elif at:
                segments.append(("\n", BREAK))
            segments.append((line, flags))
            before = line.strip() or before
            width = max(width, len(before))
    return segments


def headed(pieces: Sequence[Piece]) -> list[str]:
    """Return for each line of such a text why it is a heading: numbered, or short above a sentence and below an end."""
    return [_heads(pieces, at) for at in range(len(pieces))]


def _heads(pieces: Sequence[Piece], at: int) -> str:
    piece = pieces[at]
    if piece.is_bold or piece.linked or at + 1 == len(pieces) or BULLET.match(piece.text) or _ITEM.match(piece.text):
        return ""
    below = pieces[at + 1]
    is_short = piece.words <= HEADING_WORDS and not piece.text.endswith((".", ",", ";", ":", "!"))
    is_said = below.words > piece.words and _ENDED.search(below.text[-_TAIL:]) is not None
    if not (is_short and is_said) or piece.text[0].islower():
        return ""
    return "line" if heading_style(piece.text) == "numbered" or at == 0 or _is_end(pieces[at - 1]) else ""


def _is_end(above: Piece) -> bool:
    """Tell whether a line may be the last above a heading: the end of a sentence, or an item."""
    is_sentence = above.words >= _SAID and _ENDED.search(above.text[-_TAIL:]) is not None
    return is_sentence or BULLET.match(above.text) is not None
