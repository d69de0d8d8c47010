"""Pages on which each printed line is an element of its own, as converters of PDF write them: paragraphs again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from crawler.extraction.reading.paragraphs import NUMBER, is_wrapped, joined, starts_anew
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
_FULL = 0.72  # of the column; a shorter line is an entry of a list where a small letter follows its end; as in flow.py
_TOGETHER = 1.5  # lines of headings in a row, on average; a guess: a title stands above the first section's
_STOP = re.compile(r"[.!?]['\"”’»)\]]{0,2} (?=[^\W\d_])")
_ENDED = (".", "!", "?", ":", ";", "。")
_DIGITS = re.compile(r"\d+")
_TAGS = frozenset({"div", "p", "span"})

_Look = tuple[str, str, frozenset[str]]


def with_paragraphs(page: Page) -> Page:
    """Return a page whose paragraphs are whole.

    Lines are joined where elements of one look follow one another, each with one line of about a column's width, and
    many go on with a small letter and some with a new sentence. A line alone in another look that ends like no sentence
    heads what follows; lines that recur, as the footers of pages do, are joined with nothing.

    Args:
        page: as it was walked; it is left as it is.
    """
    if sum(_goes_on(one, other) for one, other in pairwise(page.runs)) < _LEAST:
        return page
    looks = _looks(page)
    letters: Counter[_Look] = Counter()
    for run, look in zip(page.runs, looks, strict=True):
        if look is not None:
            letters[look] += len(run.text)
    common, _ = max(letters.items(), key=itemgetter(1), default=(None, 0))
    if common is None or not _are_lines([run for run, look in zip(page.runs, looks, strict=True) if look == common]):
        return page
    groups = list(_groups(page.runs, looks, common))
    heads = _heads(page.runs, looks, common)
    runs = [_whole([page.runs[at] for at in group], is_heading=group[0] in heads) for group in groups]
    return _with(page, runs, [group[0] for group in groups])


def _are_lines(runs: Sequence[Run]) -> bool:
    """Tell whether the runs of one look are lines that were cut at a column, not entries of a list."""
    going_on = sum(_goes_on(one, other) for one, other in pairwise(runs))
    broken = sum(_breaks(run.text) for run in runs)
    is_prose = going_on >= max(_LEAST, _SHARE * len(runs)) and broken >= _BROKEN * len(runs)
    return is_prose and is_wrapped([run.text for run in runs])


def _breaks(text: str) -> bool:
    """Tell whether a sentence begins within a line; "e.g." and "Art. 6" begin none."""
    return any(text[found.end()].isupper() for found in _STOP.finditer(text))


def _goes_on(before: Run, run: Run) -> bool:
    return run.kind is BlockKind.PARAGRAPH and run.text[0].islower() and not before.text.endswith(_ENDED)


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


def _groups(runs: Sequence[Run], looks: Sequence[_Look | None], common: _Look) -> Iterator[list[int]]:
    """Yield the places of the lines of each paragraph, and of every other run by itself."""
    often = Counter(_DIGITS.sub("0", run.text) for run in runs)
    group: list[int] = []
    width = 0
    for at, run in enumerate(runs):
        is_line = looks[at] == common and often[_DIGITS.sub("0", run.text)] == 1
        if group and not (is_line and _continues(runs[group[-1]].text, run.text, width)):
            yield group
            group, width = [], 0
        if not is_line:
            yield [at]
            continue
        group.append(at)
        width = max(width, len(run.text))
    if group:
        yield group


def _continues(before: str, text: str, width: int) -> bool:
    # entries of a list begin with a small letter too, and end where they will
    is_entry = text[0].islower() and before.endswith(_ENDED) and len(before) < _FULL * width
    return not starts_anew(before, text, width) and not is_entry


def _heads(runs: Sequence[Run], looks: Sequence[_Look | None], common: _Look) -> set[int]:
    """Return the places of lines that head what follows: short, with a capital or a number, in a look of headings.

    Lines of such a look stand alone as a rule; those of addresses and of lists stand together.
    """
    lines = Counter(looks)
    stretches = Counter(look for look, _ in groupby(looks))
    heading_looks = {
        look for look in lines if look not in {None, common} and lines[look] <= _TOGETHER * stretches[look]
    }
    return {
        at
        for at, (run, look) in enumerate(zip(runs, looks, strict=True))
        if look in heading_looks and at + 1 < len(runs) and looks[at + 1] in heading_looks | {common}
        if not run.style and run.words <= HEADING_WORDS and not run.text.endswith((*_ENDED, ","))
        if run.text[0].isupper() or NUMBER.match(run.text)
    }


def _whole(lines: Sequence[Run], *, is_heading: bool) -> Run:
    run = lines[0]._replace(
        text=joined([line.text for line in lines]),
        words=sum(line.words for line in lines),
        linked=sum(line.linked for line in lines),
        anchored=all(line.anchored for line in lines),
    )
    return run._replace(kind=BlockKind.HEADING, style="bold") if is_heading else run


def _with(page: Page, runs: list[Run], begun: Sequence[int]) -> Page:
    """Return a page with other runs, each of which begins where one of its own stood."""
    mass = [0] * len(page.nodes)
    for run in runs:
        if run.is_sentence:
            mass[run.node] += run.words
    page.add_up(mass)

    def moved(at: int) -> int:
        return bisect_left(begun, at)

    return Page(
        runs=runs,
        nodes=[replace(node, mass=words) for node, words in zip(page.nodes, mass, strict=True)],
        buttons=[button._replace(at=moved(button.at)) for button in page.buttons],
        struck=[struck._replace(at=moved(struck.at)) for struck in page.struck],
        aims={moved(at): aim for at, aim in page.aims.items()},
    )
