"""How the store writes an instant: UTC ISO 8601 text with seconds, "2026-03-01T08:00:00Z", which also sorts in time."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """Write an instant as the store keeps it.

    Args:
        moment: an aware time of any zone; fractions of a second are cut off.

    Returns:
        "2026-03-01T08:00:00Z".

    Raises:
        ValueError: the time names no zone, so it is no instant.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} names no time zone")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def from_text(text: str) -> datetime:
    """Read an instant of the store.

    Args:
        text: "2026-03-01T08:00:00Z".

    Returns:
        The aware time, in UTC.

    Raises:
        ValueError: the text is no instant.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return moment.astimezone(UTC)
