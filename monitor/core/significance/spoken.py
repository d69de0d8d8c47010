"""The languages a text may be in, by the words that every text of a language has."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache

from monitor.core.languages import known
from monitor.core.text import REMEMBERED, words

# Words of grammar in the lexicon: what a sentence denies or limits it says in its own language.
_GRAMMAR = ("negation", "scope", "exception", "obligation")
# The share of the words that the best language knows, which another has to know too. Danish and Norwegian share most;
# .6 takes Finnish for French's neighbour.
_NEAR = 0.7


def spoken(*texts: str) -> frozenset[str]:
    """Return the codes of the languages that texts may be in together, none where no word shows it.

    >>> sorted(spoken("Vi säljer inte dina uppgifter.")), spoken("Lorem ipsum"), sorted(spoken("to be kept by us"))
    (['sv'], frozenset(), ['en'])
    """
    text = "\n".join(texts)
    return _remembered(text) if len(text) <= REMEMBERED else _spoken(text)


def is_common(word: str, languages: frozenset[str]) -> bool:
    """Tell whether a word stands in most texts of one of some languages, so that it may be no word of another there."""
    return not languages.isdisjoint(_common_words().get(word, ()))


def _spoken(text: str) -> frozenset[str]:
    common = _common_words()
    counts = Counter(code for word in set(words(text)) for code in common.get(word, ()))
    most = max(counts.values(), default=0)
    return frozenset(code for code, count in counts.items() if count >= _NEAR * most)


_remembered = lru_cache(maxsize=512)(_spoken)


@cache
def _common_words() -> dict[str, frozenset[str]]:
    """Return the words by which a language is known, each with the codes of the languages it is known by."""
    found: dict[str, set[str]] = {}
    for language in known().each:
        of_text, listed = language.table("text"), (language.table("terms"), language.table("reasons"))
        grammar = (of_it for table in listed for category in _GRAMMAR for of_it in table.get(category, {}).values())
        all_of_it = (of_text.get("stop_words", ()), of_text.get("usual_words", ()), *grammar)
        for word in (word for some in all_of_it for word in some if word.isalpha()):
            found.setdefault(word.casefold(), set()).add(language.code)
    return {word: frozenset(codes) for word, codes in found.items()}
