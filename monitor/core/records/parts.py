"""Parts of a page: what a look before watching says of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """A part of a page that may be watched by itself.

    Args:
        name: what an address gives after "#", decoded.
        title: what it calls itself.
        kind: of document, one of `WATCH_KINDS`.
        words: how many it has; of one in the state of scripts, counted up to 150.
    """

    name: str
    title: str
    kind: str
    words: int
