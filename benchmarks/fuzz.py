"""Damaged inputs of all kinds: none may raise what is not documented, none may pass its bounds.

python -m benchmarks.fuzz [--count 20000] [--first 0] [--jobs 2] [--kinds pages,headers,robots,pdfs,imports,pairs]

The same number gives the same input. Exits 1 where something was found; each find is printed with its kind and number.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
import traceback
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

from benchmarks.fuzzing.inputs import INPUTS
from benchmarks.fuzzing.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 5.0
"""Processor time that one input, none of which is larger than some 200 KB, may take."""
_STEP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one input did.

    Args:
        kind: of input.
        number: its seed.
        seconds: of processor time.
        outcome: what came out, in a word.
        problem: what is wrong with that, "" for nothing.
    """

    kind: str
    number: int
    seconds: float
    outcome: str
    problem: str = ""


def tried(kind: str, number: int) -> Found:
    """Give one damaged input to the code that reads its kind."""
    made = INPUTS[kind](number)
    start = time.process_time()
    try:
        outcome, problem = TARGETS[kind](made)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a find
        last = traceback.extract_tb(error.__traceback__)[-1]
        outcome, problem = "raised", f"{type(error).__name__}: {error} at {last.filename}:{last.lineno}"[:300]
    return Found(kind=kind, number=number, seconds=time.process_time() - start, outcome=outcome, problem=problem)


def _tried(task: tuple[str, int]) -> Found:
    return tried(*task)


def tasks(kinds: Sequence[str], first: int, count: int) -> Iterator[tuple[str, int]]:
    """Yield so many inputs to try, the kinds in turn."""
    turns = cycle(kinds)
    for at in range(count):
        yield next(turns), first + at // len(kinds)


def results(kinds: Sequence[str], first: int, count: int, jobs: int) -> Iterator[Found]:
    """Yield what each input did, in no order."""
    if jobs == 1:
        yield from map(_tried, tasks(kinds, first, count))
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(_tried, tasks(kinds, first, count), chunksize=_STEP)


def summary(found: Sequence[Found]) -> Iterator[str]:
    """Yield a line for each kind: how many, what came out, what they took."""
    for kind in dict.fromkeys(one.kind for one in found):
        own = [one for one in found if one.kind == kind]
        outcomes = sorted({one.outcome for one in own}, key=lambda word: -sum(one.outcome == word for one in own))
        said = ", ".join(f"{sum(one.outcome == word for one in own):,} {word}" for word in islice(outcomes, 6))
        slowest = max(own, key=lambda one: one.seconds)
        mean = 1_000 * sum(one.seconds for one in own) / len(own)
        most = f"{1_000 * slowest.seconds:.0f} ms at most (number {slowest.number})"
        yield f"{kind:8} {len(own):7,}  {mean:6.1f} ms each, {most}; {said}"


def main() -> int:
    """Try them and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000, help="how many inputs (default 20,000)")
    parser.add_argument("--first", type=int, default=0, help="the first number of each kind (default 0)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--kinds", default=",".join(INPUTS), help=f"which (default {','.join(INPUTS)})")
    wanted = parser.parse_args()
    kinds = [kind for kind in wanted.kinds.split(",") if kind in INPUTS]
    found: list[Found] = []
    problems = 0
    for one in results(kinds, wanted.first, wanted.count, wanted.jobs):
        found.append(one)
        if one.problem or one.seconds > SECONDS:
            problems += 1
            print(f"\rfound: {one.kind} {one.number}: {one.problem or f'took {one.seconds:.1f} s'}", flush=True)
        if len(found) % 500 == 0:
            print(f"\r{len(found):,} of {wanted.count:,} tried, {problems} found", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print("\n".join(summary(found)))
    print(f"{len(found):,} inputs, {problems} found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
