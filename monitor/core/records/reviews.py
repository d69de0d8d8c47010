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


OPEN = tuple(state for state in ReviewState if state.is_open)


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
        watch_name: its name for people.
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
    watch_name: str
    significance: Significance
    is_silent: bool
    told_at: datetime
    state: ReviewState
    assignee: str
    due: date | None
    ticket: str
    comments: int

    def is_overdue(self, today: date) -> bool:
        """Tell whether somebody still has to decide, and the day by which is over."""
        return self.state.is_open and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Which reviews somebody wants to see, the most urgent first; what is not said does not narrow it.

    Args:
        states: those that stand so.
        assignee: those that this user looks at, "" for those that nobody does; None for all.
        is_overdue: only those whose day is over.
        significance: of the change, "" for any.
        topic: that a clause of it which is told speaks of, "" for any.
        tag: of its watch, "" for any.
        kind: of document, "" for any.
        is_silent: only silent changes.
        since: told on this day or later, None for any.
        until: told on this day or sooner, None for any.
    """

    states: tuple[ReviewState, ...] = OPEN
    assignee: str | None = None
    is_overdue: bool = False
    significance: str = ""
    topic: str = ""
    tag: str = ""
    kind: str = ""
    is_silent: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """How many reviews there are.

    Args:
        open: in which somebody still has to decide.
        mine: of these, those that one user looks at.
        overdue: of these, those whose day is over.
        unassigned: of these, those that nobody looks at.
        decided: that were accepted or dismissed.
    """

    open: int
    mine: int
    overdue: int
    unassigned: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside a review in a queue, whether it is still in it or not.

    Args:
        before: the number of the change before, None where there is none.
        after: that of the one after.
        place: which it is of the queue, from 1; 0 where it is not in it.
        count: how many there are in the queue.
    """

    before: int | None
    after: int | None
    place: int
    count: int
