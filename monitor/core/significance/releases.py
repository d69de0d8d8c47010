"""Lines that only say which version of a text this is: "Version 3.0", "Terms of Service v2.1"."""

from __future__ import annotations

from monitor.core.dates.date_words import date_words
from monitor.core.languages import LazyPattern, alternation
from monitor.core.linkwords import names_document
from monitor.core.text import fold_space, fold_typography, words

_LINE = 80  # characters such a line has at most
_NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?"
_RELEASE = LazyPattern(
    lambda: (
        rf"(?<!\w)\(?{date_words('release')}\s?[:.]?\s?(?:(?:{alternation('variants.number')})\.?\s?)?{_NUMBER}\)?(?![\w.])"
    )
)


def release_of(text: str) -> str | None:
    """Return the name of the document whose version a line gives, "" where it names none; None for any other line."""
    low = fold_space(fold_typography(text)).casefold()
    found = _RELEASE.search(low) if len(low) <= _LINE else None
    if found is None:
        return None
    rest = f"{low[: found.start()]} {low[found.end() :]}"
    # ... and nothing else: "Version 2.1 of the standard contractual clauses" is the version of another text
    return " ".join(words(rest)) if not words(rest) or names_document(rest) else None
