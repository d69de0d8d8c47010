"""Recording a check: its next time decided, and all of it written at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.patience import next_look, next_look_at_page
from monitor.core.records import Failed, Held
from monitor.core.schedule import next_check
from storage.checks import record
from storage.due import rhythm_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from monitor.core.records import Fetched, Known, Outcome


def mail_domain(public_url: str) -> str:
    """Return the right-hand side of message ids: the host of the pages, or a name that is nobody's (RFC 2606)."""
    return urlsplit(public_url).hostname or "clausewatch.invalid"


def put_check(  # noqa: PLR0913 - what one check is recorded with
    db: Database,
    fetched: Fetched,
    outcome: Outcome,
    *,
    known: Known,
    domain: str,
    blind_after: int,
    confirm_after: timedelta = timedelta(0),
    group_window: timedelta = timedelta(0),
) -> None:
    """Record a check with the time of the next one; see `storage.checks.record`.

    Args:
        db: the store.
        fetched: what the request brought.
        outcome: what was decided.
        known: the state the decision rests on.
        domain: the right-hand side of the message ids.
        blind_after: how many failed checks in a row make the watch blind.
        confirm_after: how long after the first look a second one confirms an edit.
        group_window: how far apart changes may come that are told in one notice.

    Raises:
        UnknownWatchError: the watch was purged in between; nothing was written.
        StaleDecisionError: a newer snapshot came in between; nothing was written.
        StoreError: the store could not be written.
    """
    every_seconds, failures = rhythm_of(db, fetched.watch_id)
    due = next_check(
        fetched.at,
        every_seconds=every_seconds,
        watch_id=fetched.watch_id,
        failures=failures + 1 if isinstance(outcome, Failed) else 0,
        retry_at=outcome.failure.retry_at if isinstance(outcome, Failed) else None,
    )
    if isinstance(outcome, Held):
        due = min(due, next_look(outcome.held, confirm_after=confirm_after))
    if not isinstance(outcome, Failed) and (sooner := next_look_at_page(outcome, at=fetched.at)):
        due = min(due, sooner)
    record(
        db,
        fetched,
        outcome,
        known=known,
        next_check_at=due,
        mail_domain=domain,
        blind_after=blind_after,
        group_window=group_window,
    )
