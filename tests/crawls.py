"""The crawls that run just now, at which ports they listen, and pages that stop or kill the one that asks for them."""

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
    """Return the crawls that a process has started and that are not over: each leads a session of its own."""
    return [child for child in sorted(descendants(pid)) if is_alive(child) and os.getsid(child) == child]


def ports_of(pid: int) -> set[int]:
    """Return the TCP ports at which a process listens."""
    sockets = {str(end.readlink()) for end in Path(f"/proc/{pid}/fd").iterdir() if end.is_symlink()}
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in sockets}


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
