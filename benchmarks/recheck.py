"""`make bench`: what a first check and a recheck of generated pages cost, beside bare Scrapy and trafilatura alone."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import trafilatura

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from bare import CONCURRENCY  # noqa: E402 - it stands beside this file
from measure import Cost, run  # noqa: E402
from pages import NOISES, write_corpus  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = HERE.parent
FULL, QUICK = (500, 3), (100, 1)  # pages, and runs of each kind
FIRST_TWO = (1, 2)
KNOWN, KNOWN_ROUND = "known", 8  # noise in all, in a round before which each part of it was new several times
ALL_NOISES = (*NOISES, KNOWN)
PRODUCT = (sys.executable, "-c", "from monitor.cli.main import main; main()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One tool over all pages of a round, and over a single one, several times each.

    Args:
        pages: how many.
        ones: what a single page cost each time: mostly the start of the processes.
        alls: what all of them cost each time.
    """

    pages: int
    ones: tuple[Cost, ...]
    alls: tuple[Cost, ...]

    @property
    def rate(self) -> float:
        """Return the pages a second once the processes run, by the medians."""
        return (self.pages - 1) / max(self.seconds - self.start_seconds, 0.001)

    @property
    def seconds(self) -> float:
        """Return the wall clock for all pages."""
        return median(cost.seconds for cost in self.alls)

    @property
    def start_seconds(self) -> float:
        """Return the wall clock for a single page."""
        return median(cost.seconds for cost in self.ones)

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time for all pages."""
        return median(cost.cpu_seconds for cost in self.alls)

    @property
    def peak_bytes(self) -> int:
        """Return the largest sum of resident memory seen in any of the runs."""
        return max(cost.peak_bytes for cost in self.alls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One round under one kind of noise.

    Args:
        noise: what differs between the rounds, besides the edits.
        round_number: 1, where all is new, 2, the recheck, or `KNOWN_ROUND`.
        product: `clausewatch check --all`.
        bare: bare Scrapy.
        trafilatura: pages a second on all cores, and CPU seconds for all pages.
        false: pages told though nothing of substance changed.
        missed: pages that changed and were not told.
        edited: how many changed.
    """

    noise: str
    round_number: int
    product: Run
    bare: Run
    trafilatura: tuple[float, float]
    false: tuple[str, ...]
    missed: tuple[str, ...]
    edited: int


def shared_corpus(shared: Path, folder: Path, *, pages: int, noise: str) -> set[str]:
    """Have the generator beside the repository write the corpus instead of ours; return the edited pages."""
    subprocess.run(
        [sys.executable, shared / "bench" / "gen_pages.py", "--out", folder, "--n", str(pages), "--noise", noise],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return set(truth["rounds"]["2"]["changed"])


@contextmanager
def serving(corpus: Path | None, *, etag: bool) -> Iterator[str]:
    """Serve a corpus, or pages made up as they are asked for, from another process; yield its address."""
    command = [sys.executable, HERE / "server.py", *([corpus] if corpus else []), *(["--etag"] if etag else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.kill()


def publish(address: str, round_number: int) -> None:
    """Switch the server to a round."""
    urllib.request.urlopen(f"{address}/round/{round_number}", timeout=10).close()  # noqa: S310 - our own server


def product(data: Path, *arguments: str | Path) -> Cost:
    """Run a command of the product on a data folder."""
    settings = {
        "CLAUSEWATCH_DATA": str(data),
        "CLAUSEWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "CLAUSEWATCH_HOST_DELAY": "0",
        "CLAUSEWATCH_HOST_CONCURRENCY": str(CONCURRENCY),
        "CLAUSEWATCH_CONCURRENCY": str(CONCURRENCY),
    }
    return run([*PRODUCT, *arguments], env=settings, cwd=ROOT)


def told(data: Path) -> set[str]:
    """Return the names of the watches whose subscribers would have heard something."""
    with closing(sqlite3.connect(data / "clausewatch.sqlite")) as conn:
        rows = conn.execute("SELECT name FROM change_log WHERE significance IN ('minor', 'material')")
        return {name for (name,) in rows}


def snapshots(data: Path) -> int:
    """Return how many first versions the store holds."""
    with closing(sqlite3.connect(data / "clausewatch.sqlite")) as conn:
        return conn.execute("SELECT count(*) FROM snapshots WHERE reason = 'first'").fetchone()[0]


def _extract(path: Path) -> float:
    start = time.process_time()
    trafilatura.extract(path.read_bytes(), favor_recall=True)
    return time.process_time() - start


def trafilatura_alone(files: list[Path]) -> tuple[float, float]:
    """Let trafilatura draw text on all cores, their start not counted; return pages a second and CPU seconds."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(_extract, files[: 4 * cores]))
        start = time.perf_counter()
        cpu_seconds = sum(pool.map(_extract, files, chunksize=8))
        return len(files) / (time.perf_counter() - start), cpu_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Some pages of a corpus, ready to be fetched by either tool.

    Args:
        folder: where its files are: the data folder and the list of addresses.
        names: the pages.
    """

    folder: Path
    names: tuple[str, ...]

    @classmethod
    def ready(cls, folder: Path, address: str, names: tuple[str, ...]) -> Bench:
        """Write the lists and fill the watchlist."""
        folder.mkdir()
        rows = [f"{address}/{name}/privacy,{name},reader@example.org" for name in names]
        (folder / "watches.csv").write_text("\n".join(["url,name,email", *rows]), encoding="utf-8")
        (folder / "urls.txt").write_text("\n".join(row.split(",")[0] for row in rows), encoding="utf-8")
        product(folder / "data", "import", folder / "watches.csv", "--no-trial")
        return cls(folder=folder, names=names)

    def bare(self) -> Cost:
        """Fetch every page with bare Scrapy."""
        cost = run([sys.executable, HERE / "bare.py", self.folder / "urls.txt"])
        if cost.output.strip() != str(len(self.names)):
            raise SystemExit(f"bare Scrapy got {cost.output.strip()} of {len(self.names)} pages")
        return cost

    def keep(self) -> None:
        """Keep the data folder as it is now."""
        shutil.copytree(self.folder / "data", self.folder / "kept", dirs_exist_ok=True)

    def restore(self) -> None:
        """Put the data folder back to what was kept."""
        shutil.rmtree(self.folder / "data")
        shutil.copytree(self.folder / "kept", self.folder / "data")

    def check(self) -> Cost:
        """Check every page with the product."""
        cost = product(self.folder / "data", "check", "--all")
        if (seen := snapshots(self.folder / "data")) != len(self.names):
            raise SystemExit(f"only {seen} of {len(self.names)} pages were seen: {cost.output[-300:]}")
        return cost


def measured(one: Bench, every: Bench, repeats: int) -> tuple[Run, Run]:
    """Fetch the pages in turns with bare Scrapy and with the product, each time from the same store; return both."""
    costs: list[tuple[Cost, Cost, Cost, Cost]] = []
    for bench in (one, every):
        bench.keep()
    for turn in range(repeats):
        if turn:
            one.restore()
            every.restore()
        costs.append((one.bare(), every.bare(), one.check(), every.check()))
    bare_ones, bare_alls, ones, alls = zip(*costs, strict=True)
    pages = len(every.names)
    return Run(pages=pages, ones=bare_ones, alls=bare_alls), Run(pages=pages, ones=ones, alls=alls)


def rounds(noise: str, corpus: Path, edited: set[str], scratch: Path, *, repeats: int) -> Iterator[Row]:
    """Check a corpus in rounds, and measure them beside bare Scrapy on the same server in the same minute.

    There are two; where the noise of the last is to be known from those before, it alone is measured.
    """
    names = tuple(sorted(path.stem for path in (corpus / "round1").iterdir()))
    numbers = range(1, KNOWN_ROUND + 1) if noise == KNOWN else FIRST_TWO
    with serving(corpus, etag=noise == "none") as address:
        one = Bench.ready(scratch / "one", address, names[:1])
        every = Bench.ready(scratch / "every", address, names)
        for number in numbers:
            publish(address, number)
            if noise == KNOWN and number < KNOWN_ROUND:
                one.check()
                every.check()
                continue
            bare, checked = measured(one, every, repeats)
            real, heard = (edited if number > 1 else set()), told(every.folder / "data")
            yield Row(
                noise=noise,
                round_number=number,
                product=checked,
                bare=bare,
                trafilatura=trafilatura_alone(sorted((corpus / f"round{number}").iterdir())),
                false=tuple(sorted(heard - real)),
                missed=tuple(sorted(real - heard)),
                edited=len(real),
            )


COLUMNS = (
    ("noise", 11), ("round", 5), ("pages/s", 7), ("Scrapy", 6), ("ratio", 5), ("trafilatura", 11), ("ratio", 5),
    ("start s", 9), ("CPU ms", 14), ("peak MB", 7), ("false", 5), ("missed", 6),
)  # fmt: skip


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as the table has it."""
    cpu_seconds = (row.product.cpu_seconds, row.bare.cpu_seconds, row.trafilatura[1])
    return (
        row.noise + (" + ETag" if row.noise == "none" else ""),
        str(row.round_number),
        f"{row.product.rate:.0f}",
        f"{row.bare.rate:.0f}",
        f"{row.product.rate / row.bare.rate:.2f}",
        f"{row.trafilatura[0]:.0f}",
        f"{row.product.rate / row.trafilatura[0]:.2f}",
        f"{row.product.start_seconds:.1f} / {row.bare.start_seconds:.1f}",
        " / ".join(f"{1000 * seconds / row.product.pages:.0f}" for seconds in cpu_seconds),
        f"{row.product.peak_bytes / 1e6:.0f}",
        str(len(row.false)),
        f"{len(row.missed)} of {row.edited}",
    )


def laid_out(texts: Sequence[str]) -> str:
    """Return a line of the table."""
    first, *others = (
        text.rjust(width) if place else text.ljust(width)
        for place, (text, (_, width)) in enumerate(zip(texts, COLUMNS, strict=True))
    )
    return "  ".join((first, *others))


def show(row: Row) -> None:
    """Print a row, and what was told wrongly in it."""
    print(laid_out(cells(row)), flush=True)
    if row.false or row.missed:
        print(f"{row.noise}, round {row.round_number}: false {row.false}, missed {row.missed}", flush=True)


def many(watches: int) -> None:
    """Check a long watchlist of short pages twice, the second time answered by 304; print the rate and the memory."""
    names = tuple(f"p{number:05d}" for number in range(watches))
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as scratch, serving(None, etag=True) as address:
        bench = Bench.ready(Path(scratch) / "many", address, names)
        for number in FIRST_TWO:
            cost = bench.check()
            print(
                f"{watches} watches, round {number}: {watches / cost.seconds:.0f} pages/s with the start,"
                f" CPU {1000 * cost.cpu_seconds / watches:.1f} ms a page, peak {cost.peak_bytes / 1e6:.0f} MB",
                flush=True,
            )


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, help=f"default {FULL[0]}, quick {QUICK[0]}")
    parser.add_argument("--quick", action="store_true", help="fewer pages, each run made once")
    parser.add_argument(
        "--noise", choices=ALL_NOISES, action="append", help="may be given several times; default all four"
    )
    parser.add_argument("--shared", action="store_true", help="take the generator in ../shared or CLAUSEWATCH_SHARED")
    parser.add_argument("--watches", type=int, help="so many short pages instead, made as they are asked for")
    arguments = parser.parse_args()
    if arguments.watches:
        many(arguments.watches)
        return
    pages, repeats = QUICK if arguments.quick else FULL
    pages = arguments.pages or pages
    print(f"{pages} pages, {os.cpu_count()} cores, {CONCURRENCY} requests at a time")
    print(laid_out([name for name, _ in COLUMNS]), flush=True)
    for noise in arguments.noise or ALL_NOISES:
        with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as scratch:
            corpus = Path(scratch) / "corpus"
            if arguments.shared and noise != KNOWN:
                shared = Path(os.environ.get("CLAUSEWATCH_SHARED", ROOT.parent / "shared"))
                edited = shared_corpus(shared, corpus, pages=pages, noise=noise)
            else:
                last = KNOWN_ROUND if noise == KNOWN else FIRST_TWO[-1]
                edited = write_corpus(corpus, pages=pages, noise="all" if noise == KNOWN else noise, rounds=last)
            for row in rounds(noise, corpus, edited, Path(scratch), repeats=repeats):
                show(row)


if __name__ == "__main__":
    main()
