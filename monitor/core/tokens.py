"""How long a token counts, as somebody says it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from monitor.core.errors import InvalidInputError
from monitor.core.schedule import parse_interval


def end_of(text: str, now: datetime) -> datetime:
    """Return when a token ends.

    Args:
        text: an interval from now on, as "90d", or the last day on which it counts, as "2027-03-31" (UTC).
        now: UTC.

    Raises:
        InvalidInputError: it is neither, or lies behind.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return now + timedelta(seconds=_interval(text))
    # a last day of its own for the last there is
    end = datetime.combine(min(day, date.max - timedelta(days=1)), time(), UTC) + timedelta(days=1)
    if end <= now:
        raise InvalidInputError(f"{text} is over; a token can only end later")
    return end


def _interval(text: str) -> int:
    try:
        return parse_interval(text)
    except InvalidInputError:
        raise InvalidInputError(
            f"{text!r} is no end for a token; write a day, as 2027-03-31, or 5m to 52w from now, as 90d"
        ) from None
