"""Clauses whose words went into several neighbouring ones, or came from several."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.comparison.align import Side

_PASSED = 1  # clauses that may have come or gone between the pieces of one; a guess
PIECE = 0.6  # a quarter lower or higher, 12 and 4 of 131 verdicts differ
"""Share of a piece's words that must come from the whole for a split or merge."""


def splits(old: Side, new: Side, pairs: dict[int, int]) -> dict[int, tuple[int, ...]]:
    """Return the old clauses whose words went into several neighbouring new clauses."""
    free = set(range(len(new.words))).difference(pairs.values())
    found: dict[int, tuple[int, ...]] = {}
    for i, j in sorted(pairs.items()):
        if (j - 1 in free or j + 1 in free) and len(old.words[i]) > len(new.words[j]):
            rest = Counter(old.words[i])
            _take(new.words[j], rest)
            after = _pieces(rest, new, range(j + 1, len(new.words)), free)
            before = _pieces(rest, new, range(j - 1, -1, -1), free)
            if after or before:
                found[i] = (*reversed(before), j, *after)
                free.difference_update(before, after)
    return found


def _pieces(rest: Counter[str], new: Side, places: range, free: set[int]) -> list[int]:
    """Return the free clauses in a row whose words are nearly all left in `rest`, taking them out of it.

    One that has come or gone in between is passed over. A word of which less than none is left is none that is left.
    """
    run: list[int] = []
    passed = 0
    for j in places:
        if j not in free or passed > _PASSED:
            break
        said = new.words[j]
        known = _take(said, rest)
        if not said or known < PIECE * len(said):
            for word in said:
                rest[word] += 1
            passed += 1
            continue
        passed = 0
        run.append(j)
    return run


def _take(said: Iterable[str], rest: Counter[str]) -> int:
    """Take words out of `rest`, which may be left with less than none of one; return how many were there."""
    known = 0
    for word in said:
        count = rest.get(word, 0)
        rest[word] = count - 1
        known += count > 0
    return known
