"""Retry-After (RFC 9110 section 10.2.3): when a site asks to be left alone until."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=7)  # who asks for more gets another request after so long

_SECONDS = re.compile(r"[0-9]{1,12}")


def parse_retry_after(text: str, *, now: datetime) -> datetime | None:
    """Read the header, in seconds or as an HTTP date.

    Args:
        text: its value.
        now: when it came, UTC.

    Returns:
        The time asked for, from now to 7 days from now; None where it is neither, or absent.
    """
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return now + min(timedelta(seconds=int(text)), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(now, min(moment, now + LONGEST))
