"""What in the markup heads what follows: tags and roles of headings, what opens a panel, a line that looks like one."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.tags import FIELDS, HEADINGS
from monitor.core.postal import is_place, is_postal_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_TOGGLE = re.compile(r"accordion|collaps|toggle|faq|expand|tab(?![a-z])|disclosure|panel", re.IGNORECASE)
_OPENING = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target", "data-bs-target")
# What a link or a label opens that is no panel of the text.
_ELSEWHERE = frozenset({"dropdown", "modal", "offcanvas", "popover", "tab", "pill", "tooltip"})
_MAX_BOLD_WORDS = 16  # words of a bold line that is one; halved or doubled, 5 and 0 of 25 real pages differ


def heading_of(said: Mapping[str, str], tag: str) -> tuple[int, str] | None:
    """Return the level and the style of the heading that an element is by its tag, its role or what it opens.

    Args:
        said: its attributes.
        tag: its tag.
    """
    if tag in HEADINGS:
        return HEADINGS[tag], "h"
    if tag == "summary":
        return 0, "button"
    if tag in {"dt", "legend"}:
        return 0, "term"
    role = said.get("role")
    if role == "heading":
        level = said.get("aria-level") or "2"
        return (int(level) if level in "123456" and len(level) == 1 else 2), "h"
    return (0, "button") if role == "button" and opens_panel(said) else None


def is_around_fields(legend: HtmlElement) -> bool:
    """Tell whether what a legend heads is to be filled in, and no text."""
    group = legend.getparent()
    return group is not None and next(islice(group.iter(*FIELDS), 1), None) is not None


def is_named_toggle(names: str) -> bool:
    """Tell whether classes are those of what folds and unfolds, or of what stands around it."""
    return _TOGGLE.search(names) is not None


def is_toggle(said: Mapping[str, str]) -> bool:
    """Tell a button that opens a panel, and so heads it, from one that does something."""
    return any(name in said for name in _OPENING) or is_named_toggle(said.get("class", ""))


def opens_panel(said: Mapping[str, str]) -> bool:
    """Tell the same of what is no button: a menu or a dialog is no panel that it heads, nor is that of a tab.

    Args:
        said: its attributes.
    """
    what = said.get("data-toggle") or said.get("data-bs-toggle") or ""
    if what in _ELSEWHERE or said.get("role") == "tab":
        return False
    is_menu = said.get("aria-haspopup", "false") not in {"false", ""}
    return is_named_toggle(said.get("class", "")) if is_menu else is_toggle(said)


def heads_panel(said: Mapping[str, str], tag: str) -> bool:
    """Tell a link or the label of a hidden box that opens a panel.

    Args:
        said: its attributes.
        tag: its tag.
    """
    if tag == "label":
        return "for" in said and is_named_toggle(said.get("class", ""))
    return ("aria-expanded" in said or "collapse" in {said.get("data-toggle"), said.get("data-bs-toggle")}) and (
        opens_panel(said)
    )


def looks_like_heading(text: str, words: int, *, bold: bool) -> str:
    """Return why a line looks like a heading ("bold", "caps"), "" where it does not."""
    if words > _MAX_BOLD_WORDS or text.endswith((",", ";", "]")):  # in brackets stands what is to be filled in
        return ""
    is_bold = bold and not text.endswith("…") and (not text.endswith(".") or text[0].isdigit())
    is_caps = text.isupper() and sum(map(str.isalpha, text)) >= 4 and not text.endswith(".")
    if not (is_bold or is_caps) or is_place(text) or is_postal_address(text):
        return ""
    return "bold" if is_bold else "caps"
