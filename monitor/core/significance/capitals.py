"""Words that a capital makes others: those that address the reader ("Sie", "sie"), and names ("Polish", "polish")."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.languages import known
from monitor.core.significance.countries import countries, names_of_languages
from monitor.core.text import fold_typography, written_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_OPENING = re.compile(r"(?:^|[.!?:;*\n])[^\w,]*$")  # what stands before a word that has a capital by its place
_BEFORE = 4  # characters in which that stands
_WORD = re.compile(r"[^\W\d_]+")


def addresses_others(old: str, new: str, languages: Collection[str] | None = None) -> bool:
    """Tell whether a word speaks to the reader in one of two texts alone, by its capital.

    >>> addresses_others("Wir geben es ihnen.", "Wir geben es Ihnen.", {"de"})
    True

    Args:
        old: the text before.
        new: the same words after.
        languages: that they are of, as codes; None for any.
    """
    addressing = _addressing(None if languages is None else frozenset(languages))
    before, after = (list(_found(fold_typography(text), addressing)) for text in (old, new))
    return len(before) == len(after) and any(
        word.casefold() == other.casefold() and {is_capital, is_other} == {True, False}
        for (word, is_capital), (other, is_other) in zip(before, after, strict=True)
    )


def names_others(old: str, new: str, languages: Collection[str]) -> bool:
    """Tell whether a country, or what is called by the name of a language, is named in one of two texts alone.

    >>> names_others("our Polish staff", "our polish staff", {"en"}), names_others("Our staff", "our staff", {"en"})
    (True, False)

    Args:
        old: the text before.
        new: the same words after, but for their capitals.
        languages: that they are of, as codes.
    """
    if not languages:
        return False
    (nations, called), (others, calls) = ((_nations(text, languages), _called(text, languages)) for text in (old, new))
    return (nations, called) != (others, calls)


def _nations(text: str, languages: Collection[str]) -> list[str]:
    return [country.code for country in countries(text, languages)]


def _called(text: str, languages: Collection[str]) -> list[str]:
    named = {name for code in languages for name in names_of_languages(code)}
    return [word.casefold() for word in written_words(text) if word[0].isupper() and word.casefold() in named]


def _found(text: str, addressing: Collection[str]) -> Iterator[tuple[str, bool | None]]:
    """Yield the words that may address the reader, and whether they do; None for capitals that their place asks for."""
    for found in _WORD.finditer(text):
        word = found.group()
        if word.casefold() in addressing:
            is_placed = _OPENING.search(text, max(0, found.start() - _BEFORE), found.start()) is not None
            is_capital = word[0].isupper()
            yield word, None if is_capital and (is_placed or (len(word) > 1 and word.isupper())) else is_capital


@cache
def _addressing(languages: frozenset[str] | None) -> frozenset[str]:
    each = (
        one.table("text").get("addressing", ()) for one in known().each if languages is None or one.code in languages
    )
    return frozenset(word for words in each for word in words)
