"""Buttons that open a panel: most head what they open, some only bid to open it or choose among several."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import TOGGLE
from crawler.extraction.furniture.tabs import tab_labels
from crawler.extraction.reading.look_headings import with_headings
from crawler.extraction.reading.printed_lines import with_paragraphs
from crawler.extraction.reading.runs import Button, Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extraction.reading.runs import Node, Run

_BUTTON = "button"  # what unfolds a panel by its tag
_TRIM = " .…+-–»>"


def _is_bid(run: Run) -> bool:
    """Tell whether a run only bids a reader to open what is folded."""
    return (run.is_pressed or run.style == _BUTTON) and _only_unfolds(run.text)


def settled(page: Page, title: str = "") -> Page:
    """Return a page whose paragraphs are whole and whose headings are headings.

    "Expand all" and "Read more" stand among its buttons; so do the labels of tabs, but for those that head a panel.

    Args:
        page: as it was walked; it is left as it is.
        title: what the page calls itself, "" where that is of no matter.
    """
    return with_headings(_without_bids(with_paragraphs(page)), title)


def _without_bids(page: Page) -> Page:
    labels = tab_labels(page)
    gone = [at for at, run in enumerate(page.runs) if at in labels or _is_bid(run)]
    if not gone:
        return page
    begun = dict(filter(None, labels.values()))
    put = sorted(begun)

    def moved(at: int) -> int:
        return at - bisect_left(gone, at) + bisect_left(put, at)

    buttons = [button._replace(at=moved(button.at)) for button in page.buttons]
    buttons += [Button(page.runs[at].text, page.runs[at].node, moved(at)) for at in gone if labels.get(at) is None]
    out = set(gone)
    runs: list[Run] = []
    for at, run in enumerate(page.runs):
        runs += [begun[at]] if at in begun else []
        runs += [] if at in out else [run]
    return Page(
        runs=runs,
        nodes=_recounted(page, [page.runs[at] for at in gone], begun.values()),
        buttons=sorted(buttons, key=lambda button: button.at),
        struck=[struck._replace(at=moved(struck.at)) for struck in page.struck],
    )


def _recounted(page: Page, gone: Iterable[Run], put: Iterable[Run]) -> list[Node]:
    """Return the nodes without the words of some runs, and with those of others."""
    words, linked, mass = ([0] * len(page.nodes) for _ in range(3))
    for sign, runs in ((-1, gone), (1, put)):
        for run in runs:
            words[run.node] += sign * run.words
            linked[run.node] += sign * run.linked
            mass[run.node] += sign * run.words * run.is_sentence
    for counts in (words, linked, mass):
        page.add_up(counts)
    return [
        replace(node, words=node.words + words[at], linked=node.linked + linked[at], mass=node.mass + mass[at])
        if words[at] or linked[at]
        else node
        for at, node in enumerate(page.nodes)
    ]


def _only_unfolds(text: str) -> bool:
    return TOGGLE.fullmatch(text.casefold().strip(_TRIM)) is not None
