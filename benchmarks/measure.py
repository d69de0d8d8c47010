"""What a command costs with all its descendants: wall clock, processor time, memory. Reads Linux's /proc."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS_BETWEEN_LOOKS = 0.05
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command cost.

    Args:
        seconds: wall clock, from its start to its end.
        cpu_seconds: processor time of all its processes.
        peak_bytes: the largest sum of their resident sets seen; pages they share count once for each.
        output: what it printed.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


@dataclass(kw_only=True)
class Watcher:
    """Looks at a process and its descendants, also those whose parent has gone, until it is told to stop."""

    root: int
    cpu: dict[int, float] = field(default_factory=dict)
    peak: int = 0

    def look(self) -> None:
        """Add up what the processes use now; no others are read, so that looking takes nothing from those who run."""
        resident = 0
        waiting, seen = [self.root, *self.cpu], set[int]()
        while waiting:
            pid = waiting.pop()
            if pid in seen:
                continue
            seen.add(pid)
            try:
                self.cpu[pid], size = _usage(pid)
                waiting += _children(pid)
            except OSError:
                continue  # it has ended meanwhile
            resident += size
        self.peak = max(self.peak, resident)

    def follow(self, stop: threading.Event) -> None:
        """Look again and again."""
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            self.look()


def _usage(pid: int) -> tuple[float, int]:
    """Return the processor seconds of a process, and its resident bytes."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK, int(fields[21]) * _PAGE


def _children(pid: int) -> list[int]:
    """Return the processes that any thread of a process has started and that still run."""
    lists = [task / "children" for task in Path(f"/proc/{pid}/task").iterdir()]
    return [int(child) for found in lists for child in found.read_text().split()]


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Cost:
    """Run a command to its end.

    Args:
        command: program and arguments.
        env: added to the environment.
        cwd: where.

    Returns:
        What it cost.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    if not Path(f"/proc/self/task/{os.getpid()}/children").exists():
        raise SystemExit("the cost of a command's children is found by /proc/PID/task/PID/children, which is not here")
    start = time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, **(env or {})}, cwd=cwd, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as process:
        watcher, stop = Watcher(root=process.pid), threading.Event()
        thread = threading.Thread(target=watcher.follow, args=(stop,))
        thread.start()
        output = process.stdout.read()
        code = process.wait()
        seconds = time.perf_counter() - start
        stop.set()
        thread.join()
    if code:
        raise subprocess.CalledProcessError(code, list(command), output)
    return Cost(seconds=seconds, cpu_seconds=sum(watcher.cpu.values()), peak_bytes=watcher.peak, output=output)
