"""Let `serve` live through a day at sixty times the speed of the true clock: `python benchmarks/day.py --help`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.day import FINE, SPEED, live

MOST_GROWTH = 0.10
MOST_GAP = 1.6  # intervals: two checks of a watch are at most 1.5 apart, and one takes its time
MOST_SECONDS_TO_STOP = 20.0


@click.command()
@click.option("--watches", default=500, show_default=True, help="How many.")
@click.option("--hours", default=24.0, show_default=True, help="Of the fast clock.")
@click.option("--every", default=180, show_default=True, help="Minutes between two checks of a watch.")
@click.option("--edits", default=60, show_default=True, help="Pages that change once.")
def main(watches: int, hours: float, every: int, edits: int) -> None:
    """Print what came of it; exit code 1 if a check or a mail was missed, or memory grew."""
    print(f"{hours:g} hours of {watches} watches, {hours / SPEED * 60:.0f} minutes of true time.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        day = live(Path(folder), watches=watches, hours=hours, every_minutes=every, edits=edits)
    print(f"checks: {day.checks}, the longest gap {day.longest_gap:.2f} intervals (at most {MOST_GAP})")
    print(f"mails: {sum(day.told.values())} of {day.edits}, {day.repeats} twice; {day.refused} refused at first")
    print(f"readers: {dict(day.reads)}")
    print(
        f"memory: {day.memory[len(day.memory) // 5] / 1e6:.0f} MB to {day.memory[-1] / 1e6:.0f} MB"
        f" ({day.growth:+.1%}, at most {MOST_GROWTH:+.0%}), peak with children {max(day.whole_memory) / 1e6:.0f} MB"
    )
    print(f"SIGTERM: exit code {day.code} after {day.seconds_to_stop:.1f} s")
    for line in day.wrong:
        print("wrong:", line)
    is_bad = (
        day.wrong
        or day.growth > MOST_GROWTH
        or day.longest_gap > MOST_GAP
        or day.repeats
        or not set(day.reads) <= FINE
        or day.code != 0
        or day.seconds_to_stop > MOST_SECONDS_TO_STOP
    )
    sys.exit(bool(is_bad))


if __name__ == "__main__":
    main()
