"""The language in which people are told: its words for ours, and how it writes dates and numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from gettext import NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALES = {"en": "en_GB", "it": "it", "cs": "cs", "de": "de", "fr": "fr", "es": "es"}
"""By the code of each language in which people can be told, whose dates and numbers it writes."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # strftime's names follow the machine's locale, these must not
_GROUPED = 1_000  # from which on digits are set in groups


def N_(message: str) -> str:  # noqa: N802 - the name that tools for translators know
    """Mark a text that is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A language in which people are told.

    In a message "%(name)s" stands for a value, and "%%" for a sign of per cent. A message that is in no catalogue stays
    English.

    Args:
        language: its code, one of `LOCALES`.
        messages: its words for ours.
    """

    language: str = "en"
    messages: NullTranslations = field(default_factory=NullTranslations)

    @property
    def is_english(self) -> bool:
        """Tell whether this is the language of our own words."""
        return self.language == "en"

    def gettext(self, message: str, /, **values: object) -> str:
        """Return a message in this language, with its values."""
        return _filled(self.messages.gettext(message), message, values) if message else ""

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """Return likewise a message whose words say different things in different places."""
        return _filled(self.messages.pgettext(context, message), message, values)

    def ngettext(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """Return likewise a message for a number, which "%(count)s" stands for."""
        said = self.messages.ngettext(singular, plural, count)
        return _filled(said, singular if count == 1 else plural, {"count": self.number(count), **values})

    def npgettext(self, context: str, singular: str, plural: str, count: int, /, **values: object) -> str:
        """Return likewise a message for a number whose words say different things in different places."""
        said = self.messages.npgettext(context, singular, plural, count)
        return _filled(said, singular if count == 1 else plural, {"count": self.number(count), **values})

    @property
    def semicolon(self) -> str:
        """Return what stands between two remarks: "; "."""
        return self.pgettext("between two remarks", "; ")

    def number(self, count: int) -> str:
        """Return a whole number: "1,200"."""
        if self.is_english or abs(count) < _GROUPED:
            return f"{count:,}"
        from babel.numbers import format_decimal  # noqa: PLC0415 - most processes write English alone

        return format_decimal(count, locale=LOCALES[self.language])

    def day(self, day: date) -> str:
        """Return a day, its month in letters: "3 March 2026"."""
        if self.is_english:
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        from babel.dates import format_date  # noqa: PLC0415 - likewise

        said = format_date(date(day.year, day.month, day.day), "long", locale=LOCALES[self.language])
        # the CLDR writes the first of a month as any other day
        return said.replace("1", self.pgettext("first of a month", "1"), 1) if day.day == 1 else said

    def month(self, year: int, month: int) -> str:
        """Return a month of a year: "July 2024"."""
        if self.is_english:
            return f"{MONTHS[month - 1]} {year}"
        from babel.dates import format_skeleton  # noqa: PLC0415 - likewise

        return format_skeleton("yMMMM", date(year, month, 1), locale=LOCALES[self.language])

    def language_named(self, code: str) -> str:
        """Return the name of a language, "" where it is not known; English ones have `phrases.language_words`."""
        if self.is_english:
            return ""
        from babel import Locale  # noqa: PLC0415 - likewise

        return str(Locale.parse(LOCALES[self.language]).languages.get(code, ""))


def _filled(said: str, message: str, values: Mapping[str, object]) -> str:
    """Put values into a translation; into the message itself where a slip of the translator's leaves no other way."""
    try:
        return said % values
    except (KeyError, TypeError, ValueError):
        return message % values


ENGLISH = Catalogue()
"""Our own words."""
