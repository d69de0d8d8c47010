"""What the style elements of a page make it show that stands in no text: words before and after, numbers, strokes."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.tag_forms import without_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extraction.reading.reading import Reading

_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^;{}\"'])*+"
# What may say something: no alignment, nothing between quotation marks, no bullets.
_DECLARED = {
    "content": re.compile(r"content\s*:(?=[^;{}]{0,200}?(?:[\"'][^\"'\s]|\())" + _VALUE),
    "counter-": re.compile(r"counter-(?:reset|set|increment)\s*:" + _VALUE),
    "list-style": re.compile(
        r"list-style(?:-type)?\s*:(?![^;{}\"'(]{0,60}(?:none|disc|circle|square|inherit))" + _VALUE
    ),
    "line-through": re.compile("line-through" + _VALUE),
}
_PSEUDO = re.compile(r":(?:before|after|marker)", re.IGNORECASE)  # nothing else is given words
_ICON = re.compile(r"\\(?:e|f)[\da-f]{3}(?![\da-f])|\\f[\da-f]{4}(?![\da-f])|[\ue000-\uf8ff]", re.IGNORECASE)
_READ = re.compile(r"(?:attr\(\s*(data-[\w-]+)|var\(\s*(--[\w-]+))", re.IGNORECASE)
_REACH = 1_000  # characters in which a selector stands before what it declares; a guess
_MOST_NAMES = 50  # that are looked for in a page, one by one; a guess


def style_marks(reading: Reading) -> Iterator[str]:
    """Yield what the style elements of a page write, with where they write it, and what they read from attributes.

    Icons of a font are left out, for they say nothing and are given anew with each build.

    Args:
        reading: the page.
    """
    names: dict[str, None] = {}
    for sheet in reading.styles:
        declared = (declared for beginning, declared in _DECLARED.items() if beginning in sheet)
        for found in (found for one in declared for found in one.finditer(sheet)):
            if (around := _around(sheet, found.start())) is not None:
                said = _ICON.sub("", found[0])
                yield f"{around}{said}"
                names |= dict.fromkeys(name for pair in _READ.findall(said) for name in pair if name)
    for name in islice(names, _MOST_NAMES):
        yield from _values(reading.visible, name)


def _around(sheet: str, place: int) -> str | None:
    """Return the selector before what begins at a place; None where nothing is declared there that shows."""
    opening, brace, inside = sheet[max(0, place - _REACH) : place].rpartition("{")
    selector = without_numbers(opening[max(opening.rfind(sign) for sign in "{};") + 1 :].strip())
    name = inside.rpartition(";")[2].strip()
    if sheet.startswith("line-through", place):
        return f"{selector}{brace}{name}" if name.startswith("text-decoration") else None
    is_written = not name and (not sheet.startswith("content", place) or _PSEUDO.search(selector))
    return f"{selector}{brace}" if is_written else None


def _values(markup: str, name: str) -> list[str]:
    """Return what an attribute or a variable holds wherever it stands; as sheets write it, so do pages."""
    if name not in markup:
        return []
    return re.findall(rf"{re.escape(name)}\s*[=:]\s*(?:\"[^\"]*\"|'[^']*'|[^\s;>]*)", markup)
