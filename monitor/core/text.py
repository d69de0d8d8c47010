"""Normal forms of text and its words, in every script; knows nothing of clauses or changes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Soft hyphen, zero-width characters, direction marks, word joiner, variation selectors, byte order mark.
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
# Scripts written without spaces: each character is a word of its own.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)


def _ranges(points: list[int]) -> str:
    """Return a regular expression class body for sorted code points."""
    spans: list[list[int]] = []
    for point in points:
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans)


# Python's \w leaves out vowel signs, and with them half of every word in Hindi.
_MARKS = _ranges([point for point in range(0x300, 0x10000) if unicodedata.category(chr(point)) in {"Mn", "Mc"}])
_NUMBER = r"\d+(?:[.,:]\d+)*"
_RUN = rf"(?:(?![{_UNSPACED}])[\w{_MARKS}])+"
_WORDS = re.compile(rf"{_NUMBER}(?![\w{_MARKS}])|[{_UNSPACED}]|{_RUN}|[%€$£¥§@&]")
_ASCII_WORDS = re.compile(r"\d+(?:[.,:]\d+)*(?!\w)|\w+|[%$@&]", re.ASCII)  # the same, and twice as fast
_TOKENS = re.compile(rf"\s+|{_NUMBER}(?![\w{_MARKS}])|[{_UNSPACED}]|{_RUN}|.", re.DOTALL)
# The same, and three times as fast; of the four separators of ASCII, which are white space, its own \s knows nothing.
_ASCII_TOKENS = re.compile(rf"[\s\x1c-\x1f]+|{_NUMBER}(?!\w)|\w+|.", re.DOTALL | re.ASCII)
_STACKED = _ranges([point for point in range(0x300, 0x1E944) if unicodedata.combining(chr(point))])
# As many as the stream-safe form of Unicode allows (UAX 15): to put more of them in order takes the square of the time.
_PILE = re.compile(f"([{_STACKED}]{{30}})[{_STACKED}]+")
REMEMBERED = 4_000
"""Characters up to which what was found in a text is kept for the next question about it."""
_LONG_WORD = 100  # letters; longer ones are worked out each time, so that hostile ones cannot fill the memory
_NO_PILES = 500  # characters of a text that may hold what it likes

# Scripts in which two characters are about a word: those without spaces, and Korean, whose words are short.
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_WORD = 500  # letters of a word; the longest on 2,649 real pages has 495
_ANY_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_INVISIBLES = re.compile(f"[{_INVISIBLE}]+")
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼʻ＇", "'"),
        **dict.fromkeys("“”„‟«»″＂‹›「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("•·‣▪●◦∙⁃", "*"),
        "…": "...",
        "⁄": "/",
    }
)
_RAISED = "(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]{1,4})"
# Behind a word or what ends one, or before all words, as at the beginning of a note; "m²" and "km³" are units, and
# "oÃ¹" is "où" that was decoded wrongly.
_FOOTNOTE_MARKS = re.compile(
    rf"(?:(?<=[^\W\d_]{{3}})|(?<=[^\W\d_]{{2}})(?<!\b[mckd]m|\w\u00c3)|(?<=[.,;:!?)\]\"”’»])){_RAISED}(?:,{_RAISED}){{0,5}}(?!\w)|"
    rf"(?<=[^\W\d_]|[.,;:!?])\[\d{{1,3}}\](?![\w\[(])|^{_RAISED}\s*"
)


def word_count(text: str) -> int:
    """Count words; two characters of a script without spaces count as one word, and none is longer than an address."""
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    count = (len(_WIDE.sub(" ", text).split()) + wide // 2) if wide else len(text.split())
    return max(count, len(text) // _LONGEST_WORD)


def without_piles(text: str) -> str:
    """Return the text without the marks that stand on a letter beyond the thirtieth; no language has as many."""
    return text if len(text) < _NO_PILES else _PILE.sub(r"\1", text)


def fold_space(text: str) -> str:
    """Return the text without invisible characters and with single spaces."""
    return " ".join((text if text.isascii() else _INVISIBLES.sub("", text)).split())


def is_blank(text: str) -> bool:
    """Tell whether there is nothing in a text but white space and invisible characters."""
    if "!" <= text[:1] <= "~":  # as most texts begin
        return False
    return not (text.strip() if text.isascii() else fold_space(text))


def without_footnote_marks(text: str) -> str:
    """Return a text without the marks by which its words lead to notes: "10 years¹", "10 years[1]", "10 yearsᵃ"."""
    return text if text.isascii() and "[" not in text else _FOOTNOTE_MARKS.sub("", text)


def fold_typography(text: str) -> str:
    """Return the text in NFKC with plain quotes, dashes and bullets, and folded white space."""
    if text.isascii():
        return fold_space(text)
    return _remembered_fold(text) if len(text) > REMEMBERED else _folded(text)


def _folded(text: str) -> str:
    return fold_space(unicodedata.normalize("NFKC", without_piles(text)).translate(_TYPOGRAPHY))


# Each rule asks for it again; of a long clause, and those it is compared with, that would be most of the work.
_remembered_fold = lru_cache(maxsize=4)(_folded)


def tokens(text: str) -> list[str]:
    """Return words, runs of white space and single other characters, which joined give the text again."""
    return (_ASCII_TOKENS if text.isascii() else _TOKENS).findall(text)


def words(text: str) -> tuple[str, ...]:
    """Return the comparable words: no case, punctuation or typography; a character each where no spaces are written."""
    return _remembered_words(text) if len(text) <= REMEMBERED else _words(text)


def _words(text: str) -> tuple[str, ...]:
    if text.isascii():
        return tuple(_ASCII_WORDS.findall(text.lower()))
    return tuple(_WORDS.findall(fold_typography(text).casefold()))


_remembered_words = lru_cache(maxsize=1024)(_words)


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """Return the comparable words of a text of plain typography, each with where it begins and ends.

    They are those of `words`.
    """
    return [(found.group().casefold(), *found.span()) for found in _WORDS.finditer(text)]


def key(text: str) -> str:
    """Return the words as one string: equal keys mean the same words in the same order."""
    return " ".join(words(text))


def fold_accents(word: str) -> str:
    """Return the word without diacritics, for look-ups in a lexicon."""
    if word.isascii():
        return word
    return _remembered_bare(word) if len(word) <= _LONG_WORD else _bare(word)


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", without_piles(word))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_remembered_bare = lru_cache(maxsize=4096)(_bare)


def written_words(text: str) -> list[str]:
    """Return the comparable words of a text as it writes them, with their capitals."""
    return _WORDS.findall(fold_typography(text))


def as_written(phrase: str, text: str) -> str:
    """Return comparable words as a text writes them, "" where it has them nowhere side by side.

    >>> as_written("états unis", "en Europe et aux États-Unis."), as_written("广 告 商", "银行、广告商")
    ('États-Unis', '广告商')
    """
    plain = fold_typography(text)
    found = list(_WORDS.finditer(plain))
    folded = [word.group().casefold() for word in found]
    parts = phrase.split()
    for start in range(len(found) - len(parts) + 1):
        if folded[start : start + len(parts)] == parts:
            return plain[found[start].start() : found[start + len(parts) - 1].end()]
    return ""


def excerpt(text: str, start: int, end: int) -> str:
    """Return the words of a text from one index to another as it writes them, with what touches them.

    >>> excerpt("We hold (non-binding) talks, never sales.", 2, 6)
    '(non-binding) talks, never'
    """
    plain = fold_typography(text)
    found = [*_WORDS.finditer(plain)][start:end]
    if not found:
        return ""
    first, last = found[0].start(), found[-1].end()
    if not has_unspaced(text):
        first = plain.rfind(" ", 0, first) + 1
        last = after if (after := plain.find(" ", last)) >= 0 else len(plain)
    return plain[first:last]


def has_unspaced(text: str) -> bool:
    """Tell whether a text has characters of a script that is written without spaces."""
    return _ANY_UNSPACED.search(text) is not None


def head(text: str, limit: int) -> str:
    """Return the beginning of a text, at most `limit` characters, whole words where there are words."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    gap = cut.rfind(" ", limit * 2 // 3)
    return cut[:gap] if gap > 0 else cut


def is_word(token: str) -> bool:
    """Tell whether a token holds a letter or a digit."""
    return any(map(str.isalnum, token))


def alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
