"""Marks by which a text leads to its notes, as a reader sees them: raised, and no figures of the sentence."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.emails import shown_within
from crawler.extraction.reading.raised import as_raised, is_figure
from crawler.extraction.reading.tags import INLINE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_LONGEST_STYLE = 2_000  # characters of a style that are looked through; a guess
_MOST_INSIDE = 5  # elements in a mark: a link, and what it is set in
_MOST_PIECES = 50  # of the text of a neighbour


def raise_marks(root: HtmlElement) -> None:
    """Write the figures that a page raises, and those that lead to its notes, as raised figures: "data¹" for "data1".

    A link within the page leads to a note where it says no more than a figure and stands right behind a word; that of
    "section 4" does not. The blank before a raised figure goes.

    Args:
        root: the page; it is changed.
    """
    for element in list(root.iter("sup", "a", "span")):
        if not _may_be_mark(element):
            continue
        text = shown_within(element, most=_MOST_INSIDE)
        if text and is_figure(text) and (element.tag != "a" or _is_behind_word(element)):
            _unspace(element)
            for child in list(element):
                element.remove(child)
            element.text = as_raised(text)


def _may_be_mark(element: HtmlElement) -> bool:
    if element.tag == "sup":
        return True
    if element.tag == "a":
        target = element.get("href") or ""
        return target.startswith("#") and len(target) > 1
    return _SUPER.search((element.get("style") or "")[:_LONGEST_STYLE]) is not None


def _is_behind_word(link: HtmlElement) -> bool:
    before, parent = link.getprevious(), link.getparent()
    if before is None:
        said = "" if parent is None else parent.text or ""
    else:
        said = before.tail or ("".join(islice(before.itertext(), _MOST_PIECES)) if before.tag in INLINE else "")
    return bool(said) and not (said[-1].isspace() or said[-1].isdigit())


def _unspace(element: HtmlElement) -> None:
    """Take the blank between a mark and the words before it."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        is_in_line = before.tag in INLINE and before.tag != "br"
        before.tail = (before.tail or "").rstrip() if is_in_line or (before.tail or "").strip() else before.tail
    elif parent is not None and (parent.text or "").strip():
        parent.text = (parent.text or "").rstrip()
