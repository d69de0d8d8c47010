"""Numbers in words and units of time, each in its language: Danish "to" is two beside "år", in English it is none."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from monitor.core.languages import known
from monitor.core.significance.spoken import is_common
from monitor.core.text import fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_PERIODS = ("second", "minute", "hour", "day", "working day", "week", "month", "year")
_TENS = range(20, 100, 10)
_ONE_OF = frozenset(["year", "month", "week", "day", "hour", "minute"])  # "a year" is one
_SHORT = 3  # letters of a unit that may be a word of another language: "any", "ay"
_ENGLISH = "en"

ByLanguage = dict[str, str]
"""What a word means, by the codes of the languages that have it."""


@cache
def _spelt() -> dict[str, ByLanguage]:
    """Return the number words of all languages with their figures."""
    found: dict[str, ByLanguage] = {}
    for language in known().each:
        for figure, names in language.table("numbers", "words").items():
            for name in names:
                found.setdefault(" ".join(words(fold_accents(name))), {})[language.code] = figure
    return found


@cache
def number_starts() -> frozenset[str]:
    """Return the words that may begin a number in words, without case and accents."""
    return frozenset(["a", "an", *(name.split()[0] for name in _spelt())])


@cache
def _units() -> tuple[dict[str, ByLanguage], tuple[tuple[str, str, str], ...]]:
    """Return the words for units of time of all languages: whole ones, and stems with their languages."""
    whole: dict[str, ByLanguage] = {}
    stems: list[tuple[str, str, str]] = []
    for language in known().each:
        for unit in _PERIODS:
            for name in map(fold_accents, language.table("numbers", "units").get(unit, ())):
                if name.endswith("*"):
                    stems.append((name.removesuffix("*"), language.code, unit))
                else:
                    whole.setdefault(name, {})[language.code] = unit
    return whole, tuple(stems)


def units_of(word: str, languages: frozenset[str]) -> ByLanguage:
    """Return the units of time that a word stands for, in any language where it is no usual word of the text's.

    Args:
        word: without case and accents.
        languages: the codes of those the text may be in, as `spoken` gives them.
    """
    found = _all_units_of(word)
    if not (found and is_common(word, languages)):
        return found
    return {code: unit for code, unit in found.items() if code in languages}


@lru_cache(maxsize=4096)
def _all_units_of(word: str) -> ByLanguage:
    whole, stems = _units()
    found = {code: unit for stem, code, unit in stems if word.startswith(stem)}
    return {**found, **whole.get(word, {})}


def may_be_unit(word: str) -> bool:
    """Tell whether a word, in small letters without accents, is one for a unit of time in any language; quick."""
    return word in _units()[0] or word.startswith(_stems())


@cache
def _stems() -> tuple[str, ...]:
    return tuple({stem for stem, _, _ in _units()[1]})


def is_unit(word: str) -> bool:
    """Tell whether a word, in small letters without accents, is one for a unit of time and hardly anything else."""
    return not settled().isdisjoint(_all_units_of(word)) or (len(word) > _SHORT and bool(_all_units_of(word)))


def is_unit_of(word: str, code: str, languages: frozenset[str], number: str) -> bool:
    """Tell whether a word is a unit of time that belongs to a number in words.

    Args:
        word: without case and accents.
        code: of the language of the number.
        languages: the codes of those the text may be in.
        number: the number's first word: where it is a usual word of the text, as "to" is, its unit has to be known.
    """
    is_known = code in languages or code in settled() or not is_common(number, languages)
    return code in units_of(word, languages) and (is_known or not word.isascii())


def spelt_at(folded: Sequence[str], index: int) -> tuple[ByLanguage, int]:
    """Return the figures that stand in words at an index, and how many words they take.

    Args:
        folded: the words of a text, without case and accents.
        index: of the first word.
    """
    following = folded[index + 1] if index + 1 < len(folded) else ""
    if folded[index] in {"a", "an"}:
        return ({_ENGLISH: "1"} if following in _ONE_OF else {}), 1
    table = _spelt()
    together = table.get(f"{folded[index]} {following}") if following else None
    if together:
        return together, 2
    found, ones = table.get(folded[index], {}), table.get(following, {})
    tens = {
        code: str(int(figure) + int(ones[code]))
        for code, figure in found.items()
        if int(figure) in _TENS and 0 < int(ones.get(code, 0)) < 10
    }
    return (tens, 2) if tens else (found, 1)


@cache
def settled() -> frozenset[str]:
    """Return the codes of the languages whose words are so well known that their units are taken for no others."""
    return frozenset(language.code for language in known().each if language.table("terms", "negation"))
