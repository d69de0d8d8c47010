"""Restless places once a text was edited: where other words of a clause that varies in part were reworded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.restless.counts import Form
from monitor.core.restless.holes import HOLE, varying
from monitor.core.restless.settling import remembered
from monitor.core.restless.still import edited, headings_of, shown_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Clause, RestlessPlace


def followed(
    places: Sequence[RestlessPlace], old: Sequence[Clause], new: Sequence[Clause]
) -> tuple[RestlessPlace, ...]:
    """Return places once an edit has been told: each that varies in part with the other words that it has now.

    Args:
        places: that vary.
        old: the clauses of the text before.
        new: those of the text that was told.
    """
    found = {one.key: one for one in (_followed(place, old, new) for place in places)}
    return tuple(found.values())


def _followed(place: RestlessPlace, old: Sequence[Clause], new: Sequence[Clause]) -> RestlessPlace:
    if not place.pattern or shown_at(place, new) is not None:
        return place
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
