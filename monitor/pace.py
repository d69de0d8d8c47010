"""Jobs keep their rhythm when the clock is set: APScheduler waits for a time of the clock, and that may move away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler


async def keep_pace(scheduler: BaseScheduler, *, seconds: float) -> None:
    """Look at steady intervals for jobs that wait longer than theirs, and make them due; runs until it is cancelled.

    Args:
        scheduler: at work, its jobs at intervals.
        seconds: how often it looks, by a clock that nobody sets.
    """
    while True:
        await asyncio.sleep(seconds)
        now = datetime.now(UTC)
        for job in scheduler.get_jobs():
            if job.next_run_time and job.next_run_time - now > job.trigger.interval:
                job.modify(next_run_time=now)
