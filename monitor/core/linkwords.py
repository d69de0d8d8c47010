"""Names of documents in many languages, and what they tell of a link's words; read once from `links_*.txt`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from monitor.core.text import fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})
_NORDIC = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss", "ı": "i"})
_LONG = 8  # letters from which a name may be found inside a longer word of an address
MOST_WORDS = 40


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Words of what is beside the document looked for.

    Args:
        what: in words.
        weight: what it adds to the score.
        phrases: its words.
    """

    what: str
    weight: int
    phrases: tuple[tuple[str, ...], ...]


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case and diacritics, bounded in number."""
    plain = text[:400].casefold().replace("'", " ").replace("’", " ").translate(_NORDIC)
    return tuple(fold_accents(word) for word in words(plain.replace("_", " ").replace("-", " "))[:MOST_WORDS])


def _spellings(phrase: str) -> set[tuple[str, ...]]:
    plain = phrase.strip()
    return {folded(plain), folded(plain.casefold().translate(_GERMAN))} - {()}


def _lines(name: str) -> Iterator[tuple[str, str]]:
    for line in files("monitor.core").joinpath(name).read_text(encoding="utf-8").splitlines():
        head, _, rest = line.partition(":")
        if rest:
            yield head.strip(), rest


_Table = dict[tuple[str, ...], frozenset[str]]


def _added(table: dict[tuple[str, ...], set[str]], phrase: str, language: str) -> None:
    is_stem = phrase.rstrip().endswith("*")
    for spelling in _spellings(phrase.rstrip().removesuffix("*")):
        key = (*spelling[:-1], spelling[-1] + "*") if is_stem else spelling
        table.setdefault(key, set()).add(language)


@cache
def _names(kind: str) -> tuple[_Table, _Table]:
    tables: tuple[dict[tuple[str, ...], set[str]], ...] = ({}, {})
    for language, rest in _lines(f"links_{kind}.txt"):
        for table, part in zip(tables, rest.split(";"), strict=False):
            for phrase in filter(None, map(str.strip, part.split("|"))):
                _added(table, phrase, language)
    whole, hints = ({key: frozenset(value) for key, value in table.items()} for table in tables)
    return whole, hints


@cache
def _glued(kind: str) -> dict[str, frozenset[str]]:
    return {"".join(key): langs for key, langs in _names(kind)[0].items() if len("".join(key)) >= _LONG}


@cache
def beside() -> tuple[Beside, ...]:
    """Return what may be mistaken for the document, with its words."""
    return tuple(
        Beside(
            what=head.partition("|")[0],
            weight=int(head.partition("|")[2]),
            phrases=tuple({s for phrase in rest.split("|") for s in _spellings(phrase)}),
        )
        for head, rest in _lines("links_beside.txt")
    )


def usual_paths(kind: str, language: str) -> tuple[str, ...]:
    """Return where documents of a kind mostly are, the language's own paths first."""
    lines = dict(_lines("links_paths.txt"))
    own, general = (lines.get(head, "").split() for head in (f"{kind} {language}", kind))
    return tuple(dict.fromkeys([*own, *general]))


def has_names(kind: str) -> bool:
    """Tell whether documents of a kind go by names, so that they can be looked for."""
    return files("monitor.core").joinpath(f"links_{kind}.txt").is_file()


def holds(found: Sequence[str], phrase: Sequence[str]) -> bool:
    """Tell whether words hold a phrase, whose last word may end in a star."""
    size = len(phrase)
    starts = range(len(found) - size + 1)
    return any(all(_fits(found[start + i], phrase[i]) for i in range(size)) for start in starts)


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


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
        hits = [(len(key), langs) for key, langs in table.items() if holds(found, key)]
        if hits:
            longest = max(size for size, _ in hits)
            return Named(
                is_name=is_name,
                extra=len(found) - longest,
                languages=frozenset().union(*(langs for size, langs in hits if size == longest)),
            )
    return None


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
