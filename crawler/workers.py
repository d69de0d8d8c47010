"""The process pool in which texts are drawn, so that fetching never waits for it. Setting: CLAUSEWATCH_WORKERS."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from crawler.judging import judge_text
from monitor.core.decide import failed
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from monitor.core.records import Fetched, Known, Outcome

logger = logging.getLogger(__name__)

MOST_SECONDS = 30.0  # far more than any honest page needs


def _settle() -> None:
    """Begin a worker: the crawl decides when it ends, be it by its own death."""
    # Ctrl-C reaches the whole process group
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


class Workers:
    """Judges pages in other processes; a page that kills or blocks its worker is a failed check, not the end.

    Args:
        count: how many processes at most; they start when first needed.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._gate = asyncio.Semaphore(2 * count)
        self._alone = asyncio.Lock()

    async def judge(self, known: Known, fetched: Fetched, visible_sha256: str) -> Outcome:
        """Run `judge_text` in a worker.

        Args:
            known: the state of the watch with its text.
            fetched: the page.
            visible_sha256: digest of its visible text.

        Returns:
            What it returns; a failure of kind undecodable where the worker died or took over half a minute.
        """
        async with self._gate:
            pool = self._pool = self._pool or _pool(self._count)
            try:
                return await _judged(pool, known, fetched, visible_sha256)
            except (TimeoutError, BrokenProcessPool):
                logger.error("a worker died or hung; starting others")  # noqa: TRY400 - it is not known whose fault
                if self._pool is pool:
                    self._pool = None
                _kill(pool)
        # those who shared the pool with the page at fault must not pay for it
        async with self._alone:
            return await _judge_alone(known, fetched, visible_sha256)

    def close(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


async def _judge_alone(known: Known, fetched: Fetched, visible_sha256: str) -> Outcome:
    pool = _pool(1)
    try:
        return await _judged(pool, known, fetched, visible_sha256)
    except TimeoutError:
        return _lost(f"its text could not be drawn within {MOST_SECONDS:.0f} seconds")
    except BrokenProcessPool:
        return _lost("its text could not be drawn: the worker ended")
    finally:
        _kill(pool)


async def _judged(pool: ProcessPoolExecutor, known: Known, fetched: Fetched, visible_sha256: str) -> Outcome:
    work = asyncio.get_running_loop().run_in_executor(pool, _judge, known, fetched, visible_sha256)
    return await asyncio.wait_for(work, MOST_SECONDS)


def _judge(known: Known, fetched: Fetched, visible_sha256: str) -> Outcome:
    return judge_text(known, fetched, visible_sha256=visible_sha256)


def _pool(count: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler.judging"])
    return ProcessPoolExecutor(count, mp_context=context, initializer=_settle, max_tasks_per_child=1000)


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):  # noqa: SLF001 - no public way ends a busy worker
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _lost(detail: str) -> Outcome:
    return failed(FetchFailure(kind=FailureKind.UNDECODABLE, detail=detail))
