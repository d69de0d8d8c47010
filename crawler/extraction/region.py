"""Where on the page the policy stands: the smallest node that holds nearly all sentence-like text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.extraction.runs import Node, Page, Run

_REGION_SHARE = 0.9
_MASS_SHARE = 0.3
_SMALL = 40
_WIDGET = 80


def pruned_nodes(page: Page) -> frozenset[int]:
    """Return the nodes that are residue, by what they call themselves and by what stands in them.

    A node that holds a good part of the page's sentences is the policy, whatever its name; a consent manager never is.
    """
    consent = sum(node.mass for node in page.nodes if node.residue == "consent")
    total = max(1, page.nodes[0].mass - min(consent, page.nodes[0].mass))
    pruned: set[int] = set()
    for index, node in enumerate(page.nodes):
        if node.parent in pruned or (node.residue and _is_residue(node, total)):
            pruned.add(index)
    return frozenset(pruned)


def _is_residue(node: Node, total: int) -> bool:
    if node.residue == "consent":
        return True
    if node.mass >= total * _MASS_SHARE:
        return False
    if node.residue in {"menu", "dialog"}:
        return True
    if node.linked * 2 > node.words:
        return True
    return bool(node.controls) and node.words <= _WIDGET


def kept_runs(page: Page, pruned: frozenset[int]) -> tuple[int, list[Run]]:
    """Return the region's node and all runs outside residue, in order."""
    return region_node(page, pruned), [run for run in page.runs if run.node not in pruned]


def region_node(page: Page, pruned: frozenset[int]) -> int:
    """Return the innermost node that holds nine tenths of the sentence-like words outside residue."""
    mass = [0] * len(page.nodes)
    for run in page.runs:
        if run.is_sentence and run.node not in pruned:
            for node in page.ancestors(run.node):
                mass[node] += run.words
    best = 0
    for index in range(1, len(mass)):
        if page.nodes[index].parent == best and mass[index] >= mass[0] * _REGION_SHARE and mass[index]:
            best = index
    return best


def runs_in(page: Page, node: int, pruned: frozenset[int]) -> list[Run]:
    """Return the runs inside a node that are not residue."""
    inside = {node}
    for index in range(node + 1, len(page.nodes)):
        if page.nodes[index].parent in inside:
            inside.add(index)
    return [run for run in page.runs if run.node in inside and run.node not in pruned]
