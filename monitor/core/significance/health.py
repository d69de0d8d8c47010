"""Words of illness in a clause that came or went: a kind of data where it speaks of data, else a reason or a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.clauses import sentence_places
from monitor.core.significance.lexicon import Hit, hits_in_any_form

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEALTH = frozenset(["illness and treatment", "blood", "disability", "pregnancy", "allergies"])
_ON_DATA = frozenset(["data", "kind of data", "collection", "sharing", "retention", "keeping time"])


def without_illness(found: Sequence[Hit], text: str, languages: frozenset[str]) -> list[Hit]:
    """Return the hits of a text but those on health in sentences on no data: "save in cases of illness".

    Args:
        found: the terms of the lexicon in it.
        text: what is read.
        languages: the codes of those it may be in.
    """
    ill = {place for hit in found if hit.concept in _HEALTH for place in range(hit.start, hit.end)}
    if not ill:
        return [*found]
    said = [*found, *hits_in_any_form(text, languages)]
    on_data = {hit.start for hit in said if hit.category in _ON_DATA} - ill
    places = [range(start, end) for start, end in sentence_places(text)]
    told = {place for sentence in places if not on_data.isdisjoint(sentence) for place in sentence}
    return [hit for hit in found if hit.concept not in _HEALTH or hit.start in told]
