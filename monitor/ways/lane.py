"""Emptying the outbox of all that leaves by other ways than mail: several receivers at a time, each once.

Who hangs holds one place until its time is up, and has the others of its own notices wait; nobody else does.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.notices.resending import SendFailure, Trouble, wait_after
from monitor.core.notices.shorten import line
from monitor.core.recipients import masked
from monitor.core.records import ConfirmContent, way_of
from monitor.mail.delivery import SendReport
from monitor.ways.receivers import LONGEST_DETAIL, Handed
from storage import outbox
from storage.database import writing
from storage.notices import notice_content
from storage.rechosen import end_subscriptions
from storage.subscriptions import subscriptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import ProgramContent, Way
    from monitor.ways.receivers import Receiver
    from storage.outbox import Claim

logger = logging.getLogger("clausewatch")

PLACES = 8
"""Receivers at work at a time."""
LEASE_SECONDS = 3600  # longer than the longest any of them may take
_LOOK_SECONDS = 0.5  # how often is looked whether more is due, or to stop
_STOP_SECONDS = 5.0  # for what is under way when it is to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one emptying of the outbox is bound by.

    Args:
        now: the clock, UTC.
        stopping: asked again and again whether to end early.
        health_quota: how many notices of blind watches one subscriber may get in six hours, None for all there are.
        group_window: how long a notice of changes waits for others to join it.
    """

    now: Callable[[], datetime]
    stopping: Callable[[], bool] = bool
    health_quota: int | None = None
    group_window: timedelta = timedelta(0)


def send_elsewhere(db: Database, receivers: Mapping[Way, Receiver], terms: Terms) -> SendReport:
    """Hand over every notice that is due and leaves by another way than mail.

    Args:
        db: the store.
        receivers: what takes notices, by their way.
        terms: what this is bound by.

    Returns:
        What came of it.

    Raises:
        StoreError: the store is broken or locked for too long.
    """
    return asyncio.run(_Lane(db, receivers, terms).emptied())


class _Lane:
    """One emptying; the store is used by the loop's thread alone."""

    def __init__(self, db: Database, receivers: Mapping[Way, Receiver], terms: Terms) -> None:
        self._db = db
        self._receivers = receivers
        self._terms = terms
        self._counts: Counter[str] = Counter()
        self._gone: list[str] = []
        self._busy: dict[asyncio.Task[Handed], tuple[Claim, ProgramContent]] = {}

    async def emptied(self) -> SendReport:
        try:
            while not self._terms.stopping():
                self._begin()
                if not self._busy:
                    break
                await self._marked(_LOOK_SECONDS)
        finally:
            await self._left()
        return SendReport(
            sent=self._counts["sent"],
            waiting=self._counts["waiting"],
            failed=self._counts["failed"],
            dropped=self._counts["dropped"],
            gone=tuple(self._gone),
        )

    def _begin(self) -> None:
        free = PLACES - len(self._busy)
        if not free:
            return
        for one in outbox.claim(
            self._db,
            now=self._terms.now(),
            limit=free,
            lease_seconds=LEASE_SECONDS,
            ways=outbox.OTHERS,
            health_quota=self._terms.health_quota,
            group_window=self._terms.group_window,
        ):
            content = notice_content(self._db, one.notice_id)
            if content is None or isinstance(content, ConfirmContent):
                what = "only a mail asks" if content else "its subscriber or its watch is gone"
                failure = SendFailure(trouble=Trouble.REFUSED, detail=what)
                self._mark(one, "", Handed(failure=failure))
                continue
            self._busy[asyncio.create_task(_handed(self._receivers[way_of(content.address)], content))] = one, content

    async def _marked(self, seconds: float) -> None:
        """Wait for one of those under way, so long; mark those that are through."""
        done, _ = await asyncio.wait(self._busy, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            one, content = self._busy.pop(task)
            self._mark(one, content.address, task.result())

    def _mark(self, one: Claim, address: str, handed: Handed) -> None:
        failure = handed.failure
        if failure is None:
            outbox.sent(self._db, one, at=self._terms.now(), answer=handed.answer)
            self._counts["sent"] += 1
            return
        if failure.trouble is Trouble.GONE:
            self._end(address)
        wait = wait_after(failure.trouble, one.attempt, asked=failure.wait)
        at = None if wait is None else self._terms.now() + wait
        if not outbox.failed(self._db, one, error=failure.detail, next_attempt_at=at, answer=handed.answer):
            self._counts["dropped"] += 1
            return
        if at is not None:
            outbox.put_off(self._db, one.subscriber, until=at)
        self._counts["failed" if at is None else "waiting"] += 1

    def _end(self, address: str) -> None:
        """End all subscriptions of a receiver that is gone; nothing that waits for it stays."""
        with writing(self._db) as conn:
            theirs = subscriptions(self._db, email=address, ever=True)
            end_subscriptions(conn, [one.id for one in theirs], now=self._terms.now())
        self._gone.append(address)
        logger.warning("%s is gone, as it answered (410); it is told nothing any more", masked(address))

    async def _left(self) -> None:
        """Give what is under way a moment to end; what does not may have arrived, and is repeated."""
        if not self._busy:
            return
        await asyncio.wait(self._busy, timeout=_STOP_SECONDS)
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)
        for task, (one, content) in self._busy.items():
            if task.cancelled():
                outbox.put_back(self._db, [one], error="", next_attempt_at=self._terms.now(), tried=one)
            else:
                self._mark(one, content.address, task.result())


async def _handed(receiver: Receiver, content: ProgramContent) -> Handed:
    """Hand one over; what nobody foresaw costs this one alone."""
    try:
        return await receiver.hand_over(content)
    except Exception as error:
        logger.exception("a notice was not handed over")
        detail = line(f"unexpected {type(error).__name__}", LONGEST_DETAIL)
        return Handed(failure=SendFailure(trouble=Trouble.PASSING, detail=detail))
