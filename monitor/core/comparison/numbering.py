"""The numbers that a text counts its sections and clauses with, in whatever spelling."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, starmap
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.comparison.counters import counters
from monitor.core.records import Clause, ClauseKind
from monitor.core.significance.figures import figures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from monitor.core.comparison.counters import Counter, Style

_FIRST = 2  # number with which a row begins at most: the first section may have none; a guess
_BARE = 3  # headings that make a row of numbers which nothing sets off; a guess: two may be of "1 parent, 2 children"
_BELOW = 1_000  # depth of clauses among headings, which is more than any of these has
_OPENING = 40  # characters of a clause in which the unit stands of a period that it opens with

_Row = tuple["Style", str, tuple[bool, int | tuple[str, ...]]]


class Numbering:
    """The numbers a text counts with: 1, 2, 3 and so on in its order, each once, of one style; the 1 may be missing.

    Headings count among those of their depth, clauses among all or among those of their section.

    Args:
        clauses: in order, with the text's headings as clauses of that kind.
    """

    def __init__(self, clauses: Iterable[Clause]) -> None:
        rows: dict[_Row, list[tuple[int, ...]]] = defaultdict(list)
        for clause in clauses:
            for counter in counters(clause.text):
                for row in _rows(clause, counter):
                    rows[row].append(_places(counter)[-1:] if row[1] else _places(counter))
        self._lengths = {row: len(numbers) for row, numbers in rows.items() if _is_in_order(numbers)}
        self._known: dict[tuple[str, bool, tuple[str, ...]], str] = {}

    def counts(self, clause: Clause, counter: Counter) -> bool:
        """Tell whether a number that a clause opens with is one of such a row."""
        if counter.is_bare and clause.kind is not ClauseKind.HEADING:
            return False
        least = _BARE if counter.is_bare else 2
        return any(self._lengths.get(row, 0) >= least for row in _rows(clause, counter))

    def number(self, clause: Clause) -> str:
        """Return the printed label of a clause, or the number that it counts with, as its text begins; "" for none."""
        # the alignment, the outline and the references each ask for all of them
        asked = clause.text, clause.kind is ClauseKind.HEADING, clause.heading_path
        if (known := self._known.get(asked)) is None:
            label = len(printed_label(clause.text))
            counted = (counter.length for counter in counters(clause.text) if self.counts(clause, counter))
            known = self._known[asked] = clause.text[: max(label, *counted, 0)]
        return known

    def unnumbered(self, clause: Clause) -> str:
        """Return the text of a clause after its number."""
        return clause.text[len(self.number(clause)) :].lstrip()


def _rows(clause: Clause, counter: Counter) -> Iterator[_Row]:
    """Yield the rows a counter may be of: those below the same numbers, and those that go on below the next."""
    is_heading = clause.kind is ClauseKind.HEADING
    around = clause.heading_path[:-1] if is_heading else clause.heading_path
    for group in (len(around) if is_heading else 0, around):
        yield counter.style, counter.above, (is_heading, group)
        if counter.above:
            yield counter.style, "", (is_heading, group)


def _places(counter: Counter) -> tuple[int, ...]:
    """Return a number with those it stands below: "4.2" is (4, 2), "B.2" is (2, 2)."""
    above = (int(part) if part.isdecimal() else ord(part) - ord("a") + 1 for part in counter.above.split(".")[:-1])
    return (*above, counter.number)


def _is_in_order(numbers: Sequence[tuple[int, ...]]) -> bool:
    return max(numbers[0]) <= _FIRST and all(starmap(_follows, pairwise(numbers)))


def _follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether a number is the next: 4.3 or 5.1 after 4.2; the first below another may be missing."""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return at is not None and other[at] == one[at] + 1 and max(other[at + 1 :], default=0) <= _FIRST


def with_periods(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return clauses, of which one that is no entry of a list has what looked like its label before its text.

    Markdown reads "14. day after the end" as the entry of a list that begins with its fourteenth.
    """
    found: list[Clause] = []
    was_item = False
    for clause in clauses:
        is_item = clause.kind is ClauseKind.ITEM
        is_first = (
            is_item and not was_item and clause.label[:2].isdecimal() and not clause.text.startswith(clause.label)
        )
        found.append(_with_period(clause) if is_first else clause)
        was_item = is_item
    return tuple(found)


def _with_period(clause: Clause) -> Clause:
    number = clause.label.rstrip(".")
    if not number.isdecimal() or clause.text.startswith(clause.label):
        return clause
    text = f"{clause.label} {clause.text}"
    opening = figures(text[:_OPENING])
    is_period = any(kind == "period" and written.startswith(number) for kind, _, written in opening)
    return clause._replace(label="", text=text) if is_period else clause


def depth(clause: Clause) -> int:
    """Return how deep a section stands; clauses stand below all headings."""
    return len(clause.heading_path) if clause.kind is ClauseKind.HEADING else _BELOW


def crossed(pairs: Iterable[tuple[Clause, Clause]]) -> frozenset[Style]:
    """Return the styles that name what they count and whose clauses changed places: "Zone 1: 2 years", "A: sold".

    Args:
        pairs: clauses before and after, in the order they had.
    """
    last: dict[Style, tuple[int, ...]] = {}
    found: set[Style] = set()
    for old, new in pairs:
        styles = {counter.style for counter in counters(old.text) if _is_name(counter.style)}
        for counter in counters(new.text):
            if counter.style in styles and old.kind is not ClauseKind.HEADING:
                place = _places(counter)
                if place < last.get(counter.style, ()):
                    found.add(counter.style)
                last[counter.style] = max(place, last.get(counter.style, ()))
    return frozenset(found)


def _is_name(style: Style) -> bool:
    """Tell whether a number names what stands behind it, by a word before it or a colon: it is no mere count."""
    before, _, behind = style
    return any(map(str.isalpha, before)) or ":" in behind


def after_numbers(
    old: tuple[Clause, Numbering], new: tuple[Clause, Numbering], *, but: Collection[Style] = ()
) -> tuple[str, str] | None:
    """Return the texts of two clauses without the numbers they open with, where these count in their documents.

    Args:
        old: the clause before, with the numbers of its document.
        new: likewise after.
        but: styles in which a number is more than a count.

    Returns:
        None where the texts do not open with different numbers of one style.
    """
    for before in counters(old[0].text):
        for after in counters(new[0].text):
            are_alike = before.style == after.style and before.above.count(".") == after.above.count(".")
            differ = (before.above, before.number) != (after.above, after.number) and before.style not in but
            if are_alike and differ and old[1].counts(old[0], before) and new[1].counts(new[0], after):
                return old[0].text[before.length :], new[0].text[after.length :]
    return None
