"""Dates as they are written in the languages of the policies, read to ISO at their precision."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from crawler.extraction.wordlists import lines_of
from monitor.core.records import Precision, StatedDate


def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in lines_of("months.txt"):
        for month, names in enumerate(line.partition(":")[2].split("|"), 1):
            for name in names.replace("_", "\0").split():
                spelled = name.replace("\0", " ")
                table.setdefault(spelled.lower(), month)
                table.setdefault(_bare(spelled.lower()), month)
    return table


def _bare(text: str) -> str:
    """Return a word without its accents, as capitals are often written; a Turkish capital I has lost its kind."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not "\u0300" <= char <= "\u036f")
    return bare.replace("ı", "i")


# Polish and Czech call November what Croatian calls October; the wider use wins.
MONTHS = _months()
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_BUDDHIST = 543
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_HAN = str.maketrans("〇零一二三四五六七八九", "00123456789")
_MONTH = "(" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + ")(?!\\w)"
_DAY = r"(?<!\d)(\d{1,2})(?!\d)"
_YEAR = r"((?:19|20)\d\d|2[45]\d\d(?=\D|$))(?!\d)"
_FORMS = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
        (rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日", "eymd"),
        (rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月", "eym"),
        (
            r"(二[〇零][〇零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日",
            "ymd",
        ),
        (rf"(?<!\d){_YEAR}\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日", "ymd"),
        (rf"(?<!\d){_YEAR}\s?年\s?(\d{{1,2}})\s?月", "ym"),
        (rf"(?<!\d){_YEAR}\s?년\s?(\d{{1,2}})\s?월\s?(\d{{1,2}})\s?일", "ymd"),
        (rf"(?<!\d){_YEAR}\s?년\s?(\d{{1,2}})\s?월", "ym"),
        (rf"(?<!\d){_YEAR}\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})(?!\d)", "ymd"),
        (rf"{_DAY}\s?\.\s?(\d{{1,2}})\s?\.\s?{_YEAR}", "dmy"),
        (rf"{_DAY}\s?[/-]\s?(\d{{1,2}})\s?[/-]\s?{_YEAR}", "d?m?y"),
        (rf"{_DAY}\s+tháng\s+(\d{{1,2}})\s*,?\s*(?:năm\s+)?{_YEAR}", "dmy"),
        (rf"tháng\s+(\d{{1,2}})\s*,?\s*(?:năm\s+)?{_YEAR}", "my"),
        (rf"(?<!\d){_YEAR}(?:\.|ko)?\s?(?:m\.|gada)?\s*{_MONTH}\.?\s+{_DAY}", "yMd"),
        (rf"(?<!\d){_YEAR}\.?\s?(?:m\.|gada)?\s*{_DAY}\.?\s+{_MONTH}", "ydM"),
        (
            (
                rf"{_DAY}(?:\s?(?:st|nd|rd|th)|er|º|ª|°|ο|η|\.)?\s*(?:of\s+|de\s+|d['’]|ב|[-.]\s*)?\s*{_MONTH}"
                rf"[.,]{{0,2}}\s*(?:(?:de|del|do|พ\.ศ\.)\s+|-\s*)?{_YEAR}"
            ),
            "dMy",
        ),
        (rf"(?<!\w){_MONTH}\.?\s*{_DAY}(?:\s?(?:st|nd|rd|th))?\s*,?\s*(?:of\s+)?{_YEAR}", "Mdy"),
        (rf"(?<!\w)[בל]?{_MONTH}\.?,?\s*(?:(?:de|del|of|do|พ\.ศ\.)\s+)?{_YEAR}", "My"),
        (rf"(?<!\d){_YEAR}\.?\s+(?:m\.\s+)?{_MONTH}", "yM"),
        (rf"(?<![\d./-])(\d{{1,2}})\s?/\s?{_YEAR}", "my"),
        (r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d\d)(?!\d)", "d?m?2"),
        (rf"(?<![\d./-]){_YEAR}", "y"),
    )
)


def plain_digits(text: str) -> str:
    """Return the text with the digits of all scripts as 0 to 9, each in its place."""
    return text if text.isascii() else _OTHER_DIGIT.sub(lambda found: str(unicodedata.digit(found.group())), text)


def parse_date(text: str, *, month_first: bool = False) -> StatedDate | None:
    """Return the first date in a text, in any of the known forms; what is no day of the calendar is none.

    Args:
        text: the text.
        month_first: whether 03/04/2024 is the fourth of March.

    >>> parse_date("luglio 2024").iso, parse_date("25. 2. 2022").iso, parse_date("2024年7月3日").iso
    ('2024-07', '2022-02-25', '2024-07-03')
    """
    plain = plain_digits(text)
    best: tuple[int, StatedDate | None] | None = None
    for pattern, order in _FORMS:
        found = pattern.search(plain)
        # Of forms that begin together the one listed first says most.
        if found and (best is None or found.start() < best[0]):
            iso = _iso(found, order, month_first=month_first)
            precision = {4: Precision.YEAR, 7: Precision.MONTH}.get(len(iso), Precision.DAY)
            words = text[found.start() : found.end()]
            best = (found.start(), StatedDate(iso=iso, precision=precision, words=words) if iso else None)
    return best[1] if best else None


def _iso(found: re.Match[str], order: str, *, month_first: bool) -> str:
    parts = dict(zip(order.replace("?", ""), found.groups(), strict=True))
    year = _year(parts)
    month = MONTHS.get(parts["M"].lower(), 0) or MONTHS.get(_bare(parts["M"].lower()), 0) if "M" in parts else 0
    month = month or _number(parts.get("m", "0"))
    day = _number(parts.get("d", "0"))
    if "?" in order and (month > 12 or (month_first and "/" in found.group() and day <= 12)):
        day, month = month, day
    try:
        whole = date(year, month if {"m", "M"} & parts.keys() else 1, day if "d" in parts else 1).isoformat()
    except ValueError:
        return ""
    return whole if "d" in parts else whole[:7] if {"m", "M"} & parts.keys() else whole[:4]


def _year(parts: dict[str, str]) -> int:
    if "2" in parts:
        return 2000 + int(parts["2"])
    year = 1 if parts["y"] == "元" else int(parts["y"].translate(_HAN))
    if "e" in parts:
        return year + _ERAS[parts["e"]]
    return year - _BUDDHIST if year >= 2400 else year


def _number(text: str) -> int:
    """Read a number below a hundred, also one in Chinese: "十二", "二十三"."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.translate(_HAN).rpartition("十")
    return (int(tens or 1) * 10 if ten else 0) + int(ones or 0)
