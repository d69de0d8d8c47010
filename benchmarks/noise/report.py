"""What the benchmark of noise prints."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.noise.kinds import KINDS
from benchmarks.noise.scoring import ROUNDS_TO_TELL, Life

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.noise.watched import WatchedPage

COLUMNS = ("noise", "false", "bare", "most", "mixed", "owed", "steady edits", "bare", "restless edits", "bare")
WIDTH = 120
LEGEND = """\
false: alarms about no edit, for each 100 checks; bare: the same of trafilatura, "alert when a word differs"
most: alarms about no edit in the life of one page; mixed: alarms that tell an edit and something else with it
owed: alarms that tell, once a page, that a clause of the policy varies
edits: told in the same round/within three/later/never; bare: told in the same round/all"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One page, as the product told it and as bare trafilatura would have.

    Args:
        page: which.
        product: what `clausewatch check` told.
        bare: what "alert when a word differs" tells of trafilatura's text of the same bytes.
    """

    page: WatchedPage
    product: Life
    bare: Life


def _per_100(lives: Sequence[Life]) -> str:
    return f"{100 * sum(life.false for life in lives) / sum(life.checks for life in lives):.1f}"


def _delays(lives: Sequence[Life], *, restless: bool) -> list[int | None]:
    return [told.rounds for life in lives for told in life.told if told.edit.is_restless is restless]


def _told(lives: Sequence[Life], *, restless: bool) -> str:
    """Return how many edits were told in the same round, within three, later and never; "" where there were none."""
    delays = _delays(lives, restless=restless)
    counts = (
        delays.count(0),
        sum(rounds is not None and 0 < rounds < ROUNDS_TO_TELL for rounds in delays),
        sum(rounds is not None and rounds >= ROUNDS_TO_TELL for rounds in delays),
        delays.count(None),
    )
    return "/".join(map(str, counts)) if delays else ""


def _at_once(lives: Sequence[Life], *, restless: bool) -> str:
    delays = _delays(lives, restless=restless)
    return f"{delays.count(0)}/{len(delays)}" if delays else ""


def _cells(name: str, judged: Sequence[Judged]) -> tuple[str, ...]:
    ours, bare = [one.product for one in judged], [one.bare for one in judged]
    return (
        name,
        _per_100(ours),
        _per_100(bare),
        str(max(life.false + life.owed for life in ours)),
        str(sum(life.mixed for life in ours)),
        str(sum(life.owed for life in ours)),
        _told(ours, restless=False),
        _at_once(bare, restless=False),
        _told(ours, restless=True),
        _at_once(bare, restless=True),
    )


def _groups(judged: Sequence[Judged]) -> list[list[tuple[str, list[Judged]]]]:
    """Return the rows by noise, by language and by template, and that of all."""
    by: tuple[dict[str, list[Judged]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    for one in judged:
        names = (one.page.noise.kind.name, one.page.code, one.page.template.__name__)
        for group, name in zip(by, names, strict=True):
            group[name].append(one)
    order = [kind.name for kind in KINDS]
    first = sorted(by[0].items(), key=lambda item: order.index(item[0]))
    return [first, list(by[1].items()), list(by[2].items()), [("all", list(judged))]]


def show(judged: Sequence[Judged], title: str) -> None:
    """Print the table, what its columns mean, and how often a page alarmed in its life."""
    table = Table(title=title)
    for place, name in enumerate(COLUMNS):
        table.add_column(name, justify="right" if place else "left", no_wrap=True)
    for group in _groups(judged):
        for name, some in group:
            table.add_row(*_cells(name, some))
        table.add_section()
    Console(width=WIDTH).print(table)
    print(LEGEND)
    ours, bare = [one.product for one in judged], [one.bare for one in judged]
    for name, lives in (("product", ours), ("bare trafilatura", bare)):
        alarms = [life.false + life.owed for life in lives]
        often = sum(count > 1 for count in alarms)
        print(
            f"{name}: {mean(alarms):.2f} alarms about no edit in the life of a page, {often} pages with more than one"
        )
