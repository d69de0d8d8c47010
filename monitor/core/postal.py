"""Postal addresses as they are written line by line, told by their postcodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.significance.figures import figures
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LETTERED = (
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}"  # Britain
    r"|[A-Z]\d[A-Z]\s\d[A-Z]\d"  # Canada
    r"|[A-Z]\d[\dW]\s[A-Z\d]{4}"  # Ireland
    r"|[1-9]\d{3}\s[A-Z]{2})\b"  # the Netherlands
)
_GROUPED = (
    r"(?<![\d.,/+-])(?:\d{2}-\d{3}|\d{3}-\d{4}|\d{5}-\d{3}|\d{3}\s\d{2})(?![\d.,/-])"  # Poland, Japan, Brazil, Prague
)
_PLAIN = r"(?<![\w.,/+])(?:[A-Z]{1,3}[\s-])?(?!(?:19|20)\d\d\b)\d{4,6}(?:-\d{4})?(?![\w.,/])"  # but no year
_STATE = r"\b[A-Z]{2,3}\s\d{4,5}\b"  # "NSW 2000"
_POSTCODE = re.compile(f"{_LETTERED}|{_GROUPED}|{_STATE}|{_PLAIN}")
_CAPITALS = re.compile(rf"(?:[A-Z .'-]{{2,30}},?\s)?(?:{_LETTERED})|\d{{5}}\s[^\d:]{{2,30}}|{_GROUPED}\s[^\d:]{{2,30}}")
# What is no line of an address: an entry with a colon, an e-mail or web address, a right to copy, a bullet, a sentence.
# A telephone number is none either: it stands in an entry of its own.
_OTHER = re.compile(
    r"[:@©?!•·*|;]|www\.|https?|[^\W\d_]{4,}\.$|^[-–—]"
    r"|\+\d|\(0\)|\d{2,5}[ /.-]\d{3,4}[ .-]\d{3,4}\b|(?:\d\d[ .]){4}\d\d"
)
# A street before a postcode, its number first ("12 Mill Lane, Leeds") or last ("Via Roma 12,"), and the town behind it.
_CAPITAL = r"[^\W\d_a-z][\w'’.-]*"
_NAME = rf"(?:{_CAPITAL}|[^\W\d_]{{2,3}}\.?)"  # "Rue de la Paix", "ul. Polna"
_STREETS = re.compile(
    rf"\b\d{{1,5}}[a-zA-Z]?,?\s{_NAME},?\s(?:(?:{_NAME}|\d{{1,4}}),?\s){{0,8}}$"
    rf"|\b\d{{1,4}}[a-zA-Z]?,?\s(?:[^\W\d_][\w'’.-]*\s){{0,4}}{_CAPITAL},\s$"
    rf"|(?:{_CAPITAL}|[^\W\d_]{{1,3}}\.)\s(?:{_NAME}\s){{0,4}}(?:[nN][.\u00b0\u00ba]\s?)?\d{{1,4}}(?:[/-]\d{{1,4}})?[a-zA-Z]?,?\s"
    rf"(?:{_NAME},?\s){{0,2}}$"
)
_TOWN = re.compile(r"(?:-\d{3})?(?:\s[^\W\d_a-z][\w'’-]*){1,3}")
# A street with its number and, behind a comma, the town of an address that has no postcode.
_BEFORE_TOWN = re.compile(
    rf"(?<![\w.,/+-])(?:\d{{1,4}}[a-zA-Z]?,?\s(?:{_NAME}\s){{0,5}}{_CAPITAL}"
    rf"|{_CAPITAL}\s(?:{_NAME}\s){{0,4}}\d{{1,4}}[a-zA-Z]?),\s{_CAPITAL}(?:[\s-]{_CAPITAL}){{0,2}}(?=,)"
)
_START = 4  # words before a postcode, of twenty letters, among which the street is sought
_WORDS = 8  # of a line; a guess: "Postbus 20301, 2500 EH 's-Gravenhage, The Netherlands" has as many
_LETTERS = 20  # of a word of one, at most; a guess, so that long texts are not searched
_LEAST = 3  # lines of an address; two may be of a list of anything
_WHOLE = 24  # words of an address at most; those of 339 real pages have 17
_ABOVE = 5  # lines above that with the postcode, the name, a department, a building, the street; a guess
_COUNTRY = 4  # words of the line below it; a guess: "United States of America"


def is_postal_line(text: str) -> bool:
    """Tell whether a text may be a line of an address; a number alone is that of a telephone."""
    is_plain = len(text) <= _LETTERS * _WORDS and any(map(str.isalpha, text)) and _OTHER.search(text) is None
    return is_plain and word_count(text) <= _WORDS


def is_place(text: str) -> bool:
    """Tell whether a text in capitals is a postcode with its town at most: "HA1 3EX", "75002 PARIS"."""
    return _CAPITALS.fullmatch(text) is not None


def is_postal_address(text: str) -> bool:
    """Tell whether a text may be a whole address: a postcode, some words and another figure, and no sentence."""
    found = _POSTCODE.search(text) if len(text) <= _LETTERS * _WHOLE and not _OTHER.search(text) else None
    if found is None or not 2 * _LEAST <= word_count(text) <= _WHOLE:
        return False
    return any(map(str.isdigit, text[: found.start()] + text[found.end() :]))


def addresses_within(text: str) -> list[str]:
    """Return the postal addresses that stand in a sentence: a postcode with its town, a street and a number before it.

    >>> addresses_within("Write to 12 Mill Lane, Leeds LS1 4AB, or to Via Roma 12, 40121 Bologna.")
    ['12 Mill Lane, Leeds LS1 4AB', 'Via Roma 12, 40121 Bologna']
    """
    found = []
    start = 0
    for code in _POSTCODE.finditer(text):
        before = text[max(start, code.start() - _LETTERS * _START) : code.start()]
        street = max(_STREETS.finditer(before), key=lambda one: one.end(), default=None)
        # "version 2013 of ISO 27001" has no name in it
        if street and any(map(str.isupper, street.group())) and not _OTHER.search(street.group()):
            town = _TOWN.match(text, code.end())
            start = town.end() if town else code.end()
            found.append(f"{street.group()}{text[code.start() : start]}")
    return found


def streets_within(text: str) -> list[str]:
    """Return the streets of a sentence with their numbers and towns before a comma, as an address without postcode has.

    >>> streets_within("It is kept by Colibri, 12 rue de la Paix, Lyon, France.")
    ['12 rue de la Paix, Lyon']
    """
    return [found.group() for found in _BEFORE_TOWN.finditer(text)]


def addresses_in(lines: Sequence[str]) -> Iterator[range]:
    """Yield which lines, side by side, are each an address: that with the postcode, those above, the country below.

    An address has three lines or more, none of them a sentence, and a figure beside a postcode of digits alone.
    """
    start = 0
    for at in range(len(lines)):
        if at < start or not _has_postcode(lines[at]):
            continue
        # the number of a house may have four digits as well
        last = max(on for on in (at, at + 1, at + 2) if on == at or _goes_on(lines[at + 1 : on + 1], on - at))
        first = at
        while first > max(start, last - _ABOVE) and is_postal_line(lines[first - 1]):
            first -= 1
        stop = last + 1 + _is_country("".join(lines[last + 1 : last + 2]).rstrip("."))
        if stop - first >= _LEAST and _is_certain(lines[first : last + 1]):
            yield range(first, stop)
            start = stop


def _has_postcode(line: str) -> bool:
    return is_postal_line(line.rstrip(".")) and _POSTCODE.search(line.rstrip(".")) is not None


def _goes_on(lines: Sequence[str], length: int) -> bool:
    """Tell whether so many lines go on with an address to another postcode."""
    return len(lines) == length and all(map(is_postal_line, lines[:-1])) and _has_postcode(lines[-1])


def _is_certain(lines: Sequence[str]) -> bool:
    """Tell whether lines that end in what may be a postcode are an address, not entries with periods or prices."""
    if any(kind != "number" for line in lines for kind, _, _ in figures(line)):
        return False
    if re.search(_LETTERED, lines[-1]):
        return True
    beside = [*lines[:-1], _POSTCODE.sub("", lines[-1], count=1)]
    return any(any(map(str.isdigit, one)) for one in beside)


def _is_country(line: str) -> bool:
    has_words = 0 < word_count(line) <= _COUNTRY and not any(map(str.isdigit, line))
    return has_words and line[0].isupper() and is_postal_line(line)
