"""By when a change is to be reviewed, and what may be said of it."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.errors import InvalidInputError
from monitor.core.review import LONGEST_COMMENT, check_comment, check_day, check_link, working_day_after


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-30", 1, "2026-12-01"),
        ("2026-11-30", 4, "2026-12-04"),
        ("2026-11-30", 5, "2026-12-07"),
        ("2026-12-04", 1, "2026-12-07"),
        ("2026-12-04", 5, "2026-12-11"),
        ("2026-12-05", 1, "2026-12-07"),
        ("2026-12-06", 5, "2026-12-11"),
        ("2026-12-02", 13, "2026-12-21"),
    ],
)
def test_working_days_leave_weekends_out(day, count, expected) -> None:
    """Of working days only Monday to Friday count; what comes on a weekend counts from the Friday before."""
    assert working_day_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (check_day, "tomorrow"),
        (check_day, "2026-02-30"),
        (check_link, "javascript:alert(1)"),
        (check_link, "https://example.org/\n"),
        (check_comment, " "),
        (check_comment, "x" * (LONGEST_COMMENT + 1)),
    ],
)
def test_what_is_none_is_refused(check, text) -> None:
    """A day that is none, a link that could run or steer, and a comment without words or end are refused."""
    with pytest.raises(InvalidInputError):
        check(text)
