"""The phrase of a sentence that is quoted where something is denied, or is no longer: the denial and what it denies."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.text import excerpt, fold_space, has_unspaced, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 12
"""Words of the phrase that is quoted of a longer sentence."""
_BEFORE = 3  # of them that stand before what matters
_FEW = 4  # what would cut less than this part of it cuts nothing
_CUT = "…"
_LOOSE = ",;:-"  # what a phrase that is cut does not end with
_WIDE = 2  # characters of a script without spaces that count as a word


def phrase(text: str, edit: range | None, *marks: Iterable[range]) -> str:
    """Return what is quoted of a text: all of it, or some twelve words of it, between spaces.

    >>> phrase("It may be kept, as we said above, though we do never sell what you write to us.", None, [range(11, 12)])
    '… said above, though we do never sell what you write to us.'

    Args:
        text: sentences.
        edit: the places of the words that were edited, which may be none; None where all of it came or went.
        marks: the places of what should be quoted too, each kind of them in turn: the nearest one.
    """
    count = len(words(text))
    most = MOST * _WIDE if has_unspaced(text) else MOST
    if count <= most + most // _FEW:
        return fold_space(text)
    kinds = [[*some] for some in marks]
    core = edit
    if core is None or len(core) > most:
        within = [mark for some in kinds for mark in some if core is None or (core.start <= mark.start < core.stop)]
        core = within[0] if within else range(core.start, core.start + most) if core else range(0)
    for some in kinds:
        core = _with_nearest(core, some, most)
    ends = [0, *accumulate(len(words(sentence)) for sentence in sentences(text))]
    core = range(min(core.start, ends[-1]), min(core.stop, ends[-1]))
    low = max(end for end in ends if end <= min(core.start, ends[-1] - 1))  # an edit may stand behind all words
    high = min(end for end in ends if end >= max(core.stop, low + 1))
    return _cut(text, _grown(core, low, high, most), low, high)


def _with_nearest(core: range, marks: Sequence[range], most: int) -> range:
    """Return a stretch of words with the nearest of some others, as it is where that makes it too long."""
    wider = [range(min(core.start, mark.start), max(core.stop, mark.stop)) for mark in marks]
    nearest = min(wider, key=len, default=core)
    return nearest if len(nearest) <= most else core


def _grown(core: range, low: int, high: int, most: int) -> range:
    """Return a stretch of words with as many around it as there is room for, a few of them before it."""
    start = max(low, core.start - min(_BEFORE, most - len(core)))
    stop = min(high, start + most)
    return range(max(low, stop - most), stop)


def _cut(text: str, place: range, low: int, high: int) -> str:
    quoted = excerpt(text, place.start, place.stop)
    if place.stop < high:
        quoted = f"{quoted.rstrip(_LOOSE)} {_CUT}"
    return f"{_CUT} {quoted}" if place.start > low else quoted
