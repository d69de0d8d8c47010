"""Numbers, periods, sums, addresses and cited articles of a text: the figures whose change is told as such."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.text import fold_accents, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.-]{6,18}\d(?!\w)")
_CITED = re.compile(
    r"\b(?:art(?:icle|ikel|icolo|ículo|igo|ykuł|\.)?|čl(?:ánek|ánku|\.)?)\s?(\d+(?:\s?\(?[0-9a-z]{1,3}\)|\s(?:lit|abs|para?|al|letter|lett|let|lettre|písm|odst)"
    r"\.?\s[a-z0-9]\b|\s[a-f]\))*)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*[a-z]{0,2}")  # "24h" is one, "3dsecure" is a name
_PHONE_DIGITS = 9  # a date has up to eight
_MONEY = frozenset(
    ["€", "$", "£", "¥", "eur", "usd", "gbp", "chf", "czk", "kc", "pln", "zl", "euro", "euros", "dollars"]
)
_OPENING = 40  # characters after a label in which its unit would stand
_REACH = 3  # words that may stand between a figure and its unit: "five (5) working days"


def _numbers() -> tuple[dict[str, str], dict[str, str], tuple[tuple[str, str], ...]]:
    raw = tomllib.loads(files("monitor.core").joinpath("numbers.toml").read_text(encoding="utf-8"))
    spelt = {" ".join(words(fold_accents(name))): figure for figure, names in raw["words"].items() for name in names}
    units = {fold_accents(name): unit for unit, names in raw["units"].items() for name in names if "*" not in name}
    stems = [(fold_accents(name[:-1]), unit) for unit, names in raw["units"].items() for name in names if "*" in name]
    return spelt, units, tuple(stems)


_SPELT, _UNITS, _STEMS = _numbers()


def _unit(word: str) -> str:
    return _UNITS.get(word) or next((unit for stem, unit in _STEMS if word.startswith(stem)), "")


def figures(text: str) -> Counter[tuple[str, str, str]]:
    """Return the figures of a text, counted, each as (kind, canonical value, as written).

    Kinds: "period" ("5 year", "five years"), "amount" (money, percent) and "number" (any other with a digit). Digits
    of e-mail addresses, phone numbers and cited articles are not among them.
    """
    bare = _CITED.sub(" ", _PHONE.sub(_unless_phone, _MAIL.sub(" ", fold_typography(text))))
    plain = words(bare)
    folded = [fold_accents(word) for word in plain]
    found: Counter[tuple[str, str, str]] = Counter()
    in_words = {index: _SPELT.get(word) for index, word in enumerate(folded)}
    index = 0
    while index < len(plain):
        is_figure = bool(_FIGURE.fullmatch(plain[index]))
        value = plain[index] if is_figure else in_words[index]
        if value is None:
            index += 1
            continue
        end = next((at for at in range(index + 1, min(index + 1 + _REACH, len(plain))) if _unit(folded[at])), 0)
        if end and not (is_figure and _is_amount(folded, index)):
            found["period", f"{value} {_unit(folded[end])}", " ".join(plain[index : end + 1])] += 1
            index = end
        elif is_figure and _is_amount(folded, index):
            found["amount", f"{value} {_sign(folded, index)}", " ".join(_with_sign(plain, folded, index))] += 1
        elif is_figure:
            found["number", value, plain[index]] += 1
        index += 1
    return found


def unnumbered(text: str) -> str:
    """Return the text after its printed label; a period or an amount it opens with ("2.5 years") is none.

    >>> unnumbered("2.5 We keep it."), unnumbered("2.5 years after")
    ('We keep it.', '2.5 years after')
    """
    label = printed_label(text)
    opening = figures(text[: len(label) + _OPENING]) if label[:1].isdigit() else {}
    if any(kind != "number" and written.startswith(label.rstrip(".):")) for kind, _, written in opening):
        return text
    return text[len(label) :].lstrip()


def _sign(folded: list[str], index: int) -> str:
    around = [*folded[index + 1 : index + 2], *folded[max(0, index - 1) : index]]
    return next((word for word in around if word == "%" or word in _MONEY), "")


def _is_amount(folded: list[str], index: int) -> bool:
    return bool(_sign(folded, index))


def _with_sign(plain: Sequence[str], folded: list[str], index: int) -> Sequence[str]:
    after = folded[index + 1 : index + 2]
    if after and (after[0] == "%" or after[0] in _MONEY):
        return plain[index : index + 2]
    return plain[max(0, index - 1) : index + 1]


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


def cited_articles(text: str) -> Counter[str]:
    """Return the articles of law a text cites: "6(1)(f)" without spaces."""
    return Counter("".join(found.group(1).split()).casefold() for found in _CITED.finditer(text))
