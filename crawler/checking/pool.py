"""The workers in which texts are drawn, apart from the processes that fetch, record or talk to people.

Each is a process of its own, so what a page does to its worker befalls no other page. Setting: CLAUSEWATCH_WORKERS.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property, partial
from importlib import import_module
from multiprocessing import forkserver
from multiprocessing.reduction import ForkingPickler
from queue import LifoQueue
from typing import TYPE_CHECKING, Self, TypeVar, TypeVarTuple

from crawler.checking.keeper import Keeper, crashed
from crawler.checking.tasks import PRELOADED
from crawler.checking.turns import Row
from crawler.checking.worker import SECRETS
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.context import ForkContext, ForkServerContext

logger = logging.getLogger(__name__)
logger.addHandler(logging.NullHandler())  # a command has no log; what it is told is in the failure

T = TypeVar("T")
Item = TypeVar("Item")
Ts = TypeVarTuple("Ts")

HUNG_SECONDS = 60.0  # in which a busy worker uses no processor time at all: it sleeps, or was stopped
_SAFE_PATH = "PYTHONSAFEPATH"  # without the working directory among the places to import from
_starting = threading.Lock()  # the environment is the whole process's
_LOOK_SECONDS = 5.0  # between two looks for hung workers: a twelfth of HUNG_SECONDS, so that none hangs much longer


class Workers:
    """Runs tasks in worker processes within bounds; a page that passes them is a failure, never the end.

    Args:
        count: how many processes at most; they start when first needed.
        is_forked: start them as copies of this process, which then loads what they need: quick for a command that does
            its work and ends. Else a server is started apart and forks them, which does not disturb threads.
        patience: seconds in which a worker at work must use some processor time.
    """

    def __init__(self, count: int = 1, *, is_forked: bool = False, patience: float = HUNG_SECONDS) -> None:
        # a copy of this process would carry the environment this one began with
        self._is_forked = is_forked and not any(name.startswith(SECRETS) for name in os.environ)
        self._patience = patience
        self._closed = threading.Event()
        self._row = Row()
        self._watch: threading.Thread | None = None
        self._keepers = [Keeper(lambda: self._context) for _ in range(count)]
        self._idle: LifoQueue[Keeper] = LifoQueue()  # who was busy last is busy next: few run where few are needed
        for keeper in reversed(self._keepers):
            self._idle.put(keeper)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Begin to load what the workers need; where a server loads it, without waiting for it."""
        _ = self._context

    def run(self, task: Callable[[*Ts], T], *arguments: *Ts) -> T | FetchFailure:
        """Do a task and wait for it.

        Args:
            task: one of `crawler.checking.tasks`, or another function that can be imported.
            arguments: what it is given; they and the result are pickled.

        Returns:
            What came out, or why nothing did: too_costly where the task passed its bound of processor time or memory;
            crashed where its worker died or hung, or the task failed by a fault of ours, which is logged.

        Raises:
            MonitorError: the task did.
        """
        message = bytes(ForkingPickler.dumps((task, arguments)))
        keeper = self._idle.get()
        try:
            if self._watch is None:
                self._watch = threading.Thread(target=self._look_after, daemon=True)
                self._watch.start()
            answer = keeper.do(message)
            if answer is None:
                logger.warning("a worker was ended from outside; its page is tried once more")
                answer = keeper.do(message) or crashed(None)
        finally:
            self._idle.put(keeper)
        if isinstance(answer, FetchFailure):
            return answer
        if answer.error is not None:
            raise answer.error
        if answer.fault:
            logger.error("a fault of ours in reading a page:\n%s", answer.trace)
            return FetchFailure(kind=FailureKind.CRASHED, detail=f"its text could not be drawn: {answer.fault}")
        value: T = answer.value
        return value

    async def run_async(self, task: Callable[[*Ts], T], *arguments: *Ts, size: int) -> T | FetchFailure:
        """Do a task while the event loop goes on, those of small pages first; see `run`.

        Args:
            task: as for `run`.
            arguments: likewise.
            size: bytes of the body that is read.
        """
        done = self._row.put(partial(self.run, task, *arguments), size=size)
        self._threads.submit(self._row.do_next)
        return await asyncio.wrap_future(done)

    def map(self, function: Callable[[Item], T], items: Iterable[Item]) -> Iterator[T]:
        """Call a function that runs tasks for many things at a time, and yield what it returns in their order."""
        return self._threads.map(function, items)

    def close(self) -> None:
        """End the workers, in the midst of their tasks too."""
        self._closed.set()
        for keeper in self._keepers:
            keeper.kill()
        if "_threads" in self.__dict__:
            self._threads.shutdown(wait=True, cancel_futures=True)
        self._row.give_up()
        for keeper in self._keepers:
            keeper.end()

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(len(self._keepers), thread_name_prefix="worker")

    @property
    def _context(self) -> ForkContext | ForkServerContext:
        if self._is_forked:
            for name in PRELOADED:
                import_module(name)
            return multiprocessing.get_context("fork")
        context = multiprocessing.get_context("forkserver")
        # loaded once, and shared by all that are forked from there
        context.set_forkserver_preload([*PRELOADED, "crawler.checking.warm"])
        with _starting, _bare_environment():
            forkserver.ensure_running()  # asked for each time: one that was ended is followed by another
        return context

    def _look_after(self) -> None:
        while not self._closed.wait(min(_LOOK_SECONDS, self._patience / 4)):
            for keeper in self._keepers:
                keeper.look(self._patience, now=time.monotonic())


@contextmanager
def _bare_environment() -> Iterator[None]:
    """Have processes started without what parsing a page must never see, and import nothing from where they are."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith((SECRETS, _SAFE_PATH))}
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        del os.environ[_SAFE_PATH]
        os.environ.update(kept)
