"""Sections of the policy in elements that call themselves furniture or have something to press."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.furniture.answers import answers
from crawler.extraction.furniture.blocks import is_address, is_link_to_act, is_other_form
from crawler.extraction.furniture.furniture_words import CONSENT, NEWSLETTER, WIDGET_HEAD
from crawler.extraction.furniture.spans import spans_of
from crawler.extraction.reading.address_lines import has_postal_code
from monitor.core.policy_terms import (
    grants,
    invites,
    names_others,
    speaks_of_policy,
    states,
    titles_topic,
    touches_a_topic,
)
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.extraction.reading.runs import Page, Run

_LEAST = 2  # other headings of the policy that bear the rank
_WORDS = 150  # of such a section; a guess
_BUTTONS = 2  # or fields, up to which they stand beside a text and do not make a form of it; a guess
_LINKED = 3  # words a section has for each word of a link; a guess
_ARTICLES = frozenset({"article", "main"})
_MERE = frozenset({"", "button", "bold", "caps"})  # looks that any box's first line may have
_FURNITURE = frozenset({"consent", "dialog", "links", "ad"})


def speaking_boxes(page: Page, names: Mapping[int, str]) -> set[int]:
    """Return the elements named like furniture, or with controls, that are sections of the policy.

    Such an element stands in the article or the main part of the page, begins with a heading of a rank that others
    there have, few of its words are links, and it speaks of more than an invitation does: of data, rights, recipients,
    or how to reach someone. So is a text that unfolds from what is marked as a menu, without a link in it; and a box
    between two such headings that has none of its own, if every sentence in it speaks of that.

    Args:
        page: the walked page.
        names: what elements call themselves, see `names_of`.
    """
    controls = page.controls()
    doubtful = [
        index
        for index, node in enumerate(page.nodes)
        if index and 0 < node.words <= _WORDS and node.linked * _LINKED <= node.words
        if (index in names or controls[index] or node.linked) and names.get(index) not in _FURNITURE
    ]
    if not doubtful:
        return set()
    spans, within = spans_of(page), page.under(at for at, node in enumerate(page.nodes) if node.tag in _ARTICLES)
    ranks = Counter((run.style, run.level) for run in page.runs if run.style and run.node in within)
    asked = answers(page)
    heads = [at for at, run in enumerate(page.runs) if run.node in within and ranks[run.style, run.level] > _LEAST]
    told: dict[tuple[int, int, bool, bool], bool] = {}  # boxes around one another often hold the same
    found: set[int] = set()
    for index in doubtful:
        first, last = spans[index]
        runs = page.runs[first : last + 1]
        look = runs[0].style, runs[0].level
        is_call = names.get(index) == "call" and bool(controls[index] or page.nodes[index].linked)
        is_ranked = index in within and look[0] not in _MERE and ranks[look] > _LEAST and not is_call
        is_between = index in within and bool(heads) and heads[0] < first and last < heads[-1]
        is_form = controls[index] > _BUTTONS
        is_within, box = is_ranked or is_between, (first, last, is_ranked, is_form)
        if is_within and box not in told:
            says = _is_section(runs, is_form=is_form) if is_ranked else _is_clauses(runs)
            told[box] = says and not _asks(runs, asked[index])
        if (is_within and told[box]) or (page.nodes[index].tag == "nav" and _is_text(page, index, runs)):
            found.add(index)
    return found


def _is_clauses(runs: Sequence[Run]) -> bool:
    """Tell whether some runs without a heading are clauses by what they say, be it beside links to act.

    A word like "privacy" is too little: what sells privacy has it too.
    """
    said = [run for run in runs if not (is_link_to_act(run) or is_other_form(run))]
    if any(run.style or not run.is_sentence or _prompts(run) or _bids(run) for run in said):
        return False
    return all(map(_says, said)) and any(states(run.text) for run in said)


def _bids(run: Run) -> bool:
    """Tell a notice that cookies are used, or need to be accepted, from a clause on consent."""
    return CONSENT.search(run.text) is not None and not grants(run.text)


def _is_section(runs: Sequence[Run], *, is_form: bool) -> bool:
    """Tell whether some runs are a section by what they say; labels of fields ("E-mail") say nothing."""
    head, rest = runs[0], [run for run in runs if run.kind is not BlockKind.HEADING]
    rest = [run for run in rest if not is_form or run.is_sentence or _is_reachable(run)]
    rest = [run for run in rest if not (is_link_to_act(run) or is_other_form(run))]
    leads_away = any(run.linked >= run.words and not is_address(run.text) for run in rest)
    if not rest or leads_away or head.linked or any(map(_prompts, runs)):
        return False
    return names_others(head.text) or titles_topic(head.text) or any(map(_says, rest))


def _asks(runs: Sequence[Run], answered: int) -> bool:
    """Tell a request for consent: it offers a choice, or bids to accept what its words are about."""
    return answered > 1 or (answered == 1 and any(CONSENT.search(run.text) for run in runs))


def _says(run: Run) -> bool:
    return _is_reachable(run) or (touches_a_topic(run.text) and not invites(run.text))


def _is_reachable(run: Run) -> bool:
    return is_address(run.text) or has_postal_code(run.text)


def _prompts(run: Run) -> bool:
    title = run.text.casefold().replace("’", "'").strip(" .:!?…")
    return NEWSLETTER.search(run.text) is not None or WIDGET_HEAD.fullmatch(title) is not None


def _is_text(page: Page, index: int, runs: Sequence[Run]) -> bool:
    """Tell a text that unfolds from a menu: sentences of a policy's matter and no link."""
    node = page.nodes[index]
    return not node.linked and node.mass * 2 > node.words and any(speaks_of_policy(run.text) for run in runs)
