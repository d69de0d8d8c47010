"""Where the parts of a chart stand: across in percent of its width, whatever that is, and down in pixels.

So a chart is as wide as its window, and its letters stay as large as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.charts import Form
from monitor.core.phrases import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.charts import Chart, Column

_TOP, _PLOT, _BELOW = 16, 140, 36  # pixels: room for the upper number, the columns, two lines of labels
_SMALL_PLOT = 64  # pixels of the columns where each series has a picture
_LEFT = 9.0  # percent, for the numbers beside the columns
_GAP = 0.24  # of a column's room
_BAR = 14  # pixels
_MOST_NAMED = 12  # months of which some are named below; of more, the years alone are
_JANUARY, _QUARTERS = "-01", ("-01", "-04", "-07", "-10")
_WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that stands for a count.

    Args:
        x: where it begins, in percent.
        y: where it begins, in pixels from the top.
        width: in percent.
        height: in pixels.
        tone: of which series it is, from 0.
        says: what it stands for.
    """

    x: float
    y: float
    width: float
    height: float
    tone: int
    says: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a drawing.

    Args:
        x: where they stand, in percent: their middle, or their beginning at the left edge.
        y: their base line, in pixels from the top.
        text: the words.
    """

    x: float
    y: float
    text: str

    @property
    def anchor(self) -> str:
        """Return which part of them stands there."""
        return "middle" if self.x else "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One picture of a chart.

    Args:
        title: what it shows of the chart, "" for all.
        number: what was counted of that.
        says: the same in a sentence.
        height: in pixels.
        boxes: what stands for the counts.
        lines: of the scale, in pixels from the top.
        words: of the scale and below it.
    """

    title: str
    number: str
    says: str
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[float, ...] = ()
    words: tuple[Words, ...] = ()


def drawings_of(chart: Chart) -> tuple[Drawing, ...]:
    """Return the pictures of a chart: one, one for each series with counts, or one for each thing counted."""
    if chart.form == Form.BARS:
        return tuple(_bars(chart))
    if chart.form != Form.EACH:
        return (_columns(chart, range(len(chart.series)), _PLOT),)
    drawn = (index for index, one in enumerate(chart.series) if any(one.counts))
    return tuple(_columns(chart, range(index, index + 1), _SMALL_PLOT) for index in drawn)


def ceiling(most: int) -> int:
    """Return where a scale ends that has to hold a number.

    >>> [ceiling(most) for most in (0, 1, 3, 6, 11, 240, 1001)]
    [2, 2, 4, 6, 20, 400, 2000]
    """
    size = 1
    while True:
        for step in (2, 4, 6, 10):
            if most <= step * size:
                return step * size
        size *= 10


def _columns(chart: Chart, shown: range, plot: int) -> Drawing:
    is_share, is_one = chart.form == Form.SHARE, len(shown) == 1
    series = [chart.series[index] for index in shown]
    peak = max(max(one.counts) for one in chart.series) if chart.form == Form.EACH else max(chart.totals)
    top = _WHOLE if is_share else ceiling(peak)
    room = (100 - _LEFT) / len(chart.columns)
    boxes = []
    for at, column in enumerate(chart.columns):
        base = float(_TOP + plot)
        whole = (chart.totals[at] or 1) if is_share else top
        for tone, one in enumerate(series):
            height = plot * one.counts[at] / whole
            base -= height
            x = _LEFT + room * (at + _GAP / 2)
            of = f" of {chart.totals[at]:,}" if is_share else ""
            says = f"{column.words}: {one.counts[at]:,}{of} {one.label}"
            boxes.append(Box(round(x, 3), round(base, 2), round(room * (1 - _GAP), 3), round(height, 2), tone, says))
    percent = " %" if is_share else ""
    marks = [(_TOP + plot * (1 - part / 2), f"{top * part // 2:,}{percent}") for part in range(3)]
    total = sum(sum(one.counts) for one in series)
    return Drawing(
        title=series[0].label if is_one else "",
        number=f"{total:,}" if is_one else "",
        says=f"{series[0].label}: {count_words(total, *chart.unit)}." if is_one else chart.says,
        height=_TOP + plot + _BELOW,
        boxes=tuple(box for box in boxes if box.height),
        lines=tuple(y for y, _ in marks),
        words=(*(Words(0, y - 3, text) for y, text in marks), *_month_words(chart.columns, room, _TOP + plot)),
    )


def _month_words(months: tuple[Column, ...], room: float, base: int) -> Iterator[Words]:
    """Yield names below the columns: of each quarter's first month, of each year; of many months, the years alone."""
    are_named = len(months) <= _MOST_NAMED
    for at, month in enumerate(months):
        x, (name, year) = round(_LEFT + room * (at + 0.5), 3), month.words.split()
        if are_named and month.key.endswith(_QUARTERS):
            yield Words(x, base + 15, name[:3])
        if month.key.endswith(_JANUARY):
            yield Words(x, base + (30 if are_named else 15), year)


def _bars(chart: Chart) -> Iterator[Drawing]:
    top = max(chart.totals, default=0) or 1
    for column, count in zip(chart.columns, chart.totals, strict=True):
        says = f"{column.words}: {count:,}"
        width = round(max(0.5, 100 * count / top), 3) if count else 0
        bar = Box(0, 0, width, _BAR, 0, says)
        yield Drawing(title=column.words, number=f"{count:,}", says=says, height=_BAR, boxes=(bar,))
