"""The product's own command at work on a data folder, as a child process or within this one."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from monitor.app import utc_now
from monitor.core.contract import summary_json
from monitor.core.watchlist import make_spec
from monitor.described import slug_for
from storage.database import open_store
from storage.summaries import summaries
from storage.watches import add_all
from tests.servers import PATIENCE_SECONDS
from tests.within import within

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-c", "from monitor.cli.main import main; main()")
QUICK = {
    "CLAUSEWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
    "CLAUSEWATCH_HOST_DELAY": "0",
    "CLAUSEWATCH_CONFIRM_AFTER": "0",
    "CLAUSEWATCH_GROUP_WINDOW": "0",
    "CLAUSEWATCH_HOST_CONCURRENCY": "64",
    "CLAUSEWATCH_CONCURRENCY": "64",
    "CLAUSEWATCH_WORKERS": "1",
    "CLAUSEWATCH_TIMEOUT": "60",
    "CLAUSEWATCH_RETRY_DELAY": "0.05",
}


class Product:
    """One data folder and the command at work on it.

    Args:
        folder: the data folder; it need not be there.
        environment: variables on top of `QUICK`; None takes one away.
    """

    def __init__(self, folder: Path, **environment: str | None) -> None:
        self.folder = folder
        settings = {**QUICK, **environment, "CLAUSEWATCH_DATA": str(folder)}
        inherited = {
            n: v for n, v in os.environ.items() if not n.startswith("CLAUSEWATCH_") and "proxy" not in n.lower()
        }
        self.environment = inherited | {name: value for name, value in settings.items() if value is not None}

    def copied(self, folder: Path) -> Product:
        """Return the command at work on a copy of the data folder, as nothing is at work on it at the moment."""
        copy = Product(folder)
        copy.environment = {**self.environment, "CLAUSEWATCH_DATA": str(folder)}
        shutil.copytree(self.folder, folder)
        return copy

    def start(self, *args: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command; its output is piped."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "stdin": subprocess.DEVNULL}
        return subprocess.Popen([*COMMAND, *args], cwd=ROOT, env=self.environment, **{**pipes, **options})

    def run(
        self, *args: str, code: int | None = 0, seconds: float = PATIENCE_SECONDS
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end and assert its exit code."""
        with self.start(*args) as process:
            try:
                out, err = process.communicate(timeout=seconds)
            finally:
                process.kill()
        assert code is None or process.returncode == code, (process.returncode, out, err)
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    def quick(self, *args: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run a command in this process and assert its exit code; a crawl is a child process all the same."""
        ended, out, err = within(*args, environment=self.environment)
        assert code is None or ended == code, (ended, out, err)
        return subprocess.CompletedProcess(args, ended, out, err)

    def json(self, *args: str) -> Any:
        """Run a command that speaks JSON in this process and return what it said."""
        return json.loads(self.quick(*args, "--format", "json").stdout)

    def add(self, *urls: str, email: str = "", every: str = "1d", **more: str) -> None:
        """Put pages on the watchlist without looking at them, without the cost of a command; more fields as keywords."""
        fields = ({"url": url, "every": every, "emails": [email] if email else [], **more} for url in urls)
        specs = [make_spec(one) for one in fields]
        with closing(open_store(self.folder)) as db:
            add_all(db, [(spec, slug_for(spec)) for spec in specs], now=utc_now())

    def watches(self) -> dict[str, dict[str, Any]]:
        """Return what `list` says, by URL, without the cost of a command."""
        with closing(open_store(self.folder)) as db:
            return {summary.watch.spec.url: summary_json(summary) for summary in summaries(db)}

    def query(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Read or change the store directly."""
        db = sqlite3.connect(self.folder / "clausewatch.sqlite", timeout=PATIENCE_SECONDS)
        try:
            with db:
                return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def problems(self) -> list[tuple[Any, ...]]:
        """Return what SQLite finds wrong with the store."""
        broken = [row for row in self.query("PRAGMA integrity_check") if row != ("ok",)]
        return broken + self.query("PRAGMA foreign_key_check")


def wait_until(condition: Any, *, seconds: float = PATIENCE_SECONDS, pause: float = 0.05) -> None:
    """Wait until a condition holds, looking every `pause` seconds; fail when a slow, busy machine would have got there."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(pause)


def descendants(pid: int) -> set[int]:
    """Return the processes a process has started, and theirs."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue  # it ended meanwhile
        children.setdefault(parent, []).append(int(stat.parent.name))
    found: set[int] = set()
    queue = [pid]
    while queue:
        new = set(children.get(queue.pop(), ())) - found
        found |= new
        queue.extend(new)
    return found


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
