"""Runs to blocks: what only looks like a heading gets the level its place gives it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.dates.date_lines import is_date_label, without_stated_dates
from monitor.core.policy_terms import has_policy_word
from monitor.core.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extraction.reading.runs import Run

_DEEPEST = 6  # as in HTML, h1 to h6
_LONGEST = 1_000  # letters; headings of 2,649 real pages have 731 at most


def outlined(runs: Iterable[Run]) -> tuple[Block, ...]:
    """Return the runs as blocks.

    A marked-up heading keeps its level. One that only looks like a heading stands a level below what is open; the same
    look again is the same level again. A line that only states a date heads nothing, whatever it looks like: else all
    clauses would move when it changes. Nor does what is as long as a page: each clause below would bear it.
    """
    base = 0
    looks: list[str] = []
    blocks: list[Block] = []
    for run in runs:
        kind, level = run.kind, run.level
        if kind is BlockKind.HEADING and (len(run.text) > _LONGEST or _is_date_label(run.text)):
            kind, level = BlockKind.PARAGRAPH, 0
        elif kind is BlockKind.HEADING and not level:
            if run.style in looks:
                del looks[looks.index(run.style) + 1 :]
            else:
                looks.append(run.style)
            level = min(_DEEPEST, base + len(looks))
        elif kind is BlockKind.HEADING:
            base, looks = level, []
        blocks.append(Block(kind, run.text, level, run.label))
    return tuple(blocks)


@lru_cache(maxsize=4096)  # the headings of policies come again and again, from page to page and from check to check
def _is_date_label(text: str) -> bool:
    return is_date_label(text) and not has_policy_word(without_stated_dates(text))
