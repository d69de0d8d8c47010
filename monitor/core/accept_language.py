"""In which languages a page is asked for: RFC 9110, section 12.5.4."""

from __future__ import annotations

import re

from monitor.core.errors import InvalidInputError

_LONGEST = 200  # characters; browsers send some fifty
_RANGE = r"(?:[a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:\s*;\s*q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?"
_RANGES = re.compile(rf"{_RANGE}(?:\s*,\s*{_RANGE})*", re.IGNORECASE)
_CODE = re.compile(r"[a-z]{2,3}")
USUAL = "en"
"""In which a page is asked for of which nothing is known."""


def check_accept_language(text: str) -> str:
    """Return languages in the order of somebody's liking; raise InvalidInputError where they are written otherwise.

    >>> check_accept_language(" de-AT,de;q=0.8 ")
    'de-AT,de;q=0.8'
    """
    wish = text.strip()
    if wish and (len(wish) > _LONGEST or not _RANGES.fullmatch(wish)):
        raise InvalidInputError(f"{text[:80]!r} names no languages; write for example cs, or de-AT,de;q=0.8")
    return wish


def accept_language(wish: str, language: str) -> str:
    """Return in which languages a page is asked for.

    Args:
        wish: in which somebody wants it, "" for no wish.
        language: of its last version, ISO 639-1, "" where there is none or it is not known.

    >>> accept_language("", "cs"), accept_language("de", "cs"), accept_language("", "")
    ('cs, en;q=0.5', 'de', 'en')
    """
    if wish:
        return wish
    known = language if language != USUAL and _CODE.fullmatch(language) else ""
    return f"{known}, {USUAL};q=0.5" if known else USUAL
