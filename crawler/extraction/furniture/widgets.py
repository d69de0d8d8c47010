"""Boxes of furniture anywhere on a page, known by what stands in them and not by their names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import (
    is_account_prompt,
    is_address,
    is_call,
    is_control,
    is_messenger_prompt,
    is_numbered,
    is_policy,
    may_be_clause,
)
from crawler.extraction.furniture.counters import is_counter
from crawler.extraction.furniture.furniture_words import MORE, NAME, NEWSLETTER, WIDGET_HEAD
from crawler.extraction.furniture.rules import Rule, Where, quoted
from crawler.extraction.furniture.scene import MASS_SHARE
from crawler.extraction.furniture.spans import spans_of
from crawler.extraction.reading.tags import HEADINGS
from monitor.core.policy_terms import invites, pitches
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.reading.runs import Page, Run

_WORDS = 120  # words of a widget; a guess: halved or doubled, none of 25 real pages and 40 of ours differs
# letters of a widget's title; a guess: halved or doubled, none of 25 real pages and 111 of ours differs
_HEAD_LENGTH = 70
_TRIM = " .:!?…|/›»>«‹←→↑↓-–—•·¿؟？！：\t"
# Cells, items and terms are parts of a larger whole; what they hold is judged with it.
_PARTS = frozenset({"li", "td", "th", "tr", "tbody", "thead", "dt", "dd", "summary", *HEADINGS})


def is_widget_head(text: str) -> bool:
    """Tell whether a block is the title of a widget: "Share this page", "Related articles", "Need help?"."""
    return len(text) <= _HEAD_LENGTH and _is_head(text)


@lru_cache(maxsize=4096)  # the short texts of a page come again and again, from check to check
def _is_head(text: str) -> bool:
    return WIDGET_HEAD.fullmatch(text.casefold().replace("’", "'").strip(_TRIM)) is not None


def _widgets(scene: Scene) -> dict[int, str]:
    """Take the small elements that are widgets: to share, to subscribe, to log in, to vote, to read on, to buy.

    A widget is a box that says nothing of a policy's matter and in which there is something to press: it is headed by
    the title of a widget, or holds nothing but controls, or asks with two buttons or fields, or is a pitch that ends in
    a link bidding to act. What a policy's own heading announces is never one.
    """
    page = scene.page
    spans = _spans(page, scene.controls, scene.left_out)
    found: dict[int, str] = {}
    told: dict[tuple[int, int, int], str] = {}  # boxes around one another often hold the same
    for index, node in enumerate(page.nodes):
        if index in scene.spared:
            continue
        if node.parent in found:
            found[index] = found[node.parent]
        elif index in spans:
            first, last = spans[index]
            above = page.runs[first - 1] if first else None
            box = (first, last, scene.controls[index])
            if box not in told:
                told[box] = _widget(page.runs[first : last + 1], above, scene.controls[index])
            if told[box]:
                found[index] = told[box]
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
        if first < last and is_call(runs[last]) and not any(is_policy(run.text) for run in runs[first:last])
    }


def _spans(page: Page, controls: Sequence[int], pruned: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return for each node that may be a widget its first and last run."""
    most = max(1, page.nodes[0].mass) * MASS_SHARE
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
    spans = spans_of(page)
    return {index: spans[index] for index in likely if spans[index][1] >= 0}


def _widget(runs: Sequence[Run], above: Run | None, controls: int) -> str:
    """Say why some runs are a widget, "" where they are none; what gives an address is none."""
    return "" if any(is_address(run.text) for run in runs) else _because(runs, above, controls)


def _because(runs: Sequence[Run], above: Run | None, controls: int) -> str:
    if is_widget_head(runs[0].text):
        is_headed = _is_headed(runs[0], runs[1:], controls)
        return f"{quoted(runs[0].text)} is the title of a widget, and no clause is under it" if is_headed else ""
    if _is_content(runs, above):
        return ""
    is_marked = any(run.style == "h" for run in runs)
    if all(is_control(run.text) or is_counter(run.text) for run in runs):
        is_named = is_marked or all(NAME.fullmatch(run.text.casefold()) for run in runs)
        return "" if is_named else "nothing but controls, menu entries or counters is in it"
    if controls and not any(_says_policy(run, may_prompt=True) for run in runs):
        if prompt := next(filter(_prompts, runs), None):
            return f"{quoted(prompt.text)} bids to subscribe, log in, chat or vote"
        is_asking = controls > 1 and not is_marked
        return "it has several buttons or fields, and nothing in it may be a clause" if is_asking else ""
    return f"it is a pitch that ends in {quoted(runs[-1].text)}" if _is_pitch(runs) else ""


def _is_headed(head: Run, rest: Sequence[Run], controls: int) -> bool:
    """Tell a widget below its title: links or something to press, and no word of a policy's matter between them.

    A section may be called "Your account" too: where nothing is to press and few links stand, a sentence is a clause.
    """
    if not rest:
        return controls > (head.style == "h")
    links = sum(run.linked >= run.words for run in rest)
    said = [run for run in rest if run.linked < run.words]
    if any(_says_policy(run, may_prompt=controls > 0) and _may_be_policy(run) for run in said):
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
    if len(runs) < 2 or not is_call(runs[-1]) or any(_may_be_policy(run) for run in runs[:-1]):
        return False
    return not MORE.search(runs[-1].text) or (len(runs) == 2 and runs[0].kind is not BlockKind.HEADING)


def _says_policy(run: Run, *, may_prompt: bool) -> bool:
    """Tell a run that may be a policy's from the words of a widget: its title, its links, its labels.

    Args:
        run: what the box says.
        may_prompt: whether there is something to press, without which no words are a prompt.
    """
    if run.linked >= run.words or is_control(run.text) or is_counter(run.text) or (may_prompt and _prompts(run)):
        return False
    return may_be_clause(run)


def _prompts(run: Run) -> bool:
    """Tell a run that bids to subscribe, to log in, to chat or to vote."""
    text = run.text
    if is_widget_head(text) or is_account_prompt(run) or is_messenger_prompt(run):
        return True
    return NEWSLETTER.search(text) is not None and invites(text) and run.words <= _WORDS // 4


def _may_be_policy(run: Run) -> bool:
    return is_numbered(run.text) or is_policy(run.text) or not pitches(run.text)


WIDGETS = Rule(
    name="widget",
    where=Where.NODE,
    takes="a small box to share, subscribe, log in, vote, chat, read on or buy, known by what it says",
    judge=_widgets,
)
