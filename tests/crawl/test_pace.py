from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.pace import Steady, keep_pace

YEAR = timedelta(days=365)
LOOKS = 3


async def runs_after_a_step(*, is_paced):
    """Count how often a job runs while its next time is moved a year away again and again, as by a clock set back."""
    ran = []
    scheduler = AsyncIOScheduler(timezone="UTC")
    job = scheduler.add_job(ran.append, Steady(20), args=(1,), next_run_time=datetime.now(UTC) + YEAR)
    scheduler.start()
    pace = asyncio.create_task(keep_pace(scheduler, seconds=0.05)) if is_paced else None
    for _ in range(LOOKS):
        before = len(ran)
        job.modify(next_run_time=datetime.now(UTC) + YEAR)
        for _ in range(100 if is_paced else 10):
            await asyncio.sleep(0.05)
            if len(ran) > before:
                break
    left = job.next_run_time - datetime.now(UTC)
    if pace:
        pace.cancel()
    scheduler.shutdown(wait=False)
    return len(ran), left


@pytest.mark.parametrize("is_paced", [True, False])
def test_a_job_runs_on_when_the_clock_is_set_back(is_paced):
    """A job whose time has moved a year away runs at the next look, once, and then in its rhythm; alone it would wait."""
    ran, left = asyncio.run(runs_after_a_step(is_paced=is_paced))
    assert ran == (LOOKS if is_paced else 0)
    assert (left < timedelta(seconds=21)) is is_paced


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TICK = timedelta(seconds=20)


@pytest.mark.parametrize(
    ("previous", "due"),
    [
        (None, timedelta()),
        (timedelta(), TICK),
        (-timedelta(seconds=1), timedelta(seconds=19)),
        (-TICK, TICK),
        (-YEAR, TICK),
        (YEAR, TICK),
    ],
)
def test_a_job_is_due_within_its_interval_whatever_was_missed(previous, due):
    """The next run is never in the past, so none is made up for, and never further away than the interval."""
    before = None if previous is None else NOON + previous
    assert Steady(20).get_next_fire_time(before, NOON) == NOON + due
