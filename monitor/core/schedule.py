"""When a watch is checked: intervals as people write them, and the next time as a pure function."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from monitor.core.errors import InvalidInputError
from monitor.core.retry_after import LONGEST

UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
LEAST_SECONDS = 300  # between two checks of a page: a guest asks no more often
MOST_SECONDS = 52 * UNITS["w"]
FIRST_RETRY_SECONDS = 1800  # after a failed check; doubled with each that follows

_GOLDEN = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio
_INTERVAL = re.compile(r"\s*(\d{1,6})\s*([mhdw])\s*", re.IGNORECASE)


def parse_interval(text: str) -> int:
    """Read an interval such as "30m", "6h", "1d" or "2w".

    Args:
        text: what a person wrote.

    Returns:
        Seconds, from 300 (5 minutes) to 31,449,600 (52 weeks).

    Raises:
        InvalidInputError: it is no interval, or out of these bounds.
    """
    match = _INTERVAL.fullmatch(text)
    if not match:
        raise InvalidInputError(f"{text!r} is not an interval; write for example 6h, 1d or 2w")
    seconds = int(match[1]) * UNITS[match[2].lower()]
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise InvalidInputError(f"an interval of {text!r} is out of bounds; it may be from 5m to 52w")
    return seconds


def format_interval(seconds: int) -> str:
    """Write an interval in the largest unit that divides it.

    Args:
        seconds: at least 60.

    Returns:
        Text that `parse_interval` reads back.
    """
    unit = next((u for u in ("w", "d", "h") if seconds % UNITS[u] == 0), "m")
    return f"{seconds // UNITS[unit]}{unit}"


def next_check(
    now: datetime, *, every_seconds: int, watch_id: int, failures: int = 0, retry_at: datetime | None = None
) -> datetime:
    """Give the time of the next check.

    Checks of a watch stand on a grid of its interval, counted from the Unix epoch and shifted by a phase of its own:
    the multiples of the golden ratio, which fill a circle more evenly than chance does (Knuth, The Art of Computer
    Programming 3, section 6.4). So watches spread evenly, a restart changes nothing, and a check made by hand between
    two grid points moves no later one.

    Args:
        now: the time of the check that just ended, UTC.
        every_seconds: the interval.
        watch_id: its number, for its phase.
        failures: failed checks in a row; after one, it looks again sooner than the interval: after 30 to 37 minutes,
            and after twice as long for each further one.
        retry_at: when the site asks to be asked again; never sooner than that, but 7 days are heeded at most.

    Returns:
        A time after `now`, at least half an interval away unless the check failed.
    """
    turn = watch_id * _GOLDEN % 2**64
    phase = turn * every_seconds // 2**64
    earliest = now.timestamp() + every_seconds / 2
    periods = (earliest - phase) // every_seconds + 1
    regular = datetime.fromtimestamp(periods * every_seconds + phase, tz=now.tzinfo)
    if failures < 1:
        return regular
    # what failed together, as in an outage of the monitor's own network, does not come back together
    wait = FIRST_RETRY_SECONDS * (1 + turn / 2**64 / 4)
    retry = now + timedelta(seconds=int(wait) * 2 ** min(failures - 1, 10))
    due = min(regular, retry)
    return max(due, min(retry_at, now + LONGEST)) if retry_at else due
