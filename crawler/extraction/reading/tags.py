"""HTML's tags by what they do to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DROPPED = frozenset({
    "annotation", "annotation-xml", "applet", "area", "audio", "base", "canvas", "datalist", "embed", "frame",
    "frameset", "head", "iframe", "img", "input", "link", "map", "meta", "noscript", "object", "option", "picture",
    "progress", "meter", "script", "select", "source", "style", "svg", "template", "textarea", "title", "track",
    "video",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "o:p", "output", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    # formulas
    "math", "mfrac", "mi", "mn", "mo", "mover", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup",
    "msup", "mtext", "munder", "munderover", "semantics",
})  # fmt: skip
STRUCK = frozenset({"del", "s", "strike"})
FIELDS = frozenset({"input", "select", "textarea"})
LISTS = frozenset({"ol", "ul", "menu", "dir"})
BOLD_TAGS = frozenset({"b", "strong"})
HEADINGS = {f"h{n}": n for n in range(1, 7)}
BREAKING = frozenset({
    "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
_HELPER = re.compile(
    r"(?<![a-z])(?:sr-only|visually-?hidden|screen-reader(?:-text)?|assistive-text|a11y-hidden)(?![a-z])", re.IGNORECASE
)


# Nothing that a page fades in, slides in or unfolds: real pages show whole policies that begin with "opacity: 0".
_OFF_SCREEN = re.compile(
    r"position:\s*(?:absolute|fixed)\b(?=.{0,200}(?:(?:left|top|right):\s*-\d{4}|clip:\s*rect\(\s*[01]))|"
    r"(?:(?:left|top|right):\s*-\d{4}|clip:\s*rect\(\s*[01]).{0,200}position:\s*(?:absolute|fixed)\b"
)
_DECORATION = re.compile(r"text-decoration(?:-line)?\s*:\s*([^;]*)")
_LONGEST_STYLE = 2_000  # characters of a style that are looked through; a guess


def is_helper(tag: str, said: Mapping[str, str]) -> bool:
    """Tell inline text that only screen readers say, by its tag and attributes: "opens in a new tab"."""
    if tag not in INLINE:
        return False
    names, style = said.get("class"), said.get("style")
    return bool((names and _HELPER.search(names)) or (style and _OFF_SCREEN.search(style[:_LONGEST_STYLE].lower())))


def is_struck(tag: str, style: str) -> bool:
    """Tell what is struck out, by its tag and style: it is shown as what no longer holds."""
    if not style:  # as most
        return tag in STRUCK
    said = _DECORATION.findall(style[:_LONGEST_STYLE].lower()) if "text-decoration" in style else None
    return tag in STRUCK if not said else "line-through" in said[-1]
