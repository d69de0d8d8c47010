"""Characters that steer what shows a text: control codes of terminals, and those that turn the order of the words."""

from __future__ import annotations

import re

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return a text that can be shown: a page must not steer a terminal or reverse its words.

    >>> printable("red \\x1b[31m")
    'red �[31m'
    """
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
