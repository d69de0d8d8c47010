"""Longest common subsequences of long sequences in bounded time and memory."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import count, pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

EXACT_AREA = 30_000_000
"""Product of two lengths up to which the exact answer is computed (bit-parallel: some 5 ms and 4 MB)."""


def increasing(values: Sequence[int]) -> set[int]:
    """Return the indices of a longest strictly increasing subsequence, in n log n."""
    tails: list[int] = []
    tail_values: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tail_values, value)
        before.append(tails[place - 1] if place else -1)
        tails[place : place + 1] = [index]
        tail_values[place : place + 1] = [value]
    chosen: set[int] = set()
    index = tails[-1] if tails else -1
    while index >= 0:
        chosen.add(index)
        index = before[index]
    return chosen


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return index pairs of equal elements, increasing on both sides and as many as can be found in bounded time."""
    return [(i + k, j + k) for i, j, length in common_runs(old, new) for k in range(length)]


def common_runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Return the same as runs of equal elements side by side: where each begins on both sides, and its length.

    Exact (bit-parallel LCS, Hyyrö 2004) up to `EXACT_AREA`; beyond it, elements that are unique on both sides
    anchor the rest (patience diff, Cohen), and what stays too large between anchors is left unpaired.
    """
    runs: list[tuple[int, int, int]] = []
    spans = [(0, len(old), 0, len(new), True)]
    while spans:
        low, high, left, right, may_anchor = spans.pop()
        start = low
        while low < high and left < right and old[low] == new[left]:
            low, left = low + 1, left + 1
        runs.append((start, left - (low - start), low - start))
        end = high
        while low < high and left < right and old[high - 1] == new[right - 1]:
            high, right = high - 1, right - 1
        runs.append((high, right, end - high))
        if (high - low) * (right - left) <= EXACT_AREA:
            runs.extend((low + i, left + j, length) for i, j, length in _exact(old[low:high], new[left:right]))
        elif may_anchor:
            anchors = [(low + i, left + j) for i, j in _anchors(old[low:high], new[left:right])]
            runs.extend((i, j, 1) for i, j in anchors)
            edges = [(low - 1, left - 1), *anchors, (high, right)]
            spans.extend((i + 1, next_i, j + 1, next_j, bool(anchors)) for (i, j), (next_i, next_j) in pairwise(edges))
    return sorted(run for run in runs if run[2])


def _exact(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterable[tuple[int, int, int]]:
    if not old or not new:
        return
    numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
    number = numbers.__getitem__
    edits = LCSseq.editops([*map(number, old)], [*map(number, new)])
    yield from ((block.a, block.b, block.size) for block in edits.as_matching_blocks() if block.size)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the pairs of elements that are unique on both sides and in the same order."""
    times_old, times_new = Counter(old), Counter(new)
    place = {element: index for index, element in enumerate(new) if times_new[element] == 1}
    unique = [(i, place[element]) for i, element in enumerate(old) if times_old[element] == 1 and element in place]
    chosen = increasing([j for _, j in unique])
    return [pair for index, pair in enumerate(unique) if index in chosen]
