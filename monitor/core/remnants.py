"""What is left of a text where its page broke off on the way."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Clause, PolicyText

# Where a page breaks off, so many letters at its end may be half a character reference.
_STUMP = 6


def is_remnant(old: PolicyText, new: PolicyText) -> bool:
    """Tell whether a text is what was left of the one before when a page broke off: nothing new, and no end.

    Args:
        old: the text before.
        new: the text of a page whose markup stops before its end.
    """
    return old.clauses[-1].text not in {clause.text for clause in new.clauses} and _nothing_is_new(old, new)


def _nothing_is_new(old: PolicyText, new: PolicyText) -> bool:
    """Tell whether all of a text stood in the one before, as a clause, as a heading or as the beginning of one."""
    known = {text for clause in old.clauses for text in (clause.text, *clause.heading_path)}
    ordered = sorted(known)

    def is_known(clause: Clause) -> bool:
        start = clause.text[:-_STUMP] if clause is new.clauses[-1] else clause.text
        return clause.text in known or any(text.startswith(start) for text in _from(ordered, start))

    return all(map(is_known, new.clauses))


def _from(ordered: Sequence[str], start: str) -> Sequence[str]:
    """Return the first of ordered texts that may begin so; if it does not, none does."""
    place = bisect_left(ordered, start)
    return ordered[place : place + 1]
