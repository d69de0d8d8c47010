"""The letters of a page as a reader sees them: invisible characters out, one normal form, white space folded."""

from __future__ import annotations

import re
import unicodedata

from monitor.core.text import without_piles, word_count

_INVISIBLE = dict.fromkeys(
    [
        *range(0x09),
        0x0B,
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x34F,
        0x61C,
        0x180E,
        0x200B,
        *range(0x200D, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        0xFFFC,
        *range(0xD800, 0xE000),
    ],
)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_CLEAN = {**_INVISIBLE, **_LIGATURES}
_UNCLEAN = re.compile(f"[{''.join(map(chr, _CLEAN))}\u200c]")
# A zero-width non-joiner is spelling between Persian letters and rubbish anywhere else.
_STRAY_NON_JOINER = re.compile("(?<![\u0600-\u06ff])\u200c|\u200c(?![\u0600-\u06ff])")
_LETTER = re.compile(r"[^\W_]")
_NO_LETTERS = re.compile(r"[\W_]+")
_SQUASHED = {code: ord(chr(code).lower()) if chr(code).isalnum() else None for code in range(128)}  # thrice as fast


def clean(text: str) -> str:
    """Return the text in NFC without invisible characters and with ligatures spelled out."""
    if _UNCLEAN.search(text):
        text = text.translate(_CLEAN)
        if "\u200c" in text:
            text = _STRAY_NON_JOINER.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFC", without_piles(text))


def fold(text: str) -> str:
    r"""Return the clean text with every run of white space as one space.

    >>> fold("co\u00adokies \n and\u00a0more ")
    'cookies and more'
    """
    return folded(text)[0]


def folded(text: str) -> tuple[str, int]:
    """Return what `fold` and `word_count` say of a text, for the price of little more than one of them."""
    if text.isascii() and text.isprintable() and "  " not in text and text.strip(" ") == text:  # then it is folded
        return text, text.count(" ") + bool(text)
    words = text.split()
    text = " ".join(words)
    if text.isascii() and text.isprintable():  # then there is nothing to clean
        return text, len(words)
    words = clean(text).split()
    text = " ".join(words)
    return text, len(words) if text.isascii() else word_count(text)


def has_letter(text: str) -> bool:
    """Tell whether there is any letter or digit in it."""
    return text[:1].isalnum() or _LETTER.search(text) is not None


def squash(text: str) -> str:
    """Return only the letters and digits, case-folded: for telling whether two texts say the same."""
    return text.translate(_SQUASHED) if text.isascii() else _NO_LETTERS.sub("", text.casefold())


def shortened(text: str, length: int) -> str:
    """Return a text, or its beginning and a sign that more follows where it is longer than so many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
