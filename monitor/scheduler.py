"""The scheduler: a tick that collects what is due and crawls it as one batch, one that tidies, a sender beside them."""

from __future__ import annotations

import asyncio
import logging
import math
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from crawler.checking.pool import Workers
from monitor.app import App, utc_now
from monitor.core.errors import LockedError, MonitorError
from monitor.crawl import check_watches
from monitor.lock import holding
from monitor.mail.post import send_waiting
from monitor.mail.sender import BUDGET_SECONDS, HEALTH_QUOTA, Sender
from monitor.pace import Steady, keep_pace
from monitor.registers import read_registers
from monitor.signs import Signs
from monitor.ways.post import send_waiting_elsewhere
from storage.database import tidy
from storage.due import due_watches
from storage.outbox import MAIL, OTHERS
from storage.pruning import prune

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crawler.messages import Checked

logger = logging.getLogger("clausewatch")

LOCK = "scheduler.lock"
SEND_SECONDS = 30  # between two runs of the outbox: the longest that a notice waits where nothing is wrong
REGISTER_SECONDS = 60  # nobody waits for a register; half of it they are read where there are many, on one core
TIDY_SECONDS = 24 * 3600  # once a day: what it removes is told in days
MOST_IN_BATCH = 300  # even the slowest sites then end within minutes, and what is due next is not kept waiting
BATCH_SECONDS = 20  # a full batch is not followed by the next any sooner: at most 900 checks a minute


@dataclass(kw_only=True)
class Scheduler:
    """Keeps a store's watches checked and its mails sent until it is told to stop.

    The store has to be there: where it goes away, as with a volume that is unmounted, no empty one takes its place.

    Args:
        folder: the data folder.
        tick_seconds: how often it looks for what is due.
    """

    folder: Path
    tick_seconds: float
    _stop_crawl: Callable[[], None] | None = field(default=None, init=False)
    _readers: Workers | None = field(default=None, init=False)
    _stopping: threading.Event = field(default_factory=threading.Event, init=False)
    _is_checking: bool = field(default=False, init=False)
    _signs: Signs = field(default_factory=Signs, init=False)
    _senders: tuple[Sender, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Make the senders, which ask the schedule how it stands."""
        self._senders = tuple(
            Sender(
                folder=self.folder,
                send=send,
                ways=ways,
                budget_seconds=budget,
                pause_seconds=min(SEND_SECONDS, 2 * self.tick_seconds),
                is_stopping=self._stopping.is_set,
                is_checking=lambda: self._is_checking,
            )
            for send, ways, budget in (
                (send_waiting, MAIL, BUDGET_SECONDS),
                # each receiver has a bound of its own, which may be longer, and none waits for another
                (send_waiting_elsewhere, OTHERS, math.inf),
            )
        )

    async def run(self, stop: asyncio.Event, started: Callable[[], None] | None = None) -> None:
        """Work until `stop` is set; then finish what is in flight.

        Args:
            stop: says when.
            started: called once no other scheduler can be at work on this store.

        Raises:
            LockedError: another scheduler is at work on this store.
            MonitorError: the configuration or the store cannot be used.
        """
        with holding(self.folder / LOCK, what="runs the schedule of this store"):
            scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None})
            jobs = (
                (self.check_due, self.tick_seconds),
                (self.tidy, TIDY_SECONDS),
                (self.read_registers, REGISTER_SECONDS),
            )
            self._ask(0)  # what waits from before goes out now
            running: set[asyncio.Task[Any]] = {
                asyncio.create_task(asyncio.to_thread(sender.run, self._survived)) for sender in self._senders
            }
            for job, seconds in jobs:
                # one instance of each: a round that outlasts the tick is not joined by a second
                scheduler.add_job(self._tracked, Steady(seconds), args=(job, running), next_run_time=utc_now())
            scheduler.start()
            pace = asyncio.create_task(keep_pace(scheduler, seconds=self.tick_seconds))
            try:
                if started:
                    started()
                await stop.wait()
            finally:
                self._stopping.set()
                pace.cancel()
                scheduler.pause()
                self._ask(0)
                if self._stop_crawl:
                    self._stop_crawl()
                if self._readers:
                    self._readers.close()
                # the shutdown would cancel what still runs, or is about to
                await asyncio.sleep(0)
                await asyncio.gather(*running, return_exceptions=True)
                scheduler.shutdown(wait=False)
                self._survived(self._note_stop)

    def _ask(self, health_quota: int) -> None:
        for sender in self._senders:
            sender.ask(health_quota)

    async def _tracked(self, job: Callable[[], None], running: set[asyncio.Task[Any]]) -> None:
        """Run a job in a thread, known to those who wait for its end."""
        task = asyncio.current_task()
        if task:
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.to_thread(self._survived, job)

    def _survived(self, job: Callable[[], None]) -> None:
        """Run a job; whatever becomes of it, the next tick comes."""
        try:
            job()
        except LockedError as error:
            logger.info("%s", error)
        except MonitorError as error:
            logger.error("%s; trying again", error)  # noqa: TRY400 - told in one line, it is no bug
        except Exception:
            logger.exception("unexpected; trying again")

    def check_due(self) -> None:
        """Check what is due: one batch, and at a bounded rate further ones while they are full."""
        counts: Counter[str] = Counter()
        self._is_checking = True
        try:
            while not self._stopping.is_set():
                began = time.monotonic()
                checked, is_more = self._check_batch(counts)
                if checked:
                    # in the middle of a round, which may show that more is blind, one mail of that is enough
                    self._ask(1 if is_more else HEALTH_QUOTA)
                if not is_more:
                    return
                self._stopping.wait(max(0.0, began + BATCH_SECONDS - time.monotonic()))
        finally:
            self._is_checking = False

    def _check_batch(self, counts: Counter[str]) -> tuple[int, bool]:
        """Check a batch, add its outcomes to those of the round; return how many, and whether more are likely due."""
        app = App(folder=self.folder)
        try:
            ids = due_watches(app.existing_db, now=app.clock(), limit=MOST_IN_BATCH)
            if not ids and not counts:
                self._signs.give(app)
                return 0, False
            self._signs.begin_round(app)
            batch: Counter[str] = Counter()

            def tell(check: Checked) -> None:
                batch[check.outcome] += 1
                self._signs.give(app)

            check_watches(ids, folder=self.folder, config=app.config, tell=tell, started=self._keep_stop)
            counts += batch
            is_more = batch.total() == MOST_IN_BATCH
            if not is_more and not self._stopping.is_set():
                self._signs.end_round(app, counts)
        finally:
            self._stop_crawl = None
            app.close()
        if ids:
            words = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in sorted(batch.items()))
            logger.info("checked %d of %d due: %s", batch.total(), len(ids), words or "none")
        return batch.total(), is_more

    def _keep_stop(self, stop_crawl: Callable[[], None]) -> None:
        self._stop_crawl = stop_crawl
        if self._stopping.is_set():
            stop_crawl()

    def tidy(self) -> None:
        """Let go of what need not be kept, and let SQLite put its files in order."""
        app = App(folder=self.folder)
        try:
            gone = prune(app.existing_db, stopping=self._stopping.wait)
            tidy(app.existing_db)
        finally:
            app.close()
        if gone.checks or gone.bodies:
            logger.info("tidied: %d old checks, %d bodies of failed checks", gone.checks, gone.bodies)

    def read_registers(self) -> None:
        """Read the registers of new versions, for a while: what is left is read the next time."""
        app = App(folder=self.folder)
        enough = time.monotonic() + REGISTER_SECONDS / 2
        try:
            with Workers() as self._readers:
                read_registers(
                    app.existing_db,
                    self._readers,
                    is_enough=lambda: self._stopping.is_set() or time.monotonic() >= enough,
                )
        finally:
            self._readers = None
            app.close()

    def _note_stop(self) -> None:
        app = App(folder=self.folder)
        try:
            self._signs.stop(app)
        finally:
            app.close()
