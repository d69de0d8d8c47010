"""Sites watched for a month by the product itself, but for the clock and the network."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.checking import tasks
from crawler.checking.record import put_check
from crawler.checking.shortcut import glance
from monitor.core.moves import remarked
from monitor.core.notices.health import write_health
from monitor.core.notices.notice import write_letter
from monitor.core.records import FailureKind, Fetched, FetchFailure, NoticeContent, WatchSpec
from monitor.mail.sender import HEALTH_QUOTA
from storage.checks import BLIND_AFTER
from storage.database import open_store, writing
from storage.due import due_watches
from storage.known import known_of
from storage.notices import notice_content
from storage.outbox import claim, sent
from storage.watches import add_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from benchmarks.troubles.sites import Site
    from monitor.core.records import Claim, HealthContent, HealthEvent, Known, Outcome, RestlessPlace

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
TICK = timedelta(seconds=20)  # as `CLAUSEWATCH_TICK` is by itself
CONFIRM_AFTER = timedelta(minutes=10)  # likewise
MOST_AT_ONCE = 300
DOMAIN = "clausewatch.invalid"
NEXT = "SELECT min(next_check_at) FROM watches"
# a look that comes sooner after the last than half the interval is one that the schedule does not ask for by itself
LOOKS = """
SELECT watch_id, count(*), sum(before IS NULL OR unixepoch(at) - unixepoch(before) >= :half) FROM (
    SELECT watch_id, at, lag(at) OVER (PARTITION BY watch_id ORDER BY at, id) AS before FROM fetches
) GROUP BY watch_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One mail to the subscriber of a site.

    Args:
        hour: of the month.
        subject: of the mail.
        event: that the watch is blind, or sees; None for a change.
        claim: of the change, None for an edit.
        pairs: the texts before and after of what it tells, clause change by clause change; "" where there was none.
    """

    hour: float
    subject: str
    event: HealthEvent | None = None
    claim: Claim | None = None
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What came of one site.

    Args:
        site: which.
        told: in order.
        requests: for its page.
        checks: those that the interval asks for.
    """

    site: Site
    told: tuple[Told, ...]
    requests: int
    checks: int


def lives(sites: Sequence[Site], folder: Path, *, days: int, every: timedelta) -> tuple[list[Life], float]:
    """Watch sites.

    Args:
        sites: which.
        folder: an empty one, for the store.
        days: how long.
        every: the interval of each.

    Returns:
        (what came of each; seconds of processor time).
    """
    began = time.process_time()
    with closing(open_store(folder)) as db:
        month = _Month(db, folder, sites, every)
        now, ends = BEGAN + TICK, BEGAN + timedelta(days=days)
        while now < ends:
            month.check(now)
            month.send(now)
            first = datetime.fromisoformat(db.conn.execute(NEXT).fetchone()[0])
            now = max(now + TICK, first)
        looks = {row[0]: row[1:] for row in db.execute(LOOKS, {"half": every.total_seconds() / 2})}
    found = [
        Life(site=site, told=tuple(month.told[number]), requests=looks[number][0], checks=looks[number][1])
        for number, site in month.sites.items()
    ]
    return found, time.process_time() - began


class _Month:
    """The watches of a store at work.

    Args:
        db: a new store.
        folder: where it is.
        sites: that are watched.
        every: the interval.
    """

    def __init__(self, db: Database, folder: Path, sites: Sequence[Site], every: timedelta) -> None:
        self._db, self._folder = db, folder
        seconds = round(every.total_seconds())
        specs = [(_spec(site, seconds), f"site-{site.number}") for site in sites]
        restless = {spec.url: _trial(site, spec.url) for site, (spec, _) in zip(sites, specs, strict=True)}
        numbers = add_all(db, specs, now=BEGAN, restless=restless)
        self.sites = dict(zip(numbers, sites, strict=True))
        self._numbers = {f"site-{site.number}": number for number, site in self.sites.items()}
        self.told: dict[int, list[Told]] = {number: [] for number in numbers}

    def check(self, now: datetime) -> None:
        """Check what is due, and record it."""
        due = due_watches(self._db, now=now, limit=MOST_AT_ONCE)
        done = [self._judged(number, now) for number in due]
        with writing(self._db):
            for known, fetched, outcome in done:
                put_check(
                    self._db,
                    fetched,
                    outcome,
                    known=known,
                    domain=DOMAIN,
                    blind_after=BLIND_AFTER,
                    confirm_after=CONFIRM_AFTER,
                )

    def _judged(self, number: int, now: datetime) -> tuple[Known, Fetched, Outcome]:
        """Do for a watch what the crawler's pipeline does."""
        known = known_of(self._db, number)
        fetched = _fetch(self.sites[number], known.url, number, now)
        outcome = glance(known, fetched)
        if outcome is None:
            whole, outcome = tasks.judge(self._folder, known.visible_sha256, fetched, CONFIRM_AFTER)
            known = whole or known
        return known, fetched, remarked(outcome, known, fetched)

    def send(self, now: datetime) -> None:
        """Send what is in the outbox."""
        for one in claim(self._db, now=now, limit=MOST_AT_ONCE, lease_seconds=60, health_quota=HEALTH_QUOTA):
            if content := notice_content(self._db, one.notice_id):
                slug, told = _told(content)
                self.told[self._numbers[slug]].append(told)
            sent(self._db, one, at=now)


def _spec(site: Site, seconds: int) -> WatchSpec:
    return WatchSpec(
        url=f"https://site-{site.number}.example{site.path}",
        name=f"Site {site.number}",
        kind="privacy",
        every_seconds=seconds,
        emails=(f"reader-{site.number}@example.org",),
    )


def _hour(at: datetime) -> float:
    return (at - BEGAN) / timedelta(hours=1)


def _fetch(site: Site, url: str, number: int, at: datetime) -> Fetched:
    answer = site.answer(_hour(at))
    failure = None if answer.body else FetchFailure(kind=FailureKind.TIMEOUT, detail="no answer within 30 seconds")
    return Fetched(
        watch_id=number,
        at=at,
        status=200 if answer.body else None,
        url=url.removesuffix(site.path) + answer.path,
        body=answer.body,
        media_type="text/html",
        charset="utf-8",
        failure=failure,
    )


def _trial(site: Site, url: str) -> tuple[RestlessPlace, ...]:
    """Return the places at which two looks differ, as `import` finds them."""
    looks = [_fetch(site, url, 0, BEGAN + timedelta(seconds=second)) for second in (0, 1)]
    one, other = (None if look.failure else tasks.draw_page(look, "", "") for look in looks)
    if isinstance(one, FetchFailure | None) or isinstance(other, FetchFailure | None):
        return ()
    return () if one.text_digest == other.text_digest else tasks.two_looks(one, other, looks[1].at)[1]


def _told(content: NoticeContent | HealthContent) -> tuple[str, Told]:
    """Return the watch of a notice by its short name, and what it tells."""
    hour = _hour(content.created_at)
    if not isinstance(content, NoticeContent):
        item = content.items[-1]
        return item.watch_slug, Told(hour=hour, subject=write_health(content).subject, event=item.event)
    changes = [one for one in content.changes if one.significance.is_told]
    pairs = tuple(
        ("\n".join(clause.text for clause in one.old), "\n".join(clause.text for clause in one.new)) for one in changes
    )
    return content.watch_slug, Told(hour=hour, subject=write_letter(content).subject, claim=content.claim, pairs=pairs)
