"""Numbers, periods, sums, addresses and cited articles of a text: the figures whose change is told as such."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.dates.date_words import months
from monitor.core.domains import is_registered, registered_domain
from monitor.core.languages import word_set
from monitor.core.significance.citations import without_cited
from monitor.core.significance.numerals import is_unit_of, may_be_unit, number_starts, spelt_at, units_of
from monitor.core.significance.spoken import spoken
from monitor.core.text import fold_accents, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HOST = re.compile(r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b(?![@-])", re.IGNORECASE)
_HOST_PARTS = 3  # parts of a host's name, and letters of each; halved or doubled, 2 of 37 and 0 of 87 verdicts differ
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.-]{6,18}\d(?!\w)")
_NO_PHONE = re.compile(r"\d\.\d{3}/(?:19|20)\d\d$|^\d{5}-\d{4}$")  # the law "13.709/2018", the postcode "33179-3899"
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*[a-z]{0,2}")  # "24h" is one, "3dsecure" is a name
_YEAR_DIGITS = 4  # "2024 years" is a year, no period
_PHONE_DIGITS = 9  # a date has up to eight
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\w.,]*\d)")  # "10 000"
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_ROMAN = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})")
_WHOSE_DOLLAR = frozenset(["r", "us", "a", "c", "ca", "au", "nz", "hk", "s"])
_SAME = {"year": (12, "month"), "week": (7, "day")}  # a year is twelve months by law; a day is not always 24 hours
_OPENING = 40  # characters after a label in which its unit would stand
_ENGLISH = "en"
_AN = "an"  # a French year
_WORKING_DAY = "working day"
_DAYS = frozenset(map(str, range(1, 32)))
_LEAST_MONTH = 4  # letters of a month; shorter words may be others ("set", "mar"), but for these
_SHORT_MONTHS = frozenset(["may", "mai", "mei", "maj"])
_OF_MONTH = 2  # letters of one between a day and its month: "1 de mayo"
_PER = 2  # words from a sum to the time that it is paid for: "5 euros for each month"
_REACH = 3  # words that may stand between a figure and its unit: "five (5) working days"


def _unit_after(folded: Sequence[str], index: int, languages: frozenset[str], is_unit: Callable[[str], object]) -> int:
    """Return the index of the unit of the figure that ends at an index, 0 if it has none."""
    # French; elsewhere "an" is an English or German word.
    is_an_offer = folded[index] == "1" and _ENGLISH in languages  # "1) an offer"
    if folded[index : index + 2] in (["un", _AN], ["1", _AN]) and not is_an_offer:
        return index + 1
    near = range(index + 1, min(index + 1 + _REACH, len(folded)))
    return next((at for at in near if is_unit(folded[at])), 0)


RATE = "rate"
"""The kind of a time that a sum is paid for."""
Figure = tuple[str, str, str]
"""Kind, canonical value, as written."""


def figures(text: str) -> Counter[Figure]:
    """Return the figures of a text, counted, each as (kind, canonical value, as written).

    Kinds: "period" ("5 year", "five years"), "rate" (the time that a sum right before it is paid for), "amount" (money,
    percent) and "number" (any other with a digit). Digits of e-mail addresses, phone numbers and cited articles are not
    among them.
    """
    return Counter(figures_in(text, spoken(text)))


def may_measure(sequence: Iterable[str]) -> bool:
    """Tell whether one of some comparable words may be the unit or the sign of a period or an amount.

    Where none is, `figures` has nothing but numbers of them.
    """
    folded = [fold_accents(word) for word in sequence]
    return any(word in {"%", _AN} or word in word_set("numbers", "money") or may_be_unit(word) for word in folded)


def figures_in(text: str, languages: frozenset[str]) -> Iterator[Figure]:
    """Yield the figures of a text in order.

    Args:
        text: what is read.
        languages: codes of those it may be in: a number in words counts with a unit of its own language.
    """
    bare = without_cited(_PHONE.sub(_unless_phone, _MAIL.sub(" ", fold_typography(text))))
    plain = words(_GROUPED.sub(lambda found: found.group().replace(" ", "."), bare))
    folded = [fold_accents(word) for word in plain]
    index = priced = 0
    starts = number_starts()
    while index < len(plain):
        if folded[index] in starts or plain[index][0].isdigit() or _ROMAN.fullmatch(folded[index]):
            at = index
            figure, index = _figure_at(plain, folded, index, languages)
            if figure and figure[0] == "amount":
                priced = index
            is_rate = priced and at - priced <= _PER and not plain[at][0].isdigit()  # "5 euros a month"
            if figure and figure[0] == "period" and is_rate:
                yield RATE, *figure[1:]
            elif figure:
                yield _dated(figure, plain, at, bare) if figure[0] == "number" else figure
        else:
            index += 1


def _figure_at(
    plain: Sequence[str], folded: list[str], index: int, languages: frozenset[str]
) -> tuple[Figure | None, int]:
    """Return the figure at an index, None where there is none, and the index to go on at."""
    is_figure = bool(_FIGURE.fullmatch(plain[index]))
    value, end, last = (plain[index], 0, index) if is_figure else _in_words(folded, index, languages)
    if is_figure:
        end = _unit_after(folded, index, languages, lambda word: units_of(word, languages))
    is_amount = is_figure and _is_amount(folded, index)
    if value and end and not is_amount and not _is_date(value, _unit_name(folded[end], languages)):
        unit = _unit_name(folded[end], languages)
        # "five (5) days" is one period; "5 to 10 years" and "section 4 for 2 years" have another in them
        others = (at for at in range(last + 1, end) if _FIGURE.fullmatch(plain[at]) and plain[at] != value)
        if unit == "day" and not _working().isdisjoint(folded[last + 1 : end]):
            unit = _WORKING_DAY
        elif unit == "day" and not _working().isdisjoint(folded[end + 1 : end + 2]):
            unit, end = _WORKING_DAY, end + 1
        return ("period", _lasting(value, unit), " ".join(plain[index : end + 1])), next(others, end + 1)
    if is_amount:
        written = " ".join(_with_sign(plain, folded, index))
        return ("amount", f"{_plain_number(value)} {_sign(folded, index)}", written), index + 1
    return ("number", _plain_number(value), plain[index]) if is_figure else None, index + 1


def _dated(figure: Figure, plain: Sequence[str], index: int, text: str) -> Figure:
    """Return the number at an index with the month beside it, where it is the day of a date: "1 May", "May 1"."""
    kind, day, _ = figure
    if day not in _DAYS:
        return figure
    beside = plain[index + 1 : index + 2]
    after = index + 1 + any(word.isalpha() and len(word) <= _OF_MONTH for word in beside)
    for at, first, last in ((after, index, after + 1), (index - 1, index - 1, index + 1)):
        word = plain[at] if 0 <= at < len(plain) else ""
        month = months().get(word, 0) if len(word) >= _LEAST_MONTH or word in _SHORT_MONTHS else 0
        # English writes its months with capitals: "section 5 may be left out"
        if month and (word != "may" or "May" in text):
            return kind, f"{day} {month}", " ".join(plain[first:last])
    return figure


@cache
def _working() -> frozenset[str]:
    return frozenset(map(fold_accents, word_set("numbers", "working")))


def _unit_name(word: str, languages: frozenset[str]) -> str:
    return next(iter(units_of(word, languages).values()), "year")


def _in_words(folded: Sequence[str], index: int, languages: frozenset[str]) -> tuple[str, int, int]:
    """Return the figure that words before a unit of their language stand for, "" if none, the unit's index, the last's.

    The last is the last word of the figure, which may have two.
    """
    word, following = folded[index], "".join(folded[index + 1 : index + 2])
    if _ROMAN.fullmatch(word):
        return (str(_roman(word)), index + 1, index) if units_of(following, languages) else ("", 0, index)
    found, length = spelt_at(folded, index)
    last = index + length - 1
    for code, value in found.items():
        if end := _unit_after(
            folded, last, languages, partial(is_unit_of, code=code, languages=languages, number=word)
        ):
            return value, end, last
    return "", 0, last


def _roman(word: str) -> int:
    worth = [{"i": 1, "v": 5, "x": 10}[letter] for letter in word]
    return sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True))


def _is_date(value: str, unit: str) -> bool:
    return unit == "year" and len(value) == _YEAR_DIGITS and value.isdecimal()


def _lasting(value: str, unit: str) -> str:
    """Return a period in its plainest form: one year is twelve months."""
    times, smaller = _SAME.get(unit, (1, unit))
    return f"{int(value) * times} {smaller}" if value.isdecimal() else f"{value} {unit}"


def _plain_number(value: str) -> str:
    """Return a figure without what groups its thousands: "10,000" and "10.000" are "10000"."""
    return "".join(filter(str.isdigit, value)) if _THOUSANDS.fullmatch(value) else value


def unnumbered(text: str) -> str:
    """Return the text after its printed label.

    None is a period or an amount it opens with ("2.5 years", "14. day"), nor a section or article that its first
    sentence speaks of ("Section 4 does not apply").

    >>> unnumbered("2.5 We keep it."), unnumbered("2.5 years after"), unnumbered("Section 4 does not apply.")
    ('We keep it.', '2.5 years after', 'Section 4 does not apply.')
    """
    label = printed_label(text)
    rest = text[len(label) :].lstrip()
    number = label.rstrip(".")
    opening = figures(text[: len(label) + _OPENING]) if number.isascii() and number[:1].isdigit() else {}
    if any(kind != "number" and written.startswith(number) for kind, _, written in opening):
        return text
    is_named = len(label) > 1 and label[0].isalpha() and label[1].isalpha() and label[-1:].isdigit()
    return text if is_named and (rest[:1].islower() or rest[:1] == "(") else rest


def _sign(folded: list[str], index: int) -> str:
    around = [*folded[index + 1 : index + 2], *folded[max(0, index - 1) : index]]
    return next((word for word in around if word == "%" or word in word_set("numbers", "money")), "")


def _is_amount(folded: list[str], index: int) -> bool:
    return bool(_sign(folded, index))


def _with_sign(plain: Sequence[str], folded: list[str], index: int) -> Sequence[str]:
    after = folded[index + 1 : index + 2]
    if after and (after[0] == "%" or after[0] in word_set("numbers", "money")):
        return plain[index : index + 2]
    is_others_dollar = folded[index - 1] == "$" and index > 1 and folded[index - 2] in _WHOSE_DOLLAR
    return plain[max(0, index - 1 - is_others_dollar) : index + 1]


def hosts(text: str) -> dict[str, str]:
    """Return the hosts a text names, each by its registered domain and as written: another domain has another owner."""
    found = (host.strip(".") for host in _HOST.findall(fold_typography(text)) if _is_host(host))
    return {registered_domain(f"//{host}"): host for host in found}


def _is_host(written: str) -> bool:
    """Tell whether what has dots within is the name of a host, by its registered ending or its three long parts."""
    parts = written.split(".")
    is_long = len(parts) >= _HOST_PARTS and all(len(part) >= _HOST_PARTS for part in parts)
    return is_long or (parts[-1].islower() and len(parts[0]) > 1 and is_registered(written))


def addresses(text: str) -> Counter[str]:
    """Return the e-mail addresses and phone numbers of a text, in plain spelling."""
    return Counter(plain for plain, _ in written_addresses(text))


def written_addresses(text: str) -> Iterator[tuple[str, str]]:
    """Yield the e-mail addresses and phone numbers of a text, each in plain spelling and as it is written."""
    folded = fold_typography(text)
    yield from ((mail.casefold().rstrip("."), mail.rstrip(".")) for mail in _MAIL.findall(folded))
    yield from ((plain, number.strip()) for number in _PHONE.findall(folded) if (plain := _phone(number)))


def _phone(number: str) -> str:
    """Return a phone number in plain spelling, "" for what is too short for one, as a date is, or another number."""
    if _NO_PHONE.search(number):
        return ""
    plain = "".join(character for character in number if character.isdigit() or character == "+")
    return plain if len(plain) >= _PHONE_DIGITS else ""


def _unless_phone(found: re.Match[str]) -> str:
    return " " if _phone(found.group()) else found.group()
