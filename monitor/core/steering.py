"""Characters that steer what shows a text: control codes, those that turn the order of the words, unseen letters."""

from __future__ import annotations

import re

# controls; what turns the order of the words; annotations and notes of music nobody sees
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\U0001d173-\U0001d17a"
# letters for machines: tags, and the rest of their plane but the variants of characters
_TAGS = r"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
# one variant of a character is honest, as in Japanese names; a second behind it says something else, unseen
_VARIANTS = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
# what joins, parts or directs words of Arabic, Hebrew, Persian or Hindi (U+200B to U+200F, U+061C) stays: it is honest
# What it begins with is one class, which is found many times as fast as the first of two.
STEERING = re.compile(rf"[{_CONTROLS}{_TAGS}{_VARIANTS}](?:(?<=[{_CONTROLS}{_TAGS}])|(?<=[{_VARIANTS}][{_VARIANTS}]))")


def printable(text: str) -> str:
    """Return a text that can be shown: a page must not steer a terminal or reverse its words.

    >>> printable("red \\x1b[31m")
    'red �[31m'
    """
    if text.isascii() and text.isprintable():  # as most
        return text
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
