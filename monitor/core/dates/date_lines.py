"""Texts without the dates they state of themselves, and the lines that hold nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.dates.beside_dates import beside_date
from monitor.core.dates.date_words import cues, date_words
from monitor.core.dates.forms import may_hold_date, plain
from monitor.core.dates.own import MAX_LINE, own_dates, sentences
from monitor.core.languages import LazyPattern
from monitor.core.text import fold_space, fold_typography

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.dates.forms import FoundDate

_LINE = 15  # words a date line has at most
_LABEL = 3  # words beside "updated" and the like that a date's label has at most
_AGO_LINE = 7  # words of a line that says how long ago its text was updated
_BESIDE = 40  # characters between a date and the number of the version it is the date of
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OWNER = cues("owner")
_UPDATED, _ANY_CUE = cues("updated"), cues("updated", "effective", "applies")
_AGO = LazyPattern(lambda: _ago(rf"(?:\d+|{date_words('one')})\s{date_words('units')}\w*"))
_RELEASE = LazyPattern(lambda: rf"(?<!\w){date_words('release')}\s?[:.]?\s?(\d{{1,4}}(?:\.\d{{1,4}}){{0,3}})(?!\w)")
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")


def _ago(span: str) -> str:
    return rf"(?<!\w)(?:{span}\s{date_words('ago_after')}(?!\w)|{date_words('ago_before')}\s{span})"


def without_stated_dates(text: str) -> str:
    """Return the text, its white space folded, with the dates taken out that say since when it stands.

    These are the dates that `own_dates` finds, with the number of the version, the day of the week, the season and the
    time of day beside them, how long ago a short line says its text was updated, and the years of a copyright line. Any
    other date is left alone.
    """
    return _remembered_without(fold_typography(text))


def _without(folded: str) -> str:
    kept, end = [], 0
    for start, stop in _stated_spans(folded):
        if start >= end:
            kept.append(folded[end:start])
            end = stop
    return fold_space(" ".join([*kept, folded[end:]]))


# Each rule that judges two wordings asks for it again; it is a third of judging a clause with a figure.
_remembered_without = lru_cache(maxsize=4)(_without)


def is_date_line(text: str) -> bool:
    """Tell whether a text is nothing but a line that states a date, or a copyright line."""
    folded = fold_typography(text)
    if len(folded) > MAX_LINE or len(folded.split()) > _LINE or len(list(sentences(folded))) != 1:
        return False
    return _remembered_without(folded) != folded


def is_date_label(text: str) -> bool:
    """Tell whether a text is a date with what it is the date of, and nothing more: "Last updated: 1 May 2024"."""
    # every heading is asked, so what settles it soonest comes first
    folded = fold_typography(text)
    if len(text) > MAX_LINE or len(folded.split()) > _LINE or not _may_date(folded):
        return False
    return _ANY_CUE.search(plain(text)) is not None and is_date_line(text) and len(_beside_cues(text).split()) <= _LABEL


def is_same_label(old: str, new: str) -> bool:
    """Tell whether two lines label a date in words that mean the same: "Updated on 1 May" and "Last update: 2 June"."""
    # whether they are such lines at all is known where they are compared, what labels them is not
    if not (is_date_line(old) and is_date_line(new) and is_date_label(old) and is_date_label(new)):
        return False
    return _WORD.findall(_beside_cues(old)) == _WORD.findall(_beside_cues(new))


def _beside_cues(label: str) -> str:
    return _ANY_CUE.sub(" ", plain(without_stated_dates(label)))


def _stated_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the stated dates of a text and the numbers of versions beside them begin and end, in order."""
    for start, end in sentences(text) if _may_date(text) else ():
        sentence = text[start:end]
        for one, two in _in_sentence(sentence):
            yield start + one, start + two


def _may_date(text: str) -> bool:
    return may_hold_date(text) or (len(text.split()) <= _AGO_LINE and _AGO.search(plain(text)) is not None)


def _in_sentence(sentence: str) -> list[tuple[int, int]]:
    low = plain(sentence)
    length = len(low.split())
    is_owner = length <= _LINE and _OWNER.search(low) is not None
    own = own_dates(sentence) if may_hold_date(low) else []
    spans = [(one.start, one.end) for one in own]
    spans += (span for one in own for span in beside_date(low, one))
    if is_owner:
        spans += (found.span() for found in _YEARS.finditer(low))
    elif own:
        spans += (found.span(1) for found in _RELEASE.finditer(low) if _is_beside(found, own))
    elif length <= _AGO_LINE and _UPDATED.search(low):
        spans = [found.span() for found in _AGO.finditer(low)]
    return sorted(spans)


def _is_beside(release: re.Match[str], own: list[FoundDate]) -> bool:
    start, end = release.span(1)
    gaps = (one.start - end if end <= one.start else start - one.end for one in own)
    return any(0 <= gap <= _BESIDE for gap in gaps)
