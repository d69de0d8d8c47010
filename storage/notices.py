"""What a notice tells, read from the store; change rows never alter, so the same notice reads the same for ever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.records import (
    Claim,
    HealthContent,
    HealthEvent,
    HealthItem,
    NoticeContent,
    Provenance,
    ProvenanceKind,
    Significance,
    SnapshotReason,
    is_rewrite,
)
from storage.addresses import address_at
from storage.changes import clause_changes_of
from storage.database import reading
from storage.faults import decoded
from storage.snapshots import clauses_of
from storage.times import from_text

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from monitor.core.records import ClauseChange

_NOTICE = f"""
SELECT n.message_id, n.created_at, s.email, w.slug, w.name, {address_at("new.captured_at")} AS url,
    c.id AS change_id, c.claim, c.significance, c.silent,
    new.reason, new.title, new.language, old.language AS language_old, new.clause_count,
    old.id AS old_id, new.id AS new_id,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = w.id AND v.id <= new.id) AS snapshot,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = w.id AND v.id <= old.id) AS old_snapshot,
    coalesce(p.kind, 'fetch') AS new_kind, coalesce(p.supplied_by, '') AS new_by,
    coalesce(q.kind, 'fetch') AS old_kind, coalesce(q.supplied_by, '') AS old_by,
    old.captured_at AS old_at, new.captured_at AS new_at,
    old.stated_date AS stated_old, new.stated_date AS stated_new, coalesce(new.stated_words, '') AS stated_words
FROM notices n
JOIN subscribers s ON s.id = n.subscriber_id
JOIN changes c ON c.id = n.change_id
JOIN watches w ON w.id = c.watch_id
JOIN snapshots old ON old.id = c.old_snapshot_id
JOIN snapshots new ON new.id = c.new_snapshot_id
LEFT JOIN provenance p ON p.snapshot_id = new.id
LEFT JOIN provenance q ON q.snapshot_id = old.id
WHERE n.id = :id
"""

_HEALTH = f"""
SELECT n.message_id, n.created_at, s.email, i.event, w.slug, w.name, {address_at("n.created_at")} AS url,
    b.id AS spell_id, b.since, b.kind,
    b.status, b.detail, b.ended_at, coalesce(b.ended_by, '') AS ended_by,
    coalesce(c.significance IN ('minor', 'material'), 0) AS has_notice
FROM notices n
JOIN subscribers s ON s.id = n.subscriber_id
JOIN notice_spells i ON i.notice_id = n.id
JOIN blind_spells b ON b.id = i.spell_id
JOIN watches w ON w.id = b.watch_id
LEFT JOIN changes c ON c.id = b.change_id
WHERE n.id = :id AND n.change_id IS NULL
ORDER BY w.name COLLATE NOCASE, w.id, b.id, i.event
"""


def notice_content(db: Database, notice_id: int) -> NoticeContent | HealthContent | None:
    """Read all that a notice tells.

    Args:
        db: the store.
        notice_id: the notice.

    Returns:
        The content, or None where the notice is gone, with its subscriber or its watch.

    Raises:
        StoreError: the store cannot be read.
    """
    row = next(reading(db, _NOTICE, {"id": notice_id}), None)
    if row is not None:
        content = _content(row, clause_changes_of(db, row["change_id"]))
        if not is_rewrite(content.claim, content.changes):
            return content
        return replace(content, texts=(clauses_of(db, row["old_id"]), clauses_of(db, row["new_id"])))
    told = list(reading(db, _HEALTH, {"id": notice_id}))
    return _health(told) if told else None


@decoded
def _health(rows: list[sqlite3.Row]) -> HealthContent:
    # the end of a spell tells of its beginning too
    ended = {row["spell_id"] for row in rows if row["event"] == HealthEvent.SEES}
    return HealthContent(
        message_id=rows[0]["message_id"],
        address=rows[0]["email"],
        created_at=from_text(rows[0]["created_at"]),
        items=tuple(_item(row) for row in rows if row["event"] == HealthEvent.SEES or row["spell_id"] not in ended),
    )


def _item(row: sqlite3.Row) -> HealthItem:
    sees = row["event"] == HealthEvent.SEES
    return HealthItem(
        event=HealthEvent(row["event"]),
        watch_slug=row["slug"],
        watch_name=row["name"],
        watch_url=row["url"],
        since=from_text(row["since"]),
        kind=row["kind"],
        status=row["status"],
        detail=row["detail"],
        # a notice of the beginning reads the same when the end is known
        ended_at=from_text(row["ended_at"]) if sees and row["ended_at"] else None,
        ended_by=row["ended_by"] if sees else "",
        has_notice=sees and bool(row["has_notice"]),
    )


@decoded
def _content(row: sqlite3.Row, changes: tuple[ClauseChange, ...]) -> NoticeContent:
    return NoticeContent(
        message_id=row["message_id"],
        address=row["email"],
        created_at=from_text(row["created_at"]),
        watch_slug=row["slug"],
        watch_name=row["name"],
        watch_url=row["url"],
        change_id=row["change_id"],
        reason=SnapshotReason(row["reason"]),
        claim=Claim(row["claim"]) if row["claim"] else None,
        significance=Significance(row["significance"]),
        silent=bool(row["silent"]),
        title=row["title"],
        language=row["language"],
        language_old=row["language_old"],
        snapshot=row["snapshot"],
        clauses=row["clause_count"],
        old_at=from_text(row["old_at"]),
        new_at=from_text(row["new_at"]),
        stated_old=row["stated_old"],
        stated_new=row["stated_new"],
        stated_words=row["stated_words"],
        changes=changes,
        old_snapshot=row["old_snapshot"],
        provenance=Provenance(kind=ProvenanceKind(row["new_kind"]), by=row["new_by"]),
        old_provenance=Provenance(kind=ProvenanceKind(row["old_kind"]), by=row["old_by"]),
    )
