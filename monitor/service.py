"""The long-running commands: the schedule, the pages, or both, until a signal says stop."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import closing, nullcontext
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from monitor.browsing import address_of, listening_on, make_server
from monitor.ending import ending
from monitor.scheduler import Scheduler

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from monitor.app import App
    from monitor.browsing import Server


def _nobody(link: str) -> None:
    """Invite nobody."""


async def serve(
    app: App,
    *,
    schedule: bool,
    address: tuple[str, int] | None,
    tell: Callable[[str], None],
    invite: Callable[[str], None] = _nobody,
) -> None:
    """Run until SIGTERM or SIGINT; then the process ends within 20 seconds, whatever hangs.

    Args:
        app: the data folder at work.
        schedule: whether watches are checked and mails sent.
        address: host and port of the pages, None for no pages.
        tell: called with the address of the pages once they answer; without pages, with a word that the schedule runs.
        invite: called with the link by which somebody becomes the first owner, while there is none and this machine
            alone reaches the pages.

    Raises:
        LockedError: another scheduler is at work on this store.
        InvalidInputError: the address cannot be listened on.
        StoreError: there is no store, or it cannot be used.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with ending(lambda *_: loop.call_soon_threadsafe(stop.set), code=0):
        await _work(app, schedule=schedule, address=address, stop=stop, tell=tell, invite=invite)


async def _work(
    app: App,
    *,
    schedule: bool,
    address: tuple[str, int] | None,
    stop: asyncio.Event,
    tell: Callable[[str], None],
    invite: Callable[[str], None],
) -> None:
    # the port first: where it is taken, nothing has begun
    with closing(listening_on(*address)) if address else nullcontext() as listening:
        jobs = await _jobs(app, schedule=schedule, listening=listening, stop=stop, tell=tell, invite=invite)
        try:
            await _first_failure(jobs, stop)
        finally:
            stop.set()
            await asyncio.gather(*jobs, return_exceptions=True)


async def _jobs(
    app: App,
    *,
    schedule: bool,
    listening: socket.socket | None,
    stop: asyncio.Event,
    tell: Callable[[str], None],
    invite: Callable[[str], None],
) -> list[asyncio.Task[None]]:
    if schedule:
        app.db.conn.execute("SELECT 1")  # makes the store where there is none
    server = await make_server(app, str(listening.getsockname()[0])) if listening else None
    jobs = []
    if schedule:
        scheduler = Scheduler(folder=app.folder, tick_seconds=app.config.tick)
        started = None if listening else partial(tell, "The schedule runs. Ctrl-C stops it.")
        jobs.append(asyncio.create_task(scheduler.run(stop, started)))
    if server and listening:
        jobs.append(asyncio.create_task(_pages(server, listening, stop, tell, invite)))
    return jobs


async def _first_failure(jobs: list[asyncio.Task[None]], stop: asyncio.Event) -> None:
    """Wait until all have ended, or raise what the first of them raised."""
    for job in asyncio.as_completed(jobs):
        try:
            await job
        finally:
            stop.set()


async def _pages(
    server: Server,
    listening: socket.socket,
    stop: asyncio.Event,
    tell: Callable[[str], None],
    invite: Callable[[str], None],
) -> None:
    serving = asyncio.create_task(server.serve([listening]))
    ready = asyncio.create_task(server.ready.wait())
    await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    if server.started:
        tell(address_of(listening))
        if server.first_path:
            invite(urljoin(address_of(listening), server.first_path))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving


def log_to_terminal() -> None:
    """Send what the schedule does to standard error, one line an event."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    logger = logging.getLogger("clausewatch")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    # a round that outlasts the tick is how it should be, not worth a line each time
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
