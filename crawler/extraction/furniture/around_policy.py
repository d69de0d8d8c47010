"""What stands close around a policy and is none of it: menus and strips before its title, promotion at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.furniture.edges import is_address, is_control, is_policy
from crawler.extraction.furniture.vocabulary import CALL, NEWSLETTER, has_policy_word
from crawler.extraction.policy.policy_terms import invites, pitches
from monitor.core.dates.lines import is_date_line
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.extraction.reading.runs import Page, Run

_TITLE_SHARE = 0.7
_CARD_WORDS = 80
_CALL_WORDS = 6
_MAX_CARDS = 12


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
    said = (run.node for run in runs[:at] if run.is_sentence and has_policy_word(run.text))
    spared = page.around([runs[at].node, *said])
    found: set[int] = set()
    for index in range(1, runs[at].node):
        node = page.nodes[index]
        if node.parent in found or (node.residue and index not in spared):
            found.add(index)
    return found


def without_preface(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without what stands before the title and says nothing of a policy's matter, nor a date.

    The title is the first heading of the highest rank the page uses, where that heads most of the text; where others
    have its rank too, they may all be sections, and only words like "privacy" make it one.
    """
    highest = min((run.level for run in runs if run.style == "h"), default=0)
    tops = [index for index, run in enumerate(runs) if run.style == "h" and run.level == highest]
    if not tops or (len(tops) > 1 and not has_policy_word(runs[tops[0]].text)):
        return list(runs)
    below = sum(run.words for run in runs[tops[0] :] if run.is_sentence)
    if below < _TITLE_SHARE * sum(run.words for run in runs if run.is_sentence):
        return list(runs)
    start = 0
    while start < tops[0] and not _may_stay(runs[start]):
        start += 1
    return list(runs[start:])


def _may_stay(run: Run) -> bool:
    return is_policy(run.text) or is_date_line(run.text) or (run.is_sentence and not pitches(run.text))


def without_cards(page: Page, runs: Sequence[Run]) -> list[Run]:
    """Return the runs without the cards of promotion after the last of the policy.

    A card is an element of a few lines that ends in a link to act on ("Start free today") and says nothing of a
    policy's matter, nor gives an address; so is a list of links under a heading like "Related articles".
    """
    end = len(runs)
    ends = page.ends()
    for _ in range(_MAX_CARDS):
        size = _card(page, runs[:end], ends) or _links(runs[:end])
        if not size:
            break
        end -= size
    return list(runs[:end])


def _card(page: Page, runs: Sequence[Run], ends: Sequence[int]) -> int:
    """Return how many runs the card at the end holds, 0 where there is none."""
    if not runs or not _is_call(runs[-1]):
        return 0
    size = 0
    for around in page.ancestors(runs[-1].node):
        if page.nodes[around].words > _CARD_WORDS:
            break
        length = _length(runs, around, ends[around])
        if any(_is_clause(run) for run in runs[len(runs) - length :]):
            break
        size = length
    heads = len(runs) - size - 1
    return 0 if size < len(runs) and runs[heads].kind is BlockKind.HEADING else size


def _is_clause(run: Run) -> bool:
    """Tell what may be a clause from a pitch, which may bid to subscribe."""
    if run.linked >= run.words or (NEWSLETTER.search(run.text) and invites(run.text)):
        return is_policy(run.text)
    return is_policy(run.text) or (run.is_sentence and not pitches(run.text))


def _links(runs: Sequence[Run]) -> int:
    """Return how many runs a list of links at the end holds with the control that heads it: "Related articles"."""
    size = 0
    while size < len(runs) and runs[-1 - size].linked >= runs[-1 - size].words and not is_address(runs[-1 - size].text):
        size += 1
    is_headed = 0 < size < len(runs) and runs[-1 - size].kind is BlockKind.HEADING and is_control(runs[-1 - size].text)
    return size + 1 if is_headed else 0


def _length(runs: Sequence[Run], first: int, last: int) -> int:
    """Count the runs at the end that stand in the nodes from the first to the last."""
    length = 0
    while length < len(runs) and first <= runs[-1 - length].node <= last:
        length += 1
    return length


def _is_call(run: Run) -> bool:
    return run.linked >= run.words and run.words <= _CALL_WORDS and CALL.search(run.text) is not None
