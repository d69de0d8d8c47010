"""The numbers that a text counts its sections and clauses with, in whatever spelling."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.comparison.counters import counters
from monitor.core.records import Clause, ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.comparison.counters import Counter, Style

_FIRST = 2  # number with which a row begins at most: the first section may have none; a guess
_BARE = 3  # headings that make a row of numbers which nothing sets off; a guess: two may be of "1 parent, 2 children"

_Group = tuple[bool, int | tuple[str, ...]]


class Numbering:
    """The numbers a text counts with: 1, 2, 3 and so on in its order, each once, of one style; the 1 may be missing.

    Headings count among those of their depth, clauses among all or among those of their section.

    Args:
        clauses: in order, with the text's headings as clauses of that kind.
    """

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._rows: dict[tuple[Style, str, _Group], list[int]] = defaultdict(list)
        for clause in clauses:
            for counter in counters(clause.text):
                for group in _groups(clause):
                    self._rows[counter.style, counter.above, group].append(counter.number)

    def counts(self, clause: Clause, counter: Counter) -> bool:
        """Tell whether a number that a clause opens with is one of such a row."""
        if counter.is_bare and clause.kind is not ClauseKind.HEADING:
            return False
        rows = [self._rows.get((counter.style, counter.above, group), []) for group in _groups(clause)]
        least = _BARE if counter.is_bare else 2
        in_order = (row for row in rows if len(row) >= least and row[0] <= _FIRST)
        return any(row == [*range(row[0], row[0] + len(row))] for row in in_order)

    def number(self, clause: Clause) -> str:
        """Return the printed label of a clause, or the number that it counts with, as its text begins; "" for none."""
        label = len(printed_label(clause.text))
        counted = (counter.length for counter in counters(clause.text) if self.counts(clause, counter))
        return clause.text[: max(label, *counted, 0)]

    def unnumbered(self, clause: Clause) -> str:
        """Return the text of a clause after its number."""
        return clause.text[len(self.number(clause)) :].lstrip()


def _groups(clause: Clause) -> tuple[_Group, _Group]:
    is_heading = clause.kind is ClauseKind.HEADING
    around = clause.heading_path[:-1] if is_heading else clause.heading_path
    return (is_heading, len(around) if is_heading else 0), (is_heading, around)


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
            are_alike = before.style == after.style and before.above.count(".") == after.above.count(".")
            differ = (before.above, before.number) != (after.above, after.number)
            if are_alike and differ and old[1].counts(old[0], before) and new[1].counts(new[0], after):
                return old[0].text[before.length :], new[0].text[after.length :]
    return None
