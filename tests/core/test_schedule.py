from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import InvalidInputError
from monitor.core.schedule import LEAST_SECONDS, MOST_SECONDS, UNITS, format_interval, next_check, parse_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = UNITS["d"]
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
times = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive
intervals = st.integers(LEAST_SECONDS, MOST_SECONDS)
ids = st.integers(1, 10**9)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5m", 300), ("90m", 5400), ("6h", 21_600), ("1d", 86_400), ("2w", 1_209_600), ("52w", MOST_SECONDS),
        (" 12 H ", 43_200), ("007d", 604_800),
    ],
)  # fmt: skip
def test_intervals_are_read_as_people_write_them(text, seconds):
    """A number and a unit, in any case and with spaces, is an interval."""
    assert parse_interval(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", "0", "0h", "4m", "53w", "abc", "6", "h", "-6h", "1.5h", "6 hours", "1d12h", "1s", "9999999m", "٦h1", "²h"],
)
def test_other_intervals_are_refused(text):
    """What is no interval, or out of bounds, is refused in one line that quotes it."""
    with pytest.raises(InvalidInputError) as caught:
        parse_interval(text)
    assert repr(text) in str(caught.value)


@given(st.integers(1, 400), st.sampled_from("mhdw"))
def test_an_interval_is_written_as_it_can_be_read(number, unit):
    """Writing and reading an interval gives the same seconds."""
    seconds = number * UNITS[unit]
    if LEAST_SECONDS <= seconds <= MOST_SECONDS:
        assert parse_interval(format_interval(seconds)) == seconds


@pytest.mark.parametrize(
    ("seconds", "text"), [(3600, "1h"), (7200, "2h"), (86_400, "1d"), (604_800, "1w"), (5400, "90m")]
)
def test_an_interval_is_written_in_its_largest_unit(seconds, text):
    """The shortest exact form is written."""
    assert format_interval(seconds) == text


@given(times, intervals, ids)
def test_the_next_check_is_half_to_one_and_a_half_intervals_away(now, every, watch_id):
    """The next check is after now: never sooner than half an interval, never later than one and a half."""
    away = (next_check(now, every_seconds=every, watch_id=watch_id) - now).total_seconds()
    assert every / 2 - 1 <= away <= 1.5 * every + 1


@given(times, intervals, ids, st.integers(1, 200))
def test_after_a_failure_it_looks_again_no_later(now, every, watch_id, failures):
    """A failed check is tried again after now and no later than the regular time, less and less often."""
    regular = next_check(now, every_seconds=every, watch_id=watch_id)
    retry = next_check(now, every_seconds=every, watch_id=watch_id, failures=failures)
    assert now < retry <= regular
    assert retry <= next_check(now, every_seconds=every, watch_id=watch_id, failures=failures + 1)


@given(times, intervals, ids, st.floats(0, 0.4))
def test_a_restart_changes_nothing(now, every, watch_id, share):
    """A check that comes late, or by hand between two, leaves the grid of its watch where it is."""
    first = next_check(now, every_seconds=every, watch_id=watch_id)
    late = first + timedelta(seconds=share * every)
    assert abs((next_check(late, every_seconds=every, watch_id=watch_id) - first).total_seconds() - every) < 1


def simulated(watches: Iterable[int], *, every: int, start: datetime, until: datetime) -> Counter[datetime]:
    """Count the checks of each minute when every watch is checked on time."""
    minutes: Counter[datetime] = Counter()
    for number in watches:
        at = next_check(start, every_seconds=every, watch_id=number)
        while at < until:
            minutes[at.replace(second=0, microsecond=0)] += 1
            at = next_check(at, every_seconds=every, watch_id=number)
    return minutes


EVERY_OTHER = [number for number in range(10_000) if number % 2]
THINNED = random.Random(5).sample(range(8000), 5000)  # noqa: S311 - a choice, not a secret


@pytest.mark.parametrize("watches", [range(1, 5001), EVERY_OTHER, THINNED], ids=["all", "every other", "thinned"])
@pytest.mark.parametrize("every", [DAY, DAY // 4])
def test_five_thousand_watches_spread_over_the_day(every, watches):
    """However many watches were added at once, or removed since, no minute has more than three times the mean."""
    day = simulated(watches, every=every, start=NOW - 2 * timedelta(seconds=every), until=NOW + timedelta(days=1))
    within = [count for minute, count in day.items() if minute >= NOW]
    assert sum(within) == pytest.approx(5000 * DAY / every, rel=0.01)
    assert max(within) <= 3 * sum(within) / (DAY / 60)


def test_a_downtime_is_caught_up_with_one_check_a_watch():
    """After six hours of rest, each watch is due once, and afterwards stands on its grid as before."""
    rest = timedelta(hours=6)
    for number in range(500):
        due = next_check(NOW, every_seconds=3600, watch_id=number)
        after = next_check(NOW + rest, every_seconds=3600, watch_id=number)
        assert after > NOW + rest
        assert (after - due).total_seconds() % 3600 == pytest.approx(0, abs=1)
