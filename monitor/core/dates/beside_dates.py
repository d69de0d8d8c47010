"""What stands beside a date and moves with it: the day of the week, a season or quarter, the time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.dates.date_words import date_words
from monitor.core.languages import LazyPattern, alternation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.dates.forms import FoundDate

_BEFORE, _AFTER = 40, 50  # characters in which it stands
_ENDS = r"(?!\w)"
_BEFORE_DATE = LazyPattern(lambda: rf"({_moving()})\.?[\s,./(-]{{0,3}}(?:[^\s\d]{{1,5}}\s)?$")
_AFTER_DATE = LazyPattern(lambda: rf"[\s,.(-]{{0,3}}({_moving()})")
# Up to two short words lead to a time: "at", "alle ore", "à"; they are no part of it.
_TIME = LazyPattern(lambda: rf"[\s,;|(–-]{{0,3}}(?:t|((?:[^\W\d]{{1,6}}\.?\s){{0,2}}))({_time()})")
_BOUND = LazyPattern(lambda: rf"(?<!\w){date_words('bound')}\s")


def _moving() -> str:
    whole = alternation("dates.weekdays", "dates.seasons", before=r"(?<!\w)", after=_ENDS)
    name, number = date_words("quarters"), r"(?:[1-4]|i{1,3}|iv)"
    return rf"{whole}|(?<!\w){number}\S{{0,4}}\s{name}(?!\w)|(?<!\w){name}\s?{number}(?!\w)"


def _time() -> str:
    clock, zones = date_words("clock"), date_words("zones")
    halves = f"(?:{alternation('dates.day_halves', after=_ENDS)})"
    figures = (
        r"\d{1,2}\s?:\s?\d\d(?::\d\d(?:\.\d{1,6})?)?",
        r"\d{1,2}\s?h\s?\d\d(?!\w)",
        rf"\d{{1,2}}\s?{date_words('hours')}\s?(?:\d{{1,2}}\s?{date_words('minutes')})?",
        rf"\d{{1,2}}(?:\.\d\d)?(?=\s?{halves})",
        rf"{clock}\.?\s\d{{1,2}}(?:\.\d\d)?(?![\d.]*\d)",
    )
    offset = r"[+-]\s?\d{1,2}(?::?\d\d)?"
    zone = rf"(?:\s?\(?(?:{zones}(?!\w)(?:\s?{offset})?|{offset}(?!\w)))?"
    return rf"(?:{halves}\s?)?(?:{'|'.join(figures)})(?:\s?{halves})?{zone}"


def beside_date(low: str, one: FoundDate) -> Iterator[tuple[int, int]]:
    """Yield where the words and figures begin and end that move with a date, on either side of it.

    Args:
        low: a sentence as `plain` returns it.
        one: a date in it.
    """
    start = max(0, one.start - _BEFORE)
    if before := _BEFORE_DATE.search(low[start : one.start]):
        yield start + before.start(1), start + before.end(1)
    after = low[one.end : one.end + _AFTER]
    end = 0
    if named := _AFTER_DATE.match(after):
        yield one.end + named.start(1), one.end + named.end(1)
        end = named.end(1)
    time = _TIME.match(after[end:])
    if time and not (time[1] and _BOUND.search(time[1])):
        yield one.end + end + time.start(2), one.end + end + time.end(2)
