"""Dates as they are written in the languages of the policies, read to ISO at their precision."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.dates.date_words import date_words, eras, months
from monitor.core.languages import LazyPattern
from monitor.core.records import Precision, StatedDate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BUDDHIST = 543  # years by which the Thai calendar is ahead
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# Whether a text may hold any of these, at a fifth of the cost of looking for one: scripts with such digits count.
_MAY_COUNT = re.compile("[\u0660-\u1c59\ua620-\uabf9\uff10-\uff19\U00010000-\U0010ffff]")
_HAN = str.maketrans("〇零一二三四五六七八九", "00123456789")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_CAPITALS = re.compile("[IVX]")
_MONTHS = frozenset({"m", "M", "R"})  # groups of forms that are months
_DAY = r"(?<!\d)(\d{1,2})(?!\d)"
_YEAR = r"((?:19|20)\d\d|2[45]\d\d(?=\D|$))(?!\d)"
# No date is without a year, or two digits of one. One character begins them all, and to search for it takes a tenth
# of the time that a choice of beginnings takes.
_DATED = re.compile(
    r"[0-9一-龥](?:(?<=1)9\d\d(?!\d)|(?<=2)[045]\d\d(?!\d)|(?<=\d)\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d|"
    r"(?<=[一-龥])[一-龥]\s?(?:\d{1,3}|元)\s?年|(?<=二)[〇零])"
)


@cache
def _month() -> str:
    """Return the names of months as one pattern, parted by their first letters, which is ten times as fast."""
    ends: dict[str, list[str]] = defaultdict(list)
    for name in sorted(months(), key=len, reverse=True):
        ends[name[0]].append(re.escape(name[1:]))
    return "(" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in ends.items()) + r")(?!\w)"


def _yearless() -> tuple[str, ...]:
    """Return the forms of a date without a year, and of the place kept for one: "[date]", "[●]", "DD/MM/YYYY"."""
    month, ordinal = _month(), date_words("ordinals")
    day_end = rf"(?:\s?{ordinal}|{date_words('marks')})?"
    empty = "[./-]".join(date_words(f"empty_{part}") for part in ("days", "months", "years"))
    return (
        rf"(?<!\d\.){_DAY}{day_end}\s*{date_words('before_month')}?\s*{month}",
        rf"(?<!\w){month}\.?\s*{_DAY}{ordinal}?(?!\w)",
        rf"[\[<{{(_](?:[^\W\d]{{1,12}}[ _]){{0,3}}{date_words('blank')}(?:[ _][^\W\d]{{1,16}}){{0,4}}[\]>}})_]",
        r"\[(?:●|•|\.{1,3}|…|_{1,9}|x{1,4}|tbd|tbc)\]",
        rf"(?<!\w){empty}(?!\w)",
    )


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Return each form with what its groups are, by the name of the group that holds it in the pattern for any.

    These are: era, year, month, Month in letters, Roman month, day; "?" where either may be the day, "2" a year of two
    digits; "" for a date without a year, or the place kept for one. Of forms that begin together the first listed
    counts, so what says most stands first.
    """
    era, month = f"({'|'.join(eras())})", _month()
    ordinal, of_month, of_year = date_words("ordinals"), date_words("before_month"), date_words("before_year")
    day_end = rf"(?:\s?{ordinal}|{date_words('marks')})?"
    year_end, year_word = rf"{date_words('year_endings')}?", date_words("year_words")
    month_word, glued = date_words("month_words"), date_words("glued_to_month")
    listed = (
        (rf"{era}\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日", "eymd"),
        (rf"{era}\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月", "eym"),
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
        (rf"{_DAY}\s+{month_word}\s+(\d{{1,2}})\s*,?\s*{of_year}?{_YEAR}", "dmy"),
        (rf"{month_word}\s+(\d{{1,2}})\s*,?\s*{of_year}?{_YEAR}", "my"),
        (rf"(?<!\d){_YEAR}{year_end}\s?{year_word}?\s*{month}\.?\s+{_DAY}", "yMd"),
        (rf"(?<!\d){_YEAR}{year_end}\s?{year_word}?\s*{_DAY}\.?\s+{month}", "ydM"),
        (rf"{_DAY}{day_end}\s*{of_month}?\s*{month}[.,]{{0,2}}\s*(?:{of_year}|-\s*)?{_YEAR}", "dMy"),
        (rf"(?<!\w){month}\.?\s*{_DAY}(?:\s?{ordinal})?\s*,?\s*{of_year}?{_YEAR}", "Mdy"),
        (rf"(?<!\w){glued}?{month}\.?,?\s*{of_year}?{_YEAR}", "My"),
        (rf"(?<!\d){_YEAR}{year_end}\s+(?:{year_word}\s+)?{month}", "yM"),
        (rf"{_DAY}(?:\s?[./-]\s?|\s)({'|'.join(_ROMAN)})(?:\s?[./-]\s?|\s){_YEAR}", "dRy"),
        (rf"(?<!\d){_YEAR}(?:\s?[./-]\s?|\s)({'|'.join(_ROMAN)})(?:\s?[./-]\s?|\s){_DAY}", "yRd"),
        (rf"(?<![\d./-])(\d{{1,2}})\s?/\s?{_YEAR}", "my"),
        (rf"(?<![\d./-])(\d{{1,2}})\.{_YEAR}", "my"),
        (r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d\d)(?!\d)", "d?m?2"),
        (rf"(?<![\d./-]){_YEAR}", "y"),
        *((form, "") for form in _yearless()),
    )
    return {f"form{place}": form for place, form in enumerate(listed)}


_MONTH = LazyPattern(_month)
_YEARLESS = LazyPattern(lambda: "|".join(_yearless()))
# One pattern that says which form it found: to compile each form beside it as well would take twice the time.
_ANY = LazyPattern(lambda: "|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _forms().items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date in a text.

    Args:
        start: where it begins.
        end: where it ends.
        has_year: False for a day without a year, and for the place kept for a date: "[date]".
        stated: what it says; None without a year, and for no day of the calendar.
    """

    start: int
    end: int
    has_year: bool
    stated: StatedDate | None


def plain(text: str) -> str:
    """Return the text in small letters, with the digits of all scripts as 0 to 9, each character in its place."""
    if text.isascii():
        return text.lower()
    small = text.replace("İ", "i").lower()  # no other capital has a small form of two characters
    small = small.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return _ascii_digits(small) if _MAY_COUNT.search(small) else small


def _ascii_digits(text: str) -> str:
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.digit(found.group())), text)


def is_dated(text: str) -> bool:
    """Tell whether a text may hold a date with a year; quick, and without the names of months."""
    may_count = not text.isascii() and _MAY_COUNT.search(text)
    return _DATED.search(_ascii_digits(text) if may_count else text) is not None


def starts_with_month(text: str) -> bool:
    """Tell whether a text starts with the name of a month."""
    return _MONTH.match(plain(text)) is not None


def may_hold_date(text: str) -> bool:
    """Tell whether a text may hold a date in any of the known forms, at a tenth of the cost of looking for one."""
    low = plain(text)
    return is_dated(low) or _YEARLESS.search(low) is not None


def find_dates(text: str, *, month_first: bool = False) -> Iterator[FoundDate]:
    """Yield the dates of a text in any of the known forms, in order.

    Args:
        text: the text.
        month_first: whether 03/04/2024 is the fourth of March.
    """
    for found in _ANY.finditer(plain(text)):
        form = found.lastgroup or ""  # of the groups that took part it is the one that was closed last
        _, order = _forms()[form]
        if "R" in order and not _CAPITALS.search(text, found.start(), found.end()):
            continue  # "1 i 2023" is Polish for "1 and 2023"
        parts = _parts(found, form, order)
        iso = _iso(parts, order, month_first=month_first and "/" in found.group()) if order else ""
        precision = {4: Precision.YEAR, 7: Precision.MONTH}.get(len(iso), Precision.DAY)
        words = text[found.start() : found.end()]
        stated = StatedDate(iso=iso, precision=precision, words=words) if iso else None
        yield FoundDate(start=found.start(), end=found.end(), has_year=order != "", stated=stated)


def parse_date(text: str, *, month_first: bool = False) -> StatedDate | None:
    """Return the first date with a year in a text, in any of the known forms; what is no day of the calendar is none.

    Args:
        text: the text.
        month_first: whether 03/04/2024 is the fourth of March.

    >>> parse_date("luglio 2024").iso, parse_date("25. 2. 2022").iso, parse_date("2024年7月3日").iso
    ('2024-07', '2022-02-25', '2024-07-03')
    """
    dates = find_dates(text, month_first=month_first)
    return next((found.stated for found in dates if found.has_year), None)


def _parts(found: re.Match[str], form: str, order: str) -> dict[str, str]:
    """Return what the groups within a form hold."""
    first = found.re.groupindex[form] + 1
    return {part: found[place] for place, part in enumerate(order.replace("?", ""), first)}


def _iso(parts: dict[str, str], order: str, *, month_first: bool) -> str:
    year = _year(parts)
    month = _month_of(parts)
    day = _number(parts.get("d", "0"))
    if "?" in order and (month > 12 or (month_first and day <= 12)):
        day, month = month, day
    try:
        whole = date(year, month if _MONTHS & parts.keys() else 1, day if "d" in parts else 1).isoformat()
    except ValueError:
        return ""
    return whole if "d" in parts else whole[:7] if _MONTHS & parts.keys() else whole[:4]


def _month_of(parts: Mapping[str, str]) -> int:
    """Return the number of the month, 0 where none is said."""
    if "R" in parts:
        return _ROMAN.index(parts["R"]) + 1
    return months()[parts["M"]] if "M" in parts else _number(parts.get("m", "0"))


def _year(parts: dict[str, str]) -> int:
    if "2" in parts:
        return 2000 + int(parts["2"])
    year = 1 if parts["y"] == "元" else int(parts["y"].translate(_HAN))
    if "e" in parts:
        return year + eras()[parts["e"]]
    return year - _BUDDHIST if year >= 2400 else year


def _number(text: str) -> int:
    """Read a number below a hundred, also one in Chinese: "十二", "二十三"."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.translate(_HAN).rpartition("十")
    return (int(tens or 1) * 10 if ten else 0) + int(ones or 0)
