"""How many requests programs may make: counted in memory, of a bounded number of them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

WINDOW = 60  # seconds
MOST = 300  # requests in a window: five a second, for which a program that follows links need not wait
MOST_KEPT = 10_000  # programs and addresses; of more the longest untouched are forgotten


@dataclass(frozen=True, slots=True)
class Rates:
    """The requests of the window that runs; one event loop uses it."""

    _counts: OrderedDict[str, tuple[int, int]] = field(default_factory=OrderedDict)

    def seconds_to_wait(self, who: str, *, now: float) -> int:
        """Count a request, and return 0 where it is answered, else after how many seconds the next one is.

        Args:
            who: makes it: a token, a user or an address.
            now: seconds of a clock that only goes forwards.
        """
        window = int(now // WINDOW)
        before, count = self._counts.get(who, (window, 0))
        count = count + 1 if before == window else 1
        self._counts[who] = (window, count)
        self._counts.move_to_end(who)
        if len(self._counts) > MOST_KEPT:
            self._counts.popitem(last=False)
        return 0 if count <= MOST else int((window + 1) * WINDOW - now) + 1
