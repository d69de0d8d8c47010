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
        """Add up what the processes use now."""
        family = {self.root, *self.cpu}
        resident = 0
        for pid, parent, cpu, size in sorted(_processes()):
            if pid in family or parent in family:
                family.add(pid)
                self.cpu[pid] = cpu
                resident += size
        self.peak = max(self.peak, resident)

    def follow(self, stop: threading.Event) -> None:
        """Look again and again."""
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            self.look()


def _processes() -> list[tuple[int, int, float, int]]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            cpu = (int(fields[11]) + int(fields[12])) / _TICK
            found.append((int(entry.name), int(fields[1]), cpu, int(fields[21]) * _PAGE))
    return found


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
