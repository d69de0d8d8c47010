"""What a month came to, as the benchmark prints it: every mail in a line, a table by trouble, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.troubles.making import DAILY, RESTLESS, STILL, TROUBLES
from benchmarks.troubles.story import Verdict, day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.troubles.story import Line, Story

MOST_REQUESTS = 1.05  # a check of a site on which nothing varies
# false alarms for each 100 checks where words vary from look to look, and where they do by the day
MOST_FALSE = {RESTLESS: 0.3, DAILY: 4.0}
WIDTH = 150
SHOWN = 90  # characters of a text in a false alarm
COLUMNS = (
    "trouble",
    "sites",
    "edits",
    "missed",
    "median h",
    "longest h",
    "false",
    "/100",
    "owed",
    "blind",
    "turned",
    "requests",
)
LEGEND = """\
edits: real ones, at restless sites also where words vary; missed: of these; h: from when the page shows one to its mail
false: mails that tell nothing that happened; /100: the same for each 100 checks; owed: sites that told of a clause of
the policy which varies, as in a section that fails to load; blind, turned: sites told as blind, as another text
requests: a check"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The sites of one trouble.

    Args:
        name: of the trouble.
        stories: theirs.
    """

    name: str
    stories: list[Story] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """Their mails."""
        return [line for story in self.stories for line in story.lines]

    @property
    def requests(self) -> float:
        """How many a check takes."""
        return sum(one.life.requests for one in self.stories) / sum(one.life.checks for one in self.stories)

    @property
    def false_per_100(self) -> float:
        """How many false alarms there are for each 100 checks."""
        checks = sum(one.life.checks for one in self.stories)
        return 100 * sum(one.false for one in self.stories) / checks

    def count(self, verdict: Verdict) -> int:
        """Return how many sites had a mail of a kind."""
        return sum(any(line.verdict is verdict for line in story.lines) for story in self.stories)

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        edits = sum(len(one.life.site.edits) for one in self.stories)
        told = sum(len(line.edits) for line in self.lines)
        hours = [line.hours for line in self.lines if line.verdict is Verdict.EDIT and line.hours is not None]
        return (
            self.name,
            str(len(self.stories)),
            str(edits),
            str(edits - told),
            f"{median(hours):.1f}" if hours else "",
            f"{max(hours):.0f}" if hours else "",
            str(sum(one.false for one in self.stories)),
            f"{self.false_per_100:.2f}",
            str(self.count(Verdict.OWED)),
            str(self.count(Verdict.BLIND)),
            str(self.count(Verdict.TURNED)),
            f"{self.requests:.3f}",
        )


def rows_of(stories: Sequence[Story]) -> list[Row]:
    """Return the sites by trouble."""
    rows = {name: Row(name=name) for name in (STILL, *(name for name, _, _ in TROUBLES))}
    for story in stories:
        rows[story.life.site.trouble].stories.append(story)
    return [row for row in rows.values() if row.stories]


def log(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each mail and for what no mail tells, by trouble and kind."""
    for row in rows:
        yield f"\n{row.name}"
        for story in sorted(row.stories, key=lambda one: one.life.site.kind):
            site = story.life.site
            about = f"{site.number:5} {site.phases[0].code} {site.kind}"
            for line in story.lines:
                cause = line.cause if line.hours is None else f"{line.cause}, {line.hours:.1f} h before"
                yield f"{line.verdict:6} day {day_of(line.told.hour):>4}{about} | {line.told.subject} | {cause}"
                if line.verdict is Verdict.FALSE:
                    yield from (f"{'':8}{went[:SHOWN]!r} -> {came[:SHOWN]!r}" for went, came in line.told.pairs[:2])
            yield from (f"MISSED {about} | {what}" for what in story.untold)


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    table = Table()
    for place, name in enumerate(COLUMNS):
        table.add_column(name, justify="right" if place else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row.cells())
    Console(width=WIDTH).print(table)
    print(LEGEND)


def wrong(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what is not as it should be."""
    for row in rows:
        yield from (f"site {one.life.site.number}: never told, {what}" for one in row.stories for what in one.untold)
        most = MOST_FALSE.get(row.name, 0.0)
        if row.false_per_100 > most:
            yield f"{row.name}: {row.false_per_100:.2f} false alarms for each 100 checks, at most {most}"
        if row.name == STILL and row.requests > MOST_REQUESTS:
            yield f"{row.name}: {row.requests:.3f} requests a check, at most {MOST_REQUESTS}"
