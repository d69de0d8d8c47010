"""Reviews: what people make of a change that was told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from monitor.core.records.changes import Significance


class ReviewState(StrEnum):
    """How the review of a change stands."""

    NEW = "new"
    SEEN = "seen"
    IN_REVIEW = "in review"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self not in {ReviewState.ACCEPTED, ReviewState.DISMISSED}


class StepKind(StrEnum):
    """What one step of a review says."""

    STATE = "state"
    ASSIGNEE = "assignee"
    DUE = "due"
    TICKET = "ticket"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a review; it is never rewritten.

    Args:
        at: when, UTC.
        who: the name of the user, "" for the command line.
        what: what it says.
        value: the state, the name, the day as ISO 8601, the link or the comment; "" takes back.
    """

    at: datetime
    who: str
    what: StepKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How the review of a change stands.

    Args:
        change_id: the number of the change.
        watch: the short name of its watch.
        significance: of the change.
        is_silent: whether the stated date stayed.
        told_at: when the change was told, UTC.
        state: how it stands.
        assignee: who looks at it, "" for nobody.
        due: by when, None for no day.
        ticket: the link of a ticket, "" for none.
        comments: how many there are.
    """

    change_id: int
    watch: str
    significance: Significance
    is_silent: bool
    told_at: datetime
    state: ReviewState
    assignee: str
    due: date | None
    ticket: str
    comments: int
