"""Bytes to text: byte order mark, header, meta declaration, and a guess where all of them fail."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from crawler.extraction.reading.alphabets import legacy_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\b[^>]{0,400}?\blang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
# The WHATWG Encoding Standard reads these labels as their Windows supersets, and pages rely on it.
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
# What that standard knows, by Python's names. Any other codec of Python's is none for a page: some are no text, some
# fail on whatever they are given. A page that could be read as far as its own meta is no UTF-16, whatever that says.
_ENCODINGS = frozenset(
    {"utf-8", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "hz", "big5hkscs", "euc_jp",
     "iso2022_jp", "cp932", "cp949", "cp874"}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {f"cp125{part}" for part in range(9)}
)  # fmt: skip
_ESCAPES = "iso2022_jp"
_SAMPLE = 65_536  # bytes by which an encoding that is not declared is told; a guess, more would tell no more
_PRESCAN = 4_096  # bytes in which a page declares its encoding; browsers look at 1,024
# of the characters that may not decode; of UTF-8 a twentieth of that; a guess: no page at hand comes near it
_LOST_LIMIT = 0.02


def decode(body: bytes, charset: str = "") -> str | None:
    """Turn a body into text.

    Follows the order of the HTML standard (byte order mark, transport header, declaration in the page), checks each by
    decoding, and guesses only when none fits. Only what is valid UTF-8 is UTF-8, whatever the labels say.

    Args:
        body: the bytes as received, content encoding removed.
        charset: the label from the Content-Type header, "" where there is none.

    Returns:
        The text, or None where the bytes are no text in any known encoding.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = [charset, _declared(_META, body), _declared(_XML, body)]
    known = [name for name in map(_codec, declared) if name]
    wide = _wide_guess(body)
    names = [*known[:1], "utf-8", *known[1:]]
    if b"\x1b" in body and b"\x1b$" in body and _ESCAPES not in names:  # a single byte is found at once
        names.insert(0, _ESCAPES)
    elif not body.isascii():
        names.remove("utf-8")
        names.insert(0, "utf-8")  # bytes that pass for it by chance are rare, wrong labels are not
    for name in ([wide] if wide else []) + names:
        text = _try(body, name)
        if text is not None:
            return text
    return _nearly(body, known) or _guess(body)


def _declared(pattern: re.Pattern[bytes], body: bytes) -> str:
    found = pattern.search(body[:_PRESCAN])
    return found.group(1).decode("ascii") if found else ""


def _codec(label: str) -> str:
    """Return Python's name of a declared encoding, "" for one it does not know or that is no text encoding."""
    try:
        known = codecs.lookup(label.strip("\"' ")).name
    except (LookupError, ValueError):
        return ""
    name = _SUPERSETS.get(known, known)
    return name if name in _ENCODINGS else ""


def _try(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide_guess(body: bytes) -> str:
    """Name UTF-16 by its zero bytes, where no mark says so: one in each pair of ASCII, always on the same side."""
    head = body[:400]
    first, second = head[0::2].count(0), head[1::2].count(0)
    if first + second < max(4, len(head) // 50) or min(first, second) > max(first, second) // 10:
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _nearly(body: bytes, known: list[str]) -> str | None:
    """Accept UTF-8 or the declared encoding with a few broken bytes: truncated pages and mixed templates have them."""
    for name in ["utf-8", *known]:
        text = body.decode(name, "replace")
        lost = text.count("\ufffd")
        # Letters of its own that came out well show that it is meant; a lone accent is one of another encoding.
        if lost <= max(3, len(text) * _LOST_LIMIT / 20) and _beyond_ascii(text) >= 2 * lost:
            return text
    return None


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _guess(body: bytes) -> str | None:
    if name := legacy_encoding(body[:_SAMPLE], _declared(_LANGUAGE, body).lower()):
        return body.decode(name, "replace")
    found = from_bytes(body[:_SAMPLE]).best()
    if found is None:
        return None
    text = body.decode(found.encoding, "replace")
    return text if text.count("\ufffd") <= len(text) * _LOST_LIMIT else None
