"""The schedule's signs of life: what it notes in the store, so that `doctor` and `/health.json` can tell it works."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.child import bounds_of
from storage.schedule import note_round_begun, note_round_over, note_sign

if TYPE_CHECKING:
    from collections import Counter

    from monitor.app import App
    from monitor.config import Config

SIGN_SECONDS = 60  # signs of life are no closer than that
_ROOM_SECONDS = 300  # for a machine that is busy or was asleep, beyond what the schedule may take


def patience_of(config: Config) -> timedelta:
    """Return within which time a schedule that works gives its next sign of life.

    Between two results of a crawl there may be a standstill that ends it, and another of a suspect that is tried alone.
    """
    return timedelta(seconds=2 * bounds_of(config).standstill + 2 * config.tick + _ROOM_SECONDS)


class Signs:
    """Notes signs of life and rounds; each that gets on is a sign, one that only begins again and again is none."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def give(self, app: App) -> None:
        """Note that the schedule works, where it is some time since that was noted."""
        if time.monotonic() - self._last >= SIGN_SECONDS:
            self._last = time.monotonic()
            note_sign(app.existing_db, now=app.clock(), due_by=app.clock() + patience_of(app.config))

    def begin_round(self, app: App) -> None:
        """Note that a round begins."""
        note_round_begun(app.existing_db, now=app.clock(), due_by=app.clock() + patience_of(app.config))

    def end_round(self, app: App, counts: Counter[str]) -> None:
        """Note that a round is over; `counts` are its checks by outcome."""
        note_round_over(
            app.existing_db,
            now=app.clock(),
            due_by=app.clock() + patience_of(app.config),
            checks=counts.total(),
            failed=counts["failed"],
        )

    def stop(self, app: App) -> None:
        """Note that the schedule was told to stop."""
        note_sign(app.existing_db, now=app.clock(), due_by=None)
