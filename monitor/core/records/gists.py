"""What the gist of a change is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.records.known import SnapshotReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.records.changes import ChangeKind, Redline, Significance
    from monitor.core.records.known import Claim
    from monitor.core.records.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class GistFacts:
    """Of a change what its gist says: of its clause changes the gravest, and how many there are.

    Args:
        counts: how many clause changes there are of each significance.
        claim: what was held until it had stayed, None for an edit.
        reason: why the new version was kept.
        language_old: code of the language of the old text, "" where it is not known.
        language: likewise of the new text.
        kind: of the gravest clause change that is told, None where none is.
        reasons: its reasons.
        section: the heading right above it, "" for none.
        redline: of it; it may be left out where its reasons say what changed.
    """

    counts: Mapping[Significance, int]
    claim: Claim | None = None
    reason: SnapshotReason = SnapshotReason.CHANGED
    language_old: str = ""
    language: str = ""
    kind: ChangeKind | None = None
    reasons: tuple[Reason, ...] = ()
    section: str = ""
    redline: Redline = field(default=())

    @property
    def told(self) -> int:
        """Return how many of the clause changes are told."""
        return sum(count for significance, count in self.counts.items() if significance.is_told)
