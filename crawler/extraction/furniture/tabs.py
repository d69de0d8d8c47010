"""Labels of tabs: one heads its panel where nothing else does; the first panel stands under what is above the tabs."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby, islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import squash
from crawler.extraction.reading.runs import SENTENCE_WORDS
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.extraction.reading.runs import Page, Run

    _Labels = dict[int, tuple[int, Run] | None]

_FEWEST = 2  # labels; one alone chooses nothing
_HIGHEST = 2  # level of a panel's heading at most: below the page's title
_DEEPEST = 6  # as in HTML, h1 to h6


def tab_labels(page: Page) -> _Labels:
    """Return the labels of tabs on a page.

    They are short and stand beside each other: in an element that holds tabs by its role or theirs, and no panel and
    nothing long; or as links within the page that lead, one after another, to elements side by side with sentences in
    them. A title above each panel, as accordions have it, is none, whatever its role.

    Args:
        page: as it was walked.

    Returns:
        By the place of each label's run, the heading of its panel and the place of the run before which that is to
        stand; None where the panel is the first, begins with a heading or the same words, or cannot be told. A run at
        the beginning of a panel that says the same words is a label that stands at its place.
    """
    found: _Labels = {}
    headed: set[int] = set()
    groups = [*_linked(page), *_declared(page)]
    beginnings = _Beginnings(page) if groups else None
    for places, panels in groups:
        if beginnings and found.keys().isdisjoint(places):
            found |= dict.fromkeys(places)
            if headed.isdisjoint(panels):
                found |= _headings(page, places, panels, beginnings)
                headed.update(panels)
    return found


def _declared(page: Page) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the labels in each element that holds tabs by its role or theirs, and the panels behind it."""
    strips = set(_strips(page))
    if not strips:
        return
    panels = [index for index, node in enumerate(page.nodes) if node.role == "tabpanel"]
    outer = list(_runs_in(page, panels))
    holds = _runs_in(page, strips - page.around(panels))
    labels = {strip: places for strip, places in holds.items() if _are_labels([page.runs[at] for at in places])}
    for (strip, places), end in zip(labels.items(), [*islice(labels, 1, None), len(page.nodes)], strict=False):
        yield places, outer[bisect_left(outer, strip) : bisect_left(outer, end)]


def _strips(page: Page) -> Iterator[int]:
    nodes = page.nodes
    seen: dict[int, int] = {}
    for index, node in enumerate(nodes):
        if node.role == "tablist":
            yield index
        elif node.role == "tab":
            # a tab may stand in an element of its own, as the entry of a list
            for inner, around in ((index, node.parent), (node.parent, nodes[node.parent].parent)):
                if around > 0 and seen.setdefault(around, inner) != inner:
                    yield around


def _runs_in(page: Page, chosen: Iterable[int]) -> dict[int, list[int]]:
    """Return the places of the runs in each of some elements; of those that stand in each other in the outermost."""
    outermost: dict[int, int] = {}
    for index in sorted(chosen):
        if index not in outermost:
            outermost |= dict.fromkeys(range(index, page.ends[index] + 1), index)
    held: dict[int, list[int]] = {}
    for at, run in enumerate(page.runs):
        if run.node in outermost:
            held.setdefault(outermost[run.node], []).append(at)
    return held


def _are_labels(runs: Sequence[Run]) -> bool:
    return len(runs) >= _FEWEST and all(run.words < SENTENCE_WORDS and run.kind is not BlockKind.ROW for run in runs)


def _linked(page: Page) -> Iterator[tuple[list[int], list[int]]]:
    """Yield links in a row that lead to elements side by side, and these elements."""
    aims = {at: name for at, name in page.aims.items() if at < len(page.runs) and page.runs[at].anchored}
    if len(aims) < _FEWEST:
        return
    places: dict[str, int] = {}
    for index, node in enumerate(page.nodes):
        if node.name and node.mass:
            places.setdefault(node.name, index)
    led = [(at, places[name]) for at, name in aims.items() if name in places]
    for _, together in groupby(enumerate(led), key=lambda one: (one[1][0] - one[0], page.nodes[one[1][1]].parent)):
        labels, panels = map(list, zip(*(pair for _, pair in together), strict=True))
        is_behind = panels[0] > page.runs[labels[-1]].node
        if is_behind and panels == sorted(set(panels)) and _are_labels([page.runs[at] for at in labels]):
            yield labels, panels


class _Beginnings:
    """How the elements of a page begin, worked out once for all.

    Args:
        page: as it was walked.
    """

    def __init__(self, page: Page) -> None:
        none = len(page.runs)
        self.first = [none] * len(page.nodes)
        self.level = [_HIGHEST + _DEEPEST] * len(page.nodes)
        for at, run in enumerate(page.runs):
            self.first[run.node] = min(self.first[run.node], at)
            if run.style == "h":
                self.level[run.node] = min(self.level[run.node], run.level)
        for index in range(len(page.nodes) - 1, 0, -1):
            around = page.nodes[index].parent
            self.first[around] = min(self.first[around], self.first[index])
            self.level[around] = min(self.level[around], self.level[index])


def _headings(page: Page, places: list[int], panels: list[int], beginnings: _Beginnings) -> _Labels:
    """Return the headings of the panels, where there is one panel for each label.

    A panel that begins with the words of its label has its title there, and one behind the first that has none is
    headed by its label.
    """
    if len(panels) != len(places):
        return {}
    highest = min(beginnings.level[panel] for panel in panels)
    level = _HIGHEST if highest > _DEEPEST else max(_HIGHEST, highest - 1)
    found: _Labels = {}
    for at, panel in zip(places, panels, strict=True):
        begins = beginnings.first[panel]
        label, first = page.runs[at], page.runs[begins]
        if first.kind is BlockKind.HEADING:
            continue
        if squash(label.text) == squash(first.text):
            found[begins] = begins, _as_heading(first, first.node, min(level, max(1, highest - 1)))
        elif at != places[0]:
            found[at] = begins, _as_heading(label, panel, level)
    return found


def _as_heading(run: Run, node: int, level: int) -> Run:
    said = run._replace(linked=0, anchored=False, node=node, label="", is_pressed=False)
    return said._replace(kind=BlockKind.HEADING, level=level, style="h")
