"""Boxes of furniture anywhere on a page, known by what stands in them and not by their names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extraction.furniture.counters import is_counter
from crawler.extraction.furniture.edges import is_account_prompt, is_address, is_control, is_messenger_prompt, is_policy
from crawler.extraction.furniture.vocabulary import CALL, MORE, NAME, NEWSLETTER, WIDGET_HEAD
from crawler.extraction.reading.tags import HEADINGS
from monitor.core.policy_terms import invites, offers_choice, pitches, speaks_of_policy
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.extraction.reading.runs import Page, Run

_WORDS = 120
_CALL_WORDS = 6
_MASS_SHARE = 0.3
_HEAD_LENGTH = 70
_NUMBERED = re.compile(r"[(§]?\s?\d+\s?[.)]\s")
_TRIM = " .:!?…|/›»>«‹←→↑↓-–—•·¿؟？！：\t"
# Cells, items and terms are parts of a larger whole; what they hold is judged with it.
_PARTS = frozenset({"li", "td", "th", "tr", "tbody", "thead", "dt", "dd", "summary", *HEADINGS})


def is_widget_head(text: str) -> bool:
    """Tell whether a block is the title of a widget: "Share this page", "Related articles", "Need help?"."""
    return len(text) <= _HEAD_LENGTH and _is_head(text)


@lru_cache(maxsize=4096)  # the short texts of a page come again and again, from check to check
def _is_head(text: str) -> bool:
    return WIDGET_HEAD.fullmatch(text.casefold().replace("’", "'").strip(_TRIM)) is not None


def widget_nodes(page: Page, pruned: Collection[int] = ()) -> set[int]:
    """Return the small nodes that are widgets: to share, to subscribe, to log in, to vote, to read on, to buy.

    A widget is a box that says nothing of a policy's matter and in which there is something to press: it is headed by
    the title of a widget, or holds nothing but controls, or asks with two buttons or fields, or is a pitch that ends in
    a link bidding to act. What a policy's own heading announces is never one.

    Args:
        page: the walked page.
        pruned: what is residue anyway.
    """
    controls = [node.controls for node in page.nodes]
    page.add_up(controls)
    spans = _spans(page, controls, pruned)
    found: set[int] = set()
    told: dict[tuple[int, int, int], bool] = {}  # boxes around one another often hold the same
    for index, node in enumerate(page.nodes):
        if node.parent in found:
            found.add(index)
        elif index in spans:
            first, last = spans[index]
            above = page.runs[first - 1] if first else None
            box = (first, last, controls[index])
            if box not in told:
                told[box] = _is_widget(page.runs[first : last + 1], above, controls[index])
            if told[box]:
                found.add(index)
    return found


def pitch_nodes(page: Page) -> set[int]:
    """Return the small nodes that end in a link bidding to act and name nothing of a policy's matter.

    Within a policy that is too little to tell a pitch by: an entry on a tool may end in "Learn more". Beside it, it is
    not.
    """
    spans = _spans(page, [0] * len(page.nodes), ())
    runs = page.runs
    return {
        index
        for index, (first, last) in spans.items()
        if first < last and _is_call(runs[last]) and not any(is_policy(run.text) for run in runs[first:last])
    }


def _spans(page: Page, controls: Sequence[int], pruned: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return for each node that may be a widget its first and last run."""
    most = max(1, page.nodes[0].mass) * _MASS_SHARE
    likely = {
        index
        for index, node in enumerate(page.nodes)
        if index
        and 0 < node.words <= _WORDS
        and node.mass <= most
        and (controls[index] or node.linked)
        and node.tag not in _PARTS
        and index not in pruned
    }
    if not likely:
        return {}
    first, last = [len(page.runs)] * len(page.nodes), [-1] * len(page.nodes)
    for at, run in enumerate(page.runs):
        first[run.node] = min(first[run.node], at)
        last[run.node] = at
    for index in range(len(page.nodes) - 1, 0, -1):
        around = page.nodes[index].parent
        first[around] = min(first[around], first[index])
        last[around] = max(last[around], last[index])
    return {index: (first[index], last[index]) for index in likely if last[index] >= 0}


def _is_widget(runs: Sequence[Run], above: Run | None, controls: int) -> bool:
    if any(is_address(run.text) for run in runs):
        return False
    if is_widget_head(runs[0].text):
        return _is_headed(runs[0], runs[1:], controls)
    if _is_content(runs, above):
        return False
    is_marked = any(run.style == "h" for run in runs)
    if all(is_control(run.text) or is_counter(run.text) for run in runs):
        return not (is_marked or all(NAME.fullmatch(run.text.casefold()) for run in runs))
    if controls and not any(_is_clause(run, may_prompt=True) for run in runs):
        return any(map(_prompts, runs)) or (controls > 1 and not is_marked)
    return _is_pitch(runs)


def _is_headed(head: Run, rest: Sequence[Run], controls: int) -> bool:
    """Tell a widget below its title: links or something to press, and no word of a policy's matter between them.

    A section may be called "Your account" too: where nothing is to press and few links stand, a sentence is a clause.
    """
    if not rest:
        return controls > (head.style == "h")
    links = sum(run.linked >= run.words for run in rest)
    said = [run for run in rest if run.linked < run.words]
    if any(_is_clause(run, may_prompt=controls > 0) and _may_be_policy(run) for run in said):
        return False
    return controls > 0 or links > any(run.is_sentence for run in said)


def _is_content(runs: Sequence[Run], above: Run | None) -> bool:
    """Tell whether the runs are what stands right above announces: a section's heading, or a lead-in with a colon."""
    if above is None or runs[0].kind is BlockKind.HEADING:
        return False
    is_title = above.style == "h" and above.level == 1
    return (above.kind is BlockKind.HEADING and not is_title) or above.text.endswith((":", "："))


def _is_pitch(runs: Sequence[Run]) -> bool:
    """Tell a pitch that ends in a link bidding to act.

    "Learn more" bids so little that it makes no pitch of an entry with a name: that may be one of a policy's tools.
    """
    if len(runs) < 2 or not _is_call(runs[-1]) or any(_may_be_policy(run) for run in runs[:-1]):
        return False
    return not MORE.search(runs[-1].text) or (len(runs) == 2 and runs[0].kind is not BlockKind.HEADING)


def _is_clause(run: Run, *, may_prompt: bool) -> bool:
    """Tell a run that may be a policy's from the words of a widget: its title, its links, its labels.

    Args:
        run: what the box says.
        may_prompt: whether there is something to press, without which no words are a prompt.
    """
    if run.linked >= run.words or is_control(run.text) or is_counter(run.text) or (may_prompt and _prompts(run)):
        return False
    if _NUMBERED.match(run.text) or is_policy(run.text) or speaks_of_policy(run.text):
        return True
    return run.is_sentence and offers_choice(run.text)


def _prompts(run: Run) -> bool:
    """Tell a run that bids to subscribe, to log in, to chat or to vote."""
    text = run.text
    if is_widget_head(text) or is_account_prompt(run) or is_messenger_prompt(run):
        return True
    return NEWSLETTER.search(text) is not None and invites(text) and run.words <= _WORDS // 4


def _is_call(run: Run) -> bool:
    return run.linked >= run.words and run.words <= _CALL_WORDS and CALL.search(run.text) is not None


def _may_be_policy(run: Run) -> bool:
    return bool(_NUMBERED.match(run.text)) or is_policy(run.text) or not pitches(run.text)
