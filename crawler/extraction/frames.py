"""Frames of other addresses: where a page shows next to nothing, its text may stand in one of them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.links import base_of, joined
from crawler.extraction.reading.letters import fold
from monitor.core.errors import InvalidInputError
from monitor.core.policy_terms import has_policy_word
from monitor.core.urls import LONGEST, normalise_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.extraction.reading.reading import Reading

_SOURCES = {"iframe": "src", "frame": "src", "object": "data", "embed": "src"}
_MOST = 30  # frames that are looked at; 2,649 real pages have 11 at most
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)", re.IGNORECASE
)
_TINY = frozenset({"0", "1", "0px", "1px"})
_NO_LETTERS = re.compile(r"[\W\d_]+")
_ANY = "https:"  # what an address without a scheme is taken for on a page of unknown address
_NAMES = ("title", "name", "id", "class")


def framed_address(reading: Reading) -> str:
    """Return the address of the frame in which a page's text seems to stand, "" where there is none.

    That is one a reader sees, and whose address or name speaks of a policy. Of several it is the first.

    Args:
        reading: the page.
    """
    tree = reading.tree
    if tree is None:
        return ""
    base = base_of(tree.root, reading.url)
    for frame in islice(tree.root.iter(*_SOURCES), _MOST):
        source = (frame.get(_SOURCES[str(frame.tag)]) or frame.get("data-src") or "").strip()
        if not 0 < len(source) <= LONGEST or _is_hidden(frame) or not _may_hold_policy(frame, source):
            continue
        try:
            return normalise_url(joined(base or _ANY, source))
        except InvalidInputError:
            continue
    return ""


def _may_hold_policy(frame: HtmlElement, source: str) -> bool:
    named = fold(" ".join([source, *((frame.get(name) or "")[:LONGEST] for name in _NAMES)]))
    return source.lower().endswith(".pdf") or has_policy_word(_NO_LETTERS.sub(" ", named))


def _is_hidden(frame: HtmlElement) -> bool:
    if frame.get("hidden") is not None or frame.get("width") in _TINY or frame.get("height") in _TINY:
        return True
    return _HIDDEN.search((frame.get("style") or "")[:LONGEST]) is not None
