"""What a policy may say, however loosely: only what has no trace at all in a text is told as missing there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from monitor.core.languages import known
from monitor.core.records import Rule
from monitor.core.register.passages import Passage
from monitor.core.significance.figures import figures_in, unnumbered, written_addresses
from monitor.core.significance.lexicon import hits, said_in_any_form
from monitor.core.significance.numerals import units_of
from monitor.core.significance.proper_names import companies
from monitor.core.significance.topics import READ
from monitor.core.text import fold_accents, fold_typography, words
from monitor.core.variants.sayings import Aspect, digits_of, languages_of, phone_tail, sayings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.core.records import PolicyText
    from monitor.core.variants.sayings import Saying

_CATEGORIES = {
    Aspect.RIGHT: "right", Aspect.RECIPIENT: "recipient", Aspect.DATA: "kind of data", Aspect.PURPOSE: "purpose",
    Aspect.BASIS: "legal basis",
}  # fmt: skip
_CONSENT = "consent"
_SALE = "sale of data"
_MONTHS = 12  # of a year
_ONES = {"12 month": "year", "1 month": "month", "7 day": "week", "1 day": "day", "1 hour": "hour"}
_LONG = 2  # digits of a number that may be the count of a period of unknown unit


class Traces:
    """The traces of a policy; each kind is looked for when it is first asked for.

    Args:
        text: the policy.
    """

    def __init__(self, text: PolicyText) -> None:
        self._text = text
        self.languages = languages_of(text)
        self.sayings = sayings_of(text)
        self._said = {(saying.aspect, saying.plain) for saying in self.sayings}

    def can_tell(self, saying: Saying) -> bool:
        """Tell whether the lists of the policy's language have the words for a thing, so that its absence says much."""
        codes = self.languages
        match saying.aspect:
            case Aspect.PERIOD | Aspect.AGE:
                return bool(codes) and all(_table(code, "numbers", "words") for code in codes)
            case Aspect.RIGHT | Aspect.RECIPIENT | Aspect.DATA | Aspect.PURPOSE | Aspect.BASIS:
                return bool(codes) and all(_table(code, "forms", _category(saying)).get(saying.plain) for code in codes)
            case Aspect.TRANSFER:
                return bool(codes)
            case Aspect.DENIAL:
                return bool(self._sales)
            case Aspect.DATE:
                return bool(self._stated)
            case _:
                return True

    def has(self, saying: Saying) -> bool:
        """Tell whether there is any trace of what another policy says."""
        if (saying.aspect, saying.plain) in self._said:
            return True
        asked: dict[Aspect, Callable[[Saying], bool]] = {
            Aspect.DATE: lambda one: _is_within(one.plain, self._stated),
            Aspect.PERIOD: self._has_period,
            Aspect.AMOUNT: lambda one: one.plain in self._digits,
            Aspect.AGE: lambda one: one.plain in self._numbers or f"{int(one.plain) * _MONTHS} month" in self._periods,
            Aspect.CONTACT: lambda one: one.plain in self._addresses,
            Aspect.COMPANY: self._has_name,
            Aspect.TRANSFER: lambda one: set(one.plain.split()) <= self._countries,
            Aspect.DENIAL: lambda _: True in self._sales,
        }
        return asked.get(saying.aspect, self._has_concept)(saying)

    def _has_period(self, saying: Saying) -> bool:
        is_unit = _ONES.get(saying.plain) in self._bare_units
        return saying.plain in self._periods or _count(saying) in self._numbers or is_unit

    def _has_concept(self, saying: Saying) -> bool:
        return (_category(saying), saying.plain) in self._concepts

    def _has_name(self, saying: Saying) -> bool:
        """Tell whether a company is named, be it without its legal form."""
        if f" {saying.plain} " in self._folded:
            return True
        first = saying.plain.partition(" ")[0]
        return bool(companies(saying.text)) and len(first) > _LONG and f" {first} " in self._folded

    @property
    def _stated(self) -> str:
        stated = self._text.document.stated_date
        return stated.iso if stated else ""

    @cached_property
    def _clauses(self) -> list[str]:
        return [clause.text[:READ] for clause in self._text.clauses]

    @cached_property
    def _headings(self) -> list[str]:
        return [*dict.fromkeys(heading[:READ] for clause in self._text.clauses for heading in clause.heading_path)]

    @cached_property
    def _figures(self) -> list[tuple[str, str, str]]:
        texts = [*map(unnumbered, self._clauses), *map(unnumbered, self._headings)]
        return [figure for text in texts for figure in figures_in(text, self.languages)]

    @cached_property
    def _periods(self) -> set[str]:
        return {value for kind, value, _ in self._figures if kind not in {Rule.AMOUNT, Rule.NUMBER}}

    @cached_property
    def _bare_units(self) -> set[str]:
        return {unit for text in self._clauses for unit in bare_units(text, self.languages)}

    @cached_property
    def _numbers(self) -> set[str]:
        return {value for kind, value, _ in self._figures if kind == Rule.NUMBER}

    @cached_property
    def _digits(self) -> set[str]:
        return {digits_of(value) for _, value, _ in self._figures}

    @cached_property
    def _addresses(self) -> set[str]:
        found = (plain for text in self._clauses for plain, _ in written_addresses(text))
        return {plain if "@" in plain else phone_tail(plain) for plain in found}

    @cached_property
    def _folded(self) -> str:
        """All words, each between blanks."""
        texts = (fold_typography(text) for text in (*self._clauses, *self._headings))
        return f" {' '.join(fold_accents(word) for text in texts for word in words(text))} "

    @cached_property
    def _countries(self) -> set[str]:
        texts = (*self._clauses, *self._headings)
        return {one.code for text in texts for one in Passage(text, self.languages | {"en"}).countries}

    @cached_property
    def _concepts(self) -> set[tuple[str, str]]:
        """What is said in any words, in the language of the policy or, as by its lexicon, in any."""
        texts = (*self._clauses, *self._headings)
        loosely = {one for text in texts for one in said_in_any_form(text, self.languages)}
        return loosely | {(hit.category, hit.concept) for text in texts for hit in hits(text)}

    @cached_property
    def _sales(self) -> set[bool]:
        """Whether each sentence on the sale of data denies something."""
        denied = any(saying.aspect is Aspect.DENIAL for saying in self.sayings)
        sold = any(hit.category == _SALE for text in self._clauses for hit in hits(text))
        return {True} if denied else {False} if sold else set()


def _is_within(date: str, other: str) -> bool:
    """Tell whether two dates are the same as far as both are told."""
    return date.startswith(other) or other.startswith(date)


def _count(saying: Saying) -> str:
    """Return the digits of a period as its text has them, where they are telling without their unit."""
    digits = next((word for word in words(saying.text) if word.isdecimal()), "")
    return digits if len(digits) >= _LONG else "-"


def bare_units(text: str, languages: frozenset[str]) -> set[str]:
    """Return the units of time of a text that has more of them than figures: "im Monat", or a number nobody lists.

    Args:
        text: a clause.
        languages: the codes of those it may be in.
    """
    named = [unit for word in words(text) for unit in {*units_of(fold_accents(word), languages).values()}]
    read = sum(kind not in {Rule.AMOUNT, Rule.NUMBER} for kind, _, _ in figures_in(text, languages)) if named else 0
    return {*named} if len(named) > read else set()


def _category(saying: Saying) -> str:
    """Return the category that a term has in the lexicon."""
    return _CONSENT if saying.plain == _CONSENT else _CATEGORIES[saying.aspect]


def _table(code: str, *path: str) -> Mapping[str, Any]:
    """Return a table of a language's file, an empty one where there is none."""
    return next((language.table(*path) for language in known().each if language.code == code), {})
