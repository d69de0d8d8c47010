"""Labels of tabs: one heads its panel where nothing else does; the first panel stands under what is above the tabs."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import squash
from crawler.extraction.reading.runs import SENTENCE_WORDS
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.extraction.reading.runs import Page, Run

    _Labels = dict[int, tuple[int, Run] | None]

_NAMED = re.compile(r"(?<![a-z])tab(?:s|-?list)?(?![a-z])", re.IGNORECASE)
_PANEL = re.compile(r"(?<![a-z])tab[-_]{0,2}(?:panel|pane|content)(?![a-z])", re.IGNORECASE)
_FEWEST = 2  # labels; one alone chooses nothing
_HIGHEST = 2  # level of a panel's heading at most: below the page's title


def tab_labels(page: Page) -> _Labels:
    """Return the labels of tabs on a page.

    They stand beside each other in an element that says that it holds tabs (by its role, or that of two elements in
    it), or is named so and holds nothing but links within the page; and no panel stands in it, nor a sentence. A title
    above each panel, as accordions have it, is none, whatever its role.

    Args:
        page: as it was walked.

    Returns:
        By the place of each label's run, the heading of its panel and the place of the run before which that is to
        stand; None where the panel is the first, begins with a heading or the same words, or cannot be told.
    """
    strips = {index for index in _strips(page) if not page.nodes[index].mass}
    if not strips:
        return {}
    panels = _panels(page)
    held = list(_runs_in(page, panels).items())
    labels = {
        strip: places
        for strip, places in _runs_in(page, strips - page.around(panels)).items()
        if _are_labels(page, strip, places)
    }
    found: _Labels = {}
    starts = [panel for panel, _ in held]
    for (strip, places), end in zip(labels.items(), [*islice(labels, 1, None), len(page.nodes)], strict=False):
        own = held[bisect_left(starts, strip) : bisect_left(starts, end)]
        found |= dict.fromkeys(places) | (_headings(page, places, own) if len(own) == len(places) else {})
    return found


def _strips(page: Page) -> Iterator[int]:
    nodes = page.nodes
    seen: dict[int, int] = {}
    for index, node in enumerate(nodes):
        if node.role == "tablist" or (node.classes and _NAMED.search(node.classes)):
            yield index
        elif node.role == "tab":
            # a tab may stand in an element of its own, as the entry of a list
            for inner, around in ((index, node.parent), (node.parent, nodes[node.parent].parent)):
                if around > 0 and seen.setdefault(around, inner) != inner:
                    yield around


def _panels(page: Page) -> list[int]:
    """Return the panels in their order: what declares itself one, else the innermost of what is named so."""
    if declared := [index for index, node in enumerate(page.nodes) if node.role == "tabpanel"]:
        return declared
    named = [index for index, node in enumerate(page.nodes) if node.classes and _PANEL.search(node.classes)]
    around = page.around(page.nodes[index].parent for index in named)
    return [index for index in named if index not in around]


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


def _are_labels(page: Page, strip: int, places: list[int]) -> bool:
    runs = [page.runs[at] for at in places]
    if len(runs) < _FEWEST or any(run.words >= SENTENCE_WORDS or run.kind is BlockKind.ROW for run in runs):
        return False
    inside = page.nodes[strip : page.ends[strip] + 1]
    return any(node.role in {"tab", "tablist"} for node in inside) or all(run.anchored for run in runs)


def _headings(page: Page, places: list[int], held: list[tuple[int, list[int]]]) -> _Labels:
    """Return the headings of the panels behind the first, one for each label."""
    within = [page.runs[at] for _, runs in held for at in runs]
    level = max(_HIGHEST, min((run.level for run in within if run.style == "h"), default=_HIGHEST) - 1)
    found: _Labels = {}
    for at, (panel, runs) in list(zip(places, held, strict=True))[1:]:
        label, first = page.runs[at], page.runs[runs[0]]
        if first.kind is not BlockKind.HEADING and squash(label.text) != squash(first.text):
            said = label._replace(linked=0, anchored=False, node=panel, label="", is_pressed=False)
            found[at] = runs[0], said._replace(kind=BlockKind.HEADING, level=level, style="h")
    return found
