"""Changes: what happened to clauses, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.records.reasons import Rule

if TYPE_CHECKING:
    from monitor.core.records.reasons import Reason
    from monitor.core.records.texts import Clause


class Significance(StrEnum):
    """How much a change matters, least first."""

    NONE = "none"
    COSMETIC = "cosmetic"
    MINOR = "minor"
    MATERIAL = "material"

    @property
    def rank(self) -> int:
        """Return 0 for none up to 3 for material."""
        return _RANKS[self]

    @property
    def is_told(self) -> bool:
        """Tell whether subscribers hear of it."""
        return self.rank >= Significance.MINOR.rank


_RANKS = {significance: rank for rank, significance in enumerate(Significance)}


class ChangeKind(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    MODIFIED = "modified"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


class RedlineOp(StrEnum):
    """What a redline does with a piece of text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


Redline = tuple[tuple[RedlineOp, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """What happened to one clause.

    Args:
        kind: added, removed, modified, moved, split or merged.
        significance: how much it matters.
        topics: OPP-115 topics of the clause, e.g. "retention".
        reasons: why it matters, the most telling first.
        similarity: 0.0 (nothing alike) to 1.0 (same words).
        old: the clause before (several for a merge or one edit in many clauses, none for an addition).
        new: the clause after (several for a split or one edit in many clauses, none for a removal).
        redline: word-level; replays the joined old text into the joined new text.

    Raises:
        ValueError: a clause is missing on a side where its kind has one.
    """

    kind: ChangeKind
    significance: Significance
    topics: tuple[str, ...]
    reasons: tuple[Reason, ...]
    similarity: float
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    redline: Redline

    @property
    def is_of_document(self) -> bool:
        """Tell whether it is about a document beside the one that is watched, which left the page or came to it."""
        return any(reason.rule is Rule.DOCUMENT for reason in self.reasons)

    def __post_init__(self) -> None:
        """Refuse what did not happen to any clause: whoever shows a change takes the first of a side."""
        if (not self.old, not self.new) != (self.kind is ChangeKind.ADDED, self.kind is ChangeKind.REMOVED):
            raise ValueError(f"a clause that was {self.kind}, with {len(self.old)} before and {len(self.new)} after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts of one document, compared clause by clause.

    Args:
        significance: the highest among the clause changes, or none.
        changes: in the new document's reading order, removals where they stood.
        stated_old: the date the old text claimed, ISO at its precision.
        stated_new: the date the new text claims.
        language_old: ISO 639-1 code of the old text, "" where it is not known.
        language_new: likewise of the new text.
    """

    significance: Significance
    changes: tuple[ClauseChange, ...]
    stated_old: str | None
    stated_new: str | None
    language_old: str = ""
    language_new: str = ""

    @property
    def changed(self) -> bool:
        """Tell whether it is worth an alarm: minor or material."""
        return self.significance.is_told

    @property
    def silent(self) -> bool:
        """Tell whether the substance changed while the date the page states did not move; without a date it cannot.

        A text in another language is no silent change: nobody can overlook it, and its words may say the same. Nor is
        it one where only other documents left the page, or came to it.
        """
        is_dated = self.stated_new is not None and self.stated_old == self.stated_new
        return self.changed and not self.is_beside and is_dated and not self.changes_language

    @property
    def is_beside(self) -> bool:
        """Tell whether all that is told is about documents beside the one that is watched."""
        told = [one for one in self.changes if one.significance.is_told]
        return bool(told) and all(one.is_of_document for one in told)

    @property
    def changes_language(self) -> bool:
        """Tell whether both languages are known and are two."""
        return is_another_language(self.language_old, self.language_new)


def is_another_language(before: str, now: str) -> bool:
    """Tell whether two texts are in different languages, by their codes; "" is one that is not known."""
    return bool(before and now) and before != now
