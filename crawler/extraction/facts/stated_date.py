"""The date a policy states of itself: "last updated", "effective from", "stav k", in many languages."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.dates.date_words import cues
from monitor.core.dates.forms import is_dated, parse_date, plain
from monitor.core.dates.own import MAX_LINE, Role, dates_beside, sentences, speaks_of_former, speaks_of_law, states
from monitor.core.records import Precision, StatedDate
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TODAY = cues("today")
_MOST_SENTENCES = 2_000  # with a date, of a block; and blocks with one, of a text
# words of a line that is little more than a date; halved or doubled, 0 of 53 and 1 of 46 real pages differ
_EDGE_WORDS = 8
_HEAD, _TAIL = 4, 3
_HISTORY = 4  # blocks in which the versions of a text follow one another
# Where English is written day first, against the usual reading of 03/04/2024.
_DAY_FIRST = re.compile(r"en[-_](?:[a-z]{4}[-_])?(?:GB|IE|AU|NZ|IN|ZA|SG|HK|MT|CY|EU|150)\b", re.IGNORECASE)


def stated_date(
    texts: Iterable[str], language: str = "", *, declared: str = "", beside: Iterable[str] = ()
) -> StatedDate | None:
    """Find the date a policy states of itself.

    Words for "updated" count in any sentence that speaks of the policy, words for "in force" only in a short line that
    speaks of no law; and a date counts only close to such words, so a date inside a clause is never taken. Where no
    line has such words, a short line at the top or the end that is little more than a date is believed. Dates of
    former versions never count; where versions follow one another, the latest does.

    Args:
        texts: the document's blocks in order.
        language: ISO 639-1, to read 03/04/2024: English has the month first.
        declared: the language as the page declares it; "en-GB" has the day first.
        beside: blocks beside the document, nearest first; a date that stands alone there is not its own.

    Returns:
        The first date beside words for "updated", else the first beside words for "in force", else one that stands
        alone, else None.
    """
    own = list(texts)
    blocks = [*own, *beside]
    month_first = language == "en" and not _DAY_FIRST.match(declared)
    for role in (Role.UPDATED, Role.EFFECTIVE):
        dated = islice((at for at in range(len(blocks)) if is_dated(blocks[at])), _MOST_SENTENCES)
        places = ((at, _in_block(blocks, at, role, month_first=month_first)) for at in dated)
        first = next(((at, found) for at, found in places if found), None)
        if first is not None:
            near = range(first[0] + 1, min(len(blocks), first[0] + _HISTORY))
            others = (_in_block(blocks, at, role, month_first=month_first) for at in near)
            return max([first[1], *filter(None, others)], key=lambda it: it.iso)
    edges = [*own[:_HEAD], *own[_HEAD:][-_TAIL:]]
    return next(filter(None, (_alone(text, month_first=month_first) for text in edges)), None)


def _in_block(blocks: Sequence[str], at: int, role: Role, *, month_first: bool) -> StatedDate | None:
    text = blocks[at]
    if not is_dated(text):
        return None
    if at and len(text.split()) <= _EDGE_WORDS and not is_dated(blocks[at - 1]):
        label = blocks[at - 1]
        if len(label.split()) <= _EDGE_WORDS and states(label, role) and not speaks_of_former(plain(label)):
            return parse_date(text, month_first=month_first)
    found = (_beside(sentence, role, month_first=month_first) for sentence in _dated_sentences(text))
    return max(filter(None, found), key=lambda it: it.iso, default=None)


def _dated_sentences(text: str) -> Iterator[str]:
    short = (text[start:end] for start, end in sentences(text))
    return islice(filter(is_dated, short), _MOST_SENTENCES)


def _beside(sentence: str, role: Role, *, month_first: bool) -> StatedDate | None:
    beside = dates_beside(sentence, role, month_first=month_first)
    return next((one.stated for one in beside if one.stated), None)


def _alone(text: str, *, month_first: bool) -> StatedDate | None:
    """Return the date of a line that is little more than a date: "Roma, 14 giugno 2022"."""
    if len(text) > MAX_LINE or word_count(text) > _EDGE_WORDS or not is_dated(text):
        return None
    low = plain(text)
    if speaks_of_former(low) or speaks_of_law(low) or _TODAY.search(low) or text.endswith((":", "?")):
        return None
    found = parse_date(text, month_first=month_first)
    if not found or found.precision is Precision.YEAR:
        return None
    before, _, after = text.partition(found.words)
    rest = word_count(before), word_count(after)
    return found if rest[1] <= 1 or (not rest[0] and rest[1] <= _HEAD) else None
