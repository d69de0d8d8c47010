"""How the cost of a text grows with its size: processor time, the least of a few rounds, for noise only adds to it."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.shapes.work import Shape

MOST = 2.5
"""What a text of twice the size may cost: a step that is quadratic costs four times as much."""
_ROUNDS = 8
_UNMEASURED = 0.004  # seconds that are as soon the clock's and the collector's as the work's


def seconds(shape: Shape, size: int) -> float:
    """Return the processor time of one run of a shape's work."""
    work = shape.made(size)
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def growth(shape: Shape) -> float:
    """Return how many times as much a text of twice the size costs; measured again until that is little, or sure."""
    small = large = float("inf")
    for _ in range(_ROUNDS):
        small, large = min(small, seconds(shape, shape.small)), min(large, seconds(shape, 2 * shape.small))
        if large <= MOST * small or large < _UNMEASURED:
            break
    return large / max(small, _UNMEASURED / 2)
