"""What a page declares of itself: its language."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_METAS = 200  # of a page; 2,649 real ones have 70 at most


def declared_language(root: HtmlElement) -> str:
    """Return the language a page declares: its root's, else its head's; "" where it declares none."""
    own = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if own:
        return own
    said = {
        (meta.get("http-equiv") or meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in islice(root.iter("meta"), _MAX_METAS)
    }
    body = root.find("body")
    named = (said.get(name, "") for name in ("content-language", "language", "og:locale", "dc.language"))
    return next(filter(None, named), "") or (body.get("lang") or "" if body is not None else "")
