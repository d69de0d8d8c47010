"""Reasons in words that have room for them: what went and what came share it, each cut around what differs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.comparison.redline import redline
from monitor.core.notices.shorten import line, plain
from monitor.core.records import Reason, RedlineOp, Rule, reason_words
from monitor.core.records.catalogues import ENGLISH
from monitor.core.significance.edits import edit_at, edits
from monitor.core.significance.negations import negations_in
from monitor.core.significance.spoken import spoken
from monitor.core.text import has_unspaced, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.records import Redline
    from monitor.core.records.catalogues import Catalogue

_WENT, _CAME = "\x00", "\x01"  # what stands for the two sides until it is known how much of them there is room for
_CUT = "…"
_LOOSE = " ,;:-"  # what a text that is cut does not end with
_LEAST = 8  # characters of a side of which less says nothing
_TIMES = 3  # what stands behind an edit is shown so many times as long as what stands before it; a guess
_STRAIGHT = ('"', '"')


def reason_line(reason: Reason, longest: int, catalogue: Catalogue = ENGLISH) -> str:
    """Return a reason as one safe line of at most so many characters.

    >>> denied = "We do not sell what you write to us to anybody."
    >>> reason_line(Reason(rule=Rule.NEGATION, went=denied, came=denied.replace("do not", "may")), 60)
    'negation: "We do not sell what …" -> "We may sell what …"'

    Args:
        reason: any.
        longest: characters. Where they are too few, each side that is too long is cut by whole words around the first
            edit, of what is denied around the denial; every quote is closed.
        catalogue: the language of the words around what the page says.
    """
    went, came = (None if side is None else plain(side) for side in (reason.went, reason.came))
    whole = replace(reason, subject=plain(reason.subject), went=went, came=came)
    said = plain(reason_words(whole, catalogue))
    if len(said) <= longest:
        return said
    frame = reason_words(replace(whole, went=went and _WENT, came=came and _CAME), catalogue)
    shown = [(mark, side) for mark, side in ((_WENT, went), (_CAME, came)) if side and mark in frame]
    room = longest - len(frame) + len(shown)
    if not shown or room < len(shown) * _LEAST:
        return closed(said, longest, catalogue)
    places = dict(zip((_WENT, _CAME), _told_places(reason.rule, went or "", came or ""), strict=True))
    for mark, side in shown:
        others = sum(len(other) for other_mark, other in shown if other_mark != mark)
        most = max(room // len(shown), room - others)  # what the other side leaves of its half is this one's
        frame = frame.replace(mark, around(side, places[mark], most))
    return frame


def closed(text: str, longest: int, catalogue: Catalogue = ENGLISH) -> str:
    """Return a text as one safe line of at most so many characters, in which no quote that it cuts is left open."""
    said = line(text, longest)
    for opening, closing in _quotes(catalogue) if said != plain(text) else ():
        if _is_open(said, opening, closing):
            cut = line(text, longest - len(closing))
            said = f"{cut}{closing}" if _is_open(cut, opening, closing) else cut
    return said


def _quotes(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return what opens and what closes a quote, in the page's words or in those around them."""
    opening, _, closing = plain(catalogue.gettext("“%(words)s”", words=_CUT)).partition(_CUT)
    return (_STRAIGHT, (opening.strip(), closing))


def _is_open(text: str, opening: str, closing: str) -> bool:
    return text.count(opening) % 2 == 1 if opening == closing else text.count(opening) > text.count(closing.strip())


def around(text: str, places: Sequence[range], longest: int) -> str:
    """Return a line, or the part of it around a place, at most so many characters, whole words where there are words.

    >>> around("We do never sell what you write to us.", [range(6, 11)], 24)
    'We do never sell what …'

    Args:
        text: one line.
        places: in characters, what is to be in it, the weightiest first; each may be empty.
        longest: characters.
    """
    if len(text) <= longest:
        return text
    ends = [*_ends(text)]
    core = range(0)
    for place in places:
        low = bisect_right(ends, place.start, hi=len(ends) - 1) - 1
        high = min(max(bisect_left(ends, place.stop), low + 1), len(ends) - 1)
        wider = range(min(core.start, low), max(core.stop, high)) if core else range(low, high)
        if not core or _length(text, ends[wider.start], ends[wider.stop]) <= longest:
            core = wider
    core = core or range(1)
    low, high = core.start, core.stop
    while high > low + 1 and _length(text, ends[low], ends[high]) > longest:
        high -= 1
    if _length(text, ends[low], ends[high]) > longest:
        return _within_word(text, places[0].start if places else 0, longest)
    while True:
        is_behind = (ends[core.start] - ends[low]) * _TIMES >= ends[high] - ends[core.stop]
        ways = [(low, high + 1), (low - 1, high)] if is_behind else [(low - 1, high), (low, high + 1)]
        fits = (
            way
            for way in ways
            if way[0] >= 0 and way[1] < len(ends) and _length(text, ends[way[0]], ends[way[1]]) <= longest
        )
        wider_still = next(fits, None)
        if wider_still is None:
            return _cut(text, ends[low], ends[high])
        low, high = wider_still


def _ends(text: str) -> Iterator[int]:
    """Yield where a line may be cut: before and behind each of its words, with what touches them."""
    yield 0
    at = 0
    before = ""
    for token in tokens(text):
        if at and not token.isspace() and (before.isspace() or has_unspaced(before) or has_unspaced(token)):
            yield at
        at, before = at + len(token), token
    yield at


def _cut(text: str, start: int, stop: int) -> str:
    before, after = f"{_CUT} " * (start > 0), f" {_CUT}" * (stop < len(text))
    part = text[start:stop]
    return f"{before}{part.rstrip(_LOOSE) if after else part}{after}"


def _length(text: str, start: int, stop: int) -> int:
    """Return how long a part of a line is with the signs of what is left out, or a little more than it is."""
    is_cut = stop < len(text)
    return stop - start + len(f"{_CUT} ") * ((start > 0) + is_cut) - (is_cut and text[stop - 1] == " ")


def _within_word(text: str, start: int, longest: int) -> str:
    """Return the part of a line around a place within a word that is too long."""
    start = max(min(start - longest // 3, len(text) - longest + 1), 0)
    stop = start + longest - (start > 0)
    part = text[start:stop] if stop >= len(text) else f"{text[start : stop - 1]}{_CUT}"
    return f"{_CUT * (start > 0)}{part}"


def _told_places(rule: Rule, went: str, came: str) -> tuple[Sequence[range], Sequence[range]]:
    """Return of what went and of what came where the words stand that say why it is told, the weightiest first."""
    languages = spoken(went, came) if rule is Rule.NEGATION else frozenset()
    denied = [negations_in(side, languages) if languages else [] for side in (went, came)]
    if not (went and came):
        return denied[0], denied[1]
    places = [*_edited(redline(went, came))] or [(range(0), range(0))]
    told = next((both for both in places if any(map(_inside, both, denied))), places[0])
    return _weighty(told[0], denied[0]), _weighty(told[1], denied[1])


def _edited(pieces: Redline) -> Iterator[tuple[range, range]]:
    """Yield where each edit of a redline stands in the text before, and in the one after."""
    starts = {*edits(pieces)}
    before = after = 0
    for at, (op, text) in enumerate(pieces):
        if at in starts:
            edit = edit_at(pieces, at)
            gone, fresh = (len(edit.get(side, "")) for side in (RedlineOp.DELETE, RedlineOp.INSERT))
            yield range(before, before + gone), range(after, after + fresh)
        before += len(text) * (op is not RedlineOp.INSERT)
        after += len(text) * (op is not RedlineOp.DELETE)


def _inside(place: range, marks: Sequence[range]) -> list[range]:
    return [mark for mark in marks if place.start <= mark.start < place.stop]


def _weighty(place: range, marks: Sequence[range]) -> Sequence[range]:
    """Return an edit with the denial in it, which weighs more, or with the one nearest to it."""
    if inside := _inside(place, marks):
        return [inside[0], place]
    nearest = sorted(marks, key=lambda mark: abs(mark.start - place.start))
    return [place, *nearest[:1]]
