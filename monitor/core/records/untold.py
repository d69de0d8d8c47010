"""Untold sentences: what came to a policy or went from it, and no notice has told yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UntoldSentence:
    """A sentence that every look since the first has found to have come, or to be gone.

    Args:
        text: the sentence.
        headings: above it, outermost first.
        beside: how the nearest clauses begin that the version has as well, before it and after it: a look that misses
            one of them has not seen the section, and says nothing of a sentence that has come there.
        is_gone: whether it is gone; else it has come.
        is_known: whether it was known to come and go at a place that varies.
        since: when a look first found that, UTC.
        looks: how many looks in a row have; 0 where the last one has not, but a version that readers have not been told
            of as such has.
    """

    text: str
    headings: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    is_gone: bool
    is_known: bool = False
    since: datetime
    looks: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UntoldCount:
    """How many untold sentences of a watch every look finds so that have to stay for the same time.

    Args:
        sentences: how many, one at least.
        is_known: whether they were known to come and go at a place that varies.
        since: when a look first found that of the first of them, UTC.
    """

    sentences: int
    is_known: bool
    since: datetime
