"""Marks by which a text leads to its notes, as a reader sees them: raised, and no part of the sentence."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.emails import shown_within
from crawler.extraction.reading.raised import as_raised, is_figure, is_letter, may_be_marked
from crawler.extraction.reading.tags import INLINE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_LONGEST_STYLE = 2_000  # characters of a style that are looked through; a guess
_NOTE_MARK = r"\s*(\[?(?:[1-9]\d{0,2}|[a-z])\]?)"
_NOTE, _NOTE_LINK = re.compile(rf"{_NOTE_MARK}\s+(?=\S)", re.ASCII), re.compile(rf"{_NOTE_MARK}\s*", re.ASCII)
_MOST_INSIDE = 5  # elements in a mark: a link, and what it is set in
_MOST_PIECES = 50  # of the text of a neighbour


def raise_marks(root: HtmlElement) -> None:
    """Write the marks that a page raises, and those that lead to its notes, as raised ones: "data¹" for "data1".

    A mark is a figure, or a letter behind a word or at the beginning of a note: that of "n<sup>o</sup>"
    is part of a word. A link within the page leads to a note where it says no more than a mark and stands right behind
    a word, or behind a blank and in brackets; that of "section 4" does not. The blank before a raised mark goes.

    Args:
        root: the page; it is changed.
    """
    marks: dict[str, None] = {}
    for element in list(root.iter("sup", "a", "span")):
        if not _may_be_mark(element):
            continue
        text = shown_within(element, most=_MOST_INSIDE)
        if text and _is_mark(element, text):
            _unspace(element)
            for child in list(element):
                element.remove(child)
            element.text = as_raised(text)
            marks[element.text.strip()] = None
    if len(marks) > 1:
        _raise_notes(root, tuple(marks))


def _may_be_mark(element: HtmlElement) -> bool:
    if element.tag == "sup":
        return True
    if element.tag == "a":
        target = element.get("href") or ""
        return target.startswith("#") and len(target) > 1
    return _SUPER.search((element.get("style") or "")[:_LONGEST_STYLE]) is not None


def _is_mark(element: HtmlElement, text: str) -> bool:
    if is_figure(text):
        return element.tag != "a" or _is_behind_word(_said_before(element), text)
    if not is_letter(text):
        return False
    said = _said_before(element)
    if element.tag == "a" and not _is_behind_word(said, text):
        return False
    return may_be_marked(said) or (element.tag != "a" and not said.strip())


def _said_before(element: HtmlElement) -> str:
    """Return the text right before an element, "" at the beginning of a block."""
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        return "" if parent is None else parent.text or ""
    return before.tail or ("".join(islice(before.itertext(), _MOST_PIECES)) if before.tag in INLINE else "")


def _is_behind_word(said: str, mark: str) -> bool:
    """Tell whether the link that is a mark stands behind a word: right behind it, or a blank and in a bracket."""
    before = said.rstrip() if mark.lstrip().startswith("[") else said
    return bool(before) and not (before[-1].isspace() or before[-1].isdigit())


def _raise_notes(root: HtmlElement, marks: tuple[str, ...]) -> None:
    """Raise the marks of notes that the page does not: blocks one after another that begin with all marks in order."""
    together: list[tuple[HtmlElement, HtmlElement, re.Match[str]]] = []
    for block in root.iter("p", "div", "li"):
        # a mark may be a link back to where it stands in the text
        first = block[0] if len(block) and block[0].tag == "a" and not (block.text or "").strip() else block
        found = _NOTE.match(first.text or "") if first is block else _NOTE_LINK.fullmatch(first.text or "")
        if found is None:
            continue
        if not (together and block.getprevious() is together[-1][0]):
            together = []
        together.append((block, first, found))
        if len(together) == len(marks) and tuple(as_raised(note[1]) for _, _, note in together) == marks:
            for _, said, note in together:
                said.text = f"{as_raised(note[1])}{(said.text or '')[note.end(1) :]}"


def _unspace(element: HtmlElement) -> None:
    """Take the blank between a mark and the words before it."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        is_in_line = before.tag in INLINE and before.tag != "br"
        before.tail = (before.tail or "").rstrip() if is_in_line or (before.tail or "").strip() else before.tail
    elif parent is not None and (parent.text or "").strip():
        parent.text = (parent.text or "").rstrip()
