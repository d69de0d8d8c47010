"""Rules on what stands at the edges of a text and is no part of it: prompts, menus, copyright lines."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import (
    CONTROL_LENGTH,
    is_account_prompt,
    is_control,
    is_messenger_prompt,
    is_other_form,
)
from crawler.extraction.furniture.counters import is_counter
from crawler.extraction.furniture.furniture_words import AD_LABEL, COPYRIGHT, LICENCE, NAME
from crawler.extraction.furniture.rules import Rule, Text, Where
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Run

_EDGE = 12  # blocks at either end; a guess: halved or doubled, none of 28 real pages and 28 of ours differs
_HEAD = 5  # blocks behind the first; a guess: halved or doubled, none of 28 real pages and 26 of ours differs
_TOP = 8  # blocks from the first; a guess: halved or doubled, none of 30 real pages and 25 of ours differs
_OFTEN = 3  # times the same control stands in a text; halved or doubled, 9 and 0 of 338 real pages differ
_COPYRIGHT_WORDS = 25  # words; halved or doubled, none of 22 real pages differs, but 1 of 24 and 0 of 111 of ours


def _trailing(text: Text) -> dict[int, str]:
    """Take furniture after the last of the policy.

    Only short blocks at the very edge are judged, one after another from outside; the first that may be policy ends
    it. So a clause about logging in, or a contact with an address, is never lost.
    """
    runs, end = text.runs, len(text.runs)
    found: dict[int, str] = {}
    below = 2
    while end > max(0, len(runs) - _EDGE) and (because := _why_trailing(runs, end - 1, stems=below)):
        end -= 1
        found[end] = because
        # Above one line of an account widget a weaker likeness is enough: "Create an account".
        below = 1 if is_account_prompt(runs[end], below) else 2
    return found


def _leading(text: Text) -> dict[int, str]:
    """Take controls, counters and breadcrumbs before the first of the policy; a heading of the text ends it."""
    found: dict[int, str] = {}
    for at, run in enumerate(text.runs[:_EDGE]):
        above_heading = at + 1 < len(text.runs) and text.runs[at + 1].kind is BlockKind.HEADING
        because = _control(run.text) or ("it is a trail of links to here" if _is_breadcrumb(run.text) else "")
        if not because or (run.style == "h" and not above_heading):
            break
        found[at] = because
    return found


def _counters(text: Text) -> dict[int, str]:
    return {at: _COUNTS for at, run in enumerate(text.runs) if is_counter(run.text)}


def _ad_labels(text: Text) -> dict[int, str]:
    """Take labels of advertisements where nothing else is left of these: alone in an element between longer blocks."""
    runs = text.runs
    alone = Counter(run.node for run in runs)
    return {
        at: "it is the label of an advertisement, and stands alone"
        for at in range(1, len(runs) - 1)
        if runs[at].kind is BlockKind.PARAGRAPH and alone[runs[at].node] == 1
        if AD_LABEL.fullmatch(runs[at].text.casefold())
        if all(near.is_sentence or near.kind is BlockKind.HEADING for near in (runs[at - 1], runs[at + 1]))
    }


def _recurring(text: Text) -> dict[int, str]:
    """Take links that stand after every section and only do something: "Back to top"."""
    controls = Counter(run.text for run in text.runs if run.linked >= run.words and is_control(run.text))
    often = {said: count for said, count in controls.items() if count >= _OFTEN}
    return {
        at: f"it is a control that stands {often[run.text]} times in the text"
        for at, run in enumerate(text.runs)
        if often and run.text in often and run.linked >= run.words
    }


def _top(text: Text) -> dict[int, str]:
    """Take links below the title that only do something: "Print or save as PDF".

    Below a sentence a mere name ("Facebook") may be what it speaks of.
    """
    runs = text.runs
    said = next((at for at, run in enumerate(runs) if run.is_sentence), len(runs))
    return {
        at: "it is a link near the title that only does something"
        for at in range(min(_TOP, len(runs)))
        if _is_top_control(runs, at, names=at < said)
    }


def _is_top_control(runs: Sequence[Run], at: int, *, names: bool) -> bool:
    run = runs[at]
    if run.linked < run.words or run.anchored or _is_listed(runs, at):
        return False
    if not is_control(run.text):
        return is_other_form(run)
    return names or NAME.fullmatch(run.text.casefold()) is None


def _menu_heads(text: Text) -> dict[int, str]:
    """Take menu entries between the title and the first heading: nothing stands under them."""
    runs = text.runs
    found: dict[int, str] = {}
    for index in range(1, min(_HEAD + 1, len(runs))):
        if runs[index].is_sentence:
            break
        bare = index + 1 < len(runs) and runs[index + 1].kind is BlockKind.HEADING
        if bare and runs[index - 1].kind is BlockKind.HEADING and is_control(runs[index].text):
            found[index] = "it is a menu entry between two headings, and nothing stands under it"
    return found


_COUNTS = "it counts something, or says when the page was made"


def _control(text: str) -> str:
    if is_control(text):
        return "it is nothing but a control or a menu entry"
    return _COUNTS if is_counter(text) else ""


def _is_breadcrumb(text: str) -> bool:
    parts = re.split(r"\s*[›»>/→]\s*", text)
    return len(parts) > 1 and is_control(parts[0]) and len(text) <= 2 * CONTROL_LENGTH


def _why_trailing(runs: Sequence[Run], at: int, *, stems: int) -> str:
    """Say why a block at the end is furniture, "" where it may be policy."""
    run = runs[at]
    if run.words <= _COPYRIGHT_WORDS and COPYRIGHT.search(run.text):
        return "it is a copyright line"
    if run.kind is BlockKind.ITEM and run.linked * 2 < run.words:
        return ""
    because = _control(run.text)
    if not because and run.words <= _COPYRIGHT_WORDS and LICENCE.search(run.text):
        because = "it says under which licence the page may be used"
    if not because and is_account_prompt(run, stems):
        because = "it bids to log in or to register"
    if not because and is_messenger_prompt(run):
        because = "it bids to write in a chat or messenger"
    return "" if because and _heads_policy(runs, at) else because


def _heads_policy(runs: Sequence[Run], at: int) -> bool:
    """Tell whether the block is what a heading or a lead-in announces: then it is a clause, whatever it says."""
    if at == 0 or runs[at].kind is BlockKind.HEADING:
        return False
    if _is_listed(runs, at):
        return True
    above = runs[at - 1]
    if above.kind is not BlockKind.HEADING:
        return False
    return not (is_control(above.text) or is_account_prompt(above) or is_messenger_prompt(above))


def _is_listed(runs: Sequence[Run], at: int) -> bool:
    """Tell an item of a list that a lead-in with a colon announces: "You find us on:"."""
    while at and runs[at].kind is BlockKind.ITEM:
        at -= 1
        if runs[at].kind is not BlockKind.ITEM:
            return runs[at].text.endswith((":", "："))
    return False


TRAILING = Rule(
    name="last lines",
    where=Where.EDGE,
    takes="copyright and licence lines, controls, counters and prompts to log in or to chat, after the last clause",
    judge=_trailing,
)
LEADING = Rule(
    name="first lines",
    where=Where.EDGE,
    takes="controls, counters and trails of links, before the first clause",
    judge=_leading,
)
COUNTERS = Rule(
    name="counter",
    where=Where.BETWEEN,
    takes="a line that only counts (views, votes, minutes to read) or says when the page was made",
    judge=_counters,
)
AD_LABELS = Rule(
    name="label of an advertisement",
    where=Where.BETWEEN,
    takes="a block that only says that an advertisement follows, and none does",
    judge=_ad_labels,
)
RECURRING = Rule(
    name="recurring control",
    where=Where.BETWEEN,
    takes="a link that only does something and stands three times or more: “Back to top”",
    judge=_recurring,
)
TOP = Rule(
    name="control near the title",
    where=Where.EDGE,
    takes="a link among the first eight blocks that only does something: “Print or save as PDF”",
    judge=_top,
)
MENU_HEADS = Rule(
    name="menu entry near the title",
    where=Where.EDGE,
    takes="a menu entry that looks like a heading, among the first blocks, with nothing under it",
    judge=_menu_heads,
)
