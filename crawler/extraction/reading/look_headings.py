"""Headings that no tag marks: lines of one look that stand above sentences of another, and the title of the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from crawler.extraction.reading.address_lines import address_lines
from crawler.extraction.reading.letters import squash
from crawler.extraction.reading.plain import HEADING_WORDS
from monitor.core.policy_terms import has_policy_word
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Page, Run

_LEAST = 3  # lines of a look that make it one of headings; a guess: two may be a strip above and one below
_SHARE = 0.75  # of the lines of a look that have to stand as headings do; a guess
_TAGS = frozenset({"div", "p", "mat-panel-title"})
_NO_HEADING = (".", ",", ";", ":", "!", "…", "。", "：")
_ENDED = re.compile(r"[.!?:;。！？：；]['\"”’»)\]]*$")
_TAIL = 8  # letters in which a line's end shows
_PARTED = re.compile(r"\s+[|–—·:•-]\s+|\s*\|\s*")
_TOP = 40  # blocks among which the title of a text stands; as of an introduction

_NAMED = re.compile(r"(?<![a-z])(?:heading|headline|title)(?![a-z])|(?:Heading|Title)(?![a-z])")

_Look = tuple[str, frozenset[str]]


def with_headings(page: Page, title: str = "") -> Page:
    """Return a page on which the lines that only look like headings are headings.

    Such a line is short, ends like no sentence and stands alone in an element; what bears the same classes does so
    three times or more, each time right above a block of another look, most often a sentence, and below the end of one;
    or its element is called a heading and is the first of a box.
    Where no heading of level 1 is on the page, the line near the top that says its title is one.

    Args:
        page: as it was walked; it is left as it is.
        title: what the page calls itself, "" where it does not.
    """
    styles = _styles(page)
    addresses = address_lines(page.runs)
    runs = list(page.runs)
    for at, style in styles.items():
        runs[at] = runs[at]._replace(kind=BlockKind.HEADING, level=0, style=style)
    for at in addresses:
        runs[at] = runs[at]._replace(kind=BlockKind.PARAGRAPH, level=0, style="")
    at = _title(page.runs, title) if title else -1
    if at >= 0:
        runs[at] = runs[at]._replace(kind=BlockKind.HEADING, level=1, style="h", linked=0)
    return replace(page, runs=runs) if styles or addresses or at >= 0 else page


def _styles(page: Page) -> dict[int, str]:
    """Return the styles of the lines that are headings, by their places; each look has its own."""
    looks = _looks(page)
    places: dict[_Look, list[int]] = defaultdict(list)
    for at, look in enumerate(looks):
        if look is not None:
            places[look].append(at)
    times = Counter(run.text for run in page.runs)
    # what recurs line by line is a value: "Yes", "2 years"
    once = [look if times[run.text] == 1 else None for run, look in zip(page.runs, looks, strict=True)]
    called = {look for look in places if any(map(_NAMED.search, look[1]))}
    named = {at: "look" for at, look in enumerate(once[:-1]) if look in called and _heads_box(page, at)}
    heading = [found for found in places.values() if len(found) >= _LEAST and _is_of_headings(page.runs, looks, found)]
    return named | {
        at: f"look {number}"
        for number, found in enumerate(heading)
        for at in found
        if _may_head(page.runs[at]) and at + 1 < len(page.runs)
    }


def _heads_box(page: Page, at: int) -> bool:
    """Tell a line that may be a heading and is the first of a box, with what it heads right below it."""
    if not _may_head(page.runs[at]):
        return False
    box = page.nodes[page.runs[at].node].parent
    above, below = page.runs[at - 1] if at else None, page.runs[at + 1]
    is_first = above is None or not box <= above.node <= page.ends[box]
    return is_first and below.kind is not BlockKind.HEADING and box <= below.node <= page.ends[box]


def _looks(page: Page) -> list[_Look | None]:
    """Return the look of each run that stands alone in an element with a class."""
    alone = Counter(run.node for run in page.runs)
    parents = {node.parent for node in page.nodes}
    looks: list[_Look | None] = []
    of_names = cache(lambda names: frozenset(names.split()))  # each is borne by many elements
    for run in page.runs:
        look = None
        if run.kind is BlockKind.PARAGRAPH and not run.style:
            node = page.nodes[run.node]
            if node.tag in _TAGS and node.classes and alone[run.node] == 1 and run.node not in parents:
                look = node.tag, of_names(node.classes)
        looks.append(look)
    return looks


def _is_of_headings(runs: Sequence[Run], looks: Sequence[_Look | None], places: Sequence[int]) -> bool:
    good = said = 0
    for at in places:
        below = runs[at + 1] if at + 1 < len(runs) else None
        is_above = below is not None and below.kind is not BlockKind.HEADING and looks[at + 1] != looks[at]
        if is_above and _may_head(runs[at]) and _is_end(runs, at - 1):
            good += 1
            said += below is not None and below.is_sentence
    texts = {runs[at].text for at in places}
    return good >= _SHARE * len(places) and 2 * said >= len(places) and len(texts) == len(places)


def _may_head(run: Run) -> bool:
    is_short = run.words <= HEADING_WORDS and run.linked * 2 < run.words
    return is_short and not run.text.endswith(_NO_HEADING) and not run.text[0].islower()


def _is_end(runs: Sequence[Run], at: int) -> bool:
    if at < 0 or runs[at].kind is not BlockKind.PARAGRAPH:
        return True
    return runs[at].is_sentence or _ENDED.search(runs[at].text[-_TAIL:]) is not None


def _title(runs: Sequence[Run], title: str) -> int:
    """Return the place of the line that says the title of the page, -1 where there is none or a heading does."""
    if any(run.style == "h" and run.level == 1 for run in runs):
        return -1
    parts = _PARTED.split(title)
    said = [part for part in parts if has_policy_word(part)] or parts[:1]
    names = {squash(part) for part in (title, *said)} - {""}
    near = next((at for at, run in enumerate(runs) if run.is_sentence), 0)
    for at in range(min(near, _TOP) - 1, -1, -1):
        run = runs[at]
        if squash(run.text) in names and run.linked * 2 < run.words:
            return -1 if run.kind is BlockKind.HEADING or run.label else at
    return -1
