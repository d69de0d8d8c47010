"""A page that was another one for a while, in many places at once: that says nothing of what varies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.restless.varied import varied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.records import Baseline, PolicyText, RestlessPlace

# Places at which two looks differ, from which on the page differs as a whole: a guess, noise of benchmarks/restless.py
# stands at three at most, a page that was damaged or is put in other words throughout differs at more.
_LEAST = 4
_OF_CLAUSES = 10  # ... and one for each so many clauses of a long text; a guess


def is_whole(found: Sequence[RestlessPlace], text: PolicyText) -> bool:
    """Tell whether a page differs as a whole, and not at single places.

    Args:
        found: the places at which it does.
        text: of one of the two looks.
    """
    return len(found) >= max(_LEAST, len(text.clauses) / _OF_CLAUSES)


def is_whole_again(baseline: Baseline, drawn: PolicyText, *, at: datetime) -> bool:
    """Tell whether a text is an earlier one, word for word, while the latest version differs from it as a whole.

    Args:
        baseline: the latest version.
        drawn: the text of the page now.
        at: when it was seen, UTC.
    """
    if drawn.text_digest not in baseline.earlier:
        return False
    return is_whole(varied(drawn, baseline.drawn, None, at=at), drawn)


def known_before(places: Sequence[RestlessPlace], since: datetime) -> tuple[RestlessPlace, ...]:
    """Return the places that were known to vary before a time, UTC, and those that a person set still."""
    return tuple(one for one in places if one.is_set_still or (one.found_at or one.since) < since)
