"""How often somebody may try to sign in: counted in memory, of a bounded number of addresses and names."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

WINDOW = 15 * 60.0  # seconds in which attempts count
MOST_BY_ADDRESS = 10  # that failed; who forgot a password has tried them all by then
# from all addresses together: guessing stays hopeless, and to lock somebody out takes many machines
MOST_BY_NAME = 50
MOST_KEPT = 10_000  # addresses and names; of more the longest untouched are forgotten


@dataclass(frozen=True, slots=True)
class Attempts:
    """The attempts of late; one event loop uses it."""

    _times: OrderedDict[tuple[str, str], deque[float]] = field(default_factory=OrderedDict)

    def seconds_to_wait(self, address: str, name: str, *, now: float) -> int:
        """Return for how many seconds nobody at an address may try to sign in by a name, 0 where they may.

        Args:
            address: where the attempt comes from.
            name: that is tried.
            now: seconds of a clock that only goes forwards.
        """
        waits = []
        for key, most in _keys(address, name):
            times = self._times.get(key, deque())
            late = [then for then in times if then > now - WINDOW]
            if len(late) >= most:
                waits.append(int(late[-most] + WINDOW - now) + 1)
        return max(waits, default=0)

    def note(self, address: str, name: str, *, now: float) -> None:
        """Count an attempt; before it is known how it ends, so that many at once count as well."""
        for key, most in _keys(address, name):
            self._times.setdefault(key, deque(maxlen=most)).append(now)
            self._times.move_to_end(key)
        while len(self._times) > MOST_KEPT:
            self._times.popitem(last=False)

    def forgive(self, address: str, name: str) -> None:
        """Take back the attempt that was noted last: it succeeded."""
        for key, _ in _keys(address, name):
            if times := self._times.get(key):
                times.pop()


def _keys(address: str, name: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return ((("address", address), MOST_BY_ADDRESS), (("name", name.casefold()[:100]), MOST_BY_NAME))
