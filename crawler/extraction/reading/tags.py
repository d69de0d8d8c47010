"""HTML's tags by what they do to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DROPPED = frozenset({
    "applet", "area", "audio", "base", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe",
    "img", "input", "link", "map", "math", "meta", "noscript", "object", "option", "picture", "progress",
    "meter", "script", "select", "source", "style", "svg", "template", "textarea", "title", "track", "video",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "o:p", "output", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
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


def is_helper(element: HtmlElement) -> bool:
    """Tell inline text that only screen readers say: "opens in a new tab"."""
    names = element.get("class")
    return bool(names and element.tag in INLINE and _HELPER.search(names))
