"""Numbers, periods, sums, addresses and cited articles of a text: the figures whose change is told as such."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.domains import is_registered, registered_domain
from monitor.core.languages import known, word_set
from monitor.core.significance.citations import without_cited
from monitor.core.text import fold_accents, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HOST = re.compile(r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b(?![@-])", re.IGNORECASE)
_HOST_PARTS = 3  # parts of a host's name, and letters of each; halved or doubled, 2 of 37 and 0 of 87 verdicts differ
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.-]{6,18}\d(?!\w)")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*[a-z]{0,2}")  # "24h" is one, "3dsecure" is a name
_YEAR_DIGITS = 4  # "2024 years" is a year, no period
_PHONE_DIGITS = 9  # a date has up to eight
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\w.,]*\d)")  # "10 000"
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_ROMAN = re.compile(r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})")
_WHOSE_DOLLAR = frozenset(["r", "us", "a", "c", "ca", "au", "nz", "hk", "s"])
_SAME = {"year": (12, "month"), "week": (7, "day")}  # a year is twelve months by law; a day is not always 24 hours
_ONE_OF = frozenset(["year", "month", "week", "day", "hour", "minute"])  # "a year" is one
_PERIODS = ("second", "minute", "hour", "day", "week", "month", "year")
_OPENING = 40  # characters after a label in which its unit would stand
_REACH = 3  # words that may stand between a figure and its unit: "five (5) working days"


@cache
def _spelt() -> dict[str, str]:
    """Return the number words of all languages with their figures."""
    each = (language.table("numbers", "words") for language in known().each)
    listed = ((name, figure) for table in each for figure, names in table.items() for name in names)
    return {" ".join(words(fold_accents(name))): figure for name, figure in listed}


@cache
def _units() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Return the words for units of time of all languages: whole ones, and stems."""
    named = [(fold_accents(name), unit) for unit in _PERIODS for name in known().all_words("numbers", "units", unit)]
    return {name: unit for name, unit in named if "*" not in name}, tuple(
        (name.removesuffix("*"), unit) for name, unit in named if "*" in name
    )


def _unit(word: str) -> str:
    whole, stems = _units()
    return whole.get(word) or next((unit for stem, unit in stems if word.startswith(stem)), "")


def is_unit(word: str) -> bool:
    """Tell whether a word, in small letters without accents, is one for a unit of time."""
    return bool(_unit(word))


def _unit_after(folded: Sequence[str], index: int) -> int:
    """Return the index of the unit of the figure at an index, 0 if it has none."""
    # French; elsewhere "an" is an English or German word.
    if folded[index + 1 : index + 2] == ["an"] and folded[index] in {"un", "1"}:
        return index + 1
    return next((at for at in range(index + 1, min(index + 1 + _REACH, len(folded))) if _unit(folded[at])), 0)


def figures(text: str) -> Counter[tuple[str, str, str]]:
    """Return the figures of a text, counted, each as (kind, canonical value, as written).

    Kinds: "period" ("5 year", "five years"), "amount" (money, percent) and "number" (any other with a digit). Digits
    of e-mail addresses, phone numbers and cited articles are not among them.
    """
    bare = without_cited(_PHONE.sub(_unless_phone, _MAIL.sub(" ", fold_typography(text))))
    plain = words(_GROUPED.sub(lambda found: found.group().replace(" ", "."), bare))
    folded = [fold_accents(word) for word in plain]
    found: Counter[tuple[str, str, str]] = Counter()
    in_words = {index: _in_words(folded, index) for index in range(len(folded))}
    index = 0
    while index < len(plain):
        is_figure = bool(_FIGURE.fullmatch(plain[index]))
        value = plain[index] if is_figure else in_words[index]
        if value is None:
            index += 1
            continue
        end = _unit_after(folded, index)
        if end and not _is_date(value, folded[end]) and not (is_figure and _is_amount(folded, index)):
            found["period", _lasting(value, _unit(folded[end]) or "year"), " ".join(plain[index : end + 1])] += 1
            # "five (5) days" is one period; "5 to 10 years" and "section 4 for 2 years" have another in them
            others = (at for at in range(index + 1, end) if _FIGURE.fullmatch(plain[at]) and plain[at] != value)
            index = next(others, end + 1) - 1
        elif is_figure and _is_amount(folded, index):
            found[
                "amount", f"{_plain_number(value)} {_sign(folded, index)}", " ".join(_with_sign(plain, folded, index))
            ] += 1
        elif is_figure:
            found["number", _plain_number(value), plain[index]] += 1
        index += 1
    return found


def _in_words(folded: Sequence[str], index: int) -> str | None:
    """Return the figure a word stands for: "five", a Roman numeral before a unit, the article of "a year"."""
    word, following = folded[index], "".join(folded[index + 1 : index + 2])
    if word in {"a", "an"}:
        return "1" if following in _ONE_OF else None
    if _ROMAN.fullmatch(word):
        return str(_roman(word)) if _unit(following) else None
    return _spelt().get(word)


def _roman(word: str) -> int:
    worth = [{"i": 1, "v": 5, "x": 10}[letter] for letter in word]
    return sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True))


def _is_date(value: str, unit: str) -> bool:
    return _unit(unit) == "year" and len(value) == _YEAR_DIGITS and value.isdecimal()


def _lasting(value: str, unit: str) -> str:
    """Return a period in its plainest form: one year is twelve months."""
    times, smaller = _SAME.get(unit, (1, unit))
    return f"{int(value) * times} {smaller}" if value.isdecimal() else f"{value} {unit}"


def _plain_number(value: str) -> str:
    """Return a figure without what groups its thousands: "10,000" and "10.000" are "10000"."""
    return "".join(filter(str.isdigit, value)) if _THOUSANDS.fullmatch(value) else value


def unnumbered(text: str) -> str:
    """Return the text after its printed label; a period or an amount it opens with ("2.5 years") is none.

    >>> unnumbered("2.5 We keep it."), unnumbered("2.5 years after")
    ('We keep it.', '2.5 years after')
    """
    label = printed_label(text)
    may_count = label[:1].isdigit() and label[-1:].isdigit()
    opening = figures(text[: len(label) + _OPENING]) if may_count else {}
    if any(kind != "number" and written.startswith(label) for kind, _, written in opening):
        return text
    return text[len(label) :].lstrip()


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
    plain = fold_typography(text)
    mails = [mail.casefold().rstrip(".") for mail in _MAIL.findall(plain)]
    return Counter([*mails, *filter(None, map(_phone, _PHONE.findall(plain)))])


def _phone(number: str) -> str:
    """Return a phone number in plain spelling, "" for what is too short for one, as a date is."""
    plain = "".join(character for character in number if character.isdigit() or character == "+")
    return plain if len(plain) >= _PHONE_DIGITS else ""


def _unless_phone(found: re.Match[str]) -> str:
    return " " if _phone(found.group()) else found.group()
