"""Pages of the past: a folder of dated files becomes snapshots and changes, as if they had been checked then."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from crawler.checking import tasks
from crawler.extraction.policy.assembly import RULES
from monitor.core.errors import InvalidInputError
from monitor.core.records import (
    Changed,
    CheckOutcome,
    Failed,
    Fetched,
    FetchFailure,
    First,
    Held,
    HeldText,
    Look,
    NotModified,
    SnapshotReason,
    Unchanged,
)
from monitor.named_files import read_file
from storage.checks import record
from storage.known import baseline_of, known_of
from storage.past import fetch_times, put_link
from storage.snapshots import drawn_of, snapshots_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from crawler.checking.pool import Workers
    from monitor.core.records import Outcome, Watch

_NAME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T_ ](\d{2})[-:](\d{2})[-:](\d{2}).*?\.(html?|pdf|txt|md)(\.gz)?", re.IGNORECASE
)
_TYPES = {"html": "text/html", "htm": "text/html", "pdf": "application/pdf", "txt": "text/plain", "md": "text/markdown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A page of the past.

    Args:
        path: its file.
        at: when it was fetched, UTC.
        media_type: by its name.
    """

    path: Path
    at: datetime
    media_type: str


def find_pages(folder: Path) -> list[Dated]:
    """List the dated pages of a folder in the order of their dates.

    Args:
        folder: holds files named like `2024-02-27T18-32-41Z.html.gz`; others are passed over.

    Returns:
        The pages; of two of the same second, the first by name.

    Raises:
        InvalidInputError: it is no folder, or has no dated page.
    """
    if not folder.is_dir():
        raise InvalidInputError(f"{folder} is not a folder that can be read")
    try:
        dated = [page for path in sorted(folder.iterdir()) if path.is_file() and (page := _dated(path))]
    except OSError as error:
        raise InvalidInputError(f"{folder} cannot be read: {error.strerror}") from error
    if not dated:
        raise InvalidInputError(f"{folder} holds no dated pages, such as 2024-02-27T18-32-41Z.html.gz")
    return sorted({page.at: page for page in reversed(dated)}.values(), key=lambda page: page.at)


def _dated(path: Path) -> Dated | None:
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    try:
        at = datetime.fromisoformat(f"{match[1]}T{match[2]}:{match[3]}:{match[4]}").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Dated(path=path, at=at, media_type=_TYPES[match[5].lower()])


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillReport:
    """What a backfill did.

    Args:
        outcomes: how often each outcome came.
        known: pages that had been recorded before.
        skipped: pages dated between snapshots that exist; a recorded history is not rewritten.
    """

    outcomes: dict[CheckOutcome, int]
    known: int
    skipped: int


def backfill(
    db: Database, watch: Watch, pages: list[Dated], workers: Workers, *, tell: Callable[[Dated], None] = lambda _: None
) -> BackfillReport:
    """Record pages of the past for a watch, in date order and with no notices.

    Args:
        db: the store.
        watch: whose pages they are.
        pages: in the order of their dates.
        workers: where they are judged.
        tell: called with each page that is done.

    Returns:
        What was done; a second run of the same pages adds nothing.
    """
    recorded = fetch_times(db, watch.id)
    kept = [s.captured_at for s in snapshots_of(db, watch.id)]
    outcomes: dict[CheckOutcome, int] = {}
    known_pages = skipped = 0
    taught = _Taught()
    for page in pages:
        if page.at in recorded:
            known_pages += 1
        elif kept and min(kept) <= page.at <= max(kept):
            skipped += 1
        else:
            fetched = _as_fetched(watch, page)
            for outcome in _recorded(db, workers, fetched, taught):
                taught = taught.after(outcome, fetched)
                outcomes[outcome.kind] = outcomes.get(outcome.kind, 0) + 1
        tell(page)
    _link(db, watch, workers)
    return BackfillReport(outcomes=outcomes, known=known_pages, skipped=skipped)


def _link(db: Database, watch: Watch, workers: Workers) -> None:
    """Give a snapshot that is no longer the first its change, also where an earlier run was cut short."""
    known = list(snapshots_of(db, watch.id))
    for older, newer in pairwise(known):
        if newer.reason is SnapshotReason.FIRST:
            comparison = workers.run(tasks.compare_drawn, drawn_of(db, older), drawn_of(db, newer))
            if not isinstance(comparison, FetchFailure):
                put_link(db, watch.id, snapshots=(older, newer), comparison=comparison)


def _as_fetched(watch: Watch, page: Dated) -> Fetched:
    return Fetched(
        watch_id=watch.id,
        at=page.at,
        status=200,
        url=watch.spec.url,
        body=read_file(page.path),
        media_type=page.media_type,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taught:
    """What the pages before have taught; the watch's own state belongs to the live page.

    Args:
        visible_sha256: digest of the visible text that was accepted last, "" before the first.
        held: a text that is told only if it stays.
        look: the page that first showed it.
    """

    visible_sha256: str = ""
    held: HeldText | None = None
    look: Look | None = None

    def after(self, outcome: Outcome, fetched: Fetched) -> _Taught:
        """Return what is known after another page."""
        match outcome:
            case Failed():
                return self
            case Held():
                is_first = outcome.held.looks == 1
                look = Look(at=fetched.at, url=fetched.url, body=fetched.as_body()) if is_first else self.look
                return replace(self, held=outcome.held, look=look)
            case NotModified():
                return replace(self, held=None, look=None)
            case Changed() if outcome.is_of_the_past:
                return _Taught()
            case First() | Unchanged() | Changed():
                return _Taught(visible_sha256=outcome.visible_sha256 or self.visible_sha256)
            case _:
                assert_never(outcome)


def _recorded(db: Database, workers: Workers, fetched: Fetched, taught: _Taught) -> Iterator[Outcome]:
    """Record a page; one that bears out what was held is looked at again for what has come since."""
    outcome = _record(db, workers, fetched, taught)
    yield outcome
    if isinstance(outcome, Changed) and outcome.is_of_the_past:
        yield _record(db, workers, fetched, _Taught())


def _record(db: Database, workers: Workers, fetched: Fetched, taught: _Taught) -> Outcome:
    known = replace(
        known_of(db, fetched.watch_id, at=fetched.at),
        etag="",
        body_sha256="",
        visible_sha256=taught.visible_sha256,
        held=taught.held,
    )
    baseline = baseline_of(db, known, rules=RULES)
    if baseline:
        baseline = replace(baseline, held=taught.look)
    judged = workers.run(tasks.judge_past, known, baseline, fetched)
    outcome = Failed(failure=judged) if isinstance(judged, FetchFailure) else judged
    record(db, fetched, outcome, known=known, next_check_at=None, mail_domain=None)
    return outcome
