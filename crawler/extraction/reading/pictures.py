"""What pictures say in a text's place: addresses, answers, signs in the cells of a table."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

WORDLESS = frozenset({"img", "svg"})
"""Elements without text of their own that may say something."""
_LABELLED = ("i", "img", "span", "svg")
_ASKING = (":", "?", "：", "？")
_ENDING = 20  # characters of a text that are looked at for its end, which may be white space
_LONGEST = 100  # characters of what a picture says; a guess: a longer one describes, and answers nothing
_MOST_INSIDE = 200  # elements of a cell or a drawing that are looked through
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


def asks(text: str) -> bool:
    """Tell whether a text ends in what a picture may answer: "Do we share this? [Yes]"."""
    return text[-_ENDING:].rstrip().endswith(_ASKING)


def words_of(element: HtmlElement, said: Mapping[str, str], *, asked: bool) -> str:
    """Return what a picture or a drawing says within a text, "" where that is nothing.

    Args:
        element: one of `WORDLESS`.
        said: its attributes.
        asked: whether the text before it ends in a question or a colon.

    Returns:
        The text of a drawing; of a picture its address of e-mail, or its words where they answer what stands before.
    """
    if element.tag == "svg":
        texts = islice(element.iter("text"), _MOST_INSIDE)
        return " ".join(fold("".join(islice(text.itertext(), _MOST_INSIDE))) for text in texts)
    words = _label(said)
    return words if words and (asked or _ADDRESS.fullmatch(words)) else ""


def words_in(cell: HtmlElement) -> str:
    """Return what the pictures and icons say in a cell that has no text."""
    labels = (_label(dict(element.items())) for element in islice(cell.iter(*_LABELLED), _MOST_INSIDE))
    return " ".join(filter(None, labels))


def _label(said: Mapping[str, str]) -> str:
    words = fold(said.get("alt") or said.get("aria-label") or "")
    return words if len(words) <= _LONGEST else ""
