"""Whether a crawl is alive and gets on, told from its signs of life alone: they are counted, and no clock is read.

A second counts where the process that listens was itself awake for it. So one that was stopped together with its crawl,
or a machine that slept, is no reason to end anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

FIRST_SIGN = 120  # seconds: a slow machine takes long to start a crawl, whatever pages may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long a crawl is waited for, in seconds.

    Args:
        silence: without any line of it.
        standstill: without a request that begins or ends, or a result.
        leave: from the moment it is asked to stop.
    """

    silence: int
    standstill: int
    leave: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What is known of a crawl's life at a moment.

    Args:
        is_begun: whether it has given a sign of life.
        moves: what its last beat counted.
        silent: seconds since its last line.
        still: seconds, in beats and in silence, since it last got on.
        leaving: the same since it was asked to stop.
    """

    is_begun: bool = False
    moves: int = -1
    silent: int = 0
    still: int = 0
    leaving: int = 0

    def beaten(self, moves: int, *, is_leaving: bool) -> Pulse:
        """Return the pulse after a beat, one second after the one before; `moves` is what it counts."""
        return Pulse(
            is_begun=True,
            moves=moves,
            still=0 if moves != self.moves else self.still + 1,
            leaving=self.leaving + is_leaving,
        )

    def moved(self) -> Pulse:
        """Return the pulse after a line that shows that the crawl gets on."""
        return replace(self, is_begun=True, silent=0, still=0)

    def missed(self, *, is_leaving: bool) -> Pulse:
        """Return the pulse after a second without a line."""
        return replace(
            self, silent=self.silent + 1, still=self.still + self.is_begun, leaving=self.leaving + is_leaving
        )

    def trouble(self, bounds: Bounds) -> str:
        """Say what is wrong with the crawl where a bound is reached, "" while all is well."""
        silence = bounds.silence if self.is_begun else max(bounds.silence, FIRST_SIGN)
        if self.silent >= silence:
            return f"it gave no sign of life for {self.silent} seconds"
        if self.still >= bounds.standstill:
            return f"it did not get on for {self.still} seconds"
        if self.leaving >= bounds.leave:
            return f"it did not stop within {self.leaving} seconds"
        return ""
