"""Words that address the reader where they have a capital, and speak of others where not: "Sie" and "sie"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.languages import known
from monitor.core.text import fold_typography

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
