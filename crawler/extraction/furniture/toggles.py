"""Buttons that open a panel: most head what they open, some only bid to open it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import TOGGLE
from crawler.extraction.reading.runs import Button, Page

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Node

_BUTTON = "button"  # what unfolds a panel by its tag
_TRIM = " .…+-–»>"


def settled(page: Page) -> Page:
    """Return a page whose headings are headings: "Expand all" and "Read more" stand among its buttons.

    Args:
        page: as it was walked; it is left as it is.
    """
    gone = [
        at for at, run in enumerate(page.runs) if (run.is_pressed or run.style == _BUTTON) and _only_unfolds(run.text)
    ]
    if not gone:
        return page
    taken = [page.runs[at] for at in gone]
    pressed = [Button(run.text, run.node, gone[before] - before) for before, run in enumerate(taken)]
    others = [button._replace(at=button.at - bisect_left(gone, button.at)) for button in page.buttons]
    words, mass = [0] * len(page.nodes), [0] * len(page.nodes)
    for run in taken:
        words[run.node] += run.words
        mass[run.node] += run.words if run.is_sentence else 0
    page.add_up(words)
    page.add_up(mass)
    out = set(gone)
    return Page(
        runs=[run for at, run in enumerate(page.runs) if at not in out],
        nodes=[_less(node, *less) for node, *less in zip(page.nodes, words, mass, strict=True)],
        buttons=sorted([*others, *pressed], key=lambda button: button.at),
        struck=[struck._replace(at=struck.at - bisect_left(gone, struck.at)) for struck in page.struck],
    )


def _less(node: Node, words: int, mass: int) -> Node:
    return replace(node, words=node.words - words, mass=node.mass - mass) if words else node


def _only_unfolds(text: str) -> bool:
    return TOGGLE.fullmatch(text.casefold().strip(_TRIM)) is not None
