"""The box around a policy's title: its header, whatever else stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.policy_terms import has_policy_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.extraction.reading.runs import Page, Run

# of the sentences; a guess: a quarter lower or higher, none of 338 real pages and 111 of ours differs
_TITLE_SHARE = 0.7
_ARTICLES = frozenset({"article", "main"})
_FURNITURE = frozenset({"consent", "dialog", "links", "menu"})


def heads_most(runs: Sequence[Run], at: int) -> bool:
    """Tell whether most words in sentences stand below a run."""
    words = [run.words if run.is_sentence else 0 for run in runs]
    return sum(words[at:]) >= _TITLE_SHARE * sum(words)


def title_boxes(page: Page, names: Mapping[int, str]) -> set[int]:
    """Return the elements around the policy's title: a header that holds a button too is no furniture.

    The title is the first heading of level 1, where it heads most of the page's sentences and stands in the article, or
    names a policy's matter: else it may be the name of the site. None is meant in a menu, a dialog or a request for
    consent.

    Args:
        page: the walked page.
        names: what elements call themselves, see `names_of`.
    """
    at = next((index for index, run in enumerate(page.runs) if run.style == "h" and run.level == 1), -1)
    if at < 0 or not heads_most(page.runs, at):
        return set()
    around = page.ancestors(page.runs[at].node)
    if any(names.get(index) in _FURNITURE for index in around):
        return set()
    is_titled = any(page.nodes[index].tag in _ARTICLES for index in around) or has_policy_word(page.runs[at].text)
    return set(around) if is_titled else set()
