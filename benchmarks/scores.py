"""What is told of labelled texts, counted: shared by the benchmarks of topics, reasons and registers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of what is told rightly and wrongly, and of the labels that are told and that are not.

    One thing told may say what several labels do, and the other way round: `right` and `hit` need not be the same.
    """

    right: int
    wrong: int
    hit: int
    missed: int

    @property
    def precision(self) -> float:
        """Return the share of what is told that is right."""
        return _share(self.right, self.wrong)

    @property
    def recall(self) -> float:
        """Return the share of the labels that are told."""
        return _share(self.hit, self.missed)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _share(some: int, others: int) -> float:
    return some / (some + others) if some + others else 1.0
