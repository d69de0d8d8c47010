"""Which clauses of a text stand at restless places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.restless.holes import fills
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
    return frozenset(index for place in places if not place.is_set_still for index in _at(clauses, place))


def _at(clauses: Sequence[Clause], place: RestlessPlace) -> Iterable[int]:
    if place.pattern:
        fitting = (index for index, clause in enumerate(clauses) if fills(place.pattern, clause.text) is not None)
        first = next(fitting, None)
        return () if first is None else (first,)
    found = between(clauses, place)
    return () if found is None else range(*found.indices(len(clauses)))
