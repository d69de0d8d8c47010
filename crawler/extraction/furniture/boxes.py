"""Small boxes beside a policy, of which the sentences belong together: an announcement above it, a note below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.extraction.reading.runs import Page, Run

_BOX_WORDS = 80  # words of such a box; a guess
_ENDS = (".", "!", "?", "。", "।", "！", "？")


def box_around(page: Page, node: int, beyond: Collection[int]) -> int:
    """Return the outermost small element around a node, or the node itself.

    Args:
        page: the walked page.
        node: the node.
        beyond: nodes that hold more than such a box: those around the policy or its title.
    """
    box = node
    for around in page.ancestors(node):
        if around in beyond or page.nodes[around].words > _BOX_WORDS:
            break
        box = around
    return box


def is_short_sentence(run: Run) -> bool:
    """Tell words too few to read like policy text that end as a sentence does: "We are hiring."."""
    is_text = run.linked * 2 < run.words and not run.is_sentence
    return is_text and run.text.endswith(_ENDS) and run.kind is not BlockKind.ROW
