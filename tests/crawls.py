"""Pages that do to a crawl what a fault would: whoever asks for them has its process stopped or killed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.product import descendants, is_alive

if TYPE_CHECKING:
    import asyncio
    import signal
    from collections.abc import Callable

    from tests.servers import Answer, Asked


def crawls_of(pid: int) -> list[int]:
    """Return the crawls that a process has started and that are not over."""
    return [child for child in sorted(descendants(pid)) if is_alive(child) and b"scrapy" in _command(child)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def striking(number: signal.Signals, parent: Callable[[], int]) -> Answer:
    """Answer nothing, and send a signal to the crawl that asks.

    Args:
        number: the signal; SIGSTOP is how a crawl hangs, SIGKILL how the system ends one that takes too much memory.
        parent: the process whose crawl it is.
    """

    async def answer(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
        for pid in crawls_of(parent()):
            os.kill(pid, number)

    return answer
