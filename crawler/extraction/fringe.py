"""What stands close around a policy and is none of it: open menus before its title, cards of promotion at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.lexicon import CALL, POLICY_WORDS
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.extraction.runs import Page, Run

_TITLE_SHARE = 0.7
_CARD_WORDS = 80
_CALL_WORDS = 6
_MAX_CARDS = 4
_ADDRESS = re.compile(r"@|\d{4}|https?:|www\.")


def menus_before_title(page: Page, pruned: Collection[int]) -> set[int]:
    """Return the nodes before the page's title that are named like furniture and say nothing of a policy's matter.

    A menu that unfolds into sentences has the mass of text, but stands before the heading of the page; a summary or an
    introduction that stands there speaks of privacy, rights or terms, and stays.

    Args:
        page: the walked page.
        pruned: what is residue anyway.

    Returns:
        The nodes with all in them; none where no heading of level 1 stands above most of the page's sentences.
    """
    runs = [run for run in page.runs if run.node not in pruned]
    at = next((index for index, run in enumerate(runs) if run.style == "h" and run.level == 1), 0)
    below = sum(run.words for run in runs[at:] if run.is_sentence)
    if not at or below < _TITLE_SHARE * sum(run.words for run in runs if run.is_sentence):
        return set()
    spared = set(page.ancestors(runs[at].node))
    for run in runs[:at]:
        if run.is_sentence and POLICY_WORDS.search(run.text):
            spared.update(page.ancestors(run.node))
    found: set[int] = set()
    for index in range(1, runs[at].node):
        node = page.nodes[index]
        if node.parent in found or (node.residue and index not in spared):
            found.add(index)
    return found


def without_cards(page: Page, runs: Sequence[Run]) -> list[Run]:
    """Return the runs without the cards of promotion after the last of the policy.

    A card is an element of a few lines that ends in a link to act on ("Start free today") and says nothing of a
    policy's matter, nor gives an address.
    """
    end = len(runs)
    for _ in range(_MAX_CARDS):
        size = _card(page, runs[:end])
        if not size:
            break
        end -= size
    return list(runs[:end])


def _card(page: Page, runs: Sequence[Run]) -> int:
    """Return how many runs the card at the end holds, 0 where there is none."""
    if not runs or not _is_call(runs[-1]):
        return 0
    size = 0
    for around in page.ancestors(runs[-1].node):
        if page.nodes[around].words > _CARD_WORDS:
            break
        length = _length(page, runs, around)
        if any(_is_policy(run) for run in runs[len(runs) - length :]):
            break
        size = length
    heads = len(runs) - size - 1
    return 0 if size < len(runs) and runs[heads].kind is BlockKind.HEADING else size


def _length(page: Page, runs: Sequence[Run], node: int) -> int:
    length = 0
    while length < len(runs) and node in page.ancestors(runs[-1 - length].node):
        length += 1
    return length


def _is_call(run: Run) -> bool:
    return run.linked >= run.words and run.words <= _CALL_WORDS and CALL.search(run.text) is not None


def _is_policy(run: Run) -> bool:
    return bool(POLICY_WORDS.search(run.text) or _ADDRESS.search(run.text))
