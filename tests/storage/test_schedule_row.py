from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.core.records import Round, Schedule, ScheduleState
from storage.schedule import health_of, note_round_begun, note_round_over, note_sign, schedule_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes: int) -> datetime:
    return NOON + minutes * MINUTE


def test_a_store_without_a_schedule_says_so(db) -> None:
    """Before its first run the schedule is neither running nor stuck."""
    assert schedule_of(db) == Schedule()
    assert schedule_of(db).state(NOON) is ScheduleState.NEVER


def test_a_round_is_kept_when_it_is_over(db) -> None:
    """A round that is over is told with its times and counts, while the next one is under way and after it was stopped."""
    note_round_begun(db, now=at(0), due_by=at(10))
    assert schedule_of(db) == Schedule(seen_at=at(0), due_by=at(10), round_began_at=at(0))
    note_round_over(db, now=at(3), due_by=at(13), checks=5, failed=2)
    last = Round(began_at=at(0), ended_at=at(3), checks=5, failed=2)
    assert schedule_of(db) == Schedule(seen_at=at(3), due_by=at(13), last=last)
    note_round_begun(db, now=at(4), due_by=at(14))
    assert schedule_of(db) == Schedule(seen_at=at(4), due_by=at(14), round_began_at=at(4), last=last)
    note_sign(db, now=at(5), due_by=None)
    assert schedule_of(db) == Schedule(seen_at=at(5), last=last)
    assert schedule_of(db).state(at(99)) is ScheduleState.STOPPED


def test_a_round_that_fails_again_and_again_is_no_sign_of_life(db) -> None:
    """Only a round that gets on is one: begun anew without an end, it leaves the schedule overdue and then stuck."""
    note_round_begun(db, now=at(0), due_by=at(10))
    for minute in range(1, 30):
        note_round_begun(db, now=at(minute), due_by=at(minute + 10))
    assert schedule_of(db).round_began_at == at(0)
    assert schedule_of(db).state(at(10)) is ScheduleState.RUNNING
    assert schedule_of(db).state(at(11)) is ScheduleState.STUCK
    note_sign(db, now=at(12), due_by=at(22))
    assert schedule_of(db).state(at(12)) is ScheduleState.RUNNING


def test_health_counts_every_state(db) -> None:
    """An empty store counts none of each state, so that a graph has a line for each from the first day."""
    health = health_of(db)
    assert health.watches == dict.fromkeys(("new", "fine", "failing", "blind", "paused"), 0)
    assert health.deliveries == dict.fromkeys(("waiting", "sending", "sent", "failed"), 0)
    assert health.store_bytes > 0
