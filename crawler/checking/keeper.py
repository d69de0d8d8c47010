"""A keeper has one worker: starts it, gives it tasks, sees how it ended, and starts another."""

from __future__ import annotations

import resource
import signal
import threading
import time
from contextlib import suppress
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING

from crawler.checking.worker import MOST_BYTES, MOST_CPU_SECONDS, NO_MEMORY, Answer, address_space, work
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkServerContext
    from multiprocessing.process import BaseProcess

# for a worker whose pipe is closed, then for one that was killed; both end at once unless the machine stalls
_END_SECONDS = 5.0
# ends that somebody else may have wished, or the kernel for want of memory elsewhere; 255: not told, the server ended
_UNCLEAR = frozenset({-signal.SIGKILL, -signal.SIGTERM, 255})
# how C and C++ end where an allocation is refused: by themselves, or by going on without it
_REFUSED = frozenset({-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGSEGV})
# bytes; two PDFs whose forms draw one another were last seen with 1 and 8 MiB left, and took 30 MiB from look to look
LITTLE_ROOM = MOST_BYTES // 4
_GLANCE_SECONDS = 0.05  # between two looks at a worker's memory; most tasks take less, those PDFs took 2 s
# multiprocessing keeps its children in one set, and asks after all of them whenever it starts one
_family = threading.Lock()


class Keeper:
    """Keeps one worker.

    Args:
        context: gives what starts processes.
    """

    def __init__(self, context: Callable[[], ForkContext | ForkServerContext]) -> None:
        self._context = context
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._has_hung = False
        self._is_closed = False
        self._room: int | None = None  # bytes of address space that its worker had left when that was last known
        self._task = 0  # how many were given, negative while there is none
        self._seen = (0, 0.0, 0.0)  # the task, the processor time its worker had used, and since when it used no more

    def do(self, message: bytes) -> Answer | FetchFailure | None:
        """Have a task done.

        Args:
            message: the task as `crawler.checking.worker` takes it.

        Returns:
            The answer, or why there is none: too_costly or crashed; None where it is not clear whose fault that is.
        """
        try:
            pipe = self._pipe or self._start()
        except (EOFError, OSError):  # the server that starts workers was ended; the next start finds another
            return None
        self._has_hung, self._room = False, None
        self._task = abs(self._task) + 1
        try:
            pipe.send_bytes(message)
            while not pipe.poll(_GLANCE_SECONDS):
                self._room = self._room_left() or self._room  # one that is about to end says nothing
            answer: Answer = ForkingPickler.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return self._fate()
        finally:
            self._task = -self._task
        if answer.is_last:
            self.end()
        return answer

    def look(self, patience: float, *, now: float) -> None:
        """Kill a busy worker that has used no processor time for so long: it sleeps, or was stopped.

        Args:
            patience: how long, in seconds.
            now: a clock's time that never goes back, in seconds.
        """
        process, task = self._process, self._task
        used = _cpu_seconds(process.pid) if process and process.pid and task > 0 else None
        if process is None or used is None or self._seen[:2] != (task, used):
            self._seen = task, used or 0.0, now
        elif now - self._seen[2] > patience:
            self._has_hung = True
            process.kill()

    def kill(self) -> None:
        """Kill the worker, even in the midst of a task, and let no other live; the caller that waits for it is told."""
        self._is_closed = True
        if (process := self._process) is not None:
            process.kill()

    def end(self) -> int | None:
        """End the worker that has no task, where it has not ended by itself, and return its exit code."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is None:
            return None
        with _family:
            process.join(_END_SECONDS)
            if process.exitcode is None:
                process.kill()
                process.join(_END_SECONDS)
            return process.exitcode

    def _start(self) -> Connection:
        context = self._context()
        with _family:
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
        self._process, self._pipe = process, ours
        if self._is_closed:
            process.kill()
        return ours

    def _room_left(self) -> int | None:
        """Return how many bytes of address space the worker may still take; None, or 0, where nobody can tell."""
        pid = self._process.pid if self._process else None
        try:
            most, _ = resource.prlimit(pid, resource.RLIMIT_AS) if pid else (resource.RLIM_INFINITY, 0)
        except (AttributeError, OSError):  # not on Linux; ended by now
            return None
        used = address_space(pid or 0)
        return most - used if used and most != resource.RLIM_INFINITY else None

    def _fate(self) -> FetchFailure | None:
        code = self.end()
        if code == -signal.SIGXCPU:
            detail = f"its text could not be drawn within {MOST_CPU_SECONDS} seconds of processor time"
            return FetchFailure(kind=FailureKind.TOO_COSTLY, detail=detail)
        if self._has_hung:
            return FetchFailure(kind=FailureKind.CRASHED, detail="the process that drew its text hung")
        if code == NO_MEMORY or (code in _REFUSED and self._room is not None and self._room < LITTLE_ROOM):
            return FetchFailure(kind=FailureKind.TOO_COSTLY, detail="its text could not be drawn in the memory allowed")
        if code in _UNCLEAR and not self._is_closed:
            return None
        return crashed(code)


def crashed(code: int | None) -> FetchFailure:
    """Say that the worker of a page ended with an exit code."""
    how = ""
    if code is not None and code < 0:
        with suppress(ValueError):
            how = f" by {signal.Signals(-code).name}"
    return FetchFailure(kind=FailureKind.CRASHED, detail=f"the process that drew its text was ended{how}")


def _cpu_seconds(pid: int) -> float | None:
    """Return the processor time a process has used; None where it has ended, or the system does not tell.

    The clock's number is made as clock_getcpuclockid(3) of Linux makes it.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return None
