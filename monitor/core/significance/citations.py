"""Articles of law that a text cites, in the languages of the lexicon: "Art. 6 Abs. 1 lit. f" is article "6 1 f"."""

from __future__ import annotations

import re

from monitor.core.languages import LazyPattern, alternation
from monitor.core.text import fold_typography

_CITED = LazyPattern(
    lambda: (
        rf"\b(?:{alternation('citations.articles')})\.?\s?(\d{{1,3}}(?:\.\d{{1,2}})?)(?:\.?[o°]\b)?((?:{_part()}){{0,4}})"
    ),
    re.IGNORECASE,
)
_REFERRED = LazyPattern(
    lambda: rf"\b(?:{alternation('policy.parts')})\s?\d+(?:\.\d+)*(?:\s?\([a-z0-9]{{1,4}}\))+", re.IGNORECASE
)
_PLACE = re.compile(r"\d+|(?<![\w.])[a-z](?![\w.])", re.IGNORECASE)  # but not the letters of "S. 1" and "n.o 1"


def _part() -> str:
    named = rf"(?:{alternation('citations.parts')})(?:\.|\b)[o°]?\s?"
    return rf"[\s,]{{0,2}}(?:{named}(?:\d{{1,2}}|[a-z])\b\)?|\(\s?(?:\d{{1,2}}|[a-z])\s?\)|[.\s]?[a-f]\)|\.[a-k]\b)"


def cited_articles(text: str) -> dict[str, str]:
    """Return the articles of law a text cites, each by its place in the law and as the text writes it.

    >>> cited_articles("Rechtsgrundlage ist Art. 6 Abs. 1 lit. f DSGVO.")
    {'6 1 f': 'Art. 6 Abs. 1 lit. f'}
    """
    return {_place(found): found.group().strip() for found in _CITED.finditer(fold_typography(text))}


def without_cited(text: str) -> str:
    """Return a text, its typography folded, without the articles it cites."""
    return _CITED.sub(" ", text)


def has_parts(text: str) -> bool:
    """Tell whether a text cites an article by its parts, as only laws have: "Art. 6 Abs. 1 lit. f"."""
    return any(" " in place for place in cited_articles(text))


def part_referred(old: str, new: str) -> tuple[str, str] | None:
    """Return the first reference to another part, as both texts write it, of two that differ in such parts alone.

    >>> part_referred("See section 7(a).", "See section 7(c).")
    ('section 7(a)', 'section 7(c)')
    """
    if has_parts(old) or has_parts(new):
        return None  # of a law
    before, after = _REFERRED.findall(old), _REFERRED.findall(new)
    if len(before) != len(after) or _REFERRED.sub("", old) != _REFERRED.sub("", new):
        return None
    return next(((one, other) for one, other in zip(before, after, strict=True) if one != other), None)


def _place(found: re.Match[str]) -> str:
    return " ".join([*found.group(1).split("."), *_PLACE.findall(found.group(2).lstrip("."))]).casefold()
