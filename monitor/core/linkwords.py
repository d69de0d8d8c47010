"""Names of documents in many languages, and what they tell of a link's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.languages import known
from monitor.core.significance.phrase_search import Phrases
from monitor.core.text import fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})
_NORDIC = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss", "ı": "i"})
_LONG = 8  # letters from which a name may be found inside a longer word of an address
MOST_WORDS = 40  # words of a link or a heading that are looked at; longer ones are texts
DOCUMENTS = ("privacy", "cookies", "terms", "subprocessors", "dpa", "legal")
"""The kinds of documents that have names in the languages' files."""
_LEADING = "legal"  # the kind of pages that only lead to documents
_MOST_EXTRA = 3  # further words of a title that names a document ("of Example Inc."); a guess
_GENERAL = "en"  # whose paths sites of other languages have too


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name of a document found in words.

    Args:
        is_name: whether it is the document's name, not only a word that hints at it.
        extra: how many further words there are.
        languages: in which the name is used.
    """

    is_name: bool
    extra: int
    languages: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Beside:
    """What is beside the document looked for.

    Args:
        place: in the list of all.
        what: in words.
        weight: what it adds to the score.
    """

    place: int
    what: str
    weight: int


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case and diacritics, bounded in number."""
    plain = text[:400].casefold().replace("'", " ").replace("’", " ").translate(_NORDIC)
    return tuple(fold_accents(word) for word in words(plain.replace("_", " ").replace("-", " "))[:MOST_WORDS])


def _spellings(phrase: str) -> set[tuple[str, ...]]:
    plain = phrase.strip()
    return {folded(plain), folded(plain.casefold().translate(_GERMAN))} - {()}


_Table = Phrases[frozenset[str]]


def _added(table: dict[tuple[str, ...], set[str]], phrase: str, language: str) -> None:
    is_stem = phrase.rstrip().endswith("*")
    for spelling in _spellings(phrase.rstrip().removesuffix("*")):
        key = (*spelling[:-1], spelling[-1] + "*") if is_stem else spelling
        table.setdefault(key, set()).add(language)


@cache
def _names(kind: str) -> tuple[_Table, _Table]:
    whole, hints = _tables(kind)
    return Phrases(whole), Phrases(hints)


@cache
def _tables(kind: str) -> tuple[dict[tuple[str, ...], frozenset[str]], ...]:
    return tuple(phrases_at("links", kind, place) for place in ("names", "hints"))


def phrases_at(*path: str) -> dict[tuple[str, ...], frozenset[str]]:
    """Return the phrases at a place in the files of all languages, folded, with the languages that have them."""
    table: dict[tuple[str, ...], set[str]] = {}
    for language, phrases in known().words(*path):
        for phrase in phrases:
            _added(table, phrase, language.code)
    return {key: frozenset(value) for key, value in table.items()}


@cache
def _glued(kind: str) -> dict[str, frozenset[str]]:
    return {"".join(key): langs for key, langs in _tables(kind)[0].items() if len("".join(key)) >= _LONG}


def beside(found: Sequence[str]) -> frozenset[Beside]:
    """Return what may be mistaken for the document and is named in words, see `folded`."""
    return frozenset(what for _, all_of_it in _beside().found(found) for what in all_of_it)


@cache
def _beside() -> Phrases[tuple[Beside, ...]]:
    table: dict[tuple[str, ...], tuple[Beside, ...]] = {}
    for place, (what, weight) in enumerate(known().shared().table("beside").items()):
        one = Beside(place=place, what=what, weight=weight)
        for spelling in {it for phrase in known().all_words("links", "beside", what) for it in _spellings(phrase)}:
            table[spelling] = (*table.get(spelling, ()), one)
    return Phrases(table)


def usual_paths(kind: str, language: str) -> tuple[str, ...]:
    """Return where documents of a kind mostly are, the language's own paths first, then the English ones."""
    paths = {spoken.code: listed for spoken, listed in known().words("links", kind, "paths")}
    return tuple(dict.fromkeys([*paths.get(language, ()), *paths.get(_GENERAL, ())]))


def has_names(kind: str) -> bool:
    """Tell whether documents of a kind go by names, so that they can be looked for."""
    return bool(known().all_words("links", kind, "names"))


def named(kind: str, found: Sequence[str]) -> Named | None:
    """Say whether words name a document of a kind.

    Args:
        kind: of document, or "legal" for pages that lead to documents.
        found: words, see `folded`.

    Returns:
        The longest name in them, else a word that hints at one, else None.
    """
    whole, hints = _names(kind)
    for table, is_name in ((whole, True), (hints, False)):
        hits = [(len(phrase), langs) for phrase, langs in table.found(found)]
        if hits:
            longest = max(size for size, _ in hits)
            return Named(
                is_name=is_name,
                extra=len(found) - longest,
                languages=frozenset().union(*(langs for size, langs in hits if size == longest)),
            )
    return None


def names_document(text: str, *, most_beside: int = 0) -> bool:
    """Tell whether a line is the name of a document of any kind, such as a title.

    Args:
        text: the line.
        most_beside: words it may have beside the name.
    """
    found = folded(text)
    names = (named(kind, found) for kind in DOCUMENTS)
    return any(name is not None and name.is_name and name.extra <= most_beside for name in names)


def named_kinds(title: str, *, hints: bool = False) -> list[tuple[int, str]]:
    """Return the kinds of documents that a title names, each with the number of further words.

    Args:
        title: of a document.
        hints: whether a word that only hints at a document counts as its name.
    """
    said = folded(title)
    hits = [(kind, hit) for kind in DOCUMENTS if kind != _LEADING and (hit := named(kind, said))]
    return [(hit.extra, kind) for kind, hit in hits if hit.is_name or hints]


def kind_of_title(title: str, *, hints: bool = False) -> str:
    """Return the kind of document that a title names, with few other words, "" where it names none.

    >>> kind_of_title("Privacy policy of Example Inc."), kind_of_title("How we handle a complaint")
    ('privacy', '')
    """
    fitting = [(extra, kind) for extra, kind in named_kinds(title, hints=hints) if extra <= _MOST_EXTRA]
    return min(fitting, default=(0, ""))[1]


def named_in_path(kind: str, segments: Iterable[str]) -> Named | None:
    """Say whether an address names a document of a kind, its last parts first; names may be written as one word."""
    for depth, segment in enumerate(segments):
        found = folded(re.sub(r"[^\w]+", " ", segment))
        if hit := named(kind, found):
            return Named(is_name=hit.is_name, extra=hit.extra + depth, languages=hit.languages)
        joined = "".join(found)
        for name, languages in _glued(kind).items():
            if name in joined:
                return Named(is_name=True, extra=depth + (joined != name), languages=languages)
    return None
