"""Who answers for something is no recipient of data for that: "our supplier is responsible for delays"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from monitor.core.clauses import sentence_places, sentences
from monitor.core.languages import word_set
from monitor.core.significance.lexicon import Hit, hits, said_in_any_form
from monitor.core.text import key, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECIPIENT = "recipient"
_GIVEN = frozenset(["sharing", "sale of data", "transfer abroad"])
_DATA = frozenset(["data", "kind of data"])


def without_accountable(found: Sequence[Hit], text: str, languages: frozenset[str]) -> list[Hit]:
    """Return the hits of a text but recipients of which a sentence says only that they answer for something.

    Args:
        found: the terms of the lexicon in it.
        text: what is read.
        languages: the codes of those it may be in.
    """
    if not any(hit.category == _RECIPIENT for hit in found):
        return [*found]
    places = zip(sentence_places(text), sentences(text), strict=True)
    answering = [place for place, one in places if _only_answers(one) and not _is_on_data(one, languages)]
    return [
        hit
        for hit in found
        if hit.category != _RECIPIENT or not any(start <= hit.start < end for start, end in answering)
    ]


def only_answers(name: str, text: str) -> bool:
    """Tell whether the sentences of a text with a name all say that it answers for something, and give it nothing."""
    about = [one for one in sentences(text) if f" {key(name)} " in f" {key(one)} "]
    return bool(about) and all(map(_only_answers, about))


def _only_answers(sentence: str) -> bool:
    said = f" {' '.join(words(sentence))} "
    is_answering = any(_stands_in(parts, said) for parts in _phrases())
    return is_answering and _GIVEN.isdisjoint(hit.category for hit in hits(sentence))


def _stands_in(parts: Sequence[str], said: str) -> bool:
    """Tell whether parts of a phrase stand in words, one behind the other."""
    at = 0
    for part in parts:
        at = said.find(f" {part} ", at)
        if at < 0:
            return False
        at += len(part) + 1
    return True


def _is_on_data(sentence: str, languages: frozenset[str]) -> bool:
    return not _DATA.isdisjoint(category for category, _ in said_in_any_form(sentence, languages))


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    """Return what says that somebody answers for something, a star standing for words: "ist * verantwortlich"."""
    phrases = sorted(word_set("text", "accountable"))
    return tuple(tuple(" ".join(words(part)) for part in phrase.split(" * ")) for phrase in phrases)
