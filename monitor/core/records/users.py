"""Who uses the pages, and what each role may do there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Role(StrEnum):
    """What somebody may do on the pages, each role all that those before it may.

    Members:
        READER: read everything, where the pages are not open to all.
        MEMBER: manage watches too.
        OWNER: see what was done by whom too.
    """

    READER = "reader"
    MEMBER = "member"
    OWNER = "owner"

    def is_at_least(self, other: Role) -> bool:
        """Tell whether this role may do all that another may."""
        order = [*Role]
        return order.index(self) >= order.index(other)


class Deed(StrEnum):
    """What members do on the pages, one at a time; most of it to one watch, or to a change of it."""

    ADD = "add"
    IMPORT = "import"
    EDIT = "edit"
    PAUSE = "pause"
    RESUME = "resume"
    CHECK = "check"
    TELL = "tell"
    REMOVE = "remove"
    TAKE_UP = "take up again"
    FOLLOW = "follow"
    UNFOLLOW = "follow no more"
    REVIEW = "review"
    FOLLOW_PHRASE = "follow a phrase"
    UNFOLLOW_PHRASE = "follow a phrase no more"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who has an account.

    Args:
        id: its number.
        name: by which they sign in; letter case does not matter.
        role: what they may do.
        password: its hash, "" for who is signed in by a proxy alone.
        email: where they hear of watches that they follow, "" where none is known.
        added_at: since when, UTC.
    """

    id: int
    name: str
    role: Role
    password: str
    email: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that somebody did on the pages, or did to accounts.

    Args:
        at: when, UTC.
        who: their name, "" for the command line.
        deed: in one or two words: "pause".
        watch: the short name of the watch it was done to, "" for none.
        detail: what else there is to say of it, "" for nothing.
    """

    at: datetime
    who: str
    deed: str
    watch: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a program is known by, which may read what a reader may; what it shows is kept by nobody else.

    Args:
        name: what it is called.
        user: with whose account it ends, "" for nobody's.
        added_at: since when it counts, UTC.
        ends_at: when it ends by itself, UTC; None for never.
        used_at: when it was used last, to the hour, UTC; None for never.
    """

    name: str
    user: str
    added_at: datetime
    ends_at: datetime | None
    used_at: datetime | None
