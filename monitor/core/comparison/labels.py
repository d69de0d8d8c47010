"""Which of the labels that clauses open with count them; any other is a figure or an initial: "18. Geburtstag"."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.clauses import printed_label
from monitor.core.comparison.counters import counters
from monitor.core.records import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.comparison.counters import Style
    from monitor.core.records import Clause

_FIRST = 2  # number with which a run begins at most: the first clause may have none
_OPEN = 16  # runs of one style that a label may go on, the latest; those of lists stand within those of sections
_GAP = 2  # numbers that may be missing where others follow; a guess
_DIGITS = "1"  # the kind of a style
_DOUBLED = 2  # letters of "(aa)"


_Row = tuple["Style", int, int]  # with how often the letter is written, and how many numbers stand above


class _Place(NamedTuple):
    row: _Row
    numbers: tuple[int, ...]

    def follows(self, before: _Place, most: int = 1) -> bool:
        """Tell whether a number comes after another: 4.3 or 5.1 after 4.2, or one of the next few below the same."""
        one, other = before.numbers, self.numbers
        at = next((at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), None)
        if at is None or max(other[at + 1 :], default=0) > _FIRST:
            return False
        return 0 < other[at] - one[at] <= (most if at == len(one) - 1 else 1)


class _Run:
    def __init__(self, place: _Place) -> None:
        self.last = place
        self.length = 0


class Labels:
    """The printed labels by which a text counts: those that follow one another in its order, from the first or second.

    Args:
        clauses: of the text, and its headings.
    """

    def __init__(self, clauses: Iterable[Clause]) -> None:
        runs: dict[_Row, list[_Run]] = defaultdict(list)
        found: dict[Clause, list[_Run]] = defaultdict(list)
        for clause in sorted(clauses, key=lambda one: (one.position, len(one.heading_path))):
            for place in _places(printed_label(clause.text)):
                run = _joined(runs[place.row], place)
                if run:
                    found[clause].append(run)
        self._counted = {clause for clause, those in found.items() if any(run.length > 1 for run in those)}

    def loose(self, clauses: Sequence[Clause]) -> tuple[str, ...]:
        """Return the labels that clauses open with and that count nothing."""
        labelled = ((clause, printed_label(clause.text)) for clause in clauses)
        return tuple(label for clause, label in labelled if label and not self._counts(clause, label))

    def _counts(self, clause: Clause, label: str) -> bool:
        is_heading = clause.kind is ClauseKind.HEADING
        return clause in self._counted or any(
            _is_first(place) or (is_heading and place.row[0][1] == _DIGITS) for place in _places(label)
        )


def _joined(runs: list[_Run], place: _Place) -> _Run | None:
    """Return the run that a label is the next of, or begins; None where it is out of all order."""
    run = next((run for run in reversed(runs) if place.follows(run.last)), None)
    if run:
        runs.remove(run)
    elif place.numbers[-1] > _FIRST and not any(place.follows(run.last, 1 + _GAP) for run in runs):
        return None
    else:
        run = _Run(place)
    runs[:] = [*runs[1 - _OPEN :], run]
    run.last = place
    run.length += 1
    return run


def _places(label: str) -> Iterator[_Place]:
    """Yield how a printed label may be read: "I." as one or the ninth letter, "4.2" as the second below the fourth."""
    core = label.strip("( ).")
    is_doubled = len(core) == _DOUBLED and core[0] == core[1] and core.isalpha()
    for letters, read in enumerate([label, label.replace(core, core[0])][: 1 + is_doubled] if label else ()):
        for counter in counters(f"{read} X"):
            above = [int(it) if it.isdecimal() else ord(it) - ord("a") + 1 for it in counter.above.split(".")[:-1]]
            yield _Place((counter.style, letters, len(above)), (*above, counter.number))


def _is_first(place: _Place) -> bool:
    """Tell whether a label is the first of a list, which may have no other; "A. Doe" is a name."""
    _, kind, close = place.row[0]
    return place.numbers[-1] == 1 and (kind == _DIGITS or close.strip() != ".")
