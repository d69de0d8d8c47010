"""Lines that recur with text below each time: headings though nothing marks them so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import is_control
from crawler.extraction.reading.letters import squash
from monitor.core.policy_terms import denies
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.extraction.reading.runs import Run

_OFTEN = 3  # times a line recurs to be a heading; halved or doubled, 2 of 25 and 0 of 338 real pages differ
_MAX_WORDS = 10  # words of such a line; a guess: halved or doubled, none of 25 real pages and 23 of ours differs
_MIN_LETTERS = 5  # "Yes" and "Nein" are answers
# words of what leads into a list; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_OPENER_WORDS = 60
_LEADING = 20  # sure headings with which other lines may go round
_END = re.compile(r"[.,;:!。，；：]$")
_ASKS = re.compile(r"[?:？：]$")


def with_recurring_headings(runs: Sequence[Run]) -> list[Run]:
    """Return the runs with their recurring headings as headings.

    Such a heading is a short line without end punctuation that stands three times or more, word for word, each time
    between the end of one text and the start of another: "Legal basis" under each purpose. Lines that go round with one
    ("Sources", "Recipients") are headings too, however short what stands under them. A line with a figure or a "not" in
    it says something and heads nothing, nor does an answer to a question or what stands beside short lines, as in a
    table written out. What opens each round ("Order data (what you tell us):" and its list) is a heading above them;
    else it would stand under the last one of the round before.
    """
    heads = _heads(runs)
    if not heads:
        return list(runs)
    styles = {index: "again" for places in heads.values() for index in places}
    first = min(heads.values(), key=min)
    styles.update(dict.fromkeys(_openers(runs, first, styles), "round"))
    return [
        run._replace(kind=BlockKind.HEADING, level=0, style=styles[index]) if index in styles else run
        for index, run in enumerate(runs)
    ]


def _heads(runs: Sequence[Run]) -> dict[str, list[int]]:
    """Return the lines that are recurring headings, each with the places where it is one."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, run in enumerate(runs[:-1]):
        if _may_head(run):
            places[run.text].append(index)
    often = {text: found for text, found in places.items() if len(found) >= _OFTEN and _says_nothing(text)}
    may = {text: good for text, found in often.items() if (good := _above_text(runs, found, set()))}
    taken = {index for good in may.values() for index in good}
    found = {text: good for text in may if (good := _above_text(runs, often[text], taken))}
    sure = {text: good for text, good in found.items() if _is_between_texts(runs, good, taken)}
    leading = [*sure.values()][:_LEADING]
    return {
        text: good for text, good in found.items() if text in sure or any(_goes_round(good, one) for one in leading)
    }


def _may_head(run: Run) -> bool:
    is_plain = run.kind is BlockKind.PARAGRAPH and not run.label and run.linked * 2 < run.words
    return is_plain and run.words <= _MAX_WORDS and run.text[:1].isupper() and not _END.search(run.text)


def _says_nothing(text: str) -> bool:
    """Tell whether a line may be a title: no figure in it, no denial, no control, no short answer."""
    if len(squash(text)) < _MIN_LETTERS or any(map(str.isdigit, text)) or is_control(text):
        return False
    return not denies(text)


def _above_text(runs: Sequence[Run], places: Sequence[int], taken: set[int]) -> list[int]:
    """Return the places at which a line stands above a longer text or a list, none where it often does not."""
    good = [index for index in places if index + 1 not in taken and _is_text_below(runs[index], runs[index + 1])]
    return good if len(good) >= _OFTEN and len(good) * 4 >= len(places) * 3 else []


def _is_text_below(line: Run, below: Run) -> bool:
    if below.kind is BlockKind.PARAGRAPH:
        return below.is_sentence or below.words > line.words
    return below.kind is not BlockKind.HEADING


def _is_between_texts(runs: Sequence[Run], places: Sequence[int], taken: set[int]) -> bool:
    """Tell whether a line parts texts: most of its places follow the end of one and lead to sentences or a list."""
    full = sum(runs[index + 1].is_sentence or runs[index + 1].kind is not BlockKind.PARAGRAPH for index in places)
    ended = sum(index == 0 or (index - 1 not in taken and _is_end(runs[index - 1])) for index in places)
    return min(full, ended) * 2 >= len(places)


def _goes_round(places: Sequence[int], sure: Sequence[int]) -> bool:
    """Tell whether a line stands at most once between two neighbouring places of a sure heading."""
    rounds = [bisect_right(sure, index) for index in places]
    return len(set(rounds)) == len(rounds)


def _is_end(above: Run) -> bool:
    """Tell whether a block may be the last before a heading."""
    if _ASKS.search(above.text):
        return False
    return above.kind is not BlockKind.PARAGRAPH or above.is_sentence or above.text.endswith(".")


def _openers(runs: Sequence[Run], first: Sequence[int], styles: Mapping[int, str]) -> Iterable[int]:
    """Return the lines that open each round of recurring headings, none unless nearly all rounds have one."""
    found = [opener for index in first if (opener := _opener(runs, index, styles)) >= 0]
    is_usual = len(found) >= _OFTEN and len(found) + 1 >= len(first)
    return found if is_usual and len({runs[index].text for index in found}) == len(found) else ()


def _opener(runs: Sequence[Run], first: int, styles: Mapping[int, str]) -> int:
    """Return the place of the line that leads into the list just above, or is alone above; -1 for none."""
    at = first - 1
    while at >= 0 and runs[at].kind is BlockKind.ITEM:
        at -= 1
    if at < 0 or at in styles or at - 1 in styles or runs[at].kind is not BlockKind.PARAGRAPH:
        return -1
    has_list = at < first - 1
    is_lead = has_list and runs[at].text.endswith((":", "：")) and runs[at].words <= _OPENER_WORDS
    is_title = _may_head(runs[at])
    return at if is_lead or is_title else -1
