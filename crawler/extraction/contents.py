"""Tables of contents: lists of what follows, kept out of the clauses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.lexicon import CONTENTS_TITLE
from crawler.extraction.text import squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.runs import Run

_MIN_ENTRIES = 3
_MAX_ENTRY_WORDS = 20


def without_contents(runs: Sequence[Run]) -> list[Run]:
    """Return the runs without tables of contents.

    A table of contents is three or more short blocks in a row that either all link within the page, or each say,
    letter for letter and in the same order, what a later short block says. When in doubt it stays: a kept list harms
    less than a lost clause.
    """
    keys = [_key(run) for run in runs]
    where: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key:
            where.setdefault(key, []).append(index)
    dropped: set[int] = set()
    at = 0
    while at < len(runs):
        length = max(_anchored(runs, at), _announced(keys, where, at))
        if length >= _MIN_ENTRIES:
            dropped.update(range(at, at + length))
            if at and _is_title(runs[at - 1]):
                dropped.add(at - 1)
        at += max(1, length)
    return [run for index, run in enumerate(runs) if index not in dropped]


def _key(run: Run) -> str:
    return squash(run.text).lstrip("0123456789") if run.words <= _MAX_ENTRY_WORDS else ""


def _anchored(runs: Sequence[Run], at: int) -> int:
    length = 0
    while at + length < len(runs) and runs[at + length].anchored and runs[at + length].words <= _MAX_ENTRY_WORDS:
        length += 1
    return length


def _announced(keys: Sequence[str], where: dict[str, list[int]], at: int) -> int:
    """Count the blocks from here on that announce later ones in order, none of them among themselves."""
    length, last = 0, at
    limit = len(keys)
    while at + length < limit and keys[at + length]:
        later = next((place for place in where[keys[at + length]] if place > max(last, at + length)), -1)
        if later < 0:
            break
        limit = min(limit, later) if not length else limit
        last = later
        length += 1
    return length if length < _MIN_ENTRIES or _once(keys[at : at + length]) else 0


def _once(keys: Sequence[str]) -> bool:
    return max(Counter(keys).values()) == 1


def _is_title(run: Run) -> bool:
    return CONTENTS_TITLE.fullmatch(run.text.strip(" :.")) is not None
