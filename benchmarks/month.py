"""Watch made-up sites for a month, its clock and its network made up too: `python benchmarks/month.py --help`."""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import timedelta
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.troubles.living import lives
from benchmarks.troubles.making import CYCLE, LEAST_DAYS, site_of
from benchmarks.troubles.report import log, rows_of, show, wrong
from benchmarks.troubles.story import Story, story_of

GROUP = CYCLE  # sites that share a store; each has some of every trouble


def watched(seed: str, numbers: range, days: int, every: timedelta) -> tuple[list[Story], float]:
    """Watch some sites in a store of their own; return their stories, and the processor time in seconds."""
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        found, seconds = lives(
            [site_of(seed, number, days=days) for number in numbers], Path(folder), days=days, every=every
        )
        return [story_of(life) for life in found], seconds


@click.command()
@click.option("--watches", type=click.IntRange(min=1), default=2000, show_default=True, help="How many.")
@click.option("--days", type=click.IntRange(min=LEAST_DAYS), default=30, show_default=True, help="Of the month.")
@click.option("--every", type=click.IntRange(1, 24), default=12, show_default=True, help="Hours between two checks.")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count(), help="Processes. [default: all cores]")
@click.option("--seed", default="1", show_default=True, help="Another one gives other sites.")
def main(*, watches: int, days: int, every: int, jobs: int, seed: str) -> None:
    """Print each mail beside what truly happened, and a table; exit code 1 where one is wrong or one is missing."""
    groups = [range(first, min(first + GROUP, watches)) for first in range(0, watches, GROUP)]
    stories: list[Story] = []
    spent = 0.0
    with ProcessPoolExecutor(jobs) as pool:
        each = [pool.submit(watched, seed, group, days, timedelta(hours=every)) for group in groups]
        for done, one in enumerate(as_completed(each), 1):
            found, seconds = one.result()
            stories += found
            spent += seconds
            print(f"{done} of {len(groups)} groups of sites, {spent:.0f} s of processor time", file=sys.stderr)
    rows = rows_of(sorted(stories, key=lambda one: one.life.site.number))
    for line in log(rows):
        print(line)
    show(rows)
    requests = sum(one.life.requests for one in stories)
    print(f"{requests} requests in {days} days; processor time: {1000 * spent / requests:.1f} ms each")
    failures = list(wrong(rows))
    for line in failures:
        print("wrong:", line)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
