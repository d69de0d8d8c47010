from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.times import from_text, to_text

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2990, 1, 1), timezones=ZONES)  # noqa: DTZ001  hypothesis adds the zone


def test_an_instant_is_written_in_utc_with_seconds() -> None:
    """Whatever zone a time comes in, the store writes it in UTC to the second."""
    rome = timezone(timedelta(hours=1))
    assert to_text(datetime(2026, 3, 1, 9, 0, 0, 999_999, tzinfo=rome)) == "2026-03-01T08:00:00Z"


@settings(deadline=None)
@given(MOMENTS)
def test_an_instant_survives_the_store(moment: datetime) -> None:
    """Reading what was written gives the same second back."""
    assert from_text(to_text(moment)) == moment.astimezone(UTC).replace(microsecond=0)


@settings(deadline=None)
@given(MOMENTS, MOMENTS)
def test_texts_sort_as_times_do(one: datetime, other: datetime) -> None:
    """An earlier text is never a later second, so SQL may compare texts."""
    if to_text(one) < to_text(other):
        assert from_text(to_text(one)) < from_text(to_text(other))
    else:
        assert from_text(to_text(one)) >= from_text(to_text(other))


def test_a_time_without_a_zone_is_refused() -> None:
    """A naive time is no instant, neither written nor read."""
    with pytest.raises(ValueError, match="no time zone"):
        to_text(datetime(2026, 3, 1))  # noqa: DTZ001  the naive time is the case
    with pytest.raises(ValueError, match="no time zone"):
        from_text("2026-03-01T08:00:00")
