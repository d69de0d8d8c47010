"""The process pool in which texts are drawn, so that fetching never waits for it. Setting: CLAUSEWATCH_WORKERS."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from typing import TYPE_CHECKING

from crawler import working
from monitor.core.records import FailureKind, FetchFailure, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.records import Fetched, Known

logger = logging.getLogger(__name__)

MOST_SECONDS = 30.0  # far more than any honest page needs


class Workers:
    """Judges pages in other processes; a page that kills or blocks its worker is a failed check, not the end.

    Args:
        count: how many processes at most; they start when first needed.
        folder: of the store, from which they read what is known.
    """

    def __init__(self, count: int, *, folder: Path) -> None:
        self._count = count
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None
        self._gate = asyncio.Semaphore(2 * count)
        self._alone = asyncio.Lock()

    def prepare(self) -> None:
        """Begin to load what the workers need, without waiting for it."""
        _context()
        forkserver.ensure_running()

    async def judge(self, known: Known, fetched: Fetched) -> tuple[Known, Outcome]:
        """Look at a page and judge it in a worker; see `crawler.working.judge`.

        Args:
            known: the state of the watch, without its texts.
            fetched: the page.

        Returns:
            (the state that the decision rests on; what the store is to record: a failure of kind undecodable where the
            worker died or took over half a minute).
        """
        async with self._gate:
            pool = self._pool = self._pool or _pool(self._count)
            try:
                return await self._judged(pool, known, fetched)
            except (TimeoutError, BrokenProcessPool):
                logger.error("a worker died or hung; starting others")  # noqa: TRY400 - it is not known whose fault
                if self._pool is pool:
                    self._pool = None
                _kill(pool)
        # those who shared the pool with the page at fault must not pay for it
        async with self._alone:
            return await self._judge_alone(known, fetched)

    async def _judge_alone(self, known: Known, fetched: Fetched) -> tuple[Known, Outcome]:
        pool = _pool(1)
        try:
            return await self._judged(pool, known, fetched)
        except TimeoutError:
            return known, _lost(f"its text could not be drawn within {MOST_SECONDS:.0f} seconds")
        except BrokenProcessPool:
            return known, _lost("its text could not be drawn: the worker ended")
        finally:
            _kill(pool)

    async def _judged(self, pool: ProcessPoolExecutor, known: Known, fetched: Fetched) -> tuple[Known, Outcome]:
        seen = known.visible_sha256
        work = asyncio.get_running_loop().run_in_executor(pool, working.judge, self._folder, seen, fetched)
        whole, outcome = await asyncio.wait_for(work, MOST_SECONDS)
        return whole or known, outcome

    def close(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _context() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    # loaded once, and shared by all that are forked from there
    context.set_forkserver_preload(["crawler.judging", "crawler.working"])
    return context


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=_context(), initializer=working.settle, max_tasks_per_child=1000)


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 - no public way ends a busy worker
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _lost(detail: str) -> Outcome:
    return Outcome.failed(FetchFailure(kind=FailureKind.UNDECODABLE, detail=detail))
