"""A crawl as a child process: started, listened to with bounds, and ended whatever state it is in."""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, assert_never

from crawler.config import PREFIX
from crawler.messages import Beat, Begun, Checked, GaveUp, PageFetched, SiteSearched, Unreadable, decode, encode
from monitor.core.pulse import Bounds, Pulse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.config import CrawlConfig
    from crawler.messages import Batch, Line, Result

logger = logging.getLogger("clausewatch")

LONGEST_LOG = 5 * 1024 * 1024  # bytes; then the log of crawls begins anew
SECONDS_TO_STOP = 9  # the child takes about 5 at most, see crawler/lifeline.py; all is to be over within 15
_SLICE_SECONDS = 1  # of listening; `Pulse` counts them
_PIECE = 1 << 16  # bytes read at once: what a pipe holds on Linux

_running: set[int] = set()  # process groups of crawls, for the last resort of `monitor/ending.py`


def bounds_of(config: CrawlConfig) -> Bounds:
    """Return how long a crawl is waited for.

    A check takes no longer than its timeout once it has its turn, and has its turn after the checks before it at its
    host; drawing its text is bounded as well, and is given as much as a silence.
    """
    standstill = 2 * config.check_timeout + 2 * config.host_delay + 2 * config.stall_timeout
    return Bounds(silence=int(config.stall_timeout), standstill=int(standstill), leave=SECONDS_TO_STOP)


class Child:
    """One spider at work in a child process.

    Args:
        process: the process, the leader of a group of its own.
        bounds: how long it is waited for.

    Attributes:
        told: the numbers that have a result.
        under_way: those that had begun and have none, in the order in which they began.
        trouble: why it did not end as it should, "" where it did, or has not ended.
        has_hung: whether it was ended for a bound it reached.
        is_let_go: whether it was asked to stop.
    """

    def __init__(self, process: subprocess.Popen[bytes], bounds: Bounds) -> None:
        self._process = process
        self._bounds = bounds
        self.told: set[int] = set()
        self.under_way: dict[int, None] = {}
        self.trouble = ""
        self.has_hung = False
        self.is_let_go = False

    def let_go(self) -> None:
        """Ask it to finish what is in flight and to stop; from any thread."""
        self.is_let_go = True
        self._close(self._process.stdin)

    @staticmethod
    def _close(pipe: IO[bytes] | None) -> None:
        if pipe:
            pipe.close()

    def results(self) -> Iterator[Result | GaveUp]:
        """Yield what it finds until it ends, or is ended for a bound it reached."""
        pulse = Pulse()
        for line in _lines(self._process):
            match line:
                case None:
                    pulse = pulse.missed(is_leaving=self.is_let_go)
                case Beat():
                    pulse = pulse.beaten(line.moves, is_leaving=self.is_let_go)
                case Begun():
                    pulse = pulse.moved()
                    self.under_way |= dict.fromkeys(line.numbers)
                case Checked() | PageFetched() | SiteSearched():
                    pulse = pulse.moved()
                    self.under_way.pop(line.number, None)
                    self.told.add(line.number)
                    yield line
                case GaveUp():
                    yield line
                case Unreadable():
                    logger.warning("a crawl said what it should not: %s", line.why)
                case _:
                    assert_never(line)
            self.trouble = pulse.trouble(self._bounds)
            if self.trouble:
                self.has_hung = True
                self.kill()
                return
        self.trouble = self._how_it_ended()

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            return "it did not end when its work was done"
        if code < 0:
            return f"it was ended by {signal.Signals(-code).name}"
        return f"it ended with exit code {code}" if code else ""

    def leave(self) -> None:
        """Let it finish what is in flight and stop; end it, and all it has started, where it does not."""
        try:
            for pipe in (self._process.stdin, self._process.stdout):
                self._close(pipe)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(SECONDS_TO_STOP)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it and all it has started, whatever state they are in."""
        kill_group(self._process.pid)
        self._process.wait()


def _lines(process: subprocess.Popen[bytes]) -> Iterator[Line | Unreadable | None]:
    """Yield the lines of a crawl, and None for each second in which nothing came; its end is theirs."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    end = process.stdout.fileno()
    poll = select.poll()
    poll.register(end, select.POLLIN)
    begun: list[bytes] = []
    while True:
        if not poll.poll(1000 * _SLICE_SECONDS):
            # what it has started may hold its output open for longer than it lives
            if process.poll() is not None:
                return
            yield None
            continue
        first, *further = os.read(end, _PIECE).split(b"\n")
        begun.append(first)
        if not further:
            if not first:
                return
            continue
        *whole, last = b"".join(begun), *further
        begun = [last]
        yield from map(decode, whole)


def kill_group(group: int) -> None:
    """End a process and all it has started in its group; nothing happens where they are gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def kill_all() -> None:
    """End every crawl of this process."""
    for group in tuple(_running):
        kill_group(group)


@contextmanager
def crawling(spider: str, batch: Batch, *, folder: Path, config: CrawlConfig) -> Iterator[Child]:
    """Run a spider in a child process for as long as the block lasts.

    Leaving the block early lets the child finish what is in flight and stop; so does the death of this process.

    Args:
        spider: its name.
        batch: what to fetch.
        folder: the data folder, for the store and the log.
        config: how to fetch.

    Yields:
        The child, its results to be read.
    """
    with tempfile.TemporaryDirectory(prefix="clausewatch-") as scratch:
        path = Path(scratch) / "batch.json"
        path.write_bytes(encode(batch))
        with _log(folder, Path(scratch)) as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    # nothing is imported from the working directory, nor by what the child starts, which asks as much
                    sys.executable, "-P", "-m", "crawler", "scrapy", "crawl", spider,
                    "-a", f"batch={path}", "-s", "CLAUSEWATCH_LIFELINE=1",
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=_environment(folder, config),
                start_new_session=True,  # Ctrl-C is for us; the child learns of it by its standard input
            )  # fmt: skip
            _running.add(process.pid)
            child = Child(process, bounds_of(config))
            try:
                yield child
            finally:
                child.leave()
                _running.discard(process.pid)


def _environment(folder: Path, config: CrawlConfig) -> dict[str, str]:
    code = str(Path(__file__).resolve().parent.parent)
    # what parses hostile pages is told what it needs of our settings, and no password
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {
        **inherited,
        **config.environment(),
        "CLAUSEWATCH_DATA": str(folder),
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, [code, os.environ.get("PYTHONPATH", "")])),
    }


def _log(folder: Path, scratch: Path) -> Any:  # noqa: ANN401 - an open file
    home = folder if folder.is_dir() else scratch
    path = home / "crawl.log"
    is_long = path.exists() and path.stat().st_size > LONGEST_LOG
    return path.open("w" if is_long else "a", encoding="utf-8")
