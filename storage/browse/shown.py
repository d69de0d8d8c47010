"""What the pages show of a change, wherever it comes from: the store, or a comparison that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monitor.core.change_words import happened_words
from monitor.core.notices.shorten import elide
from monitor.core.records import ChangeKind, ClauseKind, RedlineOp

_WORTH_FOLDING = 0.75  # share of a redline up to which a part of it is worth a fold; a guess
MOST_CHANGES = 200  # on a page; each may hold 50 clauses, see monitor/core/comparison/compare.py


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A clause change as the template shows it.

    Args:
        number: which of its change it is, from 1.
        kind: added, removed, modified, moved, split or merged.
        significance: how much it matters.
        topics: its topics.
        reasons: why it matters, in words.
        old: the clauses before, as JSON objects of the store.
        new: the clauses after.
        redline: (operation, text) in order.
    """

    number: int
    kind: str
    significance: str
    topics: tuple[str, ...]
    reasons: tuple[str, ...]
    old: tuple[dict[str, Any], ...]
    new: tuple[dict[str, Any], ...]
    redline: tuple[tuple[str, str], ...]

    @property
    def is_told(self) -> bool:
        """Tell whether subscribers heard of it."""
        return self.significance in {"minor", "material"}

    @property
    def happened(self) -> str:
        """Return what happened to the clause, in the words of the mails."""
        return happened_words(
            ChangeKind(self.kind),
            is_heading=(self.new or self.old)[0]["kind"] == ClauseKind.HEADING,
            is_edited=any(operation != RedlineOp.EQUAL for operation, _ in self.redline),
        )

    @property
    def brief(self) -> tuple[tuple[str, str], ...]:
        """Return what the mail shows of the redline, () where that is all of it or nearly."""
        shown = elide(tuple((RedlineOp(operation), text) for operation, text in self.redline))
        lengths = [sum(len(text) for _, text in pieces) for pieces in (shown, self.redline)]
        return shown if lengths[0] <= _WORTH_FOLDING * lengths[1] else ()

    @property
    def before(self) -> tuple[tuple[str, str], ...]:
        """Return the redline without what is new: the text before, with what went marked."""
        return tuple(piece for piece in self.redline if piece[0] != RedlineOp.INSERT)

    @property
    def after(self) -> tuple[tuple[str, str], ...]:
        """Return the redline without what went: the text after, with what is new marked."""
        return tuple(piece for piece in self.redline if piece[0] != RedlineOp.DELETE)

    @property
    def old_place(self) -> list[str]:
        """Return the heading path it stood under, where that differs from the new one."""
        old = self.old[0]["heading_path"] if self.old else []
        return old if self.new and old != self.place else []

    @property
    def place(self) -> list[str]:
        """Return the heading path it stands under; for a removal, stood."""
        clauses = self.new or self.old
        path: list[str] = clauses[0]["heading_path"] if clauses else []
        return path
