"""Whether words are none that the product knows: noise that a list of words could catch would prove nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.languages import known

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTIONS = ("furniture", "consent", "walls", "policy", "terms", "links")
SHORTEST = 4  # letters: shorter words are articles and prepositions, which stand in patterns of every kind
STEM = 5  # letters that two words of one stem have in common


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _words(text: str) -> Iterator[str]:
    yield from re.findall(rf"[^\W\d_]{{{SHORTEST},}}", _folded(text))


def _texts(value: object) -> Iterator[str]:
    """Yield all strings in a section of a language's file, whatever its form."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


@cache
def vocabulary(code: str = "") -> frozenset[str]:
    """Return every word of the product's own about policies and about what stands beside them, folded.

    Args:
        code: of one language; "" for all, which the product asks together.
    """
    languages = (one for one in known().each if code in ("", one.code))
    texts = (text for one in languages for section in SECTIONS for text in _texts(one.table(section)))
    plain = (re.sub(r"\\[a-zA-Z]", " ", text) for text in texts)  # \b and its kin are no words
    return frozenset(word for text in plain for word in _words(text))


def seen(text: str, code: str, grammar: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the words of a text that the product knows: as they stand in any language, or by their stem in its own.

    Args:
        text: of noise.
        code: its language.
        grammar: articles and prepositions, which every text has.
    """
    words = frozenset(_words(text)) - frozenset(map(_folded, grammar))
    return frozenset(
        word for word in words if word in vocabulary() or any(_akin(word, one) for one in vocabulary(code))
    )


def _akin(word: str, one: str) -> bool:
    shorter, longer = sorted((word, one), key=len)
    return len(shorter) >= STEM and longer.startswith(shorter)
