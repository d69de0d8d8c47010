"""Whether a page stops before its end: the connection broke, or the server failed midway and says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.reading.kinds import Kind

if TYPE_CHECKING:
    from crawler.extraction.reading.reading import Reading

# Elements that have to be closed; what may be left open by the standard (p, li, td, body) says nothing.
_CLOSED = (
    "div",
    "section",
    "main",
    "article",
    "table",
    "ul",
    "ol",
    "dl",
    "header",
    "footer",
    "form",
    "script",
    "style",
)
_TAGS = re.compile(rf"<(/?)({'|'.join(_CLOSED)})(?=[\s/>])", re.IGNORECASE)
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_TAIL = 2_000  # letters at a page's end; in 2,649 real pages the last "</html>" begins 477 before it at most
# What a server writes into the page when it gives up on the rest.
_GAVE_UP = re.compile(
    # no error within an error: from the last of them the line is as near
    r"(?:Fatal|Parse) error(?:</b>)?\s?:(?:[^FP]|F(?!atal error)|P(?!arse error)){1,600}?on line (?:<b>)?\d+|"
    r"Uncaught (?:Error|\w*Exception)\b|"
    r"Traceback \(most recent call last\)|\bSQLSTATE\[|Maximum execution time of \d+ seconds exceeded",
    re.DOTALL,
)


def breaks_off(reading: Reading) -> bool:
    """Tell whether an HTML page stops before its end.

    Args:
        reading: the page.

    Returns:
        True where the server says that it failed, and where neither the page nor all that has to be closed in it is
        closed; False for whatever is no page.
    """
    if reading.kind is not Kind.HTML:
        return False
    markup = reading.markup or ""
    if _GAVE_UP.search(reading.bare):
        return True
    if _END.search(markup, max(0, len(markup) - _TAIL)):
        return False
    if markup.rfind("<") > markup.rfind(">"):
        return True
    opened = dict.fromkeys(_CLOSED, 0)
    for tag in _TAGS.finditer(markup):
        opened[tag[2].lower()] += -1 if tag[1] else 1
    return any(count > 0 for count in opened.values())
