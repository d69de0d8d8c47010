"""A document that is only sketched: headings with a few words under each, such as "to be completed"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import is_control
from monitor.core.linkwords import beside, folded, names_document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.extraction.furniture.rules import Verdict
    from crawler.extraction.reading.runs import Node, Page, Run

# words in sentences from which these show where the text stands; below them there is no policy, see `guards.py`
_WRITTEN = 30
_SECTIONS = 2  # sections that tell a document from a box with a title; a guess
# words beside a name that the title of a document has: "example of a legal notice"; a guess
_MOST_BESIDE = 4
_CONTROL = "a control, not a document"  # such as "cookie settings"; see `links.beside` in the languages' files
_MAIN = {"main", "article"}


def sketched_node(page: Page, pruned: Mapping[int, Verdict]) -> int:
    """Return the element that holds a document of headings and few words, 0 where the page has none.

    Its title names a document, around it two headings or more have a text right under them, and there is hardly a
    sentence on the page. One in the foot of the page would else be taken for all there is to read.

    Args:
        page: the walked page.
        pruned: the verdicts on its furniture.
    """
    runs = [run for run in page.runs if run.node not in pruned]
    sentences = [run for run in runs if run.is_sentence]
    if sum(run.words for run in sentences) >= 2 * _WRITTEN:
        return 0
    title = next((run for run in runs if run.style == "h" and _is_title(run.text)), None)
    if title is None:
        return 0
    texts = sorted(text.node for head, text in pairwise(runs) if head is not title and _is_section(head, text))
    around = page.ancestors(title.node)
    main = [node for node in around if _is_main(page.nodes[node])]
    found = next((node for node in main or around if _within(page, node, texts) >= _SECTIONS), 0)
    inside = sum(run.words for run in sentences if found <= run.node <= page.ends[found])
    is_unwritten = max(inside, sum(run.words for run in sentences) - inside) < _WRITTEN
    return found if is_unwritten else 0


def _within(page: Page, node: int, texts: Sequence[int]) -> int:
    return bisect_right(texts, page.ends[node]) - bisect_left(texts, node)


def _is_title(text: str) -> bool:
    is_setting = any(what.what == _CONTROL for what in beside(folded(text)))
    return not is_setting and names_document(text, most_beside=_MOST_BESIDE)


def _is_main(node: Node) -> bool:
    return node.tag in _MAIN or node.role == "main"


def _is_section(head: Run, text: Run) -> bool:
    """Tell a heading with words right under it that are no heading, mostly no link and no "Loading ..."."""
    is_said = head.style == "h" and text.style != "h" and text.linked * 2 < text.words
    return is_said and not is_control(text.text)
