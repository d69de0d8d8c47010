"""The process pool in which texts are drawn, so that fetching never waits for it. Setting: CLAUSEWATCH_WORKERS."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from crawler.judging import judge_text
from monitor.core.decide import failed
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from monitor.core.records import Fetched, Known, Outcome

logger = logging.getLogger(__name__)

MOST_SECONDS = 60.0  # far more than any honest page needs


def _ignore_interrupts() -> None:
    # Ctrl-C reaches the whole process group; the crawl decides when its workers end
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Workers:
    """Judges pages in other processes; a page that kills or blocks its worker is a failed check, not the end.

    Args:
        count: how many processes at most; they start when first needed.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._gate = asyncio.Semaphore(2 * count)

    async def judge(self, known: Known, fetched: Fetched, visible_sha256: str) -> Outcome:
        """Run `judge_text` in a worker.

        Args:
            known: the state of the watch with its text.
            fetched: the page.
            visible_sha256: digest of its visible text.

        Returns:
            What it returns; a failure of kind undecodable where the worker died or took over a minute.
        """
        async with self._gate:
            pool = self._pool or self._start()
            loop = asyncio.get_running_loop()
            try:
                work = loop.run_in_executor(pool, _judge, known, fetched, visible_sha256)
                return await asyncio.wait_for(work, MOST_SECONDS)
            except TimeoutError:
                self._drop(pool)
                return _lost(f"its text could not be drawn within {MOST_SECONDS:.0f} seconds")
            except BrokenProcessPool:
                self._drop(pool)
                return _lost("its text could not be drawn: the worker ended")

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["crawler.judging"])
        self._pool = ProcessPoolExecutor(
            self._count, mp_context=context, initializer=_ignore_interrupts, max_tasks_per_child=1000
        )
        return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        logger.error("a worker died or hung; starting others")
        if self._pool is pool:
            self._pool = None
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - no public way ends a busy worker
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _judge(known: Known, fetched: Fetched, visible_sha256: str) -> Outcome:
    return judge_text(known, fetched, visible_sha256=visible_sha256)


def _lost(detail: str) -> Outcome:
    return failed(FetchFailure(kind=FailureKind.UNDECODABLE, detail=detail))
