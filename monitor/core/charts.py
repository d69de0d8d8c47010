"""Charts of what the monitor has seen, as values: what was counted, its table, and what of it is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.failure_words import failure_words
from monitor.core.phrases import count_words, topic_words
from monitor.core.records import Significance
from monitor.core.records.catalogues import ENGLISH
from monitor.core.significance.lexicon import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

_YEAR = 12  # months
_ISO_YEAR, _ISO_MONTH = 4, 7  # characters of 2026, and of 2026-03
# months from which on a policy is counted to an age, the oldest first, and how that is said
_AGES = ((60, "5 years or more"), (24, "2 to 5 years"), (12, "1 to 2 years"), (6, "6 to 12 months"),
         (3, "3 to 6 months"), (0, "less than 3 months"))  # fmt: skip
# days within which a review was decided, and how that is said
_TIMES = ((1, "within a day"), (3, "in 2 or 3 days"), (7, "in 4 to 7 days"), (28, "in 1 to 4 weeks"))
_LATER, _OPEN = "later", "still open"
_TO_COME, _NO_DATE = "dated in the future", "no date stated"


class Form(StrEnum):
    """How a chart is drawn.

    Members:
        STACKED: a column for each month, its series on top of each other.
        SHARE: the same, each column being the whole of its month.
        EACH: columns again, a picture for each series.
        BARS: a bar for each of the things counted.
    """

    STACKED = "stacked"
    SHARE = "share"
    EACH = "each"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that is counted: a month, an age, a kind of failure.

    Args:
        key: what machines know it by.
        words: what it is called.
    """

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """One row of counts, a count for each column.

    Args:
        label: what is counted.
        counts: how often.
    """

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart.

    Args:
        name: what its address ends with.
        title: what stands above it.
        form: how it is drawn.
        along: what its columns are, "month".
        unit: what is counted, one and several.
        columns: the things counted.
        series: their counts.
        note: what has to be known to read it.
        empty: what is said where nothing was counted, and what to do next.
    """

    name: str
    title: str
    form: Form
    along: str
    unit: tuple[str, str]
    columns: tuple[Column, ...]
    series: tuple[Series, ...]
    note: str
    empty: str

    @property
    def totals(self) -> tuple[int, ...]:
        """Return what was counted in each column, all series together."""
        return tuple(map(sum, zip(*(one.counts for one in self.series), strict=True)))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was counted."""
        return not any(self.totals)

    @property
    def says(self) -> str:
        """Return in a sentence or two what it shows, for those who do not see it."""
        if self.is_empty:
            return self.empty
        if self.form == Form.SHARE:
            return f"{self._share(sum(self.series[0].counts), sum(self.totals))} {self.series[0].label}."
        sums = [(one.label, sum(one.counts)) for one in self.series]
        several = ": " + ", ".join(f"{count:,} {label}" for label, count in sums if count) if len(sums) > 1 else ""
        most = max(range(len(self.columns)), key=self.totals.__getitem__)
        count = count_words(sum(self.totals), *self.unit)
        return f"{count}{several}. Most: {self.columns[most].words} ({self.totals[most]:,})."

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of its table."""
        labels = tuple(one.label for one in self.series)
        return (self.along, *labels, *(("share",) if self.form == Form.SHARE else ()))

    @property
    def rows(self) -> list[tuple[Column, tuple[str, ...]]]:
        """Return its table: each column of the chart with its counts, and their share where that is shown."""
        rows = []
        for column, total, *counts in zip(self.columns, self.totals, *(one.counts for one in self.series), strict=True):
            share = (_percent(counts[0], total) if total else "",) if self.form == Form.SHARE else ()
            rows.append((column, (*(f"{count}" for count in counts), *share)))
        return rows

    def _share(self, part: int, whole: int) -> str:
        return f"{part:,} of {count_words(whole, *self.unit)} ({_percent(part, whole)})"


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"


def months_until(now: datetime, count: int) -> tuple[Column, ...]:
    """Return so many months, the one of a time the last.

    >>> from datetime import datetime
    >>> [month.key for month in months_until(datetime(2026, 2, 3), 3)]
    ['2025-12', '2026-01', '2026-02']
    """
    last = now.year * _YEAR + now.month - 1
    found = (divmod(number, _YEAR) for number in range(last - count + 1, last + 1))
    return tuple(Column(f"{year:04}-{month + 1:02}", ENGLISH.month(year, month + 1)) for year, month in found)


def _series(found: Mapping[tuple[str, str], int], label: str, keys: Sequence[str], columns: Iterable[Column]) -> Series:
    return Series(label, tuple(sum(found.get((column.key, key), 0) for key in keys) for column in columns))


def changes_chart(months: tuple[Column, ...], found: Mapping[tuple[str, str], int]) -> Chart:
    """Return the chart of changes a month.

    Args:
        months: its columns.
        found: how many changes there were of a month and a significance.
    """
    shown = (
        ("material", (Significance.MATERIAL,)),
        ("minor", (Significance.MINOR,)),
        ("cosmetic", (Significance.COSMETIC, Significance.NONE)),
    )
    return Chart(
        name="changes",
        title="Changes a month",
        form=Form.STACKED,
        along="month",
        unit=("change", "changes"),
        columns=months,
        series=tuple(_series(found, label, keys, months) for label, keys in shown),
        note="By when they were first seen; a version of the past counts in its own month.",
        empty="No change was seen in these months. A first check keeps the text as it is; later changes show here.",
    )


def silent_chart(months: tuple[Column, ...], found: Mapping[tuple[str, str], int]) -> Chart:
    """Return the chart of how many changes of substance were silent.

    Args:
        months: its columns.
        found: how many changes of substance there were of a month, by "silent" and "said".
    """
    return Chart(
        name="silent",
        title="Share of silent changes",
        form=Form.SHARE,
        along="month",
        unit=("change of substance", "changes of substance"),
        columns=months,
        series=(_series(found, "silent", ["silent"], months), _series(found, "not silent", ["said"], months)),
        note="A change is silent where the text changed in substance and the date the page states did not move.",
        empty="No change of substance was seen in these months, so none was silent.",
    )


def topics_chart(months: tuple[Column, ...], found: Mapping[tuple[str, str], int], most: int) -> Chart:
    """Return the chart of what changed clauses speak of.

    Args:
        months: its columns.
        found: how many clause changes of substance there were of a month and a topic.
        most: changes of which they were counted.
    """
    return Chart(
        name="topics",
        title="Topics over time",
        form=Form.EACH,
        along="month",
        unit=("mention", "mentions"),
        columns=months,
        series=tuple(_series(found, topic_words(topic), [topic], months) for topic in TOPICS),
        note="Clauses that changed in substance; one that speaks of several topics is counted for each. "
        f"The newest {most:,} changes are looked at.",
        empty="No clause changed in substance in these months.",
    )


def age_of(stated: str, now: datetime) -> str:
    """Return to which age a policy is counted, in words.

    Args:
        stated: the date it states, as exact as it says; a year alone counts from its first month.
        now: the time of looking.

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 1)
    >>> age_of("2025-11-30", now), age_of("2019", now), age_of("", now)
    ('3 to 6 months', '5 years or more', 'no date stated')
    """
    year, month = stated[:_ISO_YEAR], stated[_ISO_YEAR + 1 : _ISO_MONTH] or "1"
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        return _NO_DATE
    months = (now.year - int(year)) * _YEAR + now.month - int(month)
    return next((words for least, words in _AGES if months >= least), _TO_COME)


def ages_chart(now: datetime, found: Iterable[tuple[str, int]]) -> Chart:
    """Return the chart of how old the newest versions say they are.

    Args:
        now: the time of looking.
        found: dates that are stated, "" for none, each with how many watches state it.
    """
    words = (_TO_COME, *(words for _, words in reversed(_AGES)), _NO_DATE)
    counts = dict.fromkeys(words, 0)
    for stated, watches in found:
        counts[age_of(stated, now)] += watches
    return Chart(
        name="ages",
        title="Age of policies",
        form=Form.BARS,
        along="age",
        unit=("watch", "watches"),
        columns=tuple(Column(one, one) for one in words),
        series=(Series("watches", tuple(counts.values())),),
        note="By the date that the newest version states.",
        empty="No version has been kept yet. 'clausewatch check' reads the pages of the watchlist.",
    )


def failures_chart(found: Iterable[tuple[str, int]], since: str) -> Chart:
    """Return the chart of why checks failed.

    Args:
        found: kinds of failures, each with how many checks ended so.
        since: from when on they were counted, in words, "" where there was no check.
    """
    kinds = sorted(found, key=lambda pair: (-pair[1], pair[0]))
    return Chart(
        name="failures",
        title="Failed checks by kind",
        form=Form.BARS,
        along="kind",
        unit=("failed check", "failed checks"),
        columns=tuple(Column(kind, failure_words(kind).what) for kind, _ in kinds),
        series=(Series("failed checks", tuple(count for _, count in kinds)),),
        note=f"Of the checks since {since}." if since else "",
        empty="No check failed in this time." if since else "No check has been made in this time.",
    )


def reviews_chart(found: Iterable[tuple[int | None, int]], since: str) -> Chart:
    """Return the chart of how long changes were reviewed.

    Args:
        found: full days from when a change was told until its review was decided, None where it is open, each with how
            many reviews there were.
        since: from when on the changes were told, in words.
    """
    counts = dict.fromkeys((*(words for _, words in _TIMES), _LATER, _OPEN), 0)
    for days, reviews in found:
        within = _OPEN if days is None else next((words for most, words in _TIMES if days < most), _LATER)
        counts[within] += reviews
    return Chart(
        name="reviews",
        title="Time to review",
        form=Form.BARS,
        along="decided",
        unit=("review", "reviews"),
        columns=tuple(Column(one, one) for one in counts),
        series=(Series("reviews", tuple(counts.values())),),
        note=f"Of changes told since {since}, by when they were accepted or dismissed.",
        empty="No change that was told in this time waits for a review, or had one.",
    )
