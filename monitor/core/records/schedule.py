"""The schedule as the store knows it: its last sign of life, its rounds, and what it answers for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class ScheduleState(StrEnum):
    """How the schedule stands."""

    NEVER = "never"
    """It has not run on this store yet."""
    STOPPED = "stopped"
    """It was told to stop, and did."""
    RUNNING = "running"
    STUCK = "stuck"
    """A sign of life is overdue: it was killed, hangs, or is swapped out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round that is over: everything that was due, checked.

    Args:
        began_at: UTC.
        ended_at: UTC.
        checks: how many.
        failed: how many of these failed.
    """

    began_at: datetime
    ended_at: datetime
    checks: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is known of the schedule.

    Args:
        seen_at: its last sign of life, UTC; None where it never ran.
        due_by: when the next one has to be there, UTC; None where it was stopped.
        round_began_at: since when a round is under way, UTC; None between rounds.
        last: the last round that is over.
    """

    seen_at: datetime | None = None
    due_by: datetime | None = None
    round_began_at: datetime | None = None
    last: Round | None = None

    def state(self, now: datetime) -> ScheduleState:
        """Return how it stands at a time, UTC."""
        if self.seen_at is None:
            return ScheduleState.NEVER
        if self.due_by is None:
            return ScheduleState.STOPPED
        return ScheduleState.RUNNING if now <= self.due_by else ScheduleState.STUCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the monitor does, in numbers that are nobody's secret.

    Args:
        schedule: what is known of the schedule.
        watches: how many, by state.
        deliveries: how many, by state.
        store_bytes: the size of the store's file.
    """

    schedule: Schedule
    watches: Mapping[str, int]
    deliveries: Mapping[str, int]
    store_bytes: int
