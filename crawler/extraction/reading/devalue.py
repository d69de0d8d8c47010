"""State written flat: one list of values that name one another by their places."""

from __future__ import annotations

from typing import Any

_MAX_HOPS = 20  # from a wrapper to what it wraps; a guess: one that wraps itself never ends
_COLLECTIONS = frozenset({"Set", "Map", "null"})


def unflattened(values: list[Any]) -> Any:  # noqa: ANN401 - whatever the page holds
    """Return the value that a flat list stands for.

    Args:
        values: the list; the first is the outermost, and numbers inside of objects and lists are places in it.

    Returns:
        The value. It may hold itself, as the list may say so.
    """
    made = [{} if isinstance(value, dict) else [] if isinstance(value, list) else value for value in values]
    wrapped = {at: value[1] for at, value in enumerate(values) if _is_wrapper(value)}

    def at(place: object) -> Any:  # noqa: ANN401
        for _ in range(_MAX_HOPS):
            if not isinstance(place, int) or not 0 <= place < len(made):
                return None
            if place not in wrapped:
                return made[place]
            place = wrapped[place]
        return None

    for target, value in zip(made, values, strict=True):
        if isinstance(value, dict):
            target.update((key, at(place)) for key, place in value.items())
        elif isinstance(value, list):
            target.extend(at(place) for place in value if isinstance(place, int))
    return at(0)


def _is_wrapper(value: object) -> bool:
    """Tell ["Reactive", 1], which stands for the value at 1, from a list of places."""
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        return False
    return value[0] not in _COLLECTIONS
