"""Which nodes of a page are residue: by what they call themselves, what stands in them, and what the watch knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.furniture.around_policy import menus_before_title
from crawler.extraction.furniture.prompts import asking_nodes
from crawler.extraction.furniture.widgets import widget_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extraction.reading.runs import Node, Page, Run

_MASS_SHARE = 0.3
_WIDGET = 80
# A menu may hold blurbs beside its links, but no policy has so many words of links in so few.
_MENU_LINKED = 60
_MENU_WORDS_A_LINK = 8
_CALL_WORDS_A_LINK = 12


def pruned_nodes(page: Page, recalled: Iterable[Run] = ()) -> frozenset[int]:
    """Return the nodes that are residue, by what they call themselves and by what stands in them.

    A node that holds a good part of the page's sentences is the policy, whatever its name; a consent manager never is.
    Where the watch knows its text, a node of which most is that text is never residue.

    Args:
        page: the walked page.
        recalled: the sentences of the page that were clauses of the last snapshot; none where too few were.
    """
    consent = sum(node.mass for node in page.nodes if node.residue == "consent")
    total = max(1, page.nodes[0].mass - min(consent, page.nodes[0].mass))
    controls = _controls(page)
    asking = asking_nodes(page)
    spared = _spared(page, recalled)
    pruned: set[int] = set()
    for index, node in enumerate(page.nodes):
        is_residue = index in asking or _is_residue(node, total, controls[index])
        if node.parent in pruned or (is_residue and index not in spared):
            pruned.add(index)
    for extra in (menus_before_title(page, pruned), widget_nodes(page, pruned)):
        pruned |= extra - spared
    return frozenset(pruned)


def _spared(page: Page, recalled: Iterable[Run]) -> set[int]:
    words = [0] * len(page.nodes)
    for run in recalled:
        words[run.node] += run.words
    page.add_up(words)
    return {index for index, node in enumerate(page.nodes) if words[index] * 2 > node.mass}


def _is_residue(node: Node, total: int, controls: int) -> bool:
    if node.residue == "consent" or _is_menu_or_call(node):
        return True
    if node.mass >= total * _MASS_SHARE:
        return False
    if node.residue in {"menu", "dialog"}:
        return True
    if node.residue and node.linked * 2 > node.words:
        return True
    return bool(controls and (node.residue or node.tag == "form")) and node.words <= _WIDGET


def _is_menu_or_call(node: Node) -> bool:
    if node.residue == "call":
        # A section may be called so too, but has more to say around its links.
        return node.linked * _CALL_WORDS_A_LINK >= node.words and node.words <= _WIDGET
    return node.residue in {"menu", "links"} and node.linked >= max(_MENU_LINKED, node.words / _MENU_WORDS_A_LINK)


def _controls(page: Page) -> list[int]:
    """Count the buttons and fields in each node."""
    counts = [node.controls for node in page.nodes]
    page.add_up(counts)
    return counts
