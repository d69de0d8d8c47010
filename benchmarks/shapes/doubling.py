"""How the cost of a text grows with its size: processor time, the least of a few rounds, for noise only adds to it."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.shapes.work import Shape

MOST = 2.5
"""What a text of twice the size may cost: a step that is quadratic costs four times as much."""
_ROUNDS = 5
_UNMEASURED = 0.004  # seconds that are as soon the clock's and the collector's as the work's


def seconds(shape: Shape, size: int) -> float:
    """Return the processor time of one run of a shape's work."""
    work = shape.made(size)
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def growth(shape: Shape) -> float:
    """Return how many times as much a text of twice the size costs.

    Where that is too much it is asked again of texts twice as large: what grows with the square does so each time, a
    bound that is passed, as from a short block to a long one, only once.
    """
    first = _growth(shape, shape.small)
    return first if first <= MOST else min(first, _growth(shape, 2 * shape.small))


def _growth(shape: Shape, size: int) -> float:
    small = large = float("inf")
    for _ in range(_ROUNDS):
        small, large = min(small, seconds(shape, size)), min(large, seconds(shape, 2 * size))
        if large <= MOST * small or large < _UNMEASURED:
            break
    return large / max(small, _UNMEASURED / 2)
