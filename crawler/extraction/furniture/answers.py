"""Answers to a request for consent: what buttons say that accept or refuse."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extraction.furniture.furniture_words import ANSWER, ANSWERS

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Page

_LABEL_LENGTH = 80  # letters; a guess: halved or doubled, none of 27 real pages and 30 of ours differs


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
