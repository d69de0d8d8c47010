"""How the beginning of a text may be read as a number that counts: "[1]", "Chapter 2", "3 §", "第四条", "Fifth:"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.languages import LazyPattern, alternation, known, word_set
from monitor.core.significance.figures import figures, may_measure
from monitor.core.significance.numerals import is_unit, settled
from monitor.core.text import fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOVE = r"(?:(?:\d{1,3}|[a-z])\.(?=\d)){0,3}"
# What stands before a number: a word ("Chapter 3", "Příloha č. 3", "Q3"), brackets, the numbers above it; what sets it
# off from the next word.
_COUNTER = LazyPattern(
    lambda: (
        r"(?P<name>(?:(?![①-⑳❶-❿])[^\s\d\W][^\s\d\[\](){}<>.,:;!?\"'/–—-]{0,19}\.?\s"
        rf"(?:(?:{alternation('citations.numbers')})\s?)?"
        r"|[^\s\d\W]{1,2}(?=[\d一二三四五六七八九十]))?)"
        rf"(?P<open>(?:(?:{alternation('citations.numbers')})\s)?[\[({{（【§#№]{{0,2}}\s?)(?P<above>{_ABOVE})"
        r"(?P<number>\d{1,3}|[①-⑳❶-❿]|[一二三四五六七八九十]{1,3}|(?:[ivxl]{1,7}|[^\W\d_])(?![^\W\d_]))"
        r"(?:(?:st|nd|rd|th|er|ème|[eo])(?![^\W_]))?"
        r"(?P<close>(?:(?-i:[aªº])(?![^\W\d_]))?\s?\.?(?:§|[章条條节節項조장항절])?"
        r"[\])}}）】.:：．°/、,，|\-–—]{0,3}\s?[(（「【“„«\"']{0,2})(?=[^\W\d_])"
    ),
    re.IGNORECASE,
)
_WORD = re.compile(r"(?P<name>)(?P<number>[^\W\d_]{2,20})(?P<close>\s?[.:,–—-]{0,3}\s?)(?=[^\W\d_])")
_SECOND_WORD = re.compile(_WORD.pattern.replace("(?P<name>)", r"(?P<name>[^\W\d_]{2,20}\s)"))
_PLAIN = re.compile(r"(LL{1,19}) (LL{1,19}) (?=L)".replace("L", r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]"))
_NUMBER = LazyPattern(lambda: alternation("citations.numbers"), re.IGNORECASE)
_SIGN = re.compile(r"[^\w\s]|[ªº]")
_OPENING = 60  # characters in which a counter and the unit of a figure would stand
_UNIT_NEAR = 6  # words from a number on among which its unit stands: "5 (five) working days"
_ROMAN = [("", "x", "xx", "xxx", "xl"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")]
_CHINESE = [("", "十", "二十", "三十", "四十"), ("", *"一二三四五六七八九")]
# Letters in the order in which lists count with them; Russian ones leave out two.
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрст",
    "αβγδεζηθικλμν",
    "가나다라마바사아자차카타파하",
    "ابجدهوزحطي",
)
_IN_LETTERS = [
    (kind, {ten + one: 10 * tens + ones for tens, ten in enumerate(table[0]) for ones, one in enumerate(table[1])})
    for kind, table in (("i", _ROMAN), ("一", _CHINESE))
] + [(letters[0], {letter: number for number, letter in enumerate(letters, 1)}) for letters in _ALPHABETS]

Style = tuple[str, str, str]


class Counter(NamedTuple):
    """What may be the number of a section or clause.

    Args:
        style: how it is written: what stands before and behind it, and what it counts with.
        above: the numbers it stands below: "4." of "4.2".
        number: which it is.
        length: characters of the text it takes.
        is_bare: nothing sets it off from the next word: "3 Cookies", "First section".
    """

    style: Style
    above: str
    number: int
    length: int
    is_bare: bool


def counters(text: str) -> tuple[Counter, ...]:
    """Return how the beginning of a text may be read as a number that counts; "I - " is one, or the ninth letter.

    A period ("12 Monate", "12-month", "Day 3") or an amount is none.
    """
    # Most clauses begin with two words that many others begin with, too: of these nothing has to be read anew.
    plain = _PLAIN.match(text)
    return () if plain and _are_no_numbers(*plain.groups()) else _remembered(text[:_OPENING])


@lru_cache(maxsize=4096)
def _are_no_numbers(first: str, second: str) -> bool:
    """Tell whether two words that a third follows say that no number is there, whatever the third is."""
    return not _NUMBER.match(f"{second} ") and not _remembered(f"{first} {second} word")


# What is asked of each clause by its text, its heading, its pair and the references to it, in turn: of fewer than two
# long texts have between them, none would be remembered until it is asked for again.
@lru_cache(maxsize=50_000)
def _remembered(opening: str) -> tuple[Counter, ...]:
    found, word, second = _COUNTER.match(opening), _WORD.match(opening), _SECOND_WORD.match(opening)
    return (
        *(_in_figures(found) if found else ()),
        *(_in_words(word) if word else ()),
        *(_in_words(second) if second else ()),
    )


def _in_figures(found: re.Match[str]) -> Iterator[Counter]:
    name, opened, above, closed = (found[part].casefold() for part in ("name", "open", "above", "close"))
    written, text = found["number"], found.string
    plain = unicodedata.normalize("NFKC", written).casefold()
    is_sign = not written.isalnum() or unicodedata.category(written[0]) == "No"
    is_set_off = bool(name) or is_sign or _SIGN.search(f"{opened}{above}{closed}") is not None
    if _measures(name):
        return
    if is_sign:
        yield Counter(
            (name + opened, "①", closed), above, int(unicodedata.numeric(written)), found.end(), is_bare=False
        )
    elif plain.isdecimal():
        is_glued = not closed and text[found.end()].isupper()  # a number in a box of its own stands so
        is_compound = not closed or closed in {"-", "–"}  # "3G", "12-month"
        if int(plain) and (is_glued or not is_compound) and not _is_figure(text, found.start("number")):
            yield Counter((name + opened, "1", closed), above, int(plain), found.end(), not (is_set_off or is_glued))
    else:
        for kind, known_ones in _IN_LETTERS:
            if number := known_ones.get(plain):
                yield Counter((name + opened, kind, closed), above, number, found.end(), not is_set_off)


def _in_words(found: re.Match[str]) -> Iterator[Counter]:
    name, word, closed = found["name"].casefold(), fold_accents(found["number"].casefold()), found["close"].strip()
    is_set_off = bool(name or closed)
    number = _ordinals().get(word) or (_cardinals().get(word) if is_set_off else None)
    if number and closed not in {"-", "–"} and not _measures(name):
        yield Counter((name, "first", closed), "", number, found.end(), not is_set_off)


@cache
def _ordinals() -> dict[str, int]:
    """Return the words of all languages that count sections: "third", "terza", "drittens"."""
    return _numbered("ordinals")


@cache
def _cardinals() -> dict[str, int]:
    # of the languages best known: the numbers of others are usual words elsewhere, as "to" and "on" are
    return _numbered("words", settled())


def _numbered(place: str, codes: frozenset[str] = frozenset()) -> dict[str, int]:
    tables = (language.table("numbers", place) for language in known().each if not codes or language.code in codes)
    return {fold_accents(word): int(number) for table in tables for number, words in table.items() for word in words}


def _measures(name: str) -> bool:
    """Tell whether the word before a number is one of time or money: "Day 3" tells when, not which."""
    word = fold_accents(name.strip(" .\t"))
    return bool(word) and (is_unit(word) or word in word_set("numbers", "money"))


def _is_figure(opening: str, at: int) -> bool:
    """Tell whether the number at a place of a text, or one that it ends, is that of a period or an amount."""
    opening = opening.casefold()
    # Nearly all openings have no such word, which is sooner said than what their figures are.
    if not may_measure([*words(opening[:at]), *words(opening[at:])[:_UNIT_NEAR]]):
        return False
    told = [
        written for kind, _, written in figures(opening) if kind != "number" and not written.split()[0][-1].isalpha()
    ]
    return any(opening.startswith(written) or opening.startswith(written, at) for written in told)
