"""Letters that a page hides within a word, as in an address to be kept from robots: no reader sees them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.tags import INLINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_HOLDERS = ("span", "b", "i", "em", "strong", "small", "font", "u", "code", "a")
_LONGEST = 40  # letters that are hidden within a word; a guess: an address of more is none that people write
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![\d.]))", re.IGNORECASE)
_DECIDES = re.compile(r"(?:display|visibility|font-size)\s*:", re.IGNORECASE)
_LONGEST_STYLE = 2_000  # characters of a style that are looked through; a guess
_BRACE = re.compile(r"([{}])")
_SIMPLE = re.compile(r"(?:[a-z]+)?([.#][\w-]+)", re.IGNORECASE)
_MOST_PIECES = 50  # of the text of a neighbour


def drop_unseen(root: HtmlElement, styles: Iterable[str]) -> None:
    """Take the letters out of a page that it hides within a word, by an attribute, a style, or a class of its sheets.

    Only what stands between other letters without a blank is meant: whatever else a page hides it may unfold.

    Args:
        root: the page; it is changed.
        styles: what its style elements hold, read only where a word is parted by an element with a class or a name.
    """
    by_class: set[str] | None = None
    for element in root.iter(*_HOLDERS):
        text = element.text
        if not text or len(element) or len(text) > _LONGEST or any(map(str.isspace, text)) or not _is_within(element):
            continue
        is_unseen = element.get("hidden") is not None or _hides(element.get("style") or "")
        if not is_unseen and (names := _names(element)):
            by_class = _hidden_by(styles) if by_class is None else by_class
            is_unseen = not by_class.isdisjoint(names)
        if is_unseen:
            element.text = None


def _hides(style: str) -> bool:
    return _HIDDEN.search(style[:_LONGEST_STYLE]) is not None


def _names(element: HtmlElement) -> set[str]:
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return names | ({f"#{name}"} if (name := element.get("id")) else set())


def _is_within(element: HtmlElement) -> bool:
    """Tell whether letters stand right before and right behind an element."""
    before, parent, behind = element.getprevious(), element.getparent(), element.getnext()
    around = "" if parent is None else parent.text or ""
    left = around if before is None else before.tail or _said(before)
    right = element.tail or ("" if behind is None else _said(behind))
    return bool(left and right) and not (left[-1].isspace() or right[0].isspace())


def _said(neighbour: HtmlElement) -> str:
    if neighbour.tag not in INLINE or neighbour.tag == "br":
        return ""
    return "".join(islice(neighbour.itertext(), _MOST_PIECES))


def _hidden_by(styles: Iterable[str]) -> set[str]:
    """Return the classes and identifiers that sheets hide, but for what they hide on paper or small screens only."""
    hidden: set[str] = set()
    for sheet in styles:
        depth, selectors = 0, ""
        for piece in _BRACE.split(sheet):
            if piece == "{":
                depth += 1
            elif piece == "}":
                depth = max(0, depth - 1)
            elif depth == 0:
                selectors = piece
            elif depth == 1 and _DECIDES.search(piece):
                named = selectors.rpartition(";")[2].rpartition("*/")[2].split(",")
                names = {found[1] for one in named if (found := _SIMPLE.fullmatch(one.strip()))}
                (hidden.update if _HIDDEN.search(piece) else hidden.difference_update)(names)
    return hidden
