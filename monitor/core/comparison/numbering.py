"""Numbers that the clauses of a text count with, in whatever spelling: "[1]", "1 - ", "1°", "二、", "VI - "."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.languages import LazyPattern, alternation
from monitor.core.records import Clause, ClauseKind
from monitor.core.significance.figures import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COUNTER = LazyPattern(
    lambda: (
        rf"""
    (?P<open>
      (?:(?:{alternation("citations.labels").replace(" ", "[ ]")})\.?\s)?[\[({{（【\#]?\s?(?:\d{{1,3}}\.(?=\d)){{0,3}})
    (?P<number>\d{{1,3}}|[ivxl]{{1,7}}|[a-z]|[一二三四五六七八九十]{{1,3}})
    (?P<close>(?:(?-i:[aªº])(?![^\W\d_]))?\s?[\])}}）】.:：°/、,，\-–—]{{0,3}}\s?)
    (?=[^\W\d_])
    """
    ),
    re.VERBOSE | re.IGNORECASE,
)
_SIGN = re.compile(r"[^\w\s]|[ªº]")
_OPENING = 60  # characters in which a counter and the unit of a figure would stand
_FIRST = 2  # number with which a row begins at most: the first section may have none; a guess
_ROMAN = [("", "x", "xx", "xxx", "xl"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")]
_CHINESE = [("", "十", "二十", "三十", "四十"), ("", *"一二三四五六七八九")]
_IN_LETTERS = {
    kind: {ten + one: 10 * tens + ones for tens, ten in enumerate(table[0]) for ones, one in enumerate(table[1])}
    for kind, table in (("i", _ROMAN), ("一", _CHINESE))
}
_IN_LETTERS["a"] = {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}

_Style = tuple[str, str, str]
_Group = tuple[bool, int | tuple[str, ...]]


class Counter(NamedTuple):
    """What may be the number of a section or clause.

    Args:
        style: how it is written: what stands before and behind it, and what it counts with.
        number: which it is.
        length: characters of the text it takes.
    """

    style: _Style
    number: int
    length: int


class Numbering:
    """The numbers a text counts with: 1, 2, 3 and so on in its order, each once, of one style; the 1 may be missing.

    Headings count among those of their depth, clauses among all or among those of their section.

    Args:
        clauses: in order, with the text's headings as clauses of that kind.
    """

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._rows: dict[tuple[_Style, _Group], list[int]] = defaultdict(list)
        for clause in clauses:
            for counter in counters(clause.text):
                for group in _groups(clause):
                    self._rows[counter.style, group].append(counter.number)

    def counts(self, clause: Clause, counter: Counter) -> bool:
        """Tell whether a number that a clause opens with is one of such a row."""
        rows = [self._rows.get((counter.style, group), []) for group in _groups(clause)]
        return any(len(row) > 1 and row[0] <= _FIRST and row == [*range(row[0], row[0] + len(row))] for row in rows)


def _groups(clause: Clause) -> tuple[_Group, _Group]:
    is_heading = clause.kind is ClauseKind.HEADING
    around = clause.heading_path[:-1] if is_heading else clause.heading_path
    return (is_heading, len(around) if is_heading else 0), (is_heading, around)


def counters(text: str) -> Iterator[Counter]:
    """Yield how the beginning of a text may be read as a number that counts; "I - " is one, or the ninth letter.

    A number that nothing sets off from the next word is none, be it a period ("12 Monate", "12-month") or an article
    of a law ("Art. 6 GDPR").
    """
    found = _COUNTER.match(text[:_OPENING])
    if found is None:
        return
    opened, written, closed = found["open"].casefold(), found["number"].casefold(), found["close"]
    is_set_off = _SIGN.search(f"{opened}{closed}") is not None
    if written.isdecimal():
        follows = text[found.end()]
        is_glued = not closed and follows.isupper()  # a number in a box of its own stands so
        is_compound = closed in {"-", "–"}  # "12-month"
        if (is_glued or (is_set_off and not is_compound)) and not _is_figure(text[:_OPENING], found.start("number")):
            yield Counter((opened, "1", closed), int(written), found.end())
        return
    for kind, known in _IN_LETTERS.items() if is_set_off else ():
        if number := known.get(written):
            yield Counter((opened, kind, closed), number, found.end())


def after_numbers(old: tuple[Clause, Numbering], new: tuple[Clause, Numbering]) -> tuple[str, str] | None:
    """Return the texts of two clauses without the numbers they open with, where these count in their documents.

    Args:
        old: the clause before, with the numbers of its document.
        new: likewise after.

    Returns:
        None where the texts do not open with different numbers of one style.
    """
    for before in counters(old[0].text):
        for after in counters(new[0].text):
            differ = before.style == after.style and before.number != after.number
            if differ and old[1].counts(old[0], before) and new[1].counts(new[0], after):
                return old[0].text[before.length :], new[0].text[after.length :]
    return None


def _is_figure(opening: str, at: int) -> bool:
    """Tell whether the number at a place of a text, or one that it ends, is that of a period or an amount."""
    opening = opening.casefold()
    told = [
        written for kind, _, written in figures(opening) if kind != "number" and not written.split()[0][-1].isalpha()
    ]
    return any(opening.startswith(written) or opening.startswith(written, at) for written in told)
