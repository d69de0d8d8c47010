"""Jobs keep their rhythm when the clock is set: APScheduler waits for a time of the clock, and that may move away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler


class Steady(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Makes a job due so many seconds after it was due last, or now: runs that were missed are not made up for.

    APScheduler's own interval lists every run that was missed, and by a clock that jumps a year ahead that fills the
    memory.

    Args:
        seconds: the interval.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return when the job is due next; the time past `now` that its rhythm gives, or one interval from now."""
        if previous_fire_time is None:
            return now
        regular = previous_fire_time + self.interval
        return regular if now < regular <= now + self.interval else now + self.interval


async def keep_pace(scheduler: BaseScheduler, *, seconds: float) -> None:
    """Look at steady intervals for jobs that wait longer than theirs, and make them due; runs until it is cancelled.

    Args:
        scheduler: at work, its jobs `Steady`.
        seconds: how often it looks, by a clock that nobody sets.
    """
    while True:
        await asyncio.sleep(seconds)
        now = datetime.now(UTC)
        for job in scheduler.get_jobs():
            if job.next_run_time and job.next_run_time - now > job.trigger.interval:
                job.modify(next_run_time=now)
