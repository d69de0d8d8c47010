"""A sender beside the schedule: in a thread of its own, so that nothing it waits for ever holds up a check."""

from __future__ import annotations

import logging
import queue
import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.app import App
from storage.outbox import MAIL, is_any_open
from storage.questions import is_anybody_unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from monitor.core.records import Way
    from monitor.mail.delivery import SendReport

logger = logging.getLogger("clausewatch")

HEALTH_QUOTA = 3  # mails of blind watches to one subscriber in six hours; what comes beyond is gathered into the next
BUDGET_SECONDS = 60  # of one run of mails; then settings and quota are looked at anew


class Sender:
    """Sends the notices that are due whenever it is asked to, and from time to time without.

    Args:
        folder: the data folder.
        send: empties the outbox of what leaves by these ways: `send_waiting`, or `send_waiting_elsewhere`.
        ways: by which it leaves.
        budget_seconds: how long one run may take.
        pause_seconds: how long it waits for being asked.
        is_stopping: says when to end, asked before each message.
        is_checking: whether a round is under way, so that mails of blind watches are gathered to its end.
    """

    def __init__(  # noqa: PLR0913 - what it sends, how, and when
        self,
        *,
        folder: Path,
        send: Callable[..., SendReport],
        ways: Collection[Way],
        budget_seconds: float,
        pause_seconds: float,
        is_stopping: Callable[[], bool],
        is_checking: Callable[[], bool],
    ) -> None:
        self._folder = folder
        self._send_waiting = send
        self._ways = ways
        self._budget_seconds = budget_seconds
        self._pause_seconds = pause_seconds
        self._is_stopping = is_stopping
        self._is_checking = is_checking
        self._asked: queue.SimpleQueue[int] = queue.SimpleQueue()

    def ask(self, health_quota: int) -> None:
        """Have it send soon; from any thread, without waiting.

        Args:
            health_quota: how many notices of blind watches one subscriber may get in six hours, 0 for none now.
        """
        self._asked.put(health_quota)

    def run(self, survived: Callable[[Callable[[], None]], None]) -> None:
        """Work until it is to stop.

        Args:
            survived: runs a job; whatever becomes of it, it returns.
        """
        while not self._is_stopping():
            quota = self._quota()
            if not self._is_stopping():
                survived(partial(self._send, quota))

    def _quota(self) -> int:
        """Wait until it is asked, or long enough; return how many notices of blind watches may go."""
        quotas = [0 if self._is_checking() else HEALTH_QUOTA]
        try:
            quotas.append(self._asked.get(timeout=self._pause_seconds))
            while True:
                quotas.append(self._asked.get_nowait())
        except queue.Empty:
            return max(quotas)

    def _send(self, health_quota: int) -> None:
        until = time.monotonic() + self._budget_seconds
        app = App(folder=self._folder)
        try:
            is_asking = self._ways == MAIL and is_anybody_unconfirmed(app.existing_db)
            if not (is_any_open(app.existing_db, self._ways) or is_asking):
                return
            report = self._send_waiting(
                app,
                stopping=lambda: self._is_stopping() or time.monotonic() >= until,
                health_quota=health_quota,
                group_window=timedelta(seconds=app.config.group_window),
            )
        finally:
            app.close()
        if report.sent or report.failed:
            logger.info("sent %d, given up %d, waiting %d", report.sent, report.failed, report.waiting)
        if report.down:
            logger.warning("the mail server is down: %s; mails wait", report.down)
        if time.monotonic() >= until:
            self.ask(0)  # there may be more
