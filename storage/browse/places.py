"""How many requests of one kind are answered at once; who comes beyond that is told to come back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.browse.visitors import Cost

if TYPE_CHECKING:
    from collections.abc import Iterator

# of the threads that read for the pages, the costly ones leave half, and programs one to people
THREADS = 8
MOST_AT_ONCE = {Cost.COSTLY: 4, Cost.OWN_SQL: 2, Cost.PROGRAM: 3}


class BusyError(Exception):
    """All places are taken."""


@dataclass(frozen=True, slots=True)
class Places:
    """The requests that are being answered, by what they take; one event loop uses it."""

    taken: dict[Cost, int] = field(default_factory=dict)

    @contextmanager
    def place(self, cost: Cost) -> Iterator[None]:
        """Hold a place while the block runs.

        Raises:
            BusyError: there is none.
        """
        now = self.taken.get(cost, 0)
        if now >= MOST_AT_ONCE.get(cost, now + 1):
            raise BusyError
        self.taken[cost] = now + 1
        try:
            yield
        finally:
            self.taken[cost] -= 1
