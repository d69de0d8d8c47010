"""By when a change is to be reviewed, and what may be said of that."""

from __future__ import annotations

from datetime import date, timedelta

from monitor.core.errors import InvalidInputError

LONGEST_COMMENT = 4000  # characters; more belongs into the ticket
LONGEST_LINK = 1000  # characters of the address of a ticket
_SATURDAY = 5  # as `weekday` counts


def working_day_after(day: date, count: int) -> date:
    """Return the day some working days after another, Monday to Friday.

    >>> working_day_after(date(2026, 11, 27), 5).isoformat(), working_day_after(date(2026, 11, 28), 1).isoformat()
    ('2026-12-04', '2026-11-30')
    """
    weeks, rest = divmod(count, 5)
    found = day + timedelta(weeks=weeks)
    while found.weekday() >= _SATURDAY:
        # what comes on a weekend counts as come on the Friday before
        found -= timedelta(days=1)
    for _ in range(rest):
        found += timedelta(days=1 if found.weekday() < _SATURDAY - 1 else 3)
    return found


def check_day(text: str) -> str:
    """Return a day as ISO 8601, "" for none; raise InvalidInputError where it is none."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise InvalidInputError(f"{text!r} is no day; write it as 2026-12-24") from None


def check_link(text: str) -> str:
    """Return the address of a ticket, "" for none; raise InvalidInputError where it is no web address."""
    if text and not (text.startswith(("https://", "http://")) and text.isprintable() and len(text) <= LONGEST_LINK):
        raise InvalidInputError(f"{text[:80]!r} is no web address; write it in full, as https://tickets.example.org/7")
    return text


def check_comment(text: str) -> str:
    """Return a comment; raise InvalidInputError where it is too long or says nothing."""
    if not text.strip() or len(text) > LONGEST_COMMENT:
        raise InvalidInputError(
            f"a comment has 1 to {LONGEST_COMMENT:,} characters; this one has {len(text.strip()):,}"
        )
    return text.strip()
