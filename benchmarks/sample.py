"""Things that are made anew with one number changed at a time: how many come out otherwise."""

from __future__ import annotations

import functools
import importlib
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks.witness import Key, Notes, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.constants import Constant


class Sample:
    """Things of one kind, what is made of each, and how many come out otherwise under another value.

    Args:
        name: of the kind, for the table.
        items: the things.
        work: what is made of one, as a digest.
    """

    def __init__(self, name: str, items: Sequence[Any], work: Callable[[Any], str]) -> None:
        self.name = name
        self.items = items
        self.work = work
        self.plain = [self._tried(item) for item in items]
        self.notes = Notes()
        self.moved: dict[Key, set[int]] = defaultdict(set)
        self.unfollowed = 0

    def _tried(self, item: Any) -> str:
        try:
            return self.work(item)
        except Exception as error:  # noqa: BLE001 - a number may be such that a rule cannot bear it
            return f"raised {error!r}"

    def watch(self, found: Sequence[Constant]) -> None:
        """Go through all things once with witnesses in place of the constants."""
        for one in found:
            others = {(one.module, one.name, value): value for value in ways(one.value)}
            put(one, Witness(one.value, others, self.notes))
        forget()
        loads = 0
        for place, item in enumerate(self.items):
            moved = self._moved(item, place, found)
            for key in moved:
                self.moved[key].add(place)
            forget(loads=False)
            if loads != loaded():  # what was loaded now is there for all that follow
                for key in moved - self._moved(item, place, found):
                    self.moved[key].update(range(len(self.items)))
                forget(loads=False)
            loads = loaded()
        for one in found:
            put(one, one.value)

    def _moved(self, item: Any, place: int, found: Sequence[Constant]) -> set[Key]:
        self.notes.moved = set()
        if self._tried(item) == self.plain[place]:
            return self.notes.moved
        self.unfollowed += 1
        return {(one.module, one.name, value) for one in found for value in ways(one.value)}

    def differ(self, one: Constant, value: float, most: int) -> tuple[int, int]:
        """Count what comes out otherwise when a constant has another value.

        Args:
            one: the constant.
            value: instead of its own.
            most: try no more than so many of the things for which it may matter.

        Returns:
            (how many differ, of how many): of all, or of those tried where they were too many.
        """
        places = sorted(self.moved[one.module, one.name, value])
        tried = places[:: -(-len(places) // most) or 1]
        put(one, value)
        count = sum(self._tried(self.items[place]) != self.plain[place] for place in tried)
        put(one, one.value)
        return count, len(self.items) if tried == places else len(tried)


def ways(value: float) -> tuple[float, ...]:
    """Return what a number is changed to: half and twice; a share a quarter of the way to nothing and to the whole.

    >>> ways(7), ways(1), ways(0.5)
    ((3, 14), (2,), (0.375, 0.625))
    """
    if isinstance(value, float) and 0 < value < 1:
        return value * 0.75, value + (1 - value) * 0.25
    half = value // 2 if isinstance(value, int) else value / 2
    return tuple(way for way in (half, value * 2) if way not in (0, value))


def put(one: Constant, value: object) -> None:
    """Set a constant in every module that holds it, and forget what was worked out with the one before."""
    for module, name in one.holders:
        setattr(importlib.import_module(module), name, value)
    if not isinstance(value, Witness):
        forget()


def _remembering() -> tuple[Any, ...]:
    modules = [module for name, module in sys.modules.items() if name.startswith(("crawler.", "monitor."))]
    held = {id(one): one for module in modules for one in vars(module).values()}
    return tuple(one for one in held.values() if isinstance(one, functools._lru_cache_wrapper))  # noqa: SLF001


def forget(*, loads: bool = True) -> None:
    """Empty what functions remember of pages, and what they have loaded."""
    for one in _remembering():
        if loads or one.cache_parameters()["maxsize"] is not None:
            one.cache_clear()


def loaded() -> int:
    """Count what was loaded once and for all."""
    return sum(one.cache_info().misses for one in _remembering() if one.cache_parameters()["maxsize"] is None)
