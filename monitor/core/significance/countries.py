"""The countries a text names, in whatever case, by their names in its languages, as the CLDR of Unicode has them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.languages import known
from monitor.core.text import words, written_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CODE = 2  # letters of a country's code; regions of the world have figures
# What else has such a code: unions, what lies far out, what is made up or not known.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "UM", "XA", "XB", "ZZ"})
_ENGLISH = "en"  # whose names other languages use too
_NOTE = re.compile(r" (?:\(|- ).*")  # "Myanmar (Burma)", "Congo - Kinshasa"
_ENTRY = 3  # letters by which names are looked up
_SHORT = 4  # letters of the shortest name that has cases: "Čína", "Číny", but of "Mali" and "Peru" all letters stay
_OF_SHORT = 2  # letters that the ending of such a name has at most
_STEM = 4  # letters that what is of a country has of its name, at least; a guess
_OFTEN_LOST = frozenset("ayаяηα")
_VOWELS = frozenset("aeiouyáéíóúýěąęåäöőüаяеоиійыαεηιουάέίόύ")


class Named(NamedTuple):
    """A country that a text names.

    Args:
        code: ISO 3166, "VN".
        start: the index of the first word of its name among the text's words.
        end: the index after the last.
    """

    code: str
    start: int
    end: int


class _Part(NamedTuple):
    stem: str
    more: int  # letters that may follow


class _Name(NamedTuple):
    parts: tuple[_Part, ...]
    code: str

    def fits(self, plain: list[str], start: int) -> bool:
        """Tell whether the words from `start` are this name."""
        found = plain[start : start + len(self.parts)]
        return len(found) == len(self.parts) and all(
            word.startswith(part.stem) and len(word) - len(part.stem) <= part.more
            for word, part in zip(found, self.parts, strict=True)
        )


def countries(text: str, languages: Iterable[str]) -> tuple[Named, ...]:
    """Return the countries that a text names, in order; a name has a capital where its script has some.

    >>> [it.code for it in countries("Data jsou v Brazílii a ve Spojeném království.", {"cs"})]
    ['BR', 'GB']

    Args:
        text: what is read.
        languages: the codes of those it may be in.
    """
    return _remembered(text, frozenset({*languages, _ENGLISH}))


@lru_cache(maxsize=16)  # a text is read with its denials and without, for what came and for what went
def _remembered(text: str, languages: frozenset[str]) -> tuple[Named, ...]:
    return tuple(_named(text, languages))


def _named(text: str, languages: frozenset[str]) -> Iterator[Named]:
    tables = [_names(code) for code in sorted(languages)]
    written = written_words(text)
    plain = [word.casefold() for word in written]
    end = 0
    for start, word in enumerate(plain):
        if start < end:
            continue
        near = (name for table in tables for name in table.get(word[:_ENTRY], ()) if name.fits(plain, start))
        name = max(near, key=lambda one: len(one.parts), default=None)
        if name and any(map(_may_name, written[start : start + len(name.parts)])):
            end = start + len(name.parts)
            yield Named(name.code, start, end)


def is_of_country(word: str, languages: Iterable[str]) -> bool:
    """Tell whether a word begins as a word of a country's name does: "français", "polskie", "österreichisches".

    Args:
        word: any.
        languages: the codes of those it may be in.
    """
    start = word.casefold()[:_STEM]
    return len(start) == _STEM and any(start in _starts(code) for code in languages)


@cache
def _starts(language: str) -> frozenset[str]:
    names = (words(name) for _, name in _listed(language))
    return frozenset(word[:_STEM] for name in names for word in name if len(word) >= _STEM)


@cache
def names_of_languages(language: str) -> frozenset[str]:
    """Return the names of languages, without case, in one that writes them with capitals, but not every noun."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - most runs ask for none

    if any(one.code == language for one, _ in known().words("text", "capital_nouns")):
        return frozenset()
    try:
        named = Locale.parse(language).languages.values()
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(name.casefold() for name in named if name.isalpha() and name[0] != name[0].lower())


def _may_name(word: str) -> bool:
    return word != word.lower() or word == word.upper()


@cache
def _names(language: str) -> Mapping[str, tuple[_Name, ...]]:
    """Return the names of countries in a language by how they begin, none where it has no file."""
    letters = next((one.table("text").get("case_letters", 0) for one in known().each if one.code == language), 0)
    found: dict[str, list[_Name]] = {}
    for code, name in _listed(language):
        parts = tuple(_part(word, letters) for word in words(name))
        if parts:
            found.setdefault(parts[0].stem[:_ENTRY], []).append(_Name(parts, code))
    return {entry: tuple(some) for entry, some in found.items()}


def _listed(language: str) -> Iterator[tuple[str, str]]:
    """Yield the codes of countries with each of their names in a language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - most runs ask for no country

    try:
        territories = Locale.parse(language).territories  # read in 3 ms of processor time
    except (UnknownLocaleError, ValueError):
        return
    for code, name in territories.items():
        if len(code) == _CODE and code.isalpha() and code not in _NO_COUNTRIES:
            yield code, _NOTE.sub("", name)
    own = (one.table("countries") for one in known().each if one.code == language)
    yield from ((code, name) for table in own for code, names in table.items() for name in names)


def _part(word: str, letters: int) -> _Part:
    """Return a word of a name as it stands in any case, whose ending has up to some letters."""
    if letters <= 1 or len(word) < _SHORT:
        return _Part(word, letters if len(word) >= _SHORT else 0)
    is_short = len(word) == _SHORT
    stem = word[:-1] if word[-1] in (_OFTEN_LOST if is_short else _VOWELS) else word
    return _Part(stem, min(letters, _OF_SHORT) if is_short else letters)
