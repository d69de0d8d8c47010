"""Rights that a sentence grants by a verb: "you may ask us to delete it", "you have the right to know"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.clauses import sentence_places
from monitor.core.significance.lexicon import Hit, named_in
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RIGHT, _TOPIC = "right", "access"
_LEADS, _RESERVED = "leads", "reserved"
_REACH = 16  # words between what grants a right and its verb, which German has at the end of a clause
_PHRASE = 8  # words that are told of a right; of a longer phrase the verb alone
_NEGATION = "negation"


def with_granted(found: Sequence[Hit], text: str, languages: frozenset[str]) -> list[Hit]:
    """Return the hits of a text with one for each right that it grants by a verb, in order.

    What the lexicon names as that right already in the sentence is not named twice, and a right that somebody else
    reserves ("we reserve the right to delete") or a sentence that denies something grants none.

    Args:
        found: the terms of the lexicon in it.
        text: what is read.
        languages: the codes of those it may be in.
    """
    named = [*named_in("granted", text, languages)]
    leads = [hit for hit in named if hit.category == _LEADS]
    if not leads:
        return [*found]
    plain = words(text)
    fresh = [
        one
        for start, end in sentence_places(text)
        if not any(start <= hit.start < end for hit in named if hit.category == _RESERVED)
        and not any(start <= hit.start < end for hit in found if hit.category == _NEGATION)
        for one in _granted([hit for hit in named if start <= hit.start < end], plain)
        if not any(start <= hit.start < end for hit in found if (hit.category, hit.concept) == (_RIGHT, one.concept))
    ]
    return sorted([*found, *fresh], key=lambda hit: hit.start)


def _granted(named: Sequence[Hit], plain: Sequence[str]) -> Iterator[Hit]:
    """Yield the rights of one sentence, each once."""
    told: set[str] = set()
    lead: Hit | None = None
    for hit in named:
        if hit.category == _LEADS:
            lead = hit
        elif lead and hit.start - lead.end <= _REACH and hit.category not in told:
            told.add(hit.category)
            start = lead.start if hit.end - lead.start <= _PHRASE else hit.start
            said = " ".join(plain[start : hit.end])
            yield Hit(category=_RIGHT, concept=hit.category, topic=_TOPIC, text=said, start=start, end=hit.end)
