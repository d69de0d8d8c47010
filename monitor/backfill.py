"""Pages of the past: a folder of dated files becomes snapshots and changes, as if they had been checked then.

A run that is cut short leaves what it has recorded. The next one goes on where it ended, and all is then as one run
would have left it: what the recorded pages taught is learnt from them again, and the version before which the pages of
the past stand is tied to them only when all are taken. It is no change where its text is the same: it stays the first
that came.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from crawler.checking import tasks
from crawler.checking.covered import with_addresses
from crawler.extraction.policy.assembly import RULES
from monitor.core.records import (
    Changed,
    CheckOutcome,
    Failed,
    Fetched,
    FetchFailure,
    SnapshotReason,
    Unchanged,
)
from monitor.dated import refuse_unreadable
from monitor.named_files import read_file
from monitor.taught import Taught
from storage.checks import record
from storage.database import writing
from storage.known import baseline_of, known_of
from storage.past import looks_of, put_link
from storage.snapshots import drawn_of, latest_snapshot, snapshots_of
from storage.standing import forget_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlite_utils import Database

    from crawler.checking.pool import Workers
    from monitor.core.records import Known, Outcome, Snapshot, Watch
    from monitor.dated import Dated
    from monitor.supply import Supply
    from storage.past import PastLook

_ACCEPTED = frozenset({CheckOutcome.NEW, CheckOutcome.CHANGED, CheckOutcome.UNCHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillReport:
    """What a backfill did.

    Args:
        outcomes: how often each outcome came.
        known: pages that had been recorded before.
        skipped: pages dated before a snapshot that exists, or a check that found it unchanged, and after another; a
            recorded history is not rewritten.
        failed: pages that are no version because they do not show the policy, each with why, by this run or before.
    """

    outcomes: dict[CheckOutcome, int]
    known: int
    skipped: int
    failed: tuple[tuple[Dated, FetchFailure], ...]


def backfill(
    db: Database,
    watch: Watch,
    pages: list[Dated],
    workers: Workers,
    *,
    supply: Supply,
    tell: Callable[[Dated], None] = lambda _: None,
) -> BackfillReport:
    """Record pages of the past for a watch, in date order and with no notices.

    Args:
        db: the store.
        watch: whose pages they are.
        pages: in the order of their dates.
        workers: where they are judged.
        supply: how they came to us.
        tell: called with each page that is done.

    Returns:
        What was done; a second run of the same pages adds nothing, or what a run that was cut short left undone.

    Raises:
        InvalidInputError: a file cannot be read; nothing was recorded, unless it went bad during the run.
    """
    refuse_unreadable(pages)
    looks = looks_of(db, watch.id)
    versions = list(snapshots_of(db, watch.id))
    inside = _inside(versions, looks, pages)
    outcomes: dict[CheckOutcome, int] = {}
    for stretch in _stretches(versions, pages):
        next_dates = _next_dates(stretch, versions)
        judge = _Judge(db=db, watch=watch, workers=workers, supply=supply, pages=stretch, next_dates=next_dates)
        taught = Taught()
        behind: list[Dated] = []
        for page in stretch:
            if page.at in looks:
                behind.append(page)
                done = [] if page.at in inside else judge.completed(page, looks[page.at])
            elif page.at in inside:
                done = []
            else:
                taught, behind = judge.taught_again(taught, behind, looks), []
                done, taught = judge.recorded(page, taught)
            for outcome in done:
                outcomes[outcome.kind] = outcomes.get(outcome.kind, 0) + 1
            tell(page)
    _link(db, watch, workers, pages)
    _have_it_fetched(db, watch)
    known = sum(page.at in looks for page in pages)
    skipped = sum(page.at in inside and page.at not in looks for page in pages)
    return BackfillReport(outcomes=outcomes, known=known, skipped=skipped, failed=_failed(db, watch, pages))


def _failed(db: Database, watch: Watch, pages: list[Dated]) -> tuple[tuple[Dated, FetchFailure], ...]:
    looks = looks_of(db, watch.id)
    return tuple(
        (page, failure)
        for page in pages
        if (failure := next((one.failure for one in looks.get(page.at, ()) if one.is_aside and one.failure), None))
    )


def _inside(versions: list[Snapshot], looks: dict[datetime, list[PastLook]], pages: list[Dated]) -> set[datetime]:
    """Return the times of the pages that would come between two versions of which one was told as following the other.

    A version that was the first of the watch follows none until pages of the past are tied to it, when all are taken.
    Our own check that found the newest version still there ends it as another version would.
    """
    by_time = sorted((version.captured_at, place) for place, version in enumerate(versions))
    ours = (at for at, some in looks.items() if any(not one.is_aside and one.outcome in _ACCEPTED for one in some))
    seen_last = max(ours, default=None)
    inside, earlier, last = set(), 0, -1
    for page in pages:
        while earlier < len(by_time) and by_time[earlier][0] <= page.at:
            last = max(last, by_time[earlier][1])
            earlier += 1
        if earlier == len(versions):
            is_inside = seen_last is not None and page.at < seen_last
        else:
            is_inside = not any(v.reason is SnapshotReason.FIRST for v in versions[last + 1 : last + 2])
        if earlier and is_inside:
            inside.add(page.at)
    return inside


def _stretches(versions: list[Snapshot], pages: list[Dated]) -> Iterator[list[Dated]]:
    """Part the pages where versions that are not of them lie between: what is held does not outlast those."""
    own = {page.at for page in pages}
    others = sorted(version.captured_at for version in versions if version.captured_at not in own)

    def place(page: Dated) -> int:
        return bisect(others, page.at)

    return (list(stretch) for _, stretch in groupby(pages, place))


def _next_dates(stretch: list[Dated], versions: list[Snapshot]) -> dict[datetime, datetime]:
    """Return of pages the date of the page that comes next, unless that one is a version already."""
    kept = {version.captured_at for version in versions}
    return {page.at: later.at for page, later in pairwise(stretch) if later.at not in kept}


def _link(db: Database, watch: Watch, workers: Workers, pages: list[Dated]) -> None:
    """Give a snapshot that is no longer the oldest its change, where these pages are the ones that stand before it."""
    times = [page.at for page in pages]
    for older, newer in pairwise(list(snapshots_of(db, watch.id))):
        is_of_these = bisect_left(times, older.captured_at) < bisect_left(times, newer.captured_at)
        if newer.reason is SnapshotReason.FIRST and is_of_these:
            comparison = workers.run(tasks.compare_drawn, drawn_of(db, older), drawn_of(db, newer), watch.spec.kind)
            if not isinstance(comparison, FetchFailure) and comparison.changes:
                put_link(db, watch.id, snapshots=(older, newer), comparison=comparison)


def _have_it_fetched(db: Database, watch: Watch) -> None:
    """Have the next check keep the page as we fetch it, where the newest version was only supplied."""
    newest = latest_snapshot(db, watch.id)
    if newest and not newest.provenance.is_ours:
        with writing(db) as conn:
            forget_page(conn, watch.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Judges pages of one watch against the versions up to their times.

    Args:
        db: the store.
        watch: whose pages they are.
        workers: where they are judged.
        supply: how they came to us.
        pages: all of them, in the order of their dates.
        next_dates: of each page that has one the date of the next, which may deny what it claims.
    """

    db: Database
    watch: Watch
    workers: Workers
    supply: Supply
    pages: list[Dated]
    next_dates: dict[datetime, datetime]

    def recorded(self, page: Dated, taught: Taught) -> tuple[list[Outcome], Taught]:
        """Record a page; where it bears out what was held, those since then are looked at again for what else came."""
        fetched = self._fetched(page)
        outcome = self._record(fetched, taught)
        taught = taught.after(outcome, fetched)
        if not (isinstance(outcome, Changed) and outcome.look and outcome.is_of_the_past):
            return [outcome], taught
        edits = self._edits_between(outcome.look.at, page.at)
        again = self._record(fetched, taught)
        return [outcome, *edits, again], taught.after(again, fetched)

    def _edits_between(self, first_at: datetime, borne_out_at: datetime) -> list[Outcome]:
        """Record the edits that pages show between two; one that is recorded is none again."""
        edits: list[Outcome] = []
        for page in self.pages:
            if first_at < page.at < borne_out_at:
                known, fetched = self._known(page.at, Taught()), self._fetched(page)
                outcome = self._judged(known, fetched, Taught())
                if isinstance(outcome, Changed):
                    record(self.db, fetched, outcome, known=known, next_check_at=None, mail_domain=None)
                    edits.append(outcome)
        return edits

    def completed(self, page: Dated, looks: list[PastLook]) -> list[Outcome]:
        """Record the second look at a page that bore out what was held, where a run was cut short before it."""
        if looks[-1].since is None:
            return []
        edits = self._edits_between(looks[-1].since, page.at)
        known, fetched = self._known(page.at, Taught()), self._fetched(page)
        outcome = self._judged(known, fetched, Taught())
        if isinstance(outcome, Unchanged) and outcome.visible_sha256:
            return edits  # it shows what was held itself, so there was nothing more to see
        record(self.db, fetched, outcome, known=known, next_check_at=None, mail_domain=None)
        return [*edits, outcome]

    def taught_again(self, taught: Taught, pages: list[Dated], looks: dict[datetime, list[PastLook]]) -> Taught:
        """Return what recorded pages have taught: only the last that was accepted, and what is held since, matter."""
        seen = [(page, look) for page in pages for look in looks[page.at] if look.is_aside]
        last = max((place for place, (_, look) in enumerate(seen) if look.outcome in _ACCEPTED), default=-1)
        since = seen[last + 1 :]
        if last >= 0:
            page = seen[last][0]
            is_seen_again = bool(since) and since[0][0] is page
            taught = Taught() if is_seen_again else self._after(page, Taught())
        for page, look in since:
            if look.outcome is CheckOutcome.HELD:
                taught = self._after(page, taught)
        return taught

    def _after(self, page: Dated, taught: Taught) -> Taught:
        fetched = self._fetched(page)
        return taught.after(self._judged(self._known(page.at, taught), fetched, taught), fetched)

    def _record(self, fetched: Fetched, taught: Taught) -> Outcome:
        known = self._known(fetched.at, taught)
        outcome = self._judged(known, fetched, taught)
        record(self.db, fetched, outcome, known=known, next_check_at=None, mail_domain=None)
        return outcome

    def _known(self, at: datetime, taught: Taught) -> Known:
        known = known_of(self.db, self.watch.id, at=at)
        return replace(known, etag="", body_sha256="", visible_sha256=taught.visible_sha256, held=taught.held)

    def _judged(self, known: Known, fetched: Fetched, taught: Taught) -> Outcome:
        baseline = with_addresses(self.db, baseline_of(self.db, known, rules=RULES))
        if baseline:
            baseline = replace(baseline, held=taught.look)
        judged = self.workers.run(tasks.judge_past, known, baseline, fetched, self.next_dates.get(fetched.at))
        return Failed(failure=judged) if isinstance(judged, FetchFailure) else judged

    def _fetched(self, page: Dated) -> Fetched:
        return Fetched(
            watch_id=self.watch.id,
            at=page.at,
            status=200,
            url=self.watch.spec.url,
            body=read_file(page.path),
            media_type=page.media_type,
            provenance=self.supply.of(page),
        )
