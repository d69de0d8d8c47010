"""What stands close to the element that holds the policy, in plain elements that call themselves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.reading.runs import Page

# How many plain elements may stand between a clause and the container that it was put beside.
_APART = 3
SECTION_APART = 5
"""The same for what has a heading of the policy's rank: cards in a grid in a box. No real page of 1,128 differs, while
single sentences so far away are notes of the site on two of them."""


def close_nodes(scene: Scene, region: int, apart: int = _APART) -> set[int]:
    """Return the nodes close to the policy's container, where a clause may stand that was not put into it.

    They are a few plain elements away, those that only wrap another not counted, none of which is furniture by name or
    has buttons or fields. An author in a hurry writes below the last block, whatever element that is.

    Args:
        scene: the page, with the verdicts on its elements.
        region: the policy's container.
        apart: how many plain elements may stand between.
    """
    page = scene.page
    around = page.ancestors(region)
    meetings = _meetings(page, around)
    layers: dict[int, frozenset[int]] = dict.fromkeys(meetings, frozenset())
    for index, node in enumerate(page.nodes):
        if index in meetings or node.parent not in layers:
            continue
        if (index in scene.names or scene.controls[index]) and index not in scene.speaking:
            continue
        # page builders wrap at will: an element around another that holds nothing more counts once
        found = layers[node.parent] | {node.words}
        if len(found) <= apart:
            layers[index] = found
    return set(layers)


def _meetings(page: Page, around: Sequence[int]) -> set[int]:
    """Return the nodes around the region in which a clause of the policy's may stand beside it."""
    counts: set[int] = set()
    found: set[int] = set()
    within = False
    for node in around:
        if len(counts) <= _APART:
            found.add(node)
        counts.add(page.nodes[node].words)
    for node in reversed(around):
        within = within or page.nodes[node].tag in {"main", "article"}
        if within:
            found.add(node)
    return found
