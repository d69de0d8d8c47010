"""Links by which whoever got a mail stops what caused it: signed, so that nobody stops what others follow."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.records import Choice, Pace, Significance

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NUMBERS = 30  # subscriptions that a link names; it stays shorter than a line of a mail may be
LONGEST_TOKEN = 2_000  # characters

_ALL = "~"  # behind the numbers: and all others of the same address
_TOKEN = re.compile(r"([1-9]\d{0,11}(?:\.[1-9]\d{0,11})*)(~?)-([0-9a-f]{16})([0-9a-f]{40})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a link stops.

    Args:
        numbers: of the subscriptions, none where the link is no good one.
        has_all: whether all others of the same address belong to it: a mail of very many is stopped whole.
        mark: of the address that the mail went to, see `is_of`.
    """

    numbers: tuple[int, ...] = ()
    has_all: bool = False
    mark: str = ""


class Wish(StrEnum):
    """What somebody wants who has had enough, by the buttons of the page."""

    STOP = "stop"
    DAILY = "daily"
    WEEKLY = "weekly"
    MATERIAL = "material"
    NO_HEALTH = "no-health"


def stop_token(numbers: Sequence[int], address: str, key: bytes) -> str:
    """Return what a link says that stops subscriptions.

    Args:
        numbers: of the subscriptions.
        address: whose they are.
        key: known to the store alone.

    Returns:
        The numbers, of very many the first, with a mark of the address and a signature; "" where there are none, or no
        key.
    """
    if not (numbers and key):
        return ""
    every = sorted(set(numbers))
    named = f"{'.'.join(map(str, every[:MOST_NUMBERS]))}{_ALL * (len(every) > MOST_NUMBERS)}"
    mark = _mark(address, key)
    return f"{named}-{mark}{_signature(named, mark, key)}"


def named_by(token: str, key: bytes) -> Named:
    """Return what a link stops: nothing where it was not made with this key."""
    found = _TOKEN.fullmatch(token) if len(token) <= LONGEST_TOKEN else None
    if not (found and key and hmac.compare_digest(found[4], _signature(found[1] + found[2], found[3], key))):
        return Named()
    return Named(numbers=tuple(map(int, found[1].split("."))), has_all=bool(found[2]), mark=found[3])


def is_of(named: Named, address: str, key: bytes) -> bool:
    """Tell whether a link was made for an address: a store from a backup may give a number to another one again."""
    return hmac.compare_digest(named.mark, _mark(address, key))


def _mark(address: str, key: bytes) -> str:
    return hmac.new(key, f"address {address.casefold()}".encode(), hashlib.sha256).hexdigest()[:16]


def _signature(named: str, mark: str, key: bytes) -> str:
    return hmac.new(key, f"stop {named} {mark}".encode(), hashlib.sha256).hexdigest()[:40]


def wished(choice: Choice, wish: Wish) -> Choice | None:
    """Return what somebody who wants less has chosen then, None for nothing any more; what is less already stays."""
    match wish:
        case Wish.STOP:
            return None
        case Wish.DAILY:
            return replace(choice, pace=Pace.DAILY, quiet=None) if choice.pace is Pace.AT_ONCE else choice
        case Wish.WEEKLY:
            return replace(choice, pace=Pace.WEEKLY, quiet=None) if choice.pace is not Pace.WEEKLY else choice
        case Wish.MATERIAL:
            return replace(choice, least=Significance.MATERIAL)
        case Wish.NO_HEALTH:
            return replace(choice, has_health=False)
