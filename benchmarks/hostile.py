"""Print what the costliest shapes of texts take at their full size, 5 MB for a page, and how that grows with it.

python -m benchmarks.hostile [--seconds 5] [--jobs 2] [PART OF A NAME...]

Exits 1 where one takes more than the seconds of processor time, or twice the text more than 2.5 times as much.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import sys
from typing import TYPE_CHECKING

from benchmarks.shapes.doubling import MOST, growth, seconds
from benchmarks.shapes.work import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 60  # seconds of processor time, after which a shape is given up
_LEAST = 8  # times the small size from which on sizes are doubled up to the full one


def measured(number: int) -> tuple[int, int, float, float]:
    """Return a shape's number, the largest size that was tried, the most it took, and its growth when small.

    The largest need not be the costliest: of a page with too many tags no more is read than that.
    """
    gc.set_threshold(50_000, 20, 20)  # as in the workers and the commands that do this work
    shape = SHAPES[number]
    ratio = growth(shape)
    size = min(shape.large, _LEAST * shape.small)
    most = spent = seconds(shape, size)
    while size < shape.large and spent * 2 < _PATIENCE:
        size = min(2 * size, shape.large)
        spent = seconds(shape, size)
        most = max(most, spent)
    return number, size, most, ratio


def results(numbers: list[int], jobs: int) -> Iterator[tuple[int, int, float, float]]:
    """Yield what each shape took, in the order in which they are done."""
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=8) as pool:
        yield from pool.imap_unordered(measured, numbers)


def main() -> int:
    """Print the table and return 0, or 1 where a bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="processor time a text may take (default 5)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("names", nargs="*", help="parts of the names of shapes (default: all)")
    wanted = parser.parse_args()
    numbers = [at for at, shape in enumerate(SHAPES) if all(name in shape.name for name in wanted.names)]
    over = 0
    print(f"{'':58} {'size':>10} {'':8} {'seconds':>8} {'x for double':>13}")
    for number, size, spent, ratio in results(numbers, wanted.jobs):
        shape = SHAPES[number]
        is_over = spent > wanted.seconds or ratio > MOST or size < shape.large
        over += is_over
        line = f"{shape.name[:58]:58} {size:10,} {shape.unit:8} {spent:8.2f} {ratio:13.2f}"
        print(f"{line}{'  over' if is_over else ''}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000
    print(f"{len(numbers)} shapes, {over} over the bound; {peak:,.0f} MB at most")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
