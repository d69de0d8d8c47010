"""Ten people read and two manage while a schedule runs: `python benchmarks/load.py --help`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import quantiles

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.gathered import LARGE, SMALL, store_of
from storage.database import open_store, writing
from tests.load import under_load


def _prepared(folder: Path, *, is_large: bool) -> None:
    shutil.copytree(store_of(LARGE if is_large else SMALL), folder)
    # its pages are nowhere to be fetched
    with closing(open_store(folder)) as db, writing(db) as conn:
        conn.execute("UPDATE watches SET paused_at = added_at")
        conn.execute("DELETE FROM schedule")


@click.command()
@click.option("--seconds", default=600, show_default=True)
@click.option("--watches", default=60, show_default=True, help="That are checked, each once a minute.")
@click.option("--large", is_flag=True, help="On the store of browsing.py with 2,000 watches; else on the one with 100.")
def main(seconds: int, watches: int, *, large: bool) -> None:
    """Print what people were answered and how soon; exit code 1 if anything failed or was lost."""
    with tempfile.TemporaryDirectory(prefix="clausewatch-load-") as folder:
        load = under_load(
            Path(folder),
            seconds=seconds,
            watches=watches,
            prepared=lambda data: _prepared(data, is_large=large),
        )
    for what, took in sorted(load.seconds.items()):
        spread = quantiles(took, n=20) if len(took) > 1 else took * 19
        figures = f"median {spread[9]:6.3f} s, p95 {spread[18]:6.3f} s, most {max(took):6.3f} s"
        print(f"{what:36} {len(took):6} times, {figures}")
    print(f"answers: {dict(load.answers)}; asked to come again: {load.busy}; acts: {dict(load.acts)}")
    print(f"{load.checks} checks, {load.changes} changes told")
    for line in load.wrong[:50]:
        print("wrong:", line)
    sys.exit(bool(load.wrong))


if __name__ == "__main__":
    main()
