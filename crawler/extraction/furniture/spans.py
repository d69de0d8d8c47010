"""Which runs of a page stand in each of its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Page


def spans_of(page: Page) -> list[tuple[int, int]]:
    """Return for each element the first and the last run in it, by index; the last is -1 where it has none."""
    first, last = [len(page.runs)] * len(page.nodes), [-1] * len(page.nodes)
    for at, run in enumerate(page.runs):
        first[run.node] = min(first[run.node], at)
        last[run.node] = at
    for index in range(len(page.nodes) - 1, 0, -1):
        around = page.nodes[index].parent
        first[around] = min(first[around], first[index])
        last[around] = max(last[around], last[index])
    return list(zip(first, last, strict=True))
