"""Restless places: where a page shows other words from look to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RestlessPlace:
    """A place of a policy that differed between two looks: clauses between two others, or words within a clause.

    Args:
        headings: above it, outermost first; for people.
        before: how the clause before it begins, "" where there is none; for clauses that vary.
        after: how the clause after it begins, "" where there is none; likewise.
        pattern: the clause with a `holes.HOLE` for what varies, where only words of it do; else "".
        is_open: whether any text may stand there; otherwise only those that have been seen, or none.
        is_policy: whether what stands there has spoken of a policy's matter, or is a counter; where any text may stand,
            readers are told no more that it varies.
        texts: what may stand there and is no news, the one told last at the end; "" for nothing at all.
        now: what stood there at the last look, "" for nothing; where any text may, what of it is of the policy.
        since: since when it has, UTC.
        last_at: when the place was looked at last, UTC.
        looks: how many looks in a row have found what stands there now.
        is_waiting: whether that is told if it stays.
        is_set_still: a person wants to hear of it as of any other place.
        found_at: since when it is known to vary, UTC; None until the store has noted it, as of `since`.
    """

    headings: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    pattern: str = ""
    is_open: bool = False
    is_policy: bool = False
    texts: tuple[str, ...] = ()
    now: str = ""
    since: datetime
    last_at: datetime
    looks: int = 1
    is_waiting: bool = False
    is_set_still: bool = False
    found_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others of the same watch."""
        return self.before, self.after, self.pattern
