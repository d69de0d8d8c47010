"""Drift in words, for commands and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.variants.sayings import Aspect

if TYPE_CHECKING:
    from monitor.core.variants.sayings import Saying

_NAMED = frozenset([Aspect.RIGHT, Aspect.RECIPIENT, Aspect.DATA, Aspect.PURPOSE, Aspect.BASIS])
_LONG = 120  # characters of a text that are shown
NOTHING = "says nothing of it"
"""What stands in place of the side of a drift that has none."""


def said_words(saying: Saying | None) -> str:
    """Return what one side of a drift says: the words of its clause, after the thing they stand for where that is ours.

    Args:
        saying: that, None where it says nothing.
    """
    if saying is None:
        return NOTHING
    text = saying.text if len(saying.text) <= _LONG else f"{saying.text[: _LONG - 1].rstrip()}…"
    return f"{saying.plain}: “{text}”" if saying.aspect in _NAMED and saying.plain != text else f"“{text}”"
