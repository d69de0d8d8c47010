"""Numbers that the clauses of a text count with, in whatever spelling: "[1]", "1 - ", "1°", "二、", "VI - "."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.languages import LazyPattern, alternation
from monitor.core.significance.figures import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COUNTER = LazyPattern(
    lambda: (
        rf"""
    (?P<open>
      (?:(?:{alternation("citations.labels").replace(" ", "[ ]")})\.?\s)?[\[({{（【\#§]?\s?(?:\d{{1,3}}\.(?=\d)){{0,3}})
    (?P<number>\d{{1,3}}|[ivxl]{{1,7}}|[a-z]|[一二三四五六七八九十]{{1,3}})
    (?P<close>(?:[aªº](?![^\W\d_]))?\s?[\])}}）】.:：°/、,，\-–—]{{0,3}}\s?)
    (?=[^\W\d_])
    """
    ),
    re.VERBOSE | re.IGNORECASE,
)
_SIGN = re.compile(r"[^\w\s]|[ªº]")
_OPENING = 60  # characters in which a counter and the unit of a figure would stand
_ROMAN = [("", "x", "xx", "xxx", "xl"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")]
_CHINESE = [("", "十", "二十", "三十", "四十"), ("", *"一二三四五六七八九")]
_IN_LETTERS = {
    kind: {ten + one: 10 * tens + ones for tens, ten in enumerate(table[0]) for ones, one in enumerate(table[1])}
    for kind, table in (("i", _ROMAN), ("一", _CHINESE))
}
_IN_LETTERS["a"] = {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}


class Counter(NamedTuple):
    """What may be the number of a section or clause.

    Args:
        style: how it is written: what stands before and behind it, and what it counts with.
        number: which it is.
        length: characters of the text it takes.
    """

    style: tuple[str, str, str]
    number: int
    length: int


class Numbering:
    """The numbers a text counts with: those that have a neighbour of the same style.

    Args:
        texts: its clauses and headings.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._numbers: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for text in texts:
            for counter in counters(text):
                self._numbers[counter.style].add(counter.number)

    def counts(self, counter: Counter) -> bool:
        """Tell whether a number is one of a row."""
        numbers = self._numbers.get(counter.style, set())
        return counter.number in numbers and bool(numbers & {counter.number - 1, counter.number + 1})


def counters(text: str) -> Iterator[Counter]:
    """Yield how the beginning of a text may be read as a number that counts; "I - " is one, or the ninth letter.

    A period or an amount ("12 Monate") is none, nor is a number that nothing sets off from a word in small letters.
    """
    found = _COUNTER.match(text[:_OPENING])
    if found is None:
        return
    opened, written, closed = found["open"].casefold(), found["number"].casefold(), found["close"]
    is_set_off = _SIGN.search(f"{opened}{closed}") is not None
    if written.isdecimal():
        follows = text[found.end()]
        if (is_set_off or follows.isupper()) and not _is_figure(text[:_OPENING], found.start("number")):
            yield Counter((opened, "1", closed), int(written), found.end())
        return
    for kind, known in _IN_LETTERS.items() if is_set_off else ():
        if number := known.get(written):
            yield Counter((opened, kind, closed), number, found.end())


def after_numbers(old: tuple[str, Numbering], new: tuple[str, Numbering]) -> tuple[str, str] | None:
    """Return two texts without the numbers they open with, where these count the clauses of their documents.

    Args:
        old: the text before, with the numbers of its document.
        new: likewise after.

    Returns:
        None where the texts do not open with different numbers of one style.
    """
    for before in counters(old[0]):
        for after in counters(new[0]):
            differ = before.style == after.style and before.number != after.number
            if differ and old[1].counts(before) and new[1].counts(after):
                return old[0][before.length :], new[0][after.length :]
    return None


def _is_figure(opening: str, at: int) -> bool:
    """Tell whether the number at a place of a text, or one that it ends, is that of a period or an amount."""
    opening = opening.casefold()
    told = [
        written for kind, _, written in figures(opening) if kind != "number" and not written.split()[0][-1].isalpha()
    ]
    return any(opening.startswith(written) or opening.startswith(written, at) for written in told)
