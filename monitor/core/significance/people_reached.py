"""People around the reader who get to know something, though no word of sharing says so: "your employer sees it"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.clauses import sentence_places
from monitor.core.significance.lexicon import Hit, named_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECIPIENT, _TOPIC = "recipient", "third-party"
_PEOPLE, _WAYS, _SOURCES = "people", "ways", "sources"
_NEGATION = "negation"
_BESIDE = 1  # words between what leads to a source and the source: "from your employer"
_DEEDS = frozenset(["sharing", "sale of data"])


def with_people(found: Sequence[Hit], text: str, languages: frozenset[str]) -> list[Hit]:
    """Return the hits of a text with one for each of the people around the reader whom something reaches, in order.

    One from whom something comes is none of them ("a letter from your doctor"), nor one of whom the sentence does not
    say that anything gets there ("ask your doctor"), or denies something.

    Args:
        found: the terms of the lexicon in it.
        text: what is read.
        languages: the codes of those it may be in.
    """
    named = [*named_in("reached", text, languages)]
    people = [hit for hit in named if hit.category == _PEOPLE]
    if not people:
        return [*found]
    leading = {hit.end for hit in named if hit.category == _SOURCES}
    known = {place for hit in found if hit.category == _RECIPIENT for place in range(hit.start, hit.end)}
    ways = [*(hit for hit in named if hit.category == _WAYS), *(hit for hit in found if hit.category in _DEEDS)]
    fresh = [
        Hit(category=_RECIPIENT, concept=one.concept, topic=_TOPIC, text=one.text, start=one.start, end=one.end)
        for start, end in sentence_places(text)
        if any(start <= way.start < end for way in ways)
        and not any(start <= hit.start < end for hit in found if hit.category == _NEGATION)
        for one in people
        if start <= one.start < end
        and one.start not in known
        and leading.isdisjoint(range(one.start - _BESIDE, one.start + 1))
    ]
    return sorted([*found, *fresh], key=lambda hit: hit.start)
