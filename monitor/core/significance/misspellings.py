"""Misspellings that were corrected, or crept in: words that say the same although letters differ."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Indel

from monitor.core.languages import known, word_set
from monitor.core.significance.lexicon import hits
from monitor.core.significance.spoken import is_common
from monitor.core.significance.vocabulary import has_forms, is_word, lemmas
from monitor.core.text import fold_accents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_MANY = 4_000  # words beyond which a clause is not searched for misspellings
# Halved or doubled, none of 85 verdicts differs.
_TYPOS = 3  # corrected words a clause may have and still count as corrected, not reworded
_SHORT = 4  # letters a word must have to be told misspelt from another word
_SMALL = 3  # letters of a small word at most; a guess: "data" is as common as "not"
_STRIPPED = 3  # words whose accents a text lost altogether, of which half or more are none now; guesses
_LONG = 8  # letters from which a misspelling may take two edits
# Of these no misspelling is taken for granted: "sold" is no slip of "sole", nor "minors" of "miners".
_GRAVE = frozenset({"sale of data", "negation", "age"})
_ENGLISH = "en"
# What is British in words that are written otherwise in America: "personalise", "colour", "cancelled", "licence".
_BRITISH = (
    (re.compile(r"(?<=[iy])s(?=[aei])"), "z"),
    (re.compile(r"(?<=\w\w)our"), "or"),
    (re.compile(r"(?<=\w\w\w)ll"), "l"),
    (re.compile(r"(?<=\w\w\wen)c(?=e[ds]?$)"), "s"),
)


def misspelt(
    old: Sequence[str], new: Sequence[str], languages: Collection[str] | None = None, *, tied: Collection[str] = ()
) -> bool:
    """Tell whether a few words differ by letters only, and none of them is a word that matters.

    Args:
        old: the words before.
        new: the words after.
        languages: that they are of, as codes; None where it is not to be asked whether they are words at all.
        tied: see `says_other_words`.
    """
    if max(len(old), len(new)) > _MANY:
        return False
    typos: set[tuple[str, str]] = set()
    agreed = 0
    for before, after, (start, end) in _replaced(old, new):
        if "".join(before) == "".join(after):
            continue
        if len(before) != len(after):
            return False
        if languages is not None and len(before) == 1 and _agree(before[0], after[0], new, start, end, languages):
            agreed += 1
            continue
        typos.update(pair for pair in zip(before, after, strict=True) if fold_accents(pair[0]) != fold_accents(pair[1]))
    if languages is not None and says_other_words(old, new, languages, tied=tied):
        return False
    return 0 < len(typos) + agreed <= _TYPOS and all(is_misspelling(*pair, languages) for pair in typos)


def _agree(old: str, new: str, text: Sequence[str], start: int, end: int, languages: Collection[str]) -> bool:
    """Tell whether a verb before an infinitive became what its subject asks for: "strive to comply", "strives to ...".

    A noun stands behind its article or "your", which small words are as well, and has no form in "-ing".
    """
    short, long = sorted((old, new), key=len)
    if _ENGLISH not in languages or long != f"{short}s" or "".join(text[end : end + 1]) not in _infinitives():
        return False
    before = "".join(text[max(0, start - 1) : start])
    is_noun = is_common(before, frozenset(languages)) and all(hit.category != "scope" for hit in hits(before))
    return not is_noun and is_word(f"{short.removesuffix('e')}ing", {_ENGLISH}) and not hits(old) and not hits(new)


@cache
def _infinitives() -> frozenset[str]:
    """Return the words that stand before an infinitive: "to"."""
    return frozenset(known().all_words("text", "infinitives"))


def says_other_words(
    old: Sequence[str], new: Sequence[str], languages: Collection[str], *, tied: Collection[str] = ()
) -> bool:
    """Tell whether words that differ in accents or spaces alone are others all the same.

    So they are where people write both: "sí" for "si", "notable" for "not able". Where a text has lost all its
    accents, or has got them, two that are both words are so by chance.

    Args:
        old: the words before.
        new: the words after.
        languages: that they are of, as codes.
        tied: what hyphens and apostrophes join in the texts, with these between: "e-mail", "it's".
    """
    if old == new or max(len(old), len(new)) > _MANY:
        return False
    accented: list[tuple[str, str]] = []
    for before, after, _ in _replaced(old, new):
        if "".join(before) == "".join(after):
            if _are_parted(before, after, languages, tied):
                return True
        elif len(before) == len(after):
            pairs = zip(before, after, strict=True)
            accented += [(a, b) for a, b in pairs if a != b and fold_accents(a) == fold_accents(b)]
    others = [pair for pair in accented if _are_two(pair, languages)] if has_forms(languages) else accented
    is_plain = any(all(word.isascii() for word in side) for side in zip(*accented, strict=True))
    return bool(others) and not (is_plain and len(accented) >= _STRIPPED and len(others) <= len(accented) // 2)


def _are_two(pair: tuple[str, str], languages: Collection[str]) -> bool:
    """Tell whether two words that differ in accents are two.

    One that ends with an accent is another than the word it is without, be it known or not: "papà" and "papa".
    """
    if _are_words(pair, languages):
        return True
    plain, accented = sorted(pair, key=fold_accents) if pair[0].isascii() else (pair[1], pair[0])
    is_last = fold_accents(accented) == plain and accented[:-1] == plain[:-1]
    return is_last and _are_words((plain,), languages)


def _are_parted(one: Sequence[str], other: Sequence[str], languages: Collection[str], tied: Collection[str]) -> bool:
    """Tell whether the same letters are other words by where these are parted: "not able" and "notable".

    A small word has to be among them, or they are a word and its parts: "web site". What a hyphen joins is one word,
    and so is what an apostrophe joins to a small one: "it's".
    """
    parted = [parts for parts in (one, other) if len(parts) > 1]
    if any("-".join(parts) in tied for parts in parted):
        return False
    for parts, whole in ((one, other), (other, one)):
        if "'".join(parts) in tied and len(parts) > 1:
            return not _is_small(parts[0], languages) and _are_words((parts[0], *whole), languages)
    return any(_is_small(parts[0], languages) for parts in parted) and _are_words((*one, *other), languages)


def _is_small(word: str, languages: Collection[str]) -> bool:
    return len(word) <= _SMALL and is_common(word, frozenset(languages))


def _are_words(words: Iterable[str], languages: Collection[str]) -> bool:
    """Tell whether people write each of some words."""
    codes = frozenset(languages)
    return all(is_common(word, codes) or word in _own(codes) or is_word(word, codes) for word in words)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], tuple[int, int]]]:
    """Yield what stands in place of what, between the words both have, and where in the new ones."""
    i = j = 0
    for block in Indel.opcodes(old, new):
        if block.tag == "equal":
            if i < block.src_start or j < block.dest_start:
                yield old[i : block.src_start], new[j : block.dest_start], (j, block.dest_start)
            i, j = block.src_end, block.dest_end
    if i < len(old) or j < len(new):
        yield old[i:], new[j:], (j, len(new))


def is_misspelling(old: str, new: str, languages: Collection[str] | None) -> bool:
    """Tell whether two words are one word and its misspelling, or its other spelling.

    One edit (a swap of neighbours counts as one), two in words of eight letters; never a figure, a short word, a
    changed first letter, a prefix, one word of the lexicon for another or one that is grave. One of the two has to be a
    word that people write, and the other none: "proscribe" is no misspelling of "prescribe", nor "activated" of
    "activates". Of two that nobody knows, as names are, only letters that are doubled are taken for one; nothing is
    where the language is not known.
    """
    if not _are_alike(fold_accents(old), fold_accents(new)):
        return False
    if languages is None or _in_america(old) == _in_america(new):
        return True
    is_doubled = _undoubled(old) == _undoubled(new)
    if _are_words((old, new), languages):
        # "occured" is a word to some: elsewhere it may be another tense, as "cederemmo" is
        return is_doubled and not lemmas(old, english := {_ENGLISH} & {*languages}).isdisjoint(lemmas(new, english))
    return bool(lemmas(old, languages) or lemmas(new, languages)) or (bool(languages) and is_doubled)


@cache
def _own(languages: frozenset[str]) -> frozenset[str]:
    """Return the words of some languages that are told from others though they look like them."""
    each = (one.table("text").get("lookalikes", ()) for one in known().each if one.code in languages)
    return frozenset(word.casefold() for words in each for word in words)


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
