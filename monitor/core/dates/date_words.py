"""The words of dates of all languages: names of months, and what says of a date what it is the date of."""

from __future__ import annotations

import unicodedata
from functools import cache

from monitor.core.languages import LazyPattern, alternation, known

_GAP = r"[^.;:!?\d]{0,40}?"


def bare(text: str) -> str:
    """Return a word without its accents, as capitals are often written; a Turkish capital I has lost its kind."""
    found = "".join(char for char in unicodedata.normalize("NFD", text) if not "\u0300" <= char <= "\u036f")
    return found.replace("ı", "i")


@cache
def months() -> dict[str, int]:
    """Return the names of months in small letters, with and without accents, with their number."""
    table = dict(known().shared().table("dates", "shared_months"))
    listed = (language.table("dates").get("months", ()) for language in known().each)
    for month, name in ((month, name) for each in listed for month, names in enumerate(each, 1) for name in names):
        table.setdefault(name.lower(), month)
        table.setdefault(bare(name.lower()), month)
    return table


@cache
def eras() -> dict[str, int]:
    """Return the names of eras with the year before their first."""
    return {name: year for language in known().each for name, year in language.table("dates", "eras").items()}


def date_words(*names: str) -> str:
    """Return the patterns of lists in the section of dates as one group, for small letters.

    In a pattern "~" leaps over up to forty characters of the sentence in which is no figure, and "@" stands for what
    begins a date, with a colon or the like before it.
    """
    found = alternation(*(f"dates.{name}" for name in names)).replace("~", _GAP)
    return f"(?:{found.replace('@', _begun()) if '@' in found else found})"


def _begun() -> str:
    return rf"\b\s*[:.(]?\s*(?=\d|\w+\s\d|\[|{date_words('empty_days')}[./-])"


def leaping(*names: str) -> LazyPattern:
    """Return `cues` that tell as groups what "~" leaps over."""
    return LazyPattern(lambda: date_words(*names).replace(_GAP, f"({_GAP})"))


def cues(*names: str) -> LazyPattern:
    """Return `date_words` of these lists, to be compiled when first asked."""
    return LazyPattern(lambda: date_words(*names))
