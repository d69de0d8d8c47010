"""Another text where one came whole a few days ago, or where texts take turns: an edit that has to stay for a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.core.changes import comparison_of
from monitor.core.edits import edits_of
from monitor.core.patience import YOUNG
from monitor.core.restless.settling import remembered
from monitor.core.restless.still import ALIKE, between, shown_at
from monitor.core.restless.varied import varied
from monitor.core.restless.wholes import is_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.records import Baseline, Clause, ClauseChange, PolicyText, RestlessPlace


def is_again(
    edits: Sequence[ClauseChange],
    baseline: Baseline,
    drawn: PolicyText,
    places: Sequence[RestlessPlace],
    *,
    at: datetime,
) -> bool:
    """Tell whether edits do no more than put another text where one came whole, went or took turns lately.

    Args:
        edits: clause changes that would be told.
        baseline: the latest version.
        drawn: the text of the page now.
        places: that vary.
        at: when it was seen, UTC.
    """
    turning = [place for place in places if _takes_turns(place)]
    found = [place for place in (*turning, *_lately(baseline, at)) if _is_another(place, drawn.clauses)]
    return all(any(_is_within(edit, place, baseline.drawn, drawn) for place in found) for edit in edits)


def _takes_turns(place: RestlessPlace) -> bool:
    """Tell whether known texts stand at a place by turns; one alone that was missing once is an edit on its way."""
    return not (place.is_open or place.pattern or place.is_set_still) and any(place.texts)


def _lately(baseline: Baseline, at: datetime) -> Sequence[RestlessPlace]:
    """Return the places at which readers were told of other clauses by the latest version, where it is young."""
    before, now = baseline.previous, baseline.drawn
    if before is None or baseline.redrawn or at - baseline.snapshot.captured_at >= YOUNG:
        return []
    found = varied(before, now, None, at=at)
    if is_whole(found, now):
        return []
    edits = edits_of(comparison_of(baseline, before, now))
    told = (one for one in found if not one.pattern and any(_is_within(edit, one, before, now) for edit in edits))
    return [replace(place, texts=place.texts[-1:]) for place in told]


def _is_another(place: RestlessPlace, clauses: Sequence[Clause]) -> bool:
    """Tell whether what stands at a place now is neither known to stand there, nor a rewording of what is."""
    shown = shown_at(place, clauses)
    if shown is None:
        return False
    now = remembered(shown)
    return now not in place.texts and not any(fuzz.ratio(now, text, score_cutoff=ALIKE) for text in place.texts if text)


def _is_within(edit: ClauseChange, place: RestlessPlace, old: PolicyText, new: PolicyText) -> bool:
    sides = (edit.old, between(old.clauses, place)), (edit.new, between(new.clauses, place))
    return all(found and found.start <= clause.position < found.stop for some, found in sides for clause in some)
