"""The end of the process after SIGTERM or SIGINT: in good order, and if not, then all the same, within seconds."""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from monitor.child import kill_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LAST_SECONDS = 15.0  # service managers and people wait 20 or more
_STDERR = 2  # the file descriptor; a stream object may be locked by whom the signal interrupted
LAST_WORDS = (
    "clausewatch: something did not end within {seconds:.0f} seconds of the signal and was left;"
    " what is recorded is whole, and the rest stays due\n"
)


@contextmanager
def ending(
    stop: Callable[[int, FrameType | None], object], *, code: int, seconds: float = LAST_SECONDS
) -> Iterator[None]:
    """Heed SIGTERM and SIGINT for the length of a block; so many seconds after one the process is over.

    The last resort runs in a thread that hears of the signal from the system itself, whatever the others are busy with;
    also after the block, while the interpreter waits for threads. It ends the crawls with all they have started. The
    store is sound whenever a process ends, so nothing but time is lost.

    Args:
        stop: called in the main thread at each signal; it should see to it that the block ends.
        code: the exit code of an end by the last resort.
        seconds: how long a good end may take.
    """
    heard, told = socket.socketpair()
    told.settimeout(0)
    threading.Thread(target=_watch, args=(heard, seconds, code), name="last resort", daemon=True).start()
    before_fd = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before_fd)
        told.close()


def _watch(heard: socket.socket, seconds: float, code: int) -> None:
    """Wait for one of our signals; then end the process when its time is up, if it is still there."""
    while (came := heard.recv(1)) and came[0] not in SIGNALS:
        pass
    if not came:
        heard.close()
        return
    # it stays open: Python would tell of a signal more that it could not write there
    threading.Event().wait(seconds)
    kill_all()
    with suppress(OSError, ValueError):
        # one that nobody reads may be full
        if select.select([], [_STDERR], [], 1)[1]:
            os.write(_STDERR, LAST_WORDS.format(seconds=seconds).encode())
    os._exit(code)
