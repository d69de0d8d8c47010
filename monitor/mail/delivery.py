"""Emptying the outbox: claim, compose, send, mark; killed anywhere, the next run sends what was not marked."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.notices.resending import SendFailure, Trouble, wait_after, wait_while_down
from monitor.core.notices.shorten import line
from monitor.core.records import ReviewContent
from monitor.core.records.catalogues import ENGLISH
from monitor.mail.compose import check_sender, compose
from monitor.wording import catalogue_of
from storage import notices, outbox
from storage.database import unsynced

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.mail.transport import Mailer
    from storage.outbox import Claim

BATCH = 20  # notices claimed at once: few enough to be over long before the lease
LEASE_SECONDS = 3600  # longer than a batch can take, each message timing out
_MINUTE = timedelta(minutes=1)
_MOST_BROKEN = 2  # connections that broke one after another; from then on it is the server, not the message
_LONGEST_DETAIL = 300  # characters of an error, which is shown on a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What all mails have in common.

    Args:
        sender: the From address.
        public_url: where the browse pages are, "" for nowhere.
        stop_key: with which links that stop mails are signed, b"" for no such links.
        language: in which readers are told who chose none.
    """

    sender: str
    public_url: str = ""
    stop_key: bytes = b""
    language: str = ENGLISH.language


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """What came of one emptying of the outbox.

    Args:
        sent: notices handed over.
        waiting: notices that will be tried again.
        failed: notices given up.
        dropped: notices that failed and are not tried again, for their readers stopped them meanwhile.
        down: why no mail could be sent any more, "" where the server stood.
        is_full: whether more is due, and has to wait until the server may be given more.
        gone: addresses that said they are there no more, and are told nothing from now on.
    """

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    dropped: int = 0
    down: str = ""
    is_full: bool = False
    gone: tuple[str, ...] = ()


def send_due(  # noqa: PLR0913 - what one emptying of the outbox is bound by
    db: Database,
    mailer: Mailer,
    *,
    letterhead: Letterhead,
    now: Callable[[], datetime],
    stopping: Callable[[], bool] = bool,
    health_quota: int | None = None,
    group_window: timedelta = timedelta(0),
    per_minute: int = 0,
) -> SendReport:
    """Send every notice that is due.

    A message the server refuses, or that breaks the connection, keeps no other from being sent. A server that is down
    ends the run; what it could not take waits and its attempts are not counted.

    Args:
        db: the store.
        mailer: how mail leaves; it is closed at the end.
        letterhead: what all mails have in common.
        now: the clock, UTC.
        stopping: asked before each message whether to end early.
        health_quota: how many notices of blind watches one subscriber may get in six hours, None for all there are.
        group_window: how long a notice of changes waits for others to join it.
        per_minute: how many notices may be tried in a minute, by this run and those before it; 0 for any number.

    Returns:
        What came of it.

    Raises:
        InvalidInputError: the sender is no mail address; nothing is tried.
        StoreError: the store is broken or locked for too long.
    """
    check_sender(letterhead.sender)
    counts: Counter[str] = Counter()
    down: str | None = None
    # at least once: that a mail has gone may be forgotten in a power cut
    with closing(mailer), unsynced(db):
        run = _Run(
            db=db,
            mailer=mailer,
            letterhead=letterhead,
            now=now,
            health_quota=health_quota,
            group_window=group_window,
            per_minute=per_minute,
        )
        while down is None and not stopping() and (taken := _claim(run)):
            down = _send_batch(run, taken, counts, stopping)
    return SendReport(
        sent=counts["sent"],
        waiting=counts["waiting"],
        failed=counts["failed"],
        dropped=counts["dropped"],
        down=down or "",
        is_full=_is_full(run),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    db: Database
    mailer: Mailer
    letterhead: Letterhead
    now: Callable[[], datetime]
    health_quota: int | None
    group_window: timedelta
    per_minute: int


def _is_full(run: _Run) -> bool:
    """Tell whether the server was given in the last minute what it may be given in one."""
    now = run.now()
    return bool(run.per_minute) and outbox.claimed_since(run.db, now - _MINUTE, now=now) >= run.per_minute


def _claim(run: _Run) -> tuple[Claim, ...]:
    if _is_full(run):
        return ()
    return outbox.claim(
        run.db,
        now=run.now(),
        # what is counted in a minute is taken on when it is sent
        limit=1 if run.per_minute else BATCH,
        lease_seconds=LEASE_SECONDS,
        health_quota=run.health_quota,
        group_window=run.group_window,
        # without pages a question has no link; it waits for them
        asks=bool(run.letterhead.public_url),
    )


def _send_batch(run: _Run, taken: tuple[Claim, ...], counts: Counter[str], stopping: Callable[[], bool]) -> str | None:
    """Send a batch; return why it ended early, or None when it was sent to its end."""
    broken = 0
    for place, one in enumerate(taken):
        if stopping():
            outbox.put_back(run.db, taken[place:], error="", next_attempt_at=run.now())
            return ""
        failure = _tried(run, one)
        if failure and failure.trouble is Trouble.DOWN:
            return _give_back(run, taken[place:], failure.detail, counts, tried=one)
        counts[_mark(run, one, failure)] += 1
        broken = broken + 1 if failure and failure.trouble is Trouble.BROKEN else 0
        if failure and broken >= _MOST_BROKEN:
            return _give_back(run, taken[place + 1 :], failure.detail, counts)
    return None


def _tried(run: _Run, one: Claim) -> SendFailure | None:
    """Send one; what nobody foresaw is raised, but the notice it happened to goes to the end of the queue first."""
    try:
        return _send_one(run, one)
    except Exception as error:
        detail = line(f"unexpected {type(error).__name__}: {error}", _LONGEST_DETAIL)
        _mark(run, one, SendFailure(trouble=Trouble.PASSING, detail=detail))
        raise


def _send_one(run: _Run, one: Claim) -> SendFailure | None:
    content = notices.notice_content(run.db, one.notice_id)
    if content is None:
        return SendFailure(trouble=Trouble.REFUSED, detail="its subscriber or its watch is gone")
    if isinstance(content, ReviewContent):
        return SendFailure(trouble=Trouble.REFUSED, detail="only programs are told of reviews")
    try:
        head = run.letterhead
        message = compose(
            content,
            sender=head.sender,
            public_url=head.public_url,
            stop_key=head.stop_key,
            catalogue=catalogue_of(content.told_in or head.language),
        )
    except InvalidInputError as error:
        return SendFailure(trouble=Trouble.REFUSED, detail=str(error))
    return run.mailer.send(message)


def _mark(run: _Run, one: Claim, failure: SendFailure | None) -> str:
    if failure is None:
        outbox.sent(run.db, one, at=run.now())
        return "sent"
    wait = wait_after(failure.trouble, one.attempt)
    at = None if wait is None else run.now() + wait
    if not outbox.failed(run.db, one, error=failure.detail, next_attempt_at=at):
        return "dropped"
    return "failed" if wait is None else "waiting"


def _give_back(
    run: _Run, untried: tuple[Claim, ...], error: str, counts: Counter[str], *, tried: Claim | None = None
) -> str:
    if untried:
        at = run.now() + wait_while_down(min(one.waited for one in untried))
        kept = outbox.put_back(run.db, untried, error=error, next_attempt_at=at, tried=tried)
        counts["waiting"] += kept
        counts["dropped"] += len(untried) - kept
    return error
