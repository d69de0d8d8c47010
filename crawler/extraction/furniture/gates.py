"""Pages that only stop a reader at a policy's address: a few sentences and something to press, in any language."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import CONSENT
from crawler.extraction.reading.letters import squash
from monitor.core.dates.date_lines import is_date_label
from monitor.core.linkwords import names_document
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Page, Run

_WORDS = 150  # of a gate; as those of a request for consent
_DIALOG_SHARE = 0.7  # of the page's sentences, which a dialog has that is the page; likewise
_SECTIONS = 2  # headings with sentences under them, which make a document; a guess
_LINK_WORDS = 4  # of a link that goes on: "Settings", "Enter the site"; a guess
_NAME_WORDS = 3  # beside the name of a document in a heading, such as that of a company; a guess
_AROUND = frozenset({"header", "nav", "footer"})
_ASKED = ("?", "？", "؟")


def only_stops(page: Page, title: str) -> bool:
    """Tell a page that says a few sentences and then bids to press something, and is no document by its shape.

    Its words may be of any language. It has no heading that names a document, no sections, no date of its own and
    nobody to write to. A button right behind its last sentence says that it waits for an answer; so does a short link
    there, where the page is a dialog, speaks of consent, or asks in its heading.

    Args:
        page: the walked page.
        title: its title, which counts where no heading says anything else.
    """
    if not 0 < page.nodes[0].mass <= page.nodes[0].words <= _WORDS:
        return False
    is_dialog = _is_dialog(page)
    if _is_document(page, "" if is_dialog else title):
        return False
    around = page.under(at for at, node in enumerate(page.nodes) if node.tag in _AROUND)
    last = max(at for at, run in enumerate(page.runs) if run.is_sentence)
    if any(button.at == last + 1 and button.node not in around for button in page.buttons):
        return True
    behind = next((run for run in page.runs[last + 1 :] if run.node not in around), None)
    if behind is None or behind.words > _LINK_WORDS or behind.kind is BlockKind.ITEM:
        return False
    is_link = behind.linked >= behind.words and not behind.anchored
    return page.nodes[behind.node].role == "button" or (is_link and (is_dialog or any(map(_asks, page.runs))))


def _is_dialog(page: Page) -> bool:
    """Tell whether most of what a page says stands in a dialog."""
    least = page.nodes[0].mass * _DIALOG_SHARE
    return any(node.mass >= least and (node.tag == "dialog" or node.role.endswith("dialog")) for node in page.nodes)


def _is_document(page: Page, title: str) -> bool:
    """Tell a page that is called a document, has sections, or says when it was written or whom to write to."""
    if any("@" in run.text or is_date_label(run.text) for run in page.runs):
        return True
    heads = [run.text for run in page.runs if run.kind is BlockKind.HEADING]
    if any(names_document(head, most_beside=_NAME_WORDS) for head in heads):
        return True
    if all(squash(head) in squash(title) for head in heads) and names_document(title, most_beside=len(title)):
        return True
    return sum(head.kind is BlockKind.HEADING and said.is_sentence for head, said in pairwise(page.runs)) >= _SECTIONS


def _asks(run: Run) -> bool:
    if run.kind is BlockKind.HEADING or not run.is_sentence:
        return run.text.endswith(_ASKED)
    return CONSENT.search(run.text) is not None
