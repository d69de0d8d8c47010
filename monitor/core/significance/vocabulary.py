"""The words that people write, in the languages of policies, by the word forms of simplemma."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from monitor.core.languages import known

if TYPE_CHECKING:
    from collections.abc import Collection

# The languages that simplemma has under another code: both forms of Norwegian, and Croatian and Serbian as one.
_FILES = {"no": ("nb", "nn"), "hr": ("hbs",), "sr": ("hbs",)}
_LONG = 40  # letters beyond which a word is looked up nowhere; a guess: German has longer ones, and few forms of them


def lemmas(word: str, languages: Collection[str]) -> frozenset[str]:
    """Return what a word is a form of, none where nobody writes it so, or its languages have no forms.

    Args:
        word: without case.
        languages: it may be of, as codes.

    >>> sorted(lemmas("shares", {"en"})), lemmas("shraes", {"en"})
    (['share'], frozenset())
    """
    if len(word) > _LONG:
        return frozenset()
    # To upper case and back, for Greek has a letter of its own where a word ends, which words without case have lost.
    return frozenset(filter(None, (_lemma(word.upper().lower(), code) for code in sorted(languages))))


def is_word(word: str, languages: Collection[str]) -> bool:
    """Tell whether people write a word that is no name; where all nouns have capitals a name is not told from these.

    >>> is_word("client", {"en"}), is_word("cleint", {"en"}), is_word("moga", {"pl"})
    (True, False, False)
    """
    if len(word) > _LONG:
        return False
    found = ((code, _lemma(word.upper().lower(), code)) for code in sorted(languages))
    return any(lemma and (not lemma[0].isupper() or code in _capital()) for code, lemma in found)


def has_forms(languages: Collection[str]) -> bool:
    """Tell whether the forms of one of some languages are known; those of Vietnamese are not."""
    return any(map(_has_forms, languages))


@cache
def _has_forms(language: str) -> bool:
    from simplemma import is_known  # noqa: PLC0415

    with suppress(ValueError):
        return is_known("a", _FILES.get(language, language), low_memory=True) in {True, False}
    return False


@cache
def _capital() -> frozenset[str]:
    """Return the languages whose nouns have capitals."""
    return frozenset(one.code for one in known().each if one.table("text").get("capital_nouns"))


@lru_cache(maxsize=4096)
def _lemma(word: str, language: str) -> str:
    # Its forms take 0.1 s of processor time and 2 MB in English, 1.7 s and 47 MB in Polish: few texts ask for them.
    from simplemma import is_known, lemmatize  # noqa: PLC0415

    with suppress(ValueError):  # a language that it does not know
        files = _FILES.get(language, language)
        if is_known(word, files, low_memory=True):
            return lemmatize(word, files, low_memory=True)
    return ""
