"""A worker: a process that does one task after another, each within its own bounds of processor time and of memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import threading
import traceback
from contextlib import suppress
from math import ceil
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.errors import MonitorError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MOST_CPU_SECONDS = 30  # of one task: four times what the largest page that is read takes, be the machine ever so busy
# of address space, beyond what it was born with; 20 MB that are all policy, against 20 MB before, take nearly that
MOST_BYTES = 1024 * 1024 * 1024
MOST_TASKS = 1000  # then a fresh one follows, whatever libraries in C have leaked; a start is one fork
PLUMP = 160 * 1024  # KiB; who has held so much more than at its start gives it back by making room for another
NO_MEMORY = 71  # the exit code of a worker that was refused memory
SECRETS = "CLAUSEWATCH_SMTP_"


class Answer(NamedTuple):
    """What a worker says of a task.

    Args:
        value: what came out.
        error: what the task raised to be told to a person, None where it raised nothing such.
        fault: the name of any other exception, "" where there was none.
        trace: where that was raised, for the log.
        is_last: whether the worker ends with this task.
    """

    value: Any = None
    error: MonitorError | None = None
    fault: str = ""
    trace: str = ""
    is_last: bool = False


def work(pipe: Connection) -> None:
    """Do the tasks that come through a pipe, `(function, arguments)` each, until it is closed; never returns."""
    try:
        _settle()
        began = _most_held()
        for number in range(1, MOST_TASKS + 1):
            message = pipe.recv_bytes()
            _arm()
            answer = _answer(message)
            is_last = number == MOST_TASKS or _most_held() - began > PLUMP
            pipe.send_bytes(ForkingPickler.dumps(answer._replace(is_last=is_last)))
            if is_last:
                break
            del message, answer
    except (EOFError, OSError):
        pass  # nobody waits any more
    except MemoryError:
        os._exit(NO_MEMORY)
    os._exit(0)  # whatever was inherited from the parent is the parent's to close


def address_space(pid: int | str = "self") -> int:
    """Return the bytes of address space of a process; 0 where the system does not say, or it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0


def _most_held() -> int:
    """Return the most memory the process has held, in KiB; what it was forked from counts."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _answer(message: bytes) -> Answer:
    try:
        task, arguments = ForkingPickler.loads(message)
        return Answer(value=task(*arguments))
    except MemoryError:
        raise
    except MonitorError as error:
        return Answer(error=error)
    except Exception as error:  # noqa: BLE001 - it is told where the result is waited for
        return Answer(fault=type(error).__name__, trace=traceback.format_exc())


def _settle() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when this ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    for name in [name for name in os.environ if name.startswith(SECRETS)]:
        del os.environ[name]
    gc.set_threshold(50_000, 20, 20)  # a page's tree and texts make no cycles; to look for some took a twentieth of it
    gc.freeze()  # what was loaded before the fork is shared as long as nothing writes to it, be it the collector
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(resource.RLIMIT_CORE, 0)
    with suppress(ValueError, OSError):  # not every system bounds it
        _limit(resource.RLIMIT_AS, address_space() + MOST_BYTES)


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


def _arm() -> None:
    """Bound the task that comes: the kernel ends a process past it wherever it is, in C code as well."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, ceil(used.ru_utime + used.ru_stime) + MOST_CPU_SECONDS)


def _limit(what: int, most: int) -> None:
    """Set the soft limit, as far as the hard one allows, which is left as it is."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
