"""Which clauses of a text stand at restless places, and which places stand within others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.restless.counts import Form
from monitor.core.restless.holes import HOLE
from monitor.core.restless.still import between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.records import Clause, RestlessPlace


def restless_positions(clauses: Sequence[Clause], places: Iterable[RestlessPlace]) -> frozenset[int]:
    """Return which clauses of a text stand at places that vary and are not told of while they do.

    Args:
        clauses: of a text, in order.
        places: that vary; those that are set still count for nothing.

    Returns:
        The indices of these clauses; empty where no place is found in the text.
    """
    return frozenset(index for place in places if not place.is_set_still for index in _at(clauses, place) or ())


def outermost(clauses: Sequence[Clause], places: Sequence[RestlessPlace]) -> tuple[RestlessPlace, ...]:
    """Return places without those that stand within another at which any text may stand: it is one place to people.

    What stands at the outer one is left out of account sentence by sentence; the inner one, found while some of them
    were told, would only say so again. One at which words of a sentence vary says more.

    Args:
        clauses: of a text, in order.
        places: that vary.

    Returns:
        The others in the same order, with those that are set still and those that are not found in the text.
    """
    outer = [place for place in places if place.is_open and not (place.pattern or place.is_set_still)]
    if not outer or len(places) < 2:
        return tuple(places)
    found = {place.key: _at(clauses, place) for place in places}

    def is_inner(place: RestlessPlace) -> bool:
        here = found[place.key]
        if here is None or place.is_set_still or (place.pattern and not _is_of_sentences(place, clauses[here[0]])):
            return False
        return any(_holds(found[one.key], here) for one in outer if one.key != place.key)

    return tuple(place for place in places if not is_inner(place))


def _is_of_sentences(place: RestlessPlace, clause: Clause) -> bool:
    """Tell whether whole sentences of a clause vary, not words within one."""
    known = set(sentences(clause.text))
    return all(one in known for part in place.pattern.split(HOLE) for one in sentences(part.strip()))


def _holds(outer: range | None, inner: range) -> bool:
    return outer is not None and outer.start <= inner.start and inner.stop <= outer.stop


def _at(clauses: Sequence[Clause], place: RestlessPlace) -> range | None:
    """Return which clauses of a text stand at a place; None where it has no such place."""
    if place.pattern:
        form = Form.of(place)
        fitting = (index for index, clause in enumerate(clauses) if form.fits(clause.text))
        first = next(fitting, None)
        return None if first is None else range(first, first + 1)
    found = between(clauses, place)
    return None if found is None else range(found.start, found.stop)
