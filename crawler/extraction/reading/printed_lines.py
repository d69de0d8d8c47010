"""Pages on which each printed line is an element of its own, as converters of PDF write them: paragraphs again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from crawler.extraction.reading.paragraphs import is_wrapped, joined, starts_anew
from crawler.extraction.reading.plain import HEADING_WORDS
from crawler.extraction.reading.runs import Page
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extraction.reading.runs import Run

# lines that go on with a small letter; a guess: none of 3,384 real pages has so many of one look
_LEAST = 5
_SHARE = 0.25  # of the lines go on so; a guess: of prose it is a half
_BROKEN = 0.1  # of the lines have a sentence's end within, as entries of a list have not; a guess: of prose a third
_STOP = re.compile(r"[.!?]['\"”’»)\]]{0,2} \w")
_TAGS = frozenset({"div", "p", "span"})
_ENDS = (".", "!", "?", ":", ";", ",", "。")

_Look = tuple[str, str, frozenset[str]]


def with_paragraphs(page: Page) -> Page:
    """Return a page whose paragraphs are whole.

    Lines are joined where elements of one look follow one another, each with one line of about a column's width, and
    many go on with a small letter and some with a new sentence. A line in another look that ends like no sentence heads
    what follows.

    Args:
        page: as it was walked; it is left as it is.
    """
    if sum(_goes_on(run) for run in page.runs) < _LEAST:
        return page
    looks = _looks(page)
    letters: Counter[_Look] = Counter()
    for run, look in zip(page.runs, looks, strict=True):
        if look is not None:
            letters[look] += len(run.text)
    common, _ = max(letters.items(), key=itemgetter(1), default=(None, 0))
    if not _are_lines([run for run, look in zip(page.runs, looks, strict=True) if look == common]):
        return page
    groups = list(_groups(page.runs, looks))
    runs = [_whole([page.runs[at] for at in group], is_body=looks[group[0]] in {common, None}) for group in groups]
    return _with(page, runs, [group[0] for group in groups])


def _are_lines(runs: Sequence[Run]) -> bool:
    """Tell whether the runs of one look are lines that were cut at a column, not entries of a list."""
    going_on = sum(map(_goes_on, runs))
    broken = sum(_STOP.search(run.text) is not None for run in runs)
    is_prose = going_on >= max(_LEAST, _SHARE * len(runs)) and broken >= _BROKEN * len(runs)
    return is_prose and is_wrapped([run.text for run in runs])


def _goes_on(run: Run) -> bool:
    return run.kind is BlockKind.PARAGRAPH and run.text[0].islower()


def _looks(page: Page) -> list[_Look | None]:
    """Return the look of each run that is alone in an element; what one element alone is called is its place."""
    alone = Counter(run.node for run in page.runs)
    parents = {node.parent for node in page.nodes}
    called = [node.classes.split() for node in page.nodes]
    often = Counter(name for names in called for name in set(names))
    looks: list[_Look | None] = []
    for run in page.runs:
        node = page.nodes[run.node]
        is_line = node.tag in _TAGS and alone[run.node] == 1 and run.node not in parents
        is_plain = run.kind is BlockKind.PARAGRAPH or run.style in {"bold", "caps"}
        names = frozenset(name for name in called[run.node] if often[name] > 1)
        looks.append((node.tag, run.style, names) if is_line and is_plain else None)
    return looks


def _groups(runs: Sequence[Run], looks: Sequence[_Look | None]) -> Iterator[list[int]]:
    """Yield the places of the lines of each paragraph, and of every other run by itself."""
    for look, stretch in groupby(range(len(runs)), key=lambda at: looks[at]):
        group: list[int] = []
        width = 0
        for at in stretch:
            text = runs[at].text
            if group and (look is None or starts_anew(runs[group[-1]].text, text, width)):
                yield group
                group, width = [], 0
            group.append(at)
            width = max(width, len(text))
        if group:
            yield group


def _whole(lines: Sequence[Run], *, is_body: bool) -> Run:
    first = lines[0]
    text = joined([line.text for line in lines])
    words = sum(line.words for line in lines)
    run = first._replace(
        text=text, words=words, linked=sum(line.linked for line in lines), anchored=all(line.anchored for line in lines)
    )
    is_heading = not is_body and not run.style and words <= HEADING_WORDS and not text.endswith(_ENDS)
    return run._replace(kind=BlockKind.HEADING, style="bold") if is_heading else run


def _with(page: Page, runs: list[Run], begun: Sequence[int]) -> Page:
    """Return a page with other runs, each of which begins where one of its own stood."""
    nodes = [replace(node, mass=0) for node in page.nodes]
    for run in runs:
        if run.is_sentence:
            nodes[run.node].mass += run.words
    for index in range(len(nodes) - 1, 0, -1):
        nodes[nodes[index].parent].mass += nodes[index].mass

    def moved(at: int) -> int:
        return bisect_left(begun, at)

    return Page(
        runs=runs,
        nodes=nodes,
        buttons=[button._replace(at=moved(button.at)) for button in page.buttons],
        struck=[struck._replace(at=moved(struck.at)) for struck in page.struck],
        aims={moved(at): aim for at, aim in page.aims.items()},
    )
