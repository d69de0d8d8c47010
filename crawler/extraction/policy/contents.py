"""Tables of contents: lists of what follows, kept out of the clauses."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import CONTENTS_TITLE
from crawler.extraction.furniture.rules import Rule, Text, Where, quoted
from crawler.extraction.policy.topic_lists import RUNS_ABOVE, entitled, foretold
from crawler.extraction.reading.letters import squash
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Run

_MIN_ENTRIES = 3  # entries of a table of contents at least; halved or doubled, 3 of 25 and 2 of 22 real pages differ
_TOP = 12  # blocks from the first among which a table of contents may have no entries; a guess, as in topic_lists.py
_TITLE_WORDS = 6  # words of the title of a table of contents; those of the languages' files have five at most
_MAX_ENTRY_WORDS = 24  # words of an entry; a guess: halved or doubled, none of 25 real pages and 20 of ours differs
# How many blocks may be looked at for each that there is, over and again: a list that announces nothing is looked
# through from each of its lines.
_STEPS = 30
_ENDS = (".", ";", "。", "；", "؛", "।")


def _contents(text: Text) -> dict[int, str]:
    """Take tables of contents.

    A table of contents is three or more short blocks in a row that either all link within the page, or announce, letter
    for letter and in the same order, short blocks that come later and have text between them; or a list at the top that
    names the sections in other words, see `foretold`, or stands under such a title, see `entitled`; it goes with the
    few words that lead into it. When in doubt it stays: a kept list harms less than a lost clause.
    """
    runs = text.runs
    keys = [_key(run) for run in runs]
    where: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key:
            where.setdefault(key, []).append(index)
    is_announcing = sum(len(places) - 1 for places in where.values()) >= _MIN_ENTRIES
    found: dict[int, str] = {}
    at = 0
    left = _STEPS * len(runs)
    while at < len(runs):
        recurs = is_announcing and len(where.get(keys[at], ())) > 1  # as few do
        if at > RUNS_ABOVE and not (recurs or runs[at].anchored):
            at += 1
            continue
        announced, steps = _announced(keys, where, at) if recurs and left > 0 else (0, 0)
        left -= steps
        anchored = _anchored(runs, at) if runs[at].anchored else 0
        # only near the top; so few blocks have to be asked whether they are a title
        named = entitled(runs, at) if at and not (anchored or announced) else 0
        named = named if named and _is_title(runs[at - 1]) else 0
        listed = max(anchored, announced, named)
        length = listed or foretold(runs, at)
        if length >= _MIN_ENTRIES:
            found |= dict.fromkeys(range(at, at + length), _because(length, anchored, announced, named))
            if at and (_is_title(runs[at - 1]) or (not listed and _is_lead(runs[at - 1]))):
                found[at - 1] = f"it leads into a list of what follows, beginning with {quoted(runs[at].text)}"
        at += max(1, length)
    return found


def _because(length: int, anchored: int, announced: int, named: int) -> str:
    if anchored == length:
        return f"{length} short blocks in a row link within the page"
    if announced == length:
        return f"{length} short blocks in a row announce headings below, word for word"
    if named == length:
        return f"{length} short blocks stand under the title of a table of contents"
    return f"{length} short blocks at the top name the sections below in other words"


def _key(run: Run) -> str:
    if run.words > _MAX_ENTRY_WORDS or run.text.endswith(_ENDS):
        return ""
    return squash(run.text).lstrip("0123456789")


def _anchored(runs: Sequence[Run], at: int) -> int:
    length = 0
    while at + length < len(runs) and runs[at + length].anchored and runs[at + length].words <= _MAX_ENTRY_WORDS:
        length += 1
    return length


def _announced(keys: Sequence[str], where: dict[str, list[int]], at: int) -> tuple[int, int]:
    """Count the blocks from here on that announce later ones; one among them may be worded otherwise.

    Returns:
        (how many there are; how many were looked at).
    """
    places: list[int] = []
    length = matched = 0
    while at + length < len(keys) and keys[at + length]:
        index = at + length
        if places and index >= places[0]:
            break
        later = _next_place(where[keys[index]], max(index, places[-1] if places else index))
        if later > 0:
            places.append(later)
            matched = length + 1
        elif length - matched >= 1 or len(places) < _MIN_ENTRIES:
            break
        length += 1
    if len(places) < _MIN_ENTRIES:  # as from most blocks
        return 0, length
    apart = places[-1] - places[0] >= 2 * (len(places) - 1)
    # Lines that only recur under each purpose ("Sources", "You", "Recipients") have no text between them there.
    headed = sum(not all(keys[index] for index in range(one + 1, other)) for one, other in pairwise(places))
    heads = apart and headed * 3 >= 2 * (len(places) - 1)
    return (matched if heads and places[0] >= at + matched else 0), length


def _next_place(places: Sequence[int], after: int) -> int:
    at = bisect_right(places, after)
    return places[at] if at < len(places) else -1


def _is_title(run: Run) -> bool:
    return CONTENTS_TITLE.fullmatch(run.text.strip(" :.")) is not None


def _is_lead(run: Run) -> bool:
    """Tell whether a block is only the few words that lead into a list: "Here you learn:"."""
    return run.text.endswith(":") and not run.is_sentence


def _labels(text: Text) -> dict[int, str]:
    """Take the title of a table of contents of which the entries were left out: nothing of the text is under it.

    Where a script writes the entries there are none, and the first section stands right below the title.
    """
    places = [at for at, run in enumerate(text.runs) if run.words <= _TITLE_WORDS and _is_title(run)]
    if not places or not text.page.runs:
        return {}
    after = {id(run): other for run, other in pairwise(text.page.runs)}
    stay = set(map(id, text.runs))
    found: dict[int, str] = {}
    for at in places:
        other = after.get(id(text.runs[at]))
        if other is not None and id(other) not in stay:
            found[at] = "it is the title of a table of contents that was left out"
        elif at < _TOP and _is_empty(text.runs, at):
            found[at] = "it is the title of a table of contents that has no entries"
    return found


def _is_empty(runs: Sequence[Run], at: int) -> bool:
    """Tell a heading right above the next of its rank or a higher one."""
    return any(
        run.kind is below.kind is BlockKind.HEADING and run.style == below.style and run.level >= below.level
        for run, below in pairwise(runs[at : at + 2])
    )


LABELS = Rule(
    name="title of the contents",
    where=Where.BETWEEN,
    takes="the title of a table of contents, where its entries were left out as a menu",
    judge=_labels,
)
CONTENTS = Rule(
    name="table of contents",
    where=Where.BETWEEN,
    takes="a list of what follows in the text, and the few words that lead into it",
    judge=_contents,
)
