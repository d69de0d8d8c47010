"""Boxes that go on with the count of a policy's sections: a part of the policy, whatever they are called."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extraction.reading.runs import Page, Run

# "6. Contact", "§ 6 Kontakt", "Article 4.2: ...": what stands before the number, the number, and a word.
_COUNTED = re.compile(r"([^\d\W]{0,12}\.?\s?[§(\[]?\s?)(\d{1,3}(?:\.\d{1,3}){0,3})(?![\d/,-]|\.\d)[^\w\n]{1,4}[^\W\d]")
_RANK = 2  # of what a count is known by is the look
_LEAST = 3  # sections in a row that make a count: two numbered headings may be the steps of an offer


def counted_boxes(page: Page) -> dict[int, tuple[Run, Run]]:
    """Return the elements that begin with a heading which goes on with the count of the headings before them.

    The count is one of headings of the same look and spelling, each above the next: what counts again from the start,
    as a second form of the page for phones does, goes on with nothing. Where each number stands once on the page, its
    headings are of one count whatever their look.

    Args:
        page: the walked page.

    Returns:
        The heading that each goes on after, and its own.
    """
    counts: dict[tuple[str, ...], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    whole: dict[tuple[str, ...], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, key, number in _numbers(page):
        counts[key][number].append(at)
        whole[key[_RANK:]][number].append(at)
    last = [
        (count[number - 1][-1], places[0])
        for count in counts.values()
        for number, places in count.items()
        if _goes_on(count, number)
    ]
    last += [
        (count[number - 1][0], places[0])
        for count in whole.values()
        for number, places in count.items()
        if _goes_on(count, number) and all(len(found) == 1 for found in count.values())
    ]
    if not last:
        return {}
    first = _first_runs(page)
    return {_box(page, first, at): (page.runs[before], page.runs[at]) for before, at in last}


def _numbers(page: Page) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Yield the numbered headings: where they stand, what their count is known by, and their number in it."""
    for at, run in enumerate(page.runs):
        if run.style and run.linked * 2 < run.words and (found := _COUNTED.match(run.text)):
            above, _, number = found[2].rpartition(".")
            yield at, (run.style, str(run.level), found[1].casefold().strip(), above), int(number)


def _goes_on(count: dict[int, list[int]], number: int) -> bool:
    """Tell whether a number follows those right before it, all of them above."""
    places = [count[one] for one in range(number - _LEAST + 1, number + 1) if one in count]
    return len(places) == _LEAST and all(before[-1] < after[0] for before, after in pairwise(places))


def _first_runs(page: Page) -> list[int]:
    """Return for each node the first run in it."""
    first = [len(page.runs)] * len(page.nodes)
    for at in range(len(page.runs) - 1, -1, -1):
        first[page.runs[at].node] = at
    for index in range(len(page.nodes) - 1, 0, -1):
        around = page.nodes[index].parent
        first[around] = min(first[around], first[index])
    return first


def _box(page: Page, first: list[int], at: int) -> int:
    """Return the widest element that begins with a run."""
    node = page.runs[at].node
    while page.nodes[node].parent > 0 and first[page.nodes[node].parent] == at:
        node = page.nodes[node].parent
    return node
