"""Watch policies with nameless noise in them, beside bare trafilatura: `python benchmarks/restless.py --help`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click
import trafilatura

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.clock import Clock
from benchmarks.measure import run
from benchmarks.noise.kinds import KINDS
from benchmarks.noise.report import Judged, show
from benchmarks.noise.scoring import Alarm, life, spaced
from benchmarks.noise.watched import ALL, WatchedPage, watched_page
from monitor.core.records import Significance
from storage.changes import clause_changes_of
from storage.database import open_store
from tests.product import COMMAND, ROOT, Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from asyncio import StreamWriter

    from tests.servers import Answer, Asked

DAY = 86_400.0
FULL, QUICK = 12, 6  # rounds
TOLD = (Significance.MINOR, Significance.MATERIAL)
# what subscribers have been told of since the last look into the store
NEW_NOTICES = """
SELECT n.change_id AS id, w.url, n.change_id FROM notice_changes n
JOIN changes c ON c.id = n.change_id
JOIN watches w ON w.id = c.watch_id
WHERE n.change_id > :last ORDER BY n.change_id
"""
FAILED = "SELECT count(*) FROM fetches WHERE outcome = 'failed'"
HEALTH = "SELECT count(*) FROM notices WHERE kind = 'health'"


@dataclass(kw_only=True)
class Served:
    """The pages as they are served in the current round.

    Args:
        is_slow: every look of a round sees the same.
        round_number: 0 before the first.
        looks: how often each page was asked for in the round.
        requests: for pages, in all rounds but 0.
    """

    is_slow: bool
    round_number: int = 0
    looks: Counter[int] = field(default_factory=Counter)
    requests: int = 0

    def turn(self) -> None:
        """Begin the next round."""
        self.round_number += 1
        self.looks.clear()

    def answer(self, one: WatchedPage) -> Answer:
        """Return what answers for a page."""

        async def answer(asked: Asked, writer: StreamWriter) -> None:
            look = 0 if self.is_slow else self.looks[one.number]
            self.looks[one.number] += 1
            self.requests += self.round_number > 0
            await page(one.html(self.round_number, look))(asked, writer)

        return answer


@dataclass(kw_only=True)
class Watching:
    """The product at work on the pages.

    Args:
        product: its data folder and command.
        alarms: what it told, by the address of the page.
        cpu_seconds: what its checks took.
    """

    product: Product
    alarms: dict[str, list[Alarm]] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    _last: int = field(default=0, init=False)

    def check(self) -> None:
        """Check every page."""
        self.cpu_seconds += run([*COMMAND, "check", "--all"], env=self.product.environment, cwd=ROOT).cpu_seconds

    def read(self, round_number: int) -> int:
        """Take what subscribers were told since the last time as alarms of a round; return of how many pages."""
        with closing(open_store(self.product.folder)) as db:
            pairs: dict[str, list[tuple[str, str]]] = {}
            for number, url, change in db.execute(NEW_NOTICES, {"last": self._last}).fetchall():
                self._last = number
                told = (one for one in clause_changes_of(db, change) if one.significance in TOLD)
                found = pairs.setdefault(url, [])
                found += (("\n".join(c.text for c in one.old), "\n".join(c.text for c in one.new)) for one in told)
        for url, some in pairs.items():
            self.alarms.setdefault(url, []).append(Alarm(round_number=round_number, pairs=tuple(some)))
        return len(pairs)

    def count(self, sql: str) -> int:
        """Return what a query counts in the store."""
        return self.product.query(sql)[0][0]


def bare_alarms(one: WatchedPage, rounds: int) -> list[Alarm]:
    """Return what "alert when a word differs" tells of trafilatura's text of the first look of each round."""
    texts = [
        trafilatura.extract(one.html(number, 0).encode(), favor_recall=True) or "" for number in range(1, rounds + 1)
    ]
    return [
        Alarm(round_number=number, pairs=((old, new),))
        for number, (old, new) in enumerate(pairwise(texts), 2)
        if spaced(old) != spaced(new)
    ]


def judged(one: WatchedPage, alarms: list[Alarm], rounds: int) -> Judged:
    """Return a page with both lives."""
    edits, owed = one.shown_edits(rounds), one.noise.kind.owed
    both = (life(edits, found, checks=rounds - 1, owed=owed) for found in (alarms, bare_alarms(one, rounds)))
    product, bare = both
    return Judged(page=one, product=product, bare=bare)


def numbers_of(pages: int, *, is_quick: bool) -> list[int]:
    """Return which pages to watch: in a quick run two for each noise, of several languages and templates."""
    if not is_quick:
        return list(range(pages))
    other = ALL // len(KINDS)
    return [kind + len(KINDS) * (7 * (kind + turn) % other) for kind in range(len(KINDS)) for turn in range(2)]


def own_clock(folder: Path) -> Clock:
    """Return a clock that is set ahead between rounds."""
    try:
        return Clock(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        raise click.ClickException(
            "A clock of its own needs a C compiler, cc; '--days 0' leaves the true time."
        ) from error


def watch(
    each: list[WatchedPage], served: Served, folder: Path, *, rounds: int, days: float
) -> tuple[Watching, list[Judged]]:
    """Put pages on a watchlist, check them in every round, and judge what was told."""
    clock = own_clock(folder) if days else None
    watching = Watching(product=Product(folder / "data", **(clock.environment() if clock else {})))
    with Site() as site:
        for one in each:
            site[one.path] = served.answer(one)
        rows = [f"{site.url(one.path)},reader@example.org" for one in each]
        (folder / "watches.csv").write_text("\n".join(["url,email", *rows]), encoding="utf-8")
        watching.product.run("import", str(folder / "watches.csv"), seconds=3600)
        for number in range(1, rounds + 1):
            served.turn()
            if clock:
                clock.step(days * DAY)
            watching.check()
            print(f"round {number}: {watching.read(number)} pages told", flush=True)
        return watching, [judged(one, watching.alarms.get(site.url(one.path), []), rounds) for one in each]


@click.command()
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    default=ALL,
    show_default=True,
    help="How many; each noise in every language and template.",
)
@click.option("--rounds", type=click.IntRange(min=2), help=f"How many. [default: {FULL}, quick {QUICK}]")
@click.option("--slow", "is_slow", is_flag=True, help="Noise turns between rounds only: two looks in one see the same.")
@click.option(
    "--days",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="Between two rounds, by a clock of its own; 0: true time.",
)
@click.option("--quick", "is_quick", is_flag=True, help="Fewer pages and rounds.")
@click.option("--seed", default="1", show_default=True, help="Another one gives other pages.")
def main(*, pages: int, rounds: int | None, is_slow: bool, days: float, is_quick: bool, seed: str) -> None:
    """Print false alarms by kind of noise, how edits were told, and what bare trafilatura would have said."""
    rounds = rounds or (QUICK if is_quick else FULL)
    each = [watched_page(seed, number, rounds=rounds) for number in numbers_of(pages, is_quick=is_quick)]
    served, checks = Served(is_slow=is_slow), len(each) * rounds
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        watching, found = watch(each, served, Path(folder), rounds=rounds, days=days)
        show(found, f"{len(each)} pages, {rounds} rounds {days:g} days apart, {'slow' if is_slow else 'fast'} noise")
        print(f"requests: {served.requests / checks:.2f} a check")
        print(f"failed checks: {watching.count(FAILED)}; mails that a watch is blind or sees: {watching.count(HEALTH)}")
        print(f"processor time: {1000 * watching.cpu_seconds / checks:.0f} ms a check, the start of each round in it")


if __name__ == "__main__":
    main()
