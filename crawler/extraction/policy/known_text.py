"""What a watch knows of its page: which sentences were clauses of the last snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.reading.letters import squash
from crawler.extraction.reading.runs import SENTENCE_WORDS
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extraction.reading.runs import Page, Run

_KEY = 48  # letters of a clause's beginning that tell it from others
# of the last clauses that are on the page; a guess: a quarter lower or higher, none of 65 real pages differs
_ENOUGH = 0.5
_LINE = 500  # characters; of longer texts an address may be, which counts as several words


def recalled_runs(page: Page, known: Iterable[str]) -> list[Run]:
    """Return the sentences of a page that were clauses of its watch's last snapshot, by how they begin.

    Args:
        page: the walked page.
        known: the clauses of the last snapshot.

    Returns:
        The runs in reading order; none where less than half of the known sentences are on the page: then it is another
        text, and the old one says nothing of where the new one stands.
    """
    beginnings = {_beginning(text) for text in known if _is_long(text)}
    sentences = [(run, _beginning(run.text)) for run in page.runs if run.is_sentence]
    # most begin as they did, letter for letter; only of the others are the letters compared alone
    found = beginnings.intersection(beginning for _, beginning in sentences)
    others = {_key(beginning): beginning for beginning in beginnings - found}
    count = len(found) + len(others)
    recalled: list[Run] = []
    for run, beginning in sentences:
        known_as = beginning if beginning in beginnings else others.get(_key(beginning)) if others else None
        if known_as:
            recalled.append(run)
            found.add(known_as)
    return recalled if len(found) >= _ENOUGH * count else []


def _beginning(text: str) -> str:
    return text[: 2 * _KEY]


def _key(beginning: str) -> str:
    return squash(beginning)[:_KEY]


def _is_long(text: str) -> bool:
    """Tell a sentence from furniture; a clause's words are parted by single spaces where its script has any."""
    if text.count(" ") + 1 >= SENTENCE_WORDS:
        return True
    return (len(text) > _LINE or not text.isascii()) and word_count(text) >= SENTENCE_WORDS
