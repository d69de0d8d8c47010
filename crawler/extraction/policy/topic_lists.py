"""Lists of topics at the top of a text that name the sections below in other words."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import ASKING
from crawler.extraction.reading.paragraphs import NUMBER
from monitor.core.policy_terms import denies
from monitor.core.records import BlockKind
from monitor.core.text import fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Run

_MIN_TOPICS, _MOST_TOPICS = 4, 60
_MOST_TITLES = 500  # titles that are compared with each topic; a guess
_MAX_WORDS = 16  # words of a topic; a guess: halved or doubled, none of 25 real pages and 24 of ours differs
# a guess: halved or doubled, none of 25 real pages and 25 of ours differs
RUNS_ABOVE = 12
"""Blocks that may stand above a list of topics."""
# words that may stand above it; a guess: halved or doubled, none of 25 real pages and 25 of ours differs
_WORDS_ABOVE = 150
_STEP = 2  # a number that was left out does not end the count
# letters by which two words are alike; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_STEM = 5
# letters of a word that counts; halved or doubled, no real page of 338 differs, but 0 and 19 of 111 of ours
_MIN_STEM = 4
# of the words of the shorter; a guess: a quarter lower or higher, none of 338 real pages and 111 of ours differs
_ALIKE = 0.6
_NO_TOPIC = (".", ";", ":", ",", "!")


def foretold(runs: Sequence[Run], at: int) -> int:
    """Count the blocks from here on that are topics of sections below, said in other words; 0 where there is doubt.

    Four or more short blocks at the top, no figure and no "not" in them, most of which ask ("How we use it", "What we
    collect"). If they count from one, sections below must count from one too and a title among them resemble a topic;
    without numbers titles must resemble half of the topics, in their order. What states a practice asks nothing, so a
    list of data, of rights or of promises is none of this.
    """
    if at > RUNS_ABOVE or sum(run.words for run in runs[:at]) > _WORDS_ABOVE:
        return 0
    is_counted = 0 < _number(runs[at]) <= _STEP
    length = _listed(runs, at, is_counted=is_counted)
    asking = sum(ASKING.match(_unnumbered(run.text)) is not None for run in runs[at : at + length])
    if not _MIN_TOPICS <= length <= _MOST_TOPICS or asking * 3 < length * 2:
        return 0
    below = runs[at + length :]
    counted = _counted_sections(below) if is_counted else []
    if is_counted and len(counted) * 3 < length * 2:
        return 0
    titles = counted + [run for run, after in pairwise(below) if run.kind is BlockKind.HEADING and after.is_sentence]
    alike = _resembled(runs[at : at + length], (counted or titles)[:_MOST_TITLES])
    return length if alike >= (1 if is_counted else (length + 1) // 2) else 0


def entitled(runs: Sequence[Run], at: int) -> int:
    """Count the blocks from here on, right below a title such as "Contents", that name what follows; 0 where in doubt.

    Four or more short blocks at the top, none of which states a figure or denies anything, with a heading right below
    them, and half to twice as many headings of its rank in the text.
    """
    if at > RUNS_ABOVE:
        return 0
    length = _listed(runs, at, is_counted=0 < _number(runs[at]) <= _STEP)
    below = runs[at + length :]
    if length < _MIN_TOPICS or not below or below[0].kind is not BlockKind.HEADING:
        return 0
    first = below[0]
    sections = sum(run.kind is first.kind and (run.style, run.level) == (first.style, first.level) for run in below)
    return length if length <= 2 * sections <= 4 * length else 0


def _listed(runs: Sequence[Run], at: int, *, is_counted: bool) -> int:
    """Count the topics of one list; what stands right above a sentence is its heading and none of them."""
    length = last = 0
    rest = runs[at : at + _MOST_TOPICS + 2]  # more than there may be are too many, however many they are
    while length < len(rest) and rest[length].kind is runs[at].kind and _is_topic(rest[length]):
        number = _number(rest[length])
        if not last < number <= last + _STEP if is_counted else number:
            break
        length, last = length + 1, number
    is_heading = not is_counted and runs[at].kind is not BlockKind.ITEM
    return length - (is_heading and at + length < len(runs) and runs[at + length].is_sentence)


def _is_topic(run: Run) -> bool:
    text = _unnumbered(run.text)
    if run.kind is BlockKind.ROW or not text or run.words > _MAX_WORDS or text.endswith(_NO_TOPIC):
        return False
    return not re.search(r"\d", text) and not denies(text)


def _number(run: Run) -> int:
    """Return the whole number a block is labelled with, 0 for none."""
    found = NUMBER.match(run.text)
    label = (run.label or (found.group() if found else "")).strip(" ().")
    return int(label) if label.isascii() and label.isdecimal() else 0


def _unnumbered(text: str) -> str:
    found = NUMBER.match(text)
    return text[found.end() :].strip() if found else text


def _counted_sections(runs: Sequence[Run]) -> list[Run]:
    """Return the titles that count on from one, none unless most have a sentence before the next."""
    found: list[Run] = []
    last = full = 0
    has_text = True
    for run in runs:
        if last < _number(run) <= last + _STEP and _is_title(run):
            found.append(run)
            last, has_text = _number(run), False
        elif run.is_sentence and not has_text:
            full, has_text = full + 1, True
    return found if full * 3 >= len(found) * 2 else []


def _is_title(run: Run) -> bool:
    return run.words <= _MAX_WORDS and not run.text.endswith(_NO_TOPIC)


def _resembled(topics: Sequence[Run], titles: Sequence[Run]) -> int:
    """Count the topics that share most of their longer words with a title, each title after the one before."""
    stems = [_stems(title.text) for title in titles]
    count = place = 0
    for topic in topics:
        own = _stems(topic.text)
        found = next((at for at in range(place, len(stems)) if _are_alike(own, stems[at])), -1)
        if found >= 0:
            count, place = count + 1, found + 1
    return count


def _are_alike(one: set[str], other: set[str]) -> bool:
    common = len(one & other)
    return common > 1 and common >= _ALIKE * min(len(one), len(other))


def _stems(text: str) -> set[str]:
    return {fold_accents(word)[:_STEM] for word in words(text) if len(word) >= _MIN_STEM}
