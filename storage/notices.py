"""What a notice tells, read from the store; change rows never alter, so the same notice reads the same for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.records import (
    Claim,
    ConfirmContent,
    DigestContent,
    HealthContent,
    HealthEvent,
    HealthItem,
    NoticeContent,
    NoticeKind,
    Provenance,
    ProvenanceKind,
    ReviewContent,
    Significance,
    SnapshotReason,
    is_rewrite,
)
from storage.addresses import address_at
from storage.changes import clause_changes_of
from storage.database import reading
from storage.faults import decoded
from storage.snapshots import clauses_of
from storage.subscriptions import COVERS, subscription_of
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from monitor.core.records import AnyContent

SAMPLE_ADDRESS = "reader@example.org"
"""Of the reader of a notice that nobody is sent."""
_SAMPLE_ID = "<preview@clausewatch.invalid>"

MOST_CHANGES = 100  # or subscriptions of one notice that are read; no mail has room for so many

_NOTICE = """
SELECT n.message_id, n.created_at, n.kind, n.due_at, n.subscriber_id, s.email, s.language AS told_in
FROM notices n JOIN subscribers s ON s.id = n.subscriber_id WHERE n.id = :id
"""

_OF_A_CHANGE = f"""
w.slug, w.name, {address_at("new.captured_at")} AS url,
    c.id AS change_id, c.claim, c.significance, c.silent,
    new.reason, new.title, new.language, old.language AS language_old, new.clause_count,
    old.id AS old_id, new.id AS new_id,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = w.id AND v.id <= new.id) AS snapshot,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = w.id AND v.id <= old.id) AS old_snapshot,
    coalesce(p.kind, 'fetch') AS new_kind, coalesce(p.supplied_by, '') AS new_by,
    coalesce(q.kind, 'fetch') AS old_kind, coalesce(q.supplied_by, '') AS old_by,
    old.captured_at AS old_at, new.captured_at AS new_at,
    old.stated_date AS stated_old, new.stated_date AS stated_new, coalesce(new.stated_words, '') AS stated_words
"""
_BESIDE_A_CHANGE = """
JOIN watches w ON w.id = c.watch_id
JOIN snapshots old ON old.id = c.old_snapshot_id
JOIN snapshots new ON new.id = c.new_snapshot_id
LEFT JOIN provenance p ON p.snapshot_id = new.id
LEFT JOIN provenance q ON q.snapshot_id = old.id
"""

_CHANGES = f"""
SELECT n.message_id, n.created_at, s.email, s.language AS told_in, i.subscription_id, {_OF_A_CHANGE}
FROM notice_changes i
JOIN notices n ON n.id = i.notice_id
JOIN subscribers s ON s.id = n.subscriber_id
JOIN changes c ON c.id = i.change_id
{_BESIDE_A_CHANGE}
WHERE i.notice_id = :id
ORDER BY c.significance <> 'material', (
    SELECT min(k.gravity) FROM clause_changes k WHERE k.change_id = c.id AND k.significance = c.significance
), c.id
LIMIT {MOST_CHANGES}
"""

# of a change that nobody need have been told of; it reads nothing of subscribers, so the pages may ask
_CHANGE = f"""
SELECT :message_id AS message_id, c.at AS created_at, :email AS email, '' AS told_in, NULL AS subscription_id,
    {_OF_A_CHANGE}
FROM changes c {_BESIDE_A_CHANGE} WHERE c.id = :id
"""

_SUBSCRIBED = """
SELECT subscription_id AS id FROM notice_changes WHERE notice_id = :id AND subscription_id IS NOT NULL
UNION SELECT subscription_id FROM notice_spells WHERE notice_id = :id AND subscription_id IS NOT NULL
ORDER BY 1
"""

_QUESTIONS = f"""
SELECT q.subscription_id AS id, coalesce(w.slug, '') AS slug, coalesce(w.name, '') AS name
FROM notice_questions q JOIN subscriptions p ON p.id = q.subscription_id LEFT JOIN watches w ON w.id = p.watch_id
WHERE q.notice_id = :id ORDER BY p.watch_id IS NOT NULL, p.tag, w.name COLLATE NOCASE, p.id
LIMIT {MOST_CHANGES}
"""

_COUNTS = """
SELECT count(*) AS found, count(DISTINCT c.watch_id) AS watches,
    coalesce(sum(c.significance = 'material'), 0) AS material
FROM notice_changes i JOIN changes c ON c.id = i.change_id WHERE i.notice_id = :id
"""

_HEALTH = f"""
SELECT i.event, w.slug, w.name, {address_at("n.created_at")} AS url,
    b.id AS spell_id, b.since, b.kind,
    b.status, b.detail, b.ended_at, coalesce(b.ended_by, '') AS ended_by,
    coalesce(c.significance IN ('minor', 'material'), 0) AS has_notice
FROM notices n
JOIN notice_spells i ON i.notice_id = n.id
JOIN blind_spells b ON b.id = i.spell_id
JOIN watches w ON w.id = b.watch_id
LEFT JOIN changes c ON c.id = b.change_id
WHERE n.id = :id
ORDER BY w.name COLLATE NOCASE, w.id, b.id, i.event
"""

# Of the watches that a reader follows at this pace and of which the notice does not tell: the end of the period.
# What it asks of never alters once the period is over.
_OTHERS = f"""
WITH others AS (
    SELECT w.id, (
        SELECT f.outcome FROM fetches f WHERE f.watch_id = w.id AND f.at >= :since AND f.at < :until AND f.is_aside = 0
        ORDER BY f.at DESC, f.id DESC LIMIT 1
    ) AS newest, EXISTS (
        SELECT 1 FROM blind_spells b WHERE b.watch_id = w.id AND b.found_at < :until
        AND (b.ended_at IS NULL OR b.ended_at >= :until)
    ) AS is_blind, EXISTS (
        SELECT 1 FROM changes c WHERE c.watch_id = w.id AND c.told_at >= :since AND c.told_at < :until
    ) AS is_changed
    FROM watches w WHERE w.removed_at IS NULL
    AND EXISTS (
        SELECT 1 FROM subscriptions p WHERE p.subscriber_id = :subscriber AND p.pace = :pace
        AND (p.kinds = '[]' OR w.kind IN (SELECT value FROM json_each(p.kinds)))
        AND {COVERS.replace(":watch", "w.id")}
    )
    AND NOT EXISTS (SELECT 1 FROM notice_changes i JOIN changes c ON c.id = i.change_id
        WHERE i.notice_id = :id AND c.watch_id = w.id)
    AND NOT EXISTS (SELECT 1 FROM notice_spells i JOIN blind_spells b ON b.id = i.spell_id
        WHERE i.notice_id = :id AND b.watch_id = w.id)
)
SELECT coalesce(sum(newest IN ('unchanged', 'not_modified') AND NOT is_blind AND NOT is_changed), 0) AS same,
    coalesce(sum(newest = 'held' AND NOT is_blind), 0) AS held,
    coalesce(sum(newest = 'failed' AND NOT is_blind), 0) AS failing, coalesce(sum(is_blind), 0) AS blind
FROM others
"""
_PERIODS = {NoticeKind.DAILY: timedelta(days=1), NoticeKind.WEEKLY: timedelta(days=7)}


def notice_content(db: Database, notice_id: int) -> AnyContent | ReviewContent | None:
    """Read all that a notice tells.

    Args:
        db: the store.
        notice_id: the notice.

    Returns:
        The content, or None where the notice is gone, with its subscriber or its watches.

    Raises:
        StoreError: the store cannot be read.
    """
    notice = next(reading(db, _NOTICE, {"id": notice_id}), None)
    if notice is None:
        return None
    if notice["kind"] == NoticeKind.CONFIRM:
        return _question(db, notice_id, notice)
    if notice["kind"] == NoticeKind.REVIEW:
        return _review(db, notice_id, notice)
    rows = list(reading(db, _CHANGES, {"id": notice_id}))
    spells = list(reading(db, _HEALTH, {"id": notice_id}))
    subscribed = tuple(row["id"] for row in reading(db, _SUBSCRIBED, {"id": notice_id}))
    if notice["kind"] == NoticeKind.CHANGES and len(rows) == 1 and not spells:
        return replace(_alone(db, rows[0]), subscribed=subscribed)
    if notice["kind"] == NoticeKind.HEALTH and not rows:
        return replace(_health(notice, spells), subscribed=subscribed)
    return replace(_digest(db, notice_id, notice, rows, spells), subscribed=subscribed)


@decoded
def _question(db: Database, notice_id: int, notice: sqlite3.Row) -> ConfirmContent:
    rows = list(reading(db, _QUESTIONS, {"id": notice_id}))
    found = (subscription_of(db.conn, row["id"]) for row in rows)
    asked = tuple(one for one in found if one)
    counted = reading(db, "SELECT count(*) AS found FROM notice_questions WHERE notice_id = :id", {"id": notice_id})
    return ConfirmContent(
        message_id=notice["message_id"],
        address=notice["email"],
        told_in=notice["told_in"],
        created_at=from_text(notice["created_at"]),
        asked=asked,
        count=next(counted)["found"],
        names={row["slug"]: row["name"] for row in rows if row["slug"]},
        subscribed=tuple(one.id for one in asked),
    )


@decoded
def _review(db: Database, notice_id: int, notice: sqlite3.Row) -> ReviewContent:
    row = next(reading(db, "SELECT subscription_id, told FROM notice_reviews WHERE notice_id = :id", {"id": notice_id}))
    return ReviewContent(
        message_id=notice["message_id"],
        address=notice["email"],
        created_at=from_text(notice["created_at"]),
        told=json.loads(row["told"]),
        subscribed=(row["subscription_id"],) if row["subscription_id"] else (),
    )


def change_content(db: Database, change_id: int, *, address: str = SAMPLE_ADDRESS) -> NoticeContent | None:
    """Read what a notice of one change would tell, whether anybody is told or not.

    Args:
        db: the store; of it only what anybody may read.
        change_id: the change.
        address: who would be told.

    Returns:
        The content, because of no subscription; None where there is no such change.

    Raises:
        StoreError: the store cannot be read.
    """
    values = {"id": change_id, "message_id": _SAMPLE_ID, "email": address}
    row = next(reading(db, _CHANGE, values), None)
    return _alone(db, row) if row else None


def _alone(db: Database, row: sqlite3.Row) -> NoticeContent:
    content = _content(db, row)
    if not is_rewrite(content.claim, content.changes):
        return content
    return replace(content, texts=(clauses_of(db, row["old_id"]), clauses_of(db, row["new_id"])))


@decoded
def _digest(
    db: Database, notice_id: int, notice: sqlite3.Row, rows: list[sqlite3.Row], spells: list[sqlite3.Row]
) -> DigestContent:
    kind, due_at = NoticeKind(notice["kind"]), from_text(notice["due_at"])
    others = {"same": 0, "held": 0, "failing": 0, "blind": 0}
    if period := _PERIODS.get(kind):
        values = {"id": notice_id, "subscriber": notice["subscriber_id"], "pace": kind}
        times = {"since": to_text(due_at - period), "until": notice["due_at"]}
        others = dict(next(reading(db, _OTHERS, {**values, **times})))
    counts = next(reading(db, _COUNTS, {"id": notice_id}))
    return DigestContent(
        message_id=notice["message_id"],
        address=notice["email"],
        told_in=notice["told_in"],
        created_at=from_text(notice["created_at"]),
        kind=kind,
        due_at=due_at,
        changes=tuple(_content(db, row) for row in rows),
        count=counts["found"],
        material=counts["material"],
        watches=counts["watches"],
        health=_items(spells),
        same=others["same"],
        held=others["held"],
        failing=others["failing"],
        blind=others["blind"],
    )


@decoded
def _health(notice: sqlite3.Row, rows: list[sqlite3.Row]) -> HealthContent:
    return HealthContent(
        message_id=notice["message_id"],
        address=notice["email"],
        told_in=notice["told_in"],
        created_at=from_text(notice["created_at"]),
        items=_items(rows),
    )


def _items(rows: list[sqlite3.Row]) -> tuple[HealthItem, ...]:
    # the end of a spell tells of its beginning too
    ended = {row["spell_id"] for row in rows if row["event"] == HealthEvent.SEES}
    return tuple(_item(row) for row in rows if row["event"] == HealthEvent.SEES or row["spell_id"] not in ended)


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
def _content(db: Database, row: sqlite3.Row) -> NoticeContent:
    number = row["subscription_id"]
    return NoticeContent(
        message_id=row["message_id"],
        address=row["email"],
        told_in=row["told_in"],
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
        changes=clause_changes_of(db, row["change_id"]),
        old_snapshot=row["old_snapshot"],
        provenance=Provenance(kind=ProvenanceKind(row["new_kind"]), by=row["new_by"]),
        old_provenance=Provenance(kind=ProvenanceKind(row["old_kind"]), by=row["old_by"]),
        subscription=subscription_of(db.conn, number) if number else None,
    )
