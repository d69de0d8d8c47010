"""What a text is with the marks of its markup read, where a page shows them: entities, tags, links of Markdown."""

from __future__ import annotations

import re
from html import unescape

# Each pattern starts at a sign of its own and is bounded in length, so that no text makes it run away.
# of HTML, in text; others are names: "_gac_<property-id>"
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|su[bp]|t[dhr]|table|tbody|u|ul)"
    r"(?:\s[^<>]{0,200})?\s?/?>",
    re.IGNORECASE,
)
# The name that a link of Markdown refers to, or the end of its words, is a word: "[4][5]" and "[e][f]" are two notes.
_REFERENCE = re.compile(r"\]\[(?=[^][\n]{0,60}[^\W\d_])[^][\n]{3,60}\]|(?<=[^\W\d_])\]\[\d{1,3}\]")
_IMAGE = re.compile(r"!\[[^][\n]{0,200}\]\([^\s()]{1,2000}\)")
# "> 18 years" says that there are more
_OPENING = re.compile(r"(?m)^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]+(?=[^\W\d_]))(?=\S)")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>-])")
_DEFINITION = re.compile(r"\s*\[[^][\n]{1,60}\]:\s{0,3}(?:/|#|\w{2,9}:/?)\S{0,500}\s*")
# UTF-8 that was read as Windows-1252: "Ã©" for "é", "â€™" for "’"; each sign is two to four.
_MANGLED = re.compile(
    r"[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a"
    r"\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
    r"|\u00c3(?=\s)"
)
_A_GRAVE = b"\xc3\xa0".decode()  # the second half of it is a blank, which pages run together with others
_EMPHASIS = re.compile(r"(?<!\w)_{1,3}(?=[^\s_])([^_\n]{1,200})_{1,3}(?!\w)")


def with_markup_read(text: str) -> str:
    """Return a text without the marks of markup that a page shows, by mistake, instead of obeying them.

    >>> with_markup_read("It&rsquo;s <b>not</b> sold, see [our terms][terms-of-use] &amp; donnÃ©es.")
    'It’s not sold, see [our terms] & données.'
    """
    text = _REFERENCE.sub("]", text) if "][" in text else text
    text = _IMAGE.sub("", text) if "![" in text else text
    text = _OPENING.sub("", text) if "#" in text or ">" in text else text
    text = _EMPHASIS.sub(r"\1", text) if "_" in text else text
    text = _ESCAPE.sub("", text) if "\\" in text else text
    text = unescape(text) if "&" in text else text
    text = _TAG.sub(_unmarked, text) if "<" in text else text
    return text if text.isascii() else _MANGLED.sub(_unmangled, text)


def is_definition(text: str) -> bool:
    """Tell whether a text only defines where links of Markdown lead: "[terms-of-use]: /policies/terms"."""
    return _DEFINITION.fullmatch(text) is not None


def _unmarked(tag: re.Match[str]) -> str:
    return " " if tag.group().lower().startswith(("<br", "<p", "</p", "<li", "</li")) else ""


def _unmangled(found: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, found.group())).decode()
    except UnicodeError:
        return _A_GRAVE if len(found.group()) == 1 else found.group()


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeError:  # a byte that has no sign is a control character
        return sign.encode("latin-1")
