"""A day of the schedule on a real store with a clock of its own; what a check brings is left out, its time is not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from monitor.core.records import WatchSpec
from monitor.core.schedule import next_check
from monitor.scheduler import BATCH_SECONDS, MOST_IN_BATCH
from storage.database import open_file, writing
from storage.due import due_watches
from storage.times import from_text, to_text
from storage.watches import add_all

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
TICK = timedelta(seconds=20)  # as the setting `tick` has it where nothing is set
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WATCHES = 5000
PER_MINUTE = MOST_IN_BATCH * 60 // BATCH_SECONDS


def every_of(number):
    """Mostly a day, as people choose: one in ten is checked each 6 hours, one in fifty each hour, one in ten a week."""
    if number % 50 == 7:
        return 3600
    return {3: 21_600, 4: 604_800}.get(number % 10, 86_400)


class Schedule:
    """Ticks as the scheduler does: a batch, and while batches are full the next after `BATCH_SECONDS`."""

    def __init__(self, numbers=range(WATCHES)):
        self.db = open_file(":memory:")
        self.now = START
        specs = [
            WatchSpec(url=f"https://s{n}.example/privacy", name=f"s{n}", kind="privacy", every_seconds=every_of(n))
            for n in numbers
        ]
        add_all(self.db, [(spec, spec.name) for spec in specs], now=START)
        self.every = dict(self.db.conn.execute("SELECT id, every_seconds FROM watches").fetchall())
        self.checks = []
        self.batches = []

    def run(self, until, *, failing=False):
        """Tick until a time; each check is recorded as made at the tick's time, and as failed where that is wished."""
        while self.now < until:
            ids = due_watches(self.db, now=self.now, limit=MOST_IN_BATCH)
            if ids:
                self._check(ids, failing=failing)
            self.now += TICK

    def _check(self, ids, *, failing):
        marks = ",".join(map(str, ids))
        rows = {
            row["id"]: row
            for row in self.db.conn.execute(f"SELECT id, next_check_at, failures FROM watches WHERE id IN ({marks})")
        }
        self.batches.append((self.now, [(one, from_text(rows[one]["next_check_at"])) for one in ids]))
        after = []
        for one in ids:
            failures = rows[one]["failures"] + 1 if failing else 0
            due = next_check(self.now, every_seconds=self.every[one], watch_id=one, failures=failures)
            after.append((to_text(due), failures, one))
            self.checks.append((one, self.now, self.now - from_text(rows[one]["next_check_at"])))
        with writing(self.db) as conn:
            conn.executemany("UPDATE watches SET next_check_at = ?, failures = ? WHERE id = ?", after)

    def minutes(self, since, until):
        """Count the checks of each minute."""
        counts = Counter((at - START) // timedelta(minutes=1) for _, at, _ in self.checks if since <= at < until)
        return [
            counts[n] for n in range((since - START) // timedelta(minutes=1), (until - START) // timedelta(minutes=1))
        ]

    def lateness(self, since, until):
        """Return how late the checks of a time were."""
        return [late for _, at, late in self.checks if since <= at < until]


@pytest.fixture(scope="module")
def days():
    """Two days after an import of 5,000, a downtime of 6 hours, and a day and a half after it."""
    schedule = Schedule()
    schedule.run(START + 2 * DAY)
    schedule.now += 6 * HOUR
    schedule.run(START + 4 * DAY)
    yield schedule
    schedule.db.close()


DOWN, UP = START + 2 * DAY, START + 2 * DAY + 6 * HOUR


def test_an_import_is_read_soon_and_in_bounded_batches(days):
    """All 5,000 are checked for the first time within minutes, never more a minute than the schedule promises."""
    first = {}
    for one, at, _ in days.checks:
        first.setdefault(one, at)
    assert len(first) == WATCHES
    assert max(first.values()) - START <= timedelta(minutes=WATCHES / PER_MINUTE + 1)
    assert max(days.minutes(START, START + HOUR)) <= PER_MINUTE


def test_after_the_first_round_all_are_checked_on_time(days):
    """Each check comes within two ticks of its time, and each watch as often as its interval says."""
    assert max(days.lateness(START + HOUR, DOWN)) <= 2 * TICK
    times = {}
    for one, at, _ in days.checks:
        if at < DOWN:
            times.setdefault(one, []).append(at)
    for one, found in times.items():
        every = timedelta(seconds=days.every[one])
        gaps = [later - earlier for earlier, later in pairwise(found)]
        assert all(every / 2 - TICK <= gap <= 1.5 * every + 2 * TICK for gap in gaps[:1])
        assert all(abs(gap - every) <= 2 * TICK for gap in gaps[1:])
        assert found[-1] >= DOWN - 1.5 * every - 2 * TICK


@pytest.mark.parametrize(
    ("since", "until"), [(START + HOUR + DAY / 2, DOWN), (UP + DAY, START + 4 * DAY)], ids=["import", "downtime"]
)
def test_the_load_is_spread(days, since, until):
    """Once the first round's successors have begun, and again after a downtime, no minute has three times the mean."""
    minutes = days.minutes(since, until)
    assert max(minutes) <= 3 * sum(minutes) / len(minutes)


def test_a_downtime_is_caught_up_without_a_stampede(days):
    """What fell due in six hours is checked once, oldest first, in bounded batches; within minutes all is on time again."""
    caught = Counter(one for one, at, late in days.checks if at >= UP and late > HOUR / 4)
    assert set(caught.values()) == {1}
    assert max(days.minutes(UP, UP + HOUR)) <= PER_MINUTE
    assert max(days.lateness(UP + timedelta(minutes=5), START + 4 * DAY)) <= 2 * TICK
    late = [due for at, batch in days.batches if UP <= at < UP + HOUR for _, due in batch if due < UP - HOUR / 4]
    assert late == sorted(late)


def test_frequent_watches_go_on_while_a_backlog_is_worked_off(days):
    """In every full batch of the catching up there is room for what has just become due, and none of it waits long."""
    fresh = [at - due for at, batch in days.batches if UP <= at < UP + HOUR for _, due in batch if due > UP - HOUR / 6]
    assert fresh
    assert max(fresh) <= timedelta(minutes=10) + 2 * TICK


def test_what_failed_together_is_not_tried_again_together():
    """After an outage that failed everything in one round, the second tries are spread, and later hours alike."""
    schedule = Schedule(range(1000))
    schedule.run(START + HOUR / 4, failing=True)
    schedule.run(START + 3 * DAY)
    again = schedule.minutes(START + HOUR / 4, START + HOUR)
    assert sum(again) >= 1000
    assert max(again) <= 3 * 1000 / 7
    later = schedule.minutes(START + 2 * DAY, START + 3 * DAY)
    hours = [sum(later[n : n + 60]) for n in range(0, len(later), 60)]
    assert max(hours) <= 1.5 * sum(hours) / len(hours)
    schedule.db.close()
