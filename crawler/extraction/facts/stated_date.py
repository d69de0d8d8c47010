"""The date a policy states of itself: "last updated", "effective from", "stav k", in many languages."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.facts.date_forms import parse_date, plain_digits
from crawler.extraction.reading.letters import word_count
from crawler.extraction.wordlists import lines_of
from monitor.core.policy_terms import has_policy_word
from monitor.core.records import Precision, StatedDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def _cues(name: str) -> re.Pattern[str]:
    lines = [line.partition(":")[2] for line in lines_of("date_cues.txt") if line.startswith(f"{name}:")]
    return re.compile("|".join(cue.strip() for line in lines for cue in line.split(" | ")), re.IGNORECASE)


_UPDATED, _EFFECTIVE, _FORMER = _cues("updated"), _cues("effective"), _cues("former")
_LAW, _TODAY = _cues("law"), _cues("today")
_ITSELF = re.compile(r"notice|statement|version|document|declara|erklärung|pol[ií]t[iy]", re.IGNORECASE)
_ENDS = re.compile(r"[.!?]\s+|[。！？]")
# No date is without a year, or two digits of one.
_DATED = re.compile(
    r"(?:19|20|2[45])\d\d(?!\d)|\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d|[一-龥]{2}\s?(?:\d{1,3}|元)\s?年|二[〇零]"
)
_REACH = 60
_MAX_LINE = 300
_MOST_SENTENCES = 2_000  # with a date, of a block; and blocks with one, of a text
_LONE_WORDS = 24
_LABEL_WORDS = 12  # a longer sentence has to say that it speaks of the policy
_BETWEEN = 4  # words between "updated" and the date
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
    for cue in (_UPDATED, _EFFECTIVE):
        dated = islice((at for at in range(len(blocks)) if _is_dated(blocks[at])), _MOST_SENTENCES)
        places = ((at, _in_block(blocks, at, cue, month_first=month_first)) for at in dated)
        first = next(((at, found) for at, found in places if found), None)
        if first is not None:
            near = range(first[0] + 1, min(len(blocks), first[0] + _HISTORY))
            others = (_in_block(blocks, at, cue, month_first=month_first) for at in near)
            return max([first[1], *filter(None, others)], key=lambda it: it.iso)
    edges = [*own[:_HEAD], *own[_HEAD:][-_TAIL:]]
    return next(filter(None, (_alone(text, month_first=month_first) for text in edges)), None)


def _in_block(blocks: Sequence[str], at: int, cue: re.Pattern[str], *, month_first: bool) -> StatedDate | None:
    text = blocks[at]
    if at and _is_dated(text) and len(text.split()) <= _EDGE_WORDS and not _is_dated(blocks[at - 1]):
        label = blocks[at - 1]
        if len(label.split()) <= _EDGE_WORDS and cue.search(label) and not _FORMER.search(label):
            return parse_date(text, month_first=month_first)
    near = islice(_sentences(text), _MOST_SENTENCES)
    found = [_beside(cue, sentence, month_first=month_first) for sentence in near]
    return max(filter(None, found), key=lambda it: it.iso, default=None)


def _is_dated(text: str) -> bool:
    return _DATED.search(plain_digits(text)) is not None


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences with a date; a stop after a number or a single letter, or before a small one, ends none."""
    if not _is_dated(text):
        return
    begin = 0
    for end in _ENDS.finditer(text) if len(text) > _REACH else ():
        after, before = text[end.end() : end.end() + 1], text[max(0, end.start() - 2) : end.start()]
        if text[end.start()] == "." and (after.isdigit() or after.islower() or not before.isalnum()):
            continue
        yield from _short(text[begin : end.end()])
        begin = end.end()
    yield from _short(text[begin:])


def _short(sentence: str) -> Iterator[str]:
    if len(sentence) <= _MAX_LINE and _is_dated(sentence):
        yield sentence


def _beside(cue: re.Pattern[str], sentence: str, *, month_first: bool) -> StatedDate | None:
    length = len(sentence.split())
    if cue is _EFFECTIVE and (length > _LONE_WORDS or _LAW.search(sentence)):
        return None
    if length > _LABEL_WORDS and not (has_policy_word(sentence) or _ITSELF.search(sentence)):
        return None
    for found in islice(cue.finditer(sentence), 10):
        if _FORMER.search(sentence[max(0, found.start() - _REACH // 2) : found.start()]):
            continue
        tail = sentence[found.end() : found.end() + _REACH]
        after = parse_date(tail, month_first=month_first)
        if after and _is_close(tail[: tail.find(after.words)]):
            return after
        head = sentence[max(0, found.start() - _REACH) : found.start()]
        before = parse_date(head, month_first=month_first)
        if before and before.precision is Precision.DAY and length <= _LONE_WORDS and not _FORMER.search(head):
            return before
    return None


def _is_close(between: str) -> bool:
    return len(between.split()) <= _BETWEEN and not _FORMER.search(between)


def _alone(text: str, *, month_first: bool) -> StatedDate | None:
    """Return the date of a line that is little more than a date: "Roma, 14 giugno 2022"."""
    if word_count(text) > _EDGE_WORDS or not _is_dated(text):
        return None
    if _FORMER.search(text) or _LAW.search(text) or _TODAY.search(text) or text.endswith((":", "?")):
        return None
    found = parse_date(text, month_first=month_first)
    if not found or found.precision is Precision.YEAR:
        return None
    before, _, after = text.partition(found.words)
    rest = word_count(before), word_count(after)
    return found if rest[1] <= 1 or (not rest[0] and rest[1] <= _HEAD) else None
