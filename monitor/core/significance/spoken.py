"""The languages a text may be in, by the words that every text of a language has."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from monitor.core.languages import known
from monitor.core.significance.lexicon import GRAMMAR
from monitor.core.text import REMEMBERED, words

if TYPE_CHECKING:
    from collections.abc import Collection

# The share of what the best language has that another has to have too. Danish and Norwegian share most; on the
# sentences of tests/core/reasons .65 does as well as .7, and .5 and .75 worse.
_NEAR = 0.7
_CLEAR = 4  # words of another language than the rest of a text by which a part is known to be in it; a guess


def spoken(*texts: str) -> frozenset[str]:
    """Return the codes of the languages that texts may be in together, none where no word shows it.

    >>> sorted(spoken("Vi säljer inte dina uppgifter.")), spoken("Lorem ipsum"), sorted(spoken("to be kept by us"))
    (['sv'], frozenset(), ['en'])
    """
    text = "\n".join(texts)
    return _remembered(text) if len(text) <= REMEMBERED else _spoken(text)


def spoken_within(languages: Collection[str], *texts: str) -> frozenset[str]:
    """Return the codes of the languages that parts of a text may be in: those of all of it where they say too little.

    >>> sorted(spoken_within({"it"}, "Gratis")), sorted(spoken_within({"it"}, "We never share what you give us."))
    (['it'], ['en'])

    Args:
        languages: of the whole text, as codes; none where they are not known.
        texts: parts of it.
    """
    found, of_all = spoken(*texts), frozenset(languages)
    shared = found & of_all
    if shared or not of_all:
        return shared or found
    is_clear = sum(is_common(word, found) for word in {*words("\n".join(texts))}) >= _CLEAR
    return found if is_clear else of_all


def is_common(word: str, languages: frozenset[str]) -> bool:
    """Tell whether a word stands in most texts of one of some languages, so that it may be no word of another there."""
    return not languages.isdisjoint(_common_words().get(word, ()))


def _spoken(text: str) -> frozenset[str]:
    common = _common_words()
    weights: dict[str, float] = {}
    for word in sorted(set(words(text))):
        codes = common.get(word, frozenset())
        for code in codes:
            weights[code] = weights.get(code, 0) + 1 / len(codes)  # "vi" is of five languages, "och" of one
    most = max(weights.values(), default=0)
    return frozenset(code for code, weight in weights.items() if weight >= _NEAR * most)


_remembered = lru_cache(maxsize=512)(_spoken)


@cache
def _common_words() -> dict[str, frozenset[str]]:
    """Return the words by which a language is known, each with the codes of the languages it is known by."""
    found: dict[str, set[str]] = {}
    for language in known().each:
        of_text, listed = language.table("text"), (language.table("terms"), language.table("reasons"))
        grammar = (of_it for table in listed for category in GRAMMAR for of_it in table.get(category, {}).values())
        all_of_it = (of_text.get("stop_words", ()), of_text.get("usual_words", ()), *grammar)
        for word in (word for some in all_of_it for word in some if word.isalpha()):
            found.setdefault(word.casefold(), set()).add(language.code)
    return {word: frozenset(codes) for word, codes in found.items()}
