"""Hostile files through every command that reads texts, beside honest ones."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests import bombs
from tests.crawl.layouts import home
from tests.policies import edited, policy
from tests.product import Product, descendants
from tests.project import tree
from tests.servers import Site, page

pytestmark = pytest.mark.drill

GIGABYTE = 1_000_000_000


class Gauge:
    """Watches the memory of a process and all it starts, and ends its workers once, all at one moment.

    Once, because a page whose worker is ended twice is rightly `crashed`, and a costly page is long at work.
    """

    def __init__(self, pid):
        self.peak = self.killed = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _look(self):
        for tick in range(100_000):
            if self._done.wait(0.05):
                return
            resident = {pid: own_memory(pid) for pid in descendants(self._pid)}
            self.peak = max(self.peak, sum(resident.values()))
            workers = [pid for pid in resident if "forkserver" in command_of(pid) and not descendants(pid)]
            if workers and not self.killed and tick >= 39:
                for worker in workers:
                    os.kill(worker, signal.SIGKILL)
                self.killed = len(workers)


def own_memory(pid):
    """Return the bytes a process holds, what it shares with others counted by its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def files(folder):
    """Write every bomb and an honest page, and return the paths by name."""
    bodies = {**{name: made() for name, made in bombs.BOMBS.items()}, "costly": bombs.costly_pdf()}
    paths = {}
    for number, (name, body) in enumerate(bodies.items()):
        paths[name] = folder / f"{number}.pdf"
        paths[name].write_bytes(body)
    return paths


def test_a_check_of_honest_pages_among_hostile_ones(tmp_path):
    """Eight honest pages are recorded whatever the others do to their workers, and all memory stays under a gigabyte."""
    with Site() as site:
        for number in range(8):
            site[f"/honest/{number}"] = page(policy(number))
        bombs = files(tmp_path)
        for path in bombs.values():
            site[f"/hostile/{path.name}"] = page(path.read_bytes(), media_type="application/pdf")
        product = Product(tmp_path / "data", CLAUSEWATCH_WORKERS="2", CLAUSEWATCH_TIMEOUT="60")
        hostile_first = [site.url(f"/hostile/{path.name}") for path in bombs.values()]
        product.add(*hostile_first, *(site.url(f"/honest/{number}") for number in range(8)))
        with product.start("check", "--all") as process, Gauge(process.pid) as gauge:
            process.communicate(timeout=550)
    told = {url.rpartition("/")[2]: watch["last_check"] for url, watch in product.watches().items()}
    assert [told[str(number)]["outcome"] for number in range(8)] == ["new"] * 8
    assert {told[path.name]["kind"] for path in bombs.values()} == {"too_costly"}
    assert gauge.peak < GIGABYTE
    assert gauge.killed


def test_the_commands_on_hostile_files(tmp_path):
    """`extract`, `compare`, `compare --pairs` and `backfill` tell hostile files in one line each and do the others."""
    product = Product(tmp_path / "data", CLAUSEWATCH_WORKERS="2")
    bombs = files(tmp_path)
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text(policy(1))
    new.write_text(edited(1))

    done = product.run("extract", "--format", "json", *map(str, bombs.values()), str(old), code=1, seconds=500)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("error") for line in lines] == ["too_costly"] * len(bombs) + [None]
    assert (len(done.stderr.splitlines()), "Traceback" in done.stderr) == (len(bombs), False)

    done = product.run("compare", str(old), str(bombs["costly"]), code=2, seconds=300)
    assert (len(done.stderr.splitlines()), "seconds of processor time" in done.stderr) == (1, True)

    pairs = tmp_path / "pairs.jsonl"
    named = [old, bombs["flate twice"], bombs["costly"], bombs["tokens"], new]
    pairs.write_text("\n".join(json.dumps({"id": n, "old": str(old), "new": str(p)}) for n, p in enumerate(named)))
    done = product.run("compare", "--pairs", str(pairs), code=2, seconds=300)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == list(range(5))
    assert ["error" in line for line in lines] == [False, True, True, True, False]

    product.add("https://site.example/privacy")
    past = tmp_path / "past"
    past.mkdir()
    for day, body in enumerate([policy(1).encode(), bombs["costly"].read_bytes(), edited(1).encode()], 1):
        ending = "pdf" if body.startswith(b"%PDF") else "html"
        (past / f"2024-01-0{day}T08-00-00Z.{ending}.gz").write_bytes(gzip.compress(body))
    product.run("backfill", "1", str(past), seconds=300)
    kinds = product.query("SELECT outcome, kind FROM fetches ORDER BY at")
    assert kinds == [("new", None), ("failed", "too_costly"), ("changed", None)]


def test_the_commands_on_hostile_pages(tmp_path):
    """The trials of `add` and `import`, the look for a document and `extract URL` keep to the bounds of a check."""
    with Site() as site:
        site["/costly"] = page(bombs.costly_pdf(), media_type="application/pdf")
        site["/wide"] = page(bombs.BOMBS["flate twice"](), media_type="application/pdf")
        site["/honest"] = page(policy(1))
        site["/"] = page(home(("Privacy Policy", "/wide"), ("Privacy", "/honest")))
        product = Product(tmp_path / "data", CLAUSEWATCH_WORKERS="2")
        wide, honest = site.url("/wide"), site.url("/honest")

        done = product.run("add", site.url("/costly"), "--as-is", seconds=900)
        assert ("seconds of processor time" in done.stderr, "Traceback" in done.stderr) == (True, False)
        product.run("add", site.url("/"), "--yes", seconds=300)
        assert honest in product.watches()
        assert site.times_asked("/wide")

        listed = tmp_path / "list.txt"
        listed.write_text(f"{wide}\n{honest}?edition=1\n")
        site["/honest?edition=1"] = page(policy(1))
        done = product.run("import", str(listed), seconds=300)
        assert ("1 of 2 pages could be read" in done.stdout, wide in done.stderr) == (True, True)
        done = product.run("extract", "--format", "json", wide, honest, code=1, seconds=300)
        assert [json.loads(line).get("error") for line in done.stdout.splitlines()] == ["too_costly", None]


SHORT_OF_MEMORY = """
from crawler.checking import tasks, worker
from crawler.checking.pool import Workers
from monitor.core.records import Body

words = "We keep the personal data of passengers for seven years because the law on bookkeeping asks for it. " * 20
body = Body(content="".join(f"<p>{number} {words}</p>" for number in range(4000)).encode(), media_type="text/html")
for room in range(20, 140, 10):
    with Workers(is_forked=True) as workers:
        workers.prepare()
        worker.MOST_BYTES = room * 2**20
        drawn = workers.run(tasks.draw_file, body, "", "")
    print(getattr(drawn, "kind", "") or len(drawn.clauses))
"""


def test_who_runs_short_of_memory_gives_no_half_text():
    """Wherever in a page memory runs short, what comes is all of its text or too_costly, never a part of it or "empty"."""
    done = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY], cwd=tree.ROOT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == {"too_costly", "80000"}
