"""Punctuation that says something: where sentences end, what a range spans, what a comma leaves denied."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.significance.lexicon import told_hits
from monitor.core.text import fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_STOP = re.compile(r"(?<![.!?;])[.!?;]++\s+|[。！？；]\s*")
# Signs that say something by themselves: yes and no in a table, more and less.
_SIGN = re.compile(r"[✓✔✗✘❌❎✅☐☑☒●○<>≤≥≠±]")
_LONG_NUMBER = re.compile(r"\+?\d(?:[\s./-]?\d){7,30}")  # as a telephone's: from eight figures on
_NUMBER = re.compile(r"\d++")
_MOST_FIGURES = 4  # of a number that a range begins or ends with
_RANGE = re.compile(r"\s?-\s?")
_WORD = re.compile(r"\w++")
_TIED, _LISTED = re.compile(r"-"), re.compile(r"\s?[,;、，；]\s?")
_COMMA = re.compile(r"[,;:，；：、]|\s-\s")
_NEGATION = "negation"


def says_otherwise(old: str, new: str, languages: Collection[str] | None) -> bool:
    """Tell whether the signs and stops of two texts of the same figures make them say something else.

    A sentence that ends elsewhere, a range that became a list ("Articles 15-22", "Monday-Friday"), the sign of a number
    ("18+", "-5"), a tick, a comma beside a negation ("No, we sell it").

    Args:
        old: the text before.
        new: the text after.
        languages: that they are in, as codes; None where that is not known: no negation is looked for.
    """
    if _SIGN.findall(old) != _SIGN.findall(new):
        return True
    old, new = fold_typography(old), fold_typography(new)
    if set(_figure_signs(old)) != set(_figure_signs(new)):
        return True
    if words(old) != words(new):
        return False
    is_denied = languages is not None and denies_otherwise(old, new, languages)
    return is_denied or _has_moved_phrase(old, new) or _lists_range(old, new)


def _has_moved_phrase(old: str, new: str) -> bool:
    """Tell whether a sentence ends elsewhere: "We sell it. Without consent, ..." for "We sell it without consent. ...".

    A stop that only came or went, or became another sign, parts the same words in fewer or more sentences.
    """
    before, after = set(_sentence_ends(old)), set(_sentence_ends(new))
    return not (before <= after or after <= before)


def _sentence_ends(text: str) -> Iterator[int]:
    """Yield after how many of its words a text has the end of a sentence within it."""
    count = 0
    for sentence in _STOP.split(text)[:-1]:
        count += len(words(sentence))
        yield count


def _figure_signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands at the numbers of a text, each with the count of figures before: "-" of a range, "+" of "18+".

    Telephone numbers and the like are written as one pleases.
    """
    text = _LONG_NUMBER.sub(lambda found: "0" * sum(map(str.isdecimal, found.group())), text)
    found = list(_NUMBER.finditer(text))
    count = 0
    for at, number in enumerate(found):
        before = text[max(0, number.start() - 2) : number.start()]
        if before[-1:] in {"+", "-"} and before[:-1].isspace() and number.start() > 2:
            yield count, before[-1]
        count += len(number.group())
        if text.startswith("+", number.end()):
            yield count, "+"
        if at + 1 < len(found) and _is_range(number.group(), found[at + 1].group()):
            between = text[number.end() : found[at + 1].start()]
            if _RANGE.fullmatch(between):
                yield count, "range"


def _is_range(first: str, last: str) -> bool:
    """Tell whether two numbers may be the ends of a range, and not parts of one number: "15-22", but not "2024-05"."""
    if len(last) > _MOST_FIGURES or "0" in {first[0], last[0]}:
        return False
    return (len(first), first) < (len(last), last)


def _gaps(text: str) -> list[str]:
    """Return what stands between the words of a text."""
    return [text[one.end() : two.start()] for one, two in pairwise(_WORD.finditer(text))]


def _lists_range(old: str, new: str) -> bool:
    """Tell whether two words that one text ties are two of a list in the other: "Monday-Friday", "Monday, Friday"."""
    before, after = _gaps(old), _gaps(new)
    return len(before) == len(after) and any(
        {bool(_TIED.fullmatch(one)), bool(_TIED.fullmatch(other))} == {True, False}
        and (_LISTED.fullmatch(one) or _LISTED.fullmatch(other))
        for one, other in zip(before, after, strict=True)
        if one != other
    )


def denies_otherwise(old: str, new: str, languages: Collection[str]) -> bool:
    """Tell whether a comma came or went beside a negation: "we delete, not keep" for "we delete not, keep".

    Two that enclose a phrase behind it ("not, at this time,") may go together.

    Args:
        old: the text before.
        new: the same words after.
        languages: that they are in, as codes.
    """
    before, after = (set(_commas(fold_typography(text))) for text in (old, new))
    moved = before ^ after
    if not moved or words(old) != words(new):
        return False
    denied = (hit for hit in told_hits(old, frozenset(languages)) if hit.category == _NEGATION)
    return any(hit.start in moved or _parts(hit.end, before, after) for hit in denied)


def _parts(at: int, before: set[int], after: set[int]) -> bool:
    """Tell whether a comma after so many words came or went alone, and not with the next one."""
    if (at in before) == (at in after):
        return False
    one, other = (before, after) if at in before else (after, before)
    closing = min((place for place in one if place > at), default=None)
    return closing is None or closing in other


def _commas(text: str) -> Iterator[int]:
    """Yield after how many of its words a text has a comma or the like within it."""
    count = 0
    for part in _COMMA.split(text)[:-1]:
        count += len(words(part))
        if count:
            yield count
