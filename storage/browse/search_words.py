"""What a person types into the search, and what is shown of a hit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.core.text import has_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_TERMS = 20  # of a question; each is a look-up in the index
MOST_LOOSENED = 12  # questions that are tried instead, each a look-up
_STEM = 4  # letters that are left of a word at least; a guess
_EVER = "9999"  # after every time there is
_TERMS = re.compile(r'"([^"]+)"|([^\s"]+)')
_START, _END = "\x02", "\x03"
_AROUND = 80  # characters of a clause before its first hit; twice as many after it


def match_expression(text: str) -> str:
    """Return what a person typed as a query of SQLite's FTS5 that cannot be misread as its syntax.

    Words must all occur; "several words" in quotation marks in this order; a star stands for any ending of a word.

    >>> match_expression('retention "third parties" advert*')
    '"retention" "third parties" "advert"*'
    """
    return " ".join(f'"{term}"{star}' for term, star in terms(text))


def unspaced_parts(text: str) -> list[str]:
    """Return the words a person typed where any is written without spaces, as Chinese is; else none.

    >>> unspaced_parts("cookie 第三方*"), unspaced_parts("cookie")
    (['cookie', '第三方'], [])
    """
    return [term for term, _ in terms(text)] if has_unspaced(text) else []


def terms(text: str) -> list[tuple[str, str]]:
    """Return the words and phrases a person typed, each with the star behind it."""
    found = []
    for phrase, word in _TERMS.findall(text):
        term, star = (phrase, "") if phrase else (word.rstrip("*"), "*" if word.endswith("*") else "")
        if any(c.isalnum() for c in term):
            found.append((term, star))
    return found[:MOST_TERMS]


def excerpt(text: str, parts: Sequence[str]) -> str:
    """Return the surroundings of the first part a clause holds, each of the parts in it between the marks of a hit."""
    pattern = re.compile("|".join(map(re.escape, sorted(parts, key=len, reverse=True))), re.IGNORECASE)
    found = pattern.search(text)
    start = max(0, found.start() - _AROUND) if found else 0
    end = start + 3 * _AROUND
    inner = pattern.sub(lambda hit: f"{_START}{hit.group()}{_END}", text[start:end])
    return f"{'… ' if start else ''}{inner}{' …' if end < len(text) else ''}"


def marked(snippet: str) -> list[tuple[bool, str]]:
    """Split a snippet into (is a hit, text) pieces, so that the template escapes each by itself."""
    pieces = [(False, snippet.partition(_START)[0])]
    for part in snippet.split(_START)[1:]:
        hit, _, rest = part.partition(_END)
        pieces += [(True, hit), (False, rest)]
    return [(is_hit, text) for is_hit, text in pieces if text]


def loosened(text: str) -> list[str]:
    """Return what to look for instead, where nothing holds what was asked for, the nearest first.

    >>> loosened('"third parties" retenzione')
    ['third parties retenzione', '"third parties"', 'third', 'parties', 'retenzione', 'part*', 'reten*']
    """
    asked = terms(text)
    words = [word for term, star in asked for word in f"{term}{star}".split()]
    phrases = [f'"{term}"' for term, _ in asked if " " in term]
    bare = [word.rstrip("*") for word in words]
    stems = [f"{word[: max(_STEM, len(word) // 2)]}*" for word in bare if len(word) > _STEM + 1]
    found = dict.fromkeys([" ".join(words), *phrases, *words, *stems])
    return [one for one in found if one not in {"", text}][:MOST_LOOSENED]


def phrase_of(text: str) -> str:
    """Return the phrase to be told of.

    >>> phrase_of('"third parties" advert*')
    'third parties advert*'
    """
    return " ".join(f"{term}{star}" for term, star in terms(text))


def until_of(stands: str, on: str) -> str:
    """Return the end of the time in which a version has to have come that is the newest by then, "" for any version.

    Args:
        stands: "now" for versions in force now.
        on: a day, as 2026-03-09, for versions in force then; what is no day counts as none.

    >>> until_of("", "2026-02-28"), until_of("now", ""), until_of("", "soon")
    ('2026-03-01', '9999', '')
    """
    try:
        day = date.fromisoformat(on)
    except ValueError:
        return _EVER if stands == "now" else ""
    return (day + timedelta(days=1)).isoformat() if day < date.max else _EVER
