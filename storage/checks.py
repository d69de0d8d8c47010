"""The one transaction that records a check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from monitor.core.errors import StaleDecisionError, UnknownWatchError
from monitor.core.records import (
    Changed,
    Failed,
    Fetched,
    First,
    Held,
    NotModified,
    SnapshotReason,
    Unchanged,
)
from storage.bodies import LARGEST_FAILED, keep_newest_failed, put_body
from storage.changes import put_change
from storage.database import writing
from storage.enqueue import NO_WINDOW, enqueue
from storage.held import drop_held
from storage.provenance import copy_provenance, put_provenance
from storage.snapshots import put_snapshot
from storage.spells import note_failure, note_success
from storage.standing import forget_page, put_places, put_standing
from storage.times import to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime, timedelta

    from sqlite_utils import Database

    from monitor.core.records import Known, Look, Outcome, PolicyText, Redrawn

BLIND_AFTER = 3  # failed checks in a row, where nothing else is set
_Kept = tuple[int | None, str | None]  # what a check left beside its row: the number of a snapshot, a body's digest
_NOTHING: _Kept = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """How changes are told.

    Args:
        domain: the right-hand side of the message ids.
        group_window: how far apart they may come to be told in one notice.
    """

    domain: str
    group_window: timedelta


def record(  # noqa: PLR0913 - one transaction has all of it
    db: Database,
    fetched: Fetched,
    outcome: Outcome,
    *,
    known: Known,
    next_check_at: datetime | None,
    mail_domain: str | None,
    blind_after: int = BLIND_AFTER,
    group_window: timedelta = NO_WINDOW,
) -> None:
    """Record a check in one transaction: fetch, body, snapshot, change, notices and the next check's time.

    Args:
        db: the store.
        fetched: what the request brought.
        outcome: what was decided.
        known: the state the decision rests on.
        next_check_at: when the watch is due again, UTC; None leaves its schedule and validators alone, for a page of
            the past.
        mail_domain: domain for the notices' Message-IDs; None writes no notices.
        blind_after: how many failed checks in a row make the watch blind.
        group_window: how far apart changes may come that are told in one notice.

    Raises:
        UnknownWatchError: the watch was purged in between; nothing was written.
        StaleDecisionError: the decision does not rest on the latest snapshot; nothing was written.
        StoreError: the store could not be written.
    """
    is_aside = next_check_at is None
    with writing(db) as conn:
        _refuse_stale(conn, _rests_on(outcome, known), known, as_of=fetched.at if is_aside else None)
        telling = None if mail_domain is None else _Telling(domain=mail_domain, group_window=group_window)
        kept = _put_texts(conn, fetched, outcome, known=known, telling=telling)
        if isinstance(outcome, Failed) and not is_aside:
            kept = None, _put_failed_body(conn, fetched)
        _put_fetch(conn, fetched, outcome, kept=kept, is_aside=is_aside)
        if next_check_at is not None:
            put_standing(conn, fetched, outcome, next_check_at=next_check_at)
            if isinstance(outcome, Failed):
                keep_newest_failed(conn, fetched.watch_id)
                note_failure(conn, fetched, outcome.failure, blind_after=blind_after, domain=mail_domain)
            else:
                note_success(conn, fetched, outcome, domain=mail_domain)


def put_aside(db: Database, fetched: Fetched, outcome: Outcome) -> None:
    """Note a look that says nothing of how the page stands now, and change nothing else.

    Args:
        db: the store.
        fetched: what the request brought.
        outcome: why it is put aside.

    Raises:
        UnknownWatchError: the watch was purged in between; nothing was written.
    """
    with writing(db) as conn:
        _refuse_unknown(conn, fetched.watch_id)
        _put_fetch(conn, fetched, outcome, kept=_NOTHING, is_aside=True)


def record_told(db: Database, known: Known, change: Changed, *, now: datetime, mail_domain: str) -> None:
    """Record what a person wants to be told now, in one transaction: snapshot, change and notices.

    Args:
        db: the store.
        known: the state the decision rests on.
        change: what is held, as a change.
        now: when, UTC; the watch is due at once, for the page may show more by now.
        mail_domain: domain for the notices' Message-IDs.

    Raises:
        UnknownWatchError: the watch was purged in between; nothing was written.
        StaleDecisionError: the decision does not rest on the latest snapshot; nothing was written.
        StoreError: the store could not be written.
    """
    fetched = Fetched(watch_id=known.watch_id, at=now, status=None, url=change.look.url if change.look else known.url)
    with writing(db) as conn:
        _refuse_stale(conn, change.before, known, as_of=None)
        telling = _Telling(domain=mail_domain, group_window=NO_WINDOW)
        kept = _put_texts(conn, fetched, change, known=known, telling=telling)
        _put_fetch(conn, fetched, replace(change, detail=f"told by hand: {change.detail}"), kept=kept, is_aside=True)
        put_places(conn, known.watch_id, change)
        drop_held(conn, known.watch_id)
        forget_page(conn, known.watch_id)
        conn.execute("UPDATE watches SET next_check_at = ? WHERE id = ?", [to_text(now), known.watch_id])


def _refuse_unknown(conn: sqlite3.Connection, watch_id: int) -> None:
    if not conn.execute("SELECT 1 FROM watches WHERE id = ?", [watch_id]).fetchone():
        raise UnknownWatchError(str(watch_id))


def _rests_on(outcome: Outcome, known: Known) -> int:
    """Return the number of the snapshot that has to be the latest for a decision to hold, 0 for none.

    A first version says itself that there is none, and a change what it follows: no mistake elsewhere can make a first
    version of a change.
    """
    match outcome:
        case First():
            return 0
        case Changed():
            return outcome.before
        case Unchanged() | Held() | NotModified() | Failed():
            return known.latest
        case _:
            assert_never(outcome)


def _refuse_stale(conn: sqlite3.Connection, rests_on: int, known: Known, *, as_of: datetime | None) -> None:
    """Refuse a decision on a page that is no more the watch's, or one that rests on a snapshot which is not the latest.

    Where it is of the past (`as_of`), the latest of its time.
    """
    row = conn.execute("SELECT url FROM watches WHERE id = ?", [known.watch_id]).fetchone()
    if row is None:
        raise UnknownWatchError(str(known.watch_id))
    latest = conn.execute(
        "SELECT id FROM snapshots WHERE watch_id = :id AND (:at IS NULL OR captured_at <= :at)"
        " ORDER BY place DESC, id DESC LIMIT 1",
        {"id": known.watch_id, "at": as_of and to_text(as_of)},
    ).fetchone()
    if (latest["id"] if latest else 0) != rests_on or row["url"] != known.url:
        raise StaleDecisionError(f"watch {known.watch_id} was checked or edited by another process meanwhile")


def _put_texts(
    conn: sqlite3.Connection, fetched: Fetched, outcome: Outcome, *, known: Known, telling: _Telling | None
) -> _Kept:
    """Keep the texts of a check."""
    match outcome:
        case First():
            return _put_page(conn, fetched, outcome.drawn, reason=SnapshotReason.FIRST, after=None)
        case Changed():
            before = outcome.before
            if outcome.redrawn:
                before = _put_redrawn(conn, fetched.watch_id, outcome.redrawn, at=fetched.at)
            reason = SnapshotReason.REVERTED if outcome.is_return else SnapshotReason.CHANGED
            seen = _as_seen(fetched, outcome.look)
            snapshot_id, body_sha256 = _put_page(conn, seen, outcome.drawn, reason=reason, after=before)
            _put_change(conn, seen, outcome, snapshots=(before, snapshot_id), told_at=fetched.at, telling=telling)
            return snapshot_id, body_sha256
        case Unchanged() | Held():
            latest = known.latest
            if outcome.redrawn:
                latest = _put_redrawn(conn, fetched.watch_id, outcome.redrawn, at=fetched.at)
            if isinstance(outcome, Unchanged) and outcome.own:
                return _put_page(conn, fetched, outcome.own, reason=SnapshotReason.FIRST, after=latest)
            return _NOTHING
        case NotModified() | Failed():
            return _NOTHING
        case _:
            assert_never(outcome)


def _put_failed_body(conn: sqlite3.Connection, fetched: Fetched) -> str | None:
    """Keep what no text could be drawn from, so that it can be looked into; nothing where no page came."""
    if fetched.failure is None and 0 < len(fetched.body) <= LARGEST_FAILED:
        return put_body(conn, fetched.as_body())
    return None


def _as_seen(fetched: Fetched, look: Look | None) -> Fetched:
    """Return the page on which a text was first seen."""
    if look is None:
        return fetched
    body = look.body
    return replace(
        fetched,
        at=look.at,
        url=look.url,
        body=body.content,
        media_type=body.media_type,
        charset=body.charset,
        provenance=look.provenance,
    )


def _put_page(
    conn: sqlite3.Connection, fetched: Fetched, drawn: PolicyText, *, reason: SnapshotReason, after: int | None
) -> tuple[int, str]:
    body_sha256 = put_body(conn, fetched.as_body())
    snapshot_id = put_snapshot(
        conn,
        watch_id=fetched.watch_id,
        captured_at=fetched.at,
        reason=reason,
        url=fetched.url,
        drawn=drawn,
        body_sha256=body_sha256,
        after=after,
    )
    put_provenance(conn, snapshot_id, fetched)
    return snapshot_id, body_sha256


def _put_redrawn(conn: sqlite3.Connection, watch_id: int, redrawn: Redrawn, *, at: datetime) -> int:
    snapshot_id = put_snapshot(
        conn,
        watch_id=watch_id,
        captured_at=at,
        reason=SnapshotReason.REPROCESSED,
        url=redrawn.snapshot.url,
        drawn=redrawn.drawn,
        body_sha256=redrawn.snapshot.body_sha256,
        after=redrawn.snapshot.id,
    )
    copy_provenance(conn, old=redrawn.snapshot.id, new=snapshot_id)
    return snapshot_id


def _put_change(
    conn: sqlite3.Connection,
    seen: Fetched,
    outcome: Changed,
    *,
    snapshots: tuple[int, int],
    told_at: datetime,
    telling: _Telling | None,
) -> None:
    is_told = outcome.comparison.changed and telling is not None
    change_id = put_change(
        conn,
        watch_id=seen.watch_id,
        snapshots=snapshots,
        at=seen.at,
        comparison=outcome.comparison,
        told_at=told_at if is_told else None,
        claim=outcome.claim,
    )
    if is_told and telling is not None:
        enqueue(
            conn,
            change_id=change_id,
            watch_id=seen.watch_id,
            at=told_at,
            domain=telling.domain,
            group_window=telling.group_window,
        )


def _put_fetch(conn: sqlite3.Connection, fetched: Fetched, outcome: Outcome, *, kept: _Kept, is_aside: bool) -> None:
    failure = outcome.failure if isinstance(outcome, Failed) else None
    conn.execute(
        "INSERT INTO fetches (watch_id, at, outcome, kind, status, detail, url, size, milliseconds, snapshot_id,"
        " body_sha256, is_aside) VALUES (:watch_id, :at, :outcome, :kind, :status, :detail, :url, :size, :milliseconds,"
        " :snapshot_id, :body_sha256, :is_aside)",
        {
            "watch_id": fetched.watch_id,
            "at": to_text(fetched.at),
            "outcome": outcome.kind,
            "kind": failure and failure.kind,
            "status": fetched.status,
            "detail": outcome.failure.detail if isinstance(outcome, Failed) else outcome.detail,
            "url": fetched.url,
            "size": len(fetched.body),
            "milliseconds": fetched.milliseconds,
            "snapshot_id": kept[0],
            "body_sha256": kept[1],
            "is_aside": is_aside,
        },
    )


def put_reprocessed(db: Database, known: Known, redrawn: Redrawn, *, now: datetime) -> int:
    """Keep a snapshot drawn again from its stored body.

    Args:
        db: the store.
        known: the state of the watch.
        redrawn: its latest snapshot under the rules in force.
        now: when, UTC.

    Returns:
        The new snapshot's id.

    Raises:
        StaleDecisionError: a newer snapshot came in between; nothing was written.
    """
    with writing(db) as conn:
        _refuse_stale(conn, redrawn.snapshot.id, known, as_of=None)
        return _put_redrawn(conn, known.watch_id, redrawn, at=now)
