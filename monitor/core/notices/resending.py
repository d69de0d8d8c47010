"""What a failed sending means: who is to blame, and when to try again; times are arguments, nothing here sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# RFC 5321 section 4.5.4.1: try for four to five days before giving up
_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440, 1440)
_SHORTEST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
_LONGEST_ASKED = timedelta(days=1)  # as long as the longest of our own waits, see storage/outbox.py


class Trouble(StrEnum):
    """Why a message was not handed over."""

    REFUSED = "refused"
    """This message will never be taken (5yz)."""
    PASSING = "passing"
    """This message may be taken later (4yz)."""
    BROKEN = "broken"
    """The connection broke while this message was handed over; whose fault it is cannot be told."""
    DOWN = "down"
    """No message can be handed over now: no server, no login, no sender address that is taken."""
    GONE = "gone"
    """The receiver is there no more, and says so (410): nothing will ever be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFailure:
    """A message that was not handed over: a value, never an exception.

    Args:
        trouble: the reason, decided where the fact is known.
        detail: one line for a person.
        wait: for how long the receiver wants to be left alone, where it says so.
    """

    trouble: Trouble
    detail: str
    wait: timedelta = timedelta(0)


def wait_after(trouble: Trouble, attempt: int, *, asked: timedelta = timedelta(0)) -> timedelta | None:
    """Tell when to try a message again.

    Args:
        trouble: why this attempt failed.
        attempt: which one it was, from 1.
        asked: for how long the receiver wants to be left alone.

    Returns:
        The time to wait, or None to give up.
    """
    if trouble in {Trouble.REFUSED, Trouble.GONE} or attempt > len(_MINUTES):
        return None
    return max(timedelta(minutes=_MINUTES[attempt - 1]), min(asked, _LONGEST_ASKED))


def wait_while_down(waited: timedelta) -> timedelta:
    """Tell when to look again whether mail can be sent at all; it never gives up.

    Args:
        waited: since the notice was written.

    Returns:
        Half as long as it has waited, but from one minute to one hour.
    """
    return min(max(waited / 2, _SHORTEST_WAIT), _LONGEST_WAIT)
