"""Restless places once a text was edited: where a clause beside one was reworded, or other words of one that varies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.core.restless.counts import Form
from monitor.core.restless.holes import HOLE, varying
from monitor.core.restless.settling import MOST_TEXTS, remembered
from monitor.core.restless.still import ALIKE, MOST_CLAUSES, edited, headings_of, neighbour, shown_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Clause, RestlessPlace


def followed(
    places: Sequence[RestlessPlace], old: Sequence[Clause], new: Sequence[Clause], gone: Sequence[Clause] = ()
) -> tuple[RestlessPlace, ...]:
    """Return places once an edit has been told: each with the other words that it has now, or that stand beside it.

    One whose clause, or a clause beside which, was told as gone is none any more where the new text has no such place.

    Args:
        places: that vary.
        old: the clauses of the text before.
        new: those of the text that was told.
        gone: those of the text before that were told as gone or reworded.
    """
    each = (_followed(place, old, new) for place in places)
    found = {one.key: one for one in each if one.is_set_still or not _is_gone(one, new, gone)}
    return tuple(found.values())


def _is_gone(place: RestlessPlace, new: Sequence[Clause], gone: Sequence[Clause]) -> bool:
    if shown_at(place, new) is not None:
        return False
    if place.pattern:
        return any(map(Form.of(place).fits, (clause.text for clause in gone)))
    return any(neighbour(clause) in {place.before, place.after} for clause in gone)


def _followed(place: RestlessPlace, old: Sequence[Clause], new: Sequence[Clause]) -> RestlessPlace:
    if shown_at(place, new) is not None:
        return place
    if not place.pattern:
        return _between_edited(place, old, new)
    form = Form.of(place)
    at = edited(form, [one.text for one in new], {one.text for one in old})
    texts = [one.text for one in new]
    if at is None:
        texts = [*headings_of(new)]
        at = edited(form, texts, headings_of(old))
    pattern = None if at is None else form.holed(texts[at])
    if at is None or not pattern or HOLE not in pattern:
        return place
    now = remembered(varying(pattern, texts[at]))
    return replace(place, pattern=pattern, texts=(now,), now=now, is_waiting=False)


def _between_edited(place: RestlessPlace, old: Sequence[Clause], new: Sequence[Clause]) -> RestlessPlace:
    """Return a place between the clauses that those beside it have become; what stands there was told with the edit."""
    if shown_at(place, old) is None:
        return place
    known = {one.text for one in old}
    names = [neighbour(one) for one in new if one.text not in known][:MOST_CLAUSES]
    standing = set(map(neighbour, new))
    before, after = (
        one if not one or one in standing else _most_alike(one, names) for one in (place.before, place.after)
    )
    moved = replace(place, before=before, after=after)
    shown = shown_at(moved, new)
    if shown is None:
        return place
    now = remembered(shown)
    texts = (*(one for one in place.texts if one != now), now)[-MOST_TEXTS:]
    return replace(moved, texts=texts, now=now, is_waiting=False)


def _most_alike(name: str, names: Sequence[str]) -> str:
    likely = [(fuzz.ratio(name, one, score_cutoff=ALIKE), one) for one in names]
    ratio, found = max(likely, default=(0.0, name))
    return found if ratio else name
