"""Outcomes: how a check ended, each with exactly what is to be recorded of it; the store obeys them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from monitor.core.records.changes import Comparison
    from monitor.core.records.checks import FetchFailure
    from monitor.core.records.known import Claim, HeldText, Look, Redrawn
    from monitor.core.records.restless import RestlessPlace
    from monitor.core.records.surroundings import Surroundings
    from monitor.core.records.texts import PolicyText
    from monitor.core.records.untold import UntoldSentence


class CheckOutcome(StrEnum):
    """How a check ended, as `list` says it."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The check did not see the policy.

    Args:
        failure: why.
    """

    kind: ClassVar[CheckOutcome] = CheckOutcome.FAILED
    failure: FetchFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What every check has that saw the policy.

    Args:
        detail: one line for a person, "" where there is nothing to say.
        moved_to: the address to remember as the page's new one, "" for none; None leaves what is known.
        restless: the restless places after this look; None leaves what is known.
        untold: the untold sentences after this look; likewise.
    """

    detail: str = ""
    moved_to: str | None = None
    restless: tuple[RestlessPlace, ...] | None = None
    untold: tuple[UntoldSentence, ...] | None = None

    @property
    def is_waited_for(self) -> bool:
        """Tell whether something on a page that varies is told if the next looks find it again."""
        is_waiting = any(place.is_waiting for place in self.restless or ())
        return is_waiting or any(sentence.looks for sentence in self.untold or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class First(_Seen):
    """The watch had no text before this one.

    Args:
        drawn: the text.
        visible_sha256: digest of the page's visible text, "" where it is not known.
    """

    kind: ClassVar[CheckOutcome] = CheckOutcome.NEW
    drawn: PolicyText
    visible_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged(_Seen):
    """The text is what it was.

    Args:
        visible_sha256: digest of the page's visible text, "" where it is not known.
        redrawn: what newer rules make of the latest snapshot, None where that is the same.
        own: the text, to be kept as we fetched it, where the latest snapshot was only supplied; None elsewhere.
        surroundings: what is known of the page beside its policy after this look, None where that stays.
    """

    kind: ClassVar[CheckOutcome] = CheckOutcome.UNCHANGED
    visible_sha256: str = ""
    redrawn: Redrawn | None = None
    own: PolicyText | None = None
    surroundings: Surroundings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified(_Seen):
    """The site says that the page is as it was, and sent none."""

    kind: ClassVar[CheckOutcome] = CheckOutcome.NOT_MODIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(_Seen):
    """Another text is there that is told only if it stays.

    Args:
        held: that text, and since when it has been seen.
        redrawn: what newer rules make of the latest snapshot, None where that is the same.
    """

    kind: ClassVar[CheckOutcome] = CheckOutcome.HELD
    held: HeldText
    redrawn: Redrawn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(_Seen):
    """The text is another one than before.

    Args:
        before: the number of the snapshot that it follows.
        drawn: the text.
        comparison: with the text before.
        is_return: whether it was in force before that one.
        claim: what was held until now, None for an edit that is told at once, as of a page of the past.
        look: the look that first saw it, None where that is the present one.
        visible_sha256: digest of the page's visible text, "" where it is not known.
        redrawn: what newer rules make of the snapshot before, None where that is the same.
    """

    kind: ClassVar[CheckOutcome] = CheckOutcome.CHANGED
    before: int
    drawn: PolicyText
    comparison: Comparison
    is_return: bool = False
    claim: Claim | None = None
    look: Look | None = None
    visible_sha256: str = ""
    redrawn: Redrawn | None = None

    @property
    def is_of_the_past(self) -> bool:
        """Tell whether the page may show another text by now: what is told is what an earlier look saw."""
        return self.look is not None and not self.visible_sha256


Seen = First | Unchanged | NotModified | Held | Changed
Outcome = Seen | Failed
