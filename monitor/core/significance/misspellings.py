"""Misspellings that were corrected, or crept in: words that say the same although letters differ."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Indel

from monitor.core.languages import known, word_set
from monitor.core.significance.lexicon import hits
from monitor.core.significance.vocabulary import lemmas
from monitor.core.text import fold_accents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_MANY = 4_000  # words beyond which a clause is not searched for misspellings
# Halved or doubled, none of 85 verdicts differs.
_TYPOS = 3  # corrected words a clause may have and still count as corrected, not reworded
_SHORT = 4  # letters a word must have to be told misspelt from another word
_LONG = 8  # letters from which a misspelling may take two edits
# Of these no misspelling is taken for granted: "sold" is no slip of "sole", nor "minors" of "miners".
_GRAVE = frozenset({"sale of data", "negation", "age"})
# What is British in words that are written otherwise in America: "personalise", "colour", "cancelled", "licence".
_BRITISH = (
    (re.compile(r"(?<=[iy])s(?=[aei])"), "z"),
    (re.compile(r"(?<=\w\w)our"), "or"),
    (re.compile(r"(?<=\w\w\w)ll"), "l"),
    (re.compile(r"(?<=\w\w\wen)c(?=e[ds]?$)"), "s"),
)


def misspelt(old: Sequence[str], new: Sequence[str], languages: Collection[str] | None = None) -> bool:
    """Tell whether a few words differ by letters only, and none of them is a word that matters.

    Args:
        old: the words before.
        new: the words after.
        languages: that they are of, as codes; None where it is not to be asked whether they are words at all.
    """
    if max(len(old), len(new)) > _MANY:
        return False
    typos: set[tuple[str, str]] = set()
    for before, after in _replaced(old, new):
        if len(before) != len(after):
            if "".join(before) != "".join(after):
                return False
            continue
        typos.update(pair for pair in zip(before, after, strict=True) if fold_accents(pair[0]) != fold_accents(pair[1]))
    return 0 < len(typos) <= _TYPOS and all(is_misspelling(before, after, languages) for before, after in typos)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what stands in place of what, between the words both have."""
    i = j = 0
    for block in Indel.opcodes(old, new):
        if block.tag == "equal":
            if i < block.src_start or j < block.dest_start:
                yield old[i : block.src_start], new[j : block.dest_start]
            i, j = block.src_end, block.dest_end
    if i < len(old) or j < len(new):
        yield old[i:], new[j:]


def is_misspelling(old: str, new: str, languages: Collection[str] | None) -> bool:
    """Tell whether two words are one word and its misspelling, or its other spelling.

    One edit (a swap of neighbours counts as one), two in words of eight letters; never a figure, a short word, a
    changed first letter, a prefix, one word of the lexicon for another or one that is grave. One of the two has to be a
    word that people write, and the other none, or both forms of one that is none of the lexicon: "lawful" is no
    misspelling of "unlawful", nor "proscribe" of "prescribe". Of two that nobody knows, as names are, only letters that
    are doubled are taken for one; nothing is where the language is not known.
    """
    if not _are_alike(fold_accents(old), fold_accents(new)):
        return False
    if languages is None or _in_america(old) == _in_america(new):
        return True
    before, after = lemmas(old, languages), lemmas(new, languages)
    if before and after:
        return not (before.isdisjoint(after) or hits(old) or hits(new))
    return bool(before or after) or (bool(languages) and _undoubled(old) == _undoubled(new))


@cache
def _lookalikes() -> frozenset[str]:
    """Return the words that are a letter or two from another real word of their language."""
    return frozenset(map(fold_accents, known().all_words("text", "lookalikes")))


def _are_alike(old: str, new: str) -> bool:
    short, long = sorted((old, new), key=lambda word: (len(word), word))
    if {old, new} <= _lookalikes() or len(short) < _SHORT or not (short.isalpha() and long.isalpha()):
        return False
    if long.endswith(short) and long.removesuffix(short) in word_set("text", "prefixes"):
        return False
    if short[0] not in long[:2] or (short[0] != long[0] and short[1:] == long[1:]):
        return False
    allowed = 2 if len(short) >= _LONG else 1
    if OSA.distance(old, new, score_cutoff=allowed) > allowed:
        return False
    found = [{hit.category for hit in hits(word)} for word in (short, long)]
    return _is_slip(old, new) or not (all(found) or set().union(*found) & _GRAVE)


def _in_america(word: str) -> str:
    """Return a word as it is written in America."""
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


def _is_slip(old: str, new: str) -> bool:
    """Tell whether what differs makes no other form of a word: doubled or swapped letters, or another spelling."""
    return _undoubled(old) == _undoubled(new) or (len(old) == len(new) and sorted(old) == sorted(new))


def _undoubled(word: str) -> str:
    return "".join(letter for letter, _ in groupby(_in_america(word)))
