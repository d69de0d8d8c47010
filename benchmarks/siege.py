"""Check a watchlist of which a fifth is hostile, beside the same list without: `python benchmarks/siege.py --help`."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.siege import siege

MOST_TIMES = 2.0  # what the hostile ones may add to the time of the honest ones
MOST_BYTES = 1_000_000_000


@click.command()
@click.option("--honest", default=240, show_default=True, help="Honest watches.")
@click.option("--hostile", default=60, show_default=True, help="Hostile watches, of all ways in turn.")
def main(honest: int, hostile: int) -> None:
    """Print both rounds; exit code 1 if the hostile watches cost the others too much, or something was told wrong."""
    with tempfile.TemporaryDirectory() as folder:
        alone, besieged = siege(Path(folder), honest=honest, hostile=hostile)
    for (name, kind), count in sorted(Counter(besieged.told).items(), key=str):
        print(f"{count:>3} x {name:40} {kind or 'read'}")
    for words, one in (("without them", alone), ("with them", besieged)):
        print(
            f"{words:13} honest watches done after {one.honest_seconds:6.1f} s, all after {one.seconds:6.1f} s,"
            f" peak {one.peak_bytes / 1e6:.0f} MB, exit code {one.code}"
        )
    times = besieged.honest_seconds / alone.honest_seconds
    print(f"honest watches took {times:.2f} times as long (at most {MOST_TIMES})")
    for line in (*alone.wrong, *besieged.wrong):
        print("wrong:", line)
    is_bad = times > MOST_TIMES or besieged.peak_bytes > MOST_BYTES or alone.wrong or besieged.wrong
    sys.exit(bool(is_bad))


if __name__ == "__main__":
    main()
