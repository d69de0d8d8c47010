"""Checks: what the store knows of a watch before one, and the one transaction that records its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.errors import StaleDecisionError, UnknownWatchError
from monitor.core.records import CheckOutcome, Known, Outcome, SnapshotReason
from storage.bodies import LARGEST_FAILED, body_digest, get_body, keep_newest_failed, put_body
from storage.changes import put_change
from storage.database import reading, writing
from storage.faults import decoded
from storage.outbox import enqueue
from storage.snapshots import drawn_of, latest_seen, latest_snapshots, put_snapshot
from storage.spells import note_failure, note_success
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Comparison, Drawn, Fetched, Snapshot

BLIND_AFTER = 3  # failed checks in a row, where nothing else is set
EARLIER_TEXTS = 5  # how many texts back count as "in force shortly before"


@decoded
def known_of(
    db: Database, watch_id: int, *, at: datetime | None = None, rules: str = "", is_light: bool = False
) -> Known:
    """Gather what judging a fetch of a watch needs.

    Args:
        db: the store.
        watch_id: the watch.
        at: leave out snapshots captured later, UTC (for pages of the past).
        rules: the extraction rules in force; the body of a snapshot drawn under others comes along.
        is_light: leave out the texts: enough to make a request, and to see that nothing is new.

    Returns:
        The state of the watch.

    Raises:
        UnknownWatchError: it was purged in the meantime.
    """
    row = next(reading(db, "SELECT * FROM watches WHERE id = :id", {"id": watch_id}), None)
    if row is None:
        raise UnknownWatchError(str(watch_id))
    recent = latest_snapshots(db, watch_id, before=at, limit=1 if is_light else EARLIER_TEXTS + 1)
    latest = recent[0] if recent else None
    outdated = latest is not None and bool(rules) and not latest.extractor.startswith(f"{rules}/")
    return Known(
        watch_id=watch_id,
        url=row["url"],
        include=row["include"],
        exclude=row["exclude"],
        is_rendered=bool(row["is_rendered"]),
        ignores_robots=bool(row["ignores_robots"]),
        moved_to=row["moved_to"],
        body_sha256=row["last_body_sha256"],
        visible_sha256=row["last_visible_sha256"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        snapshot=latest,
        drawn=drawn_of(db, latest) if latest and not is_light else None,
        failures=row["failures"],
        earlier=tuple(s.text_digest for s in recent[1:]),
        held_digest=row["held_digest"],
        held_since=from_text(row["held_since"]) if row["held_since"] else None,
        body=get_body(db.conn, latest.body_sha256) if latest and outdated else None,
        seen=latest_seen(db, watch_id),
    )


def record(  # noqa: PLR0913 - one transaction has all of it
    db: Database,
    fetched: Fetched,
    outcome: Outcome,
    *,
    known: Known,
    next_check_at: datetime | None,
    mail_domain: str | None,
    blind_after: int = BLIND_AFTER,
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

    Raises:
        UnknownWatchError: the watch was purged in between; nothing was written.
        StaleDecisionError: a newer snapshot came in between; nothing was written.
        StoreError: the store could not be written.
    """
    with writing(db) as conn:
        _refuse_stale(conn, known, as_of=fetched.at if next_check_at is None else None)
        is_aside = next_check_at is None
        body_sha256 = put_body(conn, fetched.as_body()) if _keeps_body(fetched, outcome, is_aside=is_aside) else None
        snapshot_id = _put_snapshots(conn, fetched, outcome, known, body_sha256, mail_domain)
        _put_fetch(
            conn,
            fetched,
            outcome,
            snapshot_id=snapshot_id,
            body_sha256=body_sha256,
            is_aside=is_aside,
        )
        if next_check_at is not None:
            _put_state(conn, fetched, outcome, known, next_check_at)
            if outcome.kind is CheckOutcome.FAILED:
                keep_newest_failed(conn, fetched.watch_id)
                note_failure(conn, fetched, outcome, blind_after=blind_after, domain=mail_domain)
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
        _put_fetch(conn, fetched, outcome, snapshot_id=None, body_sha256=None, is_aside=True)


def _refuse_unknown(conn: sqlite3.Connection, watch_id: int) -> None:
    if not conn.execute("SELECT 1 FROM watches WHERE id = ?", [watch_id]).fetchone():
        raise UnknownWatchError(str(watch_id))


def _refuse_stale(conn: sqlite3.Connection, known: Known, *, as_of: datetime | None) -> None:
    """Refuse a decision that rests on a snapshot which is not the latest, or the latest of its time, any more."""
    _refuse_unknown(conn, known.watch_id)
    latest = conn.execute(
        "SELECT id FROM snapshots WHERE watch_id = :id AND (:at IS NULL OR captured_at <= :at)"
        " ORDER BY place DESC, id DESC LIMIT 1",
        {"id": known.watch_id, "at": as_of and to_text(as_of)},
    ).fetchone()
    if (latest and latest["id"]) != (known.snapshot and known.snapshot.id):
        raise StaleDecisionError(f"watch {known.watch_id} was checked by another process meanwhile")


def _keeps_body(fetched: Fetched, outcome: Outcome, *, is_aside: bool) -> bool:
    """Keep what a snapshot was drawn from, and what none could be drawn from last, so that it can be looked into."""
    if outcome.kind is CheckOutcome.FAILED:
        return not is_aside and fetched.failure is None and 0 < len(fetched.body) <= LARGEST_FAILED
    return outcome.reason is not None


def _put_snapshots(
    conn: sqlite3.Connection,
    fetched: Fetched,
    outcome: Outcome,
    known: Known,
    body_sha256: str | None,
    mail_domain: str | None,
) -> int | None:
    before = known.snapshot.id if known.snapshot else None
    if outcome.rebased is not None and known.snapshot is not None:
        before = put_snapshot(
            conn,
            watch_id=fetched.watch_id,
            captured_at=fetched.at,
            reason=SnapshotReason.REPROCESSED,
            url=known.url,
            drawn=outcome.rebased,
            body_sha256=known.snapshot.body_sha256,
            after=before,
        )
    if outcome.reason is None or outcome.drawn is None or body_sha256 is None:
        return None
    snapshot_id = put_snapshot(
        conn,
        watch_id=fetched.watch_id,
        captured_at=fetched.at,
        reason=outcome.reason,
        url=fetched.url,
        drawn=outcome.drawn,
        body_sha256=body_sha256,
        after=before,
    )
    if outcome.comparison is not None and before is not None:
        change_id = put_change(
            conn,
            watch_id=fetched.watch_id,
            snapshots=(before, snapshot_id),
            at=fetched.at,
            comparison=outcome.comparison,
        )
        if outcome.comparison.changed and mail_domain is not None:
            enqueue(conn, change_id=change_id, watch_id=fetched.watch_id, at=fetched.at, domain=mail_domain)
    return snapshot_id


def _put_fetch(
    conn: sqlite3.Connection,
    fetched: Fetched,
    outcome: Outcome,
    *,
    snapshot_id: int | None,
    body_sha256: str | None,
    is_aside: bool,
) -> None:
    failure = outcome.failure
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
            "detail": failure.detail if failure else outcome.detail,
            "url": fetched.url,
            "size": len(fetched.body),
            "milliseconds": fetched.milliseconds,
            "snapshot_id": snapshot_id,
            "body_sha256": body_sha256,
            "is_aside": is_aside,
        },
    )


def _put_state(
    conn: sqlite3.Connection, fetched: Fetched, outcome: Outcome, known: Known, next_check_at: datetime
) -> None:
    if outcome.kind is CheckOutcome.FAILED:
        conn.execute(
            "UPDATE watches SET next_check_at = :next, failures = failures + 1,"
            " failing_since = min(coalesce(failing_since, :at), :at),"
            " held_digest = iif(:held = '', held_digest, :held),"
            " held_since = iif(:held = '', min(held_since, :at), :since)"
            " WHERE id = :id",
            {
                "id": fetched.watch_id,
                "next": to_text(next_check_at),
                "at": to_text(fetched.at),
                "held": outcome.held_digest,
                "since": _held_since(known, outcome, fetched.at),
            },
        )
        return
    is_answer = outcome.kind is not CheckOutcome.NOT_MODIFIED
    # a held text is not accepted yet: the next check must look at the page whole
    is_accepted = is_answer and not outcome.held_digest
    conn.execute(
        "UPDATE watches SET next_check_at = :next, failures = 0, failing_since = NULL,"
        " etag = iif(:answer, :etag, etag), last_modified = iif(:answer, :last_modified, last_modified),"
        " last_body_sha256 = iif(:answer, :body, last_body_sha256),"
        " last_visible_sha256 = iif(:answer, :visible, last_visible_sha256),"
        " moved_to = coalesce(:moved_to, moved_to), moved_at = CASE coalesce(:moved_to, moved_to)"
        " WHEN '' THEN NULL WHEN moved_to THEN moved_at ELSE :at END,"
        " held_digest = :held, held_since = iif(:held = '', NULL, :held_since) WHERE id = :id",
        {
            "id": fetched.watch_id,
            "next": to_text(next_check_at),
            "at": to_text(fetched.at),
            "answer": is_answer,
            "etag": fetched.etag if is_accepted else "",
            "last_modified": fetched.last_modified if is_accepted else "",
            "body": body_digest(fetched.body) if is_accepted else "",
            "visible": outcome.visible_sha256 if is_accepted else "",
            "moved_to": outcome.moved_to,
            "held": outcome.held_digest,
            "held_since": _held_since(known, outcome, fetched.at),
        },
    )


def _held_since(known: Known, outcome: Outcome, at: datetime) -> str:
    is_same = known.held_since is not None and known.held_digest == outcome.held_digest
    # a time that has not come yet was written by a clock that was ahead
    return to_text(min(known.held_since, at) if known.held_since and is_same else at)


def put_reprocessed(db: Database, known: Known, drawn: Drawn, *, now: datetime) -> int:
    """Keep a snapshot drawn again from its stored body.

    Args:
        db: the store.
        known: the state of the watch; it has a snapshot.
        drawn: that snapshot's text under the rules in force.
        now: when, UTC.

    Returns:
        The new snapshot's id.

    Raises:
        StaleDecisionError: a newer snapshot came in between; nothing was written.
    """
    with writing(db) as conn:
        _refuse_stale(conn, known, as_of=None)
        assert known.snapshot is not None  # noqa: S101 - only what was drawn can be drawn again
        return put_snapshot(
            conn,
            watch_id=known.watch_id,
            captured_at=now,
            reason=SnapshotReason.REPROCESSED,
            url=known.url,
            drawn=drawn,
            body_sha256=known.snapshot.body_sha256,
            after=known.snapshot.id,
        )


@decoded
def fetch_times(db: Database, watch_id: int) -> set[datetime]:
    """Return the times of all fetches recorded for a watch."""
    return {
        from_text(row["at"]) for row in reading(db, "SELECT at FROM fetches WHERE watch_id = :id", {"id": watch_id})
    }


def put_link(db: Database, watch_id: int, *, snapshots: tuple[Snapshot, Snapshot], comparison: Comparison) -> None:
    """Tie a snapshot that was the first to one that turned out to be older, with no notices.

    Args:
        db: the store.
        watch_id: whose they are.
        snapshots: the older and the one that was the first.
        comparison: what differs between them.
    """
    older, newer = snapshots
    with writing(db) as conn:
        put_change(conn, watch_id=watch_id, snapshots=(older.id, newer.id), at=newer.captured_at, comparison=comparison)
        conn.execute("UPDATE snapshots SET reason = 'changed' WHERE id = ?", [newer.id])
