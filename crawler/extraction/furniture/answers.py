"""Answers to a request for consent: what buttons say that accept or refuse."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import ANSWER, ANSWERS, FIRST_ANSWER

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Page, Run

_LABEL_LENGTH = 80  # letters; a guess: halved or doubled, none of 27 real pages and 30 of ours differs

_LINKED = 0.7  # of a row, what stands in links: all but what parts them; a guess
_SENTENCES = re.compile(r"^.*[.!?。](?:\s|$)")  # up to the end of the last


def answers(page: Page, most_words: int = _LABEL_LENGTH) -> list[int]:
    """Count the answers to a request for consent in each node: on its buttons, and in texts that say nothing else.

    Args:
        page: the walked page.
        most_words: of a text that may be one.
    """
    counts = [0] * len(page.nodes)
    for button in page.buttons:
        counts[button.node] += answers_in(button.text)
    for run in page.runs:
        if run.words <= most_words:
            counts[run.node] += answers_in(run.text)
    page.add_up(counts)
    return counts


def rows_of_answers(page: Page) -> list[int]:
    """Count in each node the rows of links that begin with an answer: "Accept all | Settings | Imprint | Privacy".

    A row may be a block of its own or stand behind the last sentence of one.

    Args:
        page: the walked page.
    """
    counts = [0] * len(page.nodes)
    for run in page.runs:
        counts[run.node] += run.linked > 0 and _begins_with_answer(run)
    page.add_up(counts)
    return counts


def _begins_with_answer(run: Run) -> bool:
    row = run.text[_length_of_sentences(run.text) :].casefold()
    # the walk tells words of links by their share of the letters
    is_row = 0 < len(row) <= _LABEL_LENGTH and run.linked >= _LINKED * run.words * len(row) / len(run.text)
    return bool(is_row and FIRST_ANSWER.match(row))


def _length_of_sentences(text: str) -> int:
    """Return how many letters of a text stand in sentences that end, with the blank behind them."""
    ended = _SENTENCES.match(text)
    return ended.end() if ended else 0


def said_before_answers(run: Run) -> str:
    """Return what a run says before a row of answers, "" where it is no more than links or an answer itself."""
    if _begins_with_answer(run):
        return run.text[: _length_of_sentences(run.text)]
    return "" if run.linked * 2 >= run.words or answers_in(run.text) else run.text


def answers_in(text: str) -> int:
    """Count the answers to a request for consent in a button's text, or in those of several that touch.

    "Accept all", "Got it" and "Only necessary cookies" are one; "Reject allAccept all" are two; a text that is no such
    label has none.
    """
    label = text.casefold().strip(" .!×✕✖›»>")
    return _answers_of(label) if len(label) <= _LABEL_LENGTH else 0


@lru_cache(maxsize=4096)  # the short texts of a page's menus come again and again, from check to check
def _answers_of(label: str) -> int:
    return sum(1 for _ in ANSWER.finditer(label)) if ANSWERS.fullmatch(label) else 0
