"""What a notice tells, read from the store; change rows never alter, so the same notice reads the same for ever."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.core.errors import StoreError
from monitor.core.records import (
    ChangeKind,
    Clause,
    ClauseChange,
    ClauseKind,
    NoticeContent,
    RedlineOp,
    Significance,
    SnapshotReason,
)
from storage.database import FILE_NAME, translated
from storage.times import from_text

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

_NOTICE = """
SELECT n.message_id, n.created_at, s.email, w.slug, w.name, w.url, c.id AS change_id, c.significance, c.silent,
    new.reason, new.title, new.language, old.captured_at AS old_at, new.captured_at AS new_at,
    old.stated_date AS stated_old, new.stated_date AS stated_new, coalesce(new.stated_words, '') AS stated_words
FROM notices n
JOIN subscribers s ON s.id = n.subscriber_id
JOIN changes c ON c.id = n.change_id
JOIN watches w ON w.id = c.watch_id
JOIN snapshots old ON old.id = c.old_snapshot_id
JOIN snapshots new ON new.id = c.new_snapshot_id
WHERE n.id = :id
"""


def notice_content(db: Database, notice_id: int) -> NoticeContent | None:
    """Read all that a notice tells.

    Args:
        db: the store.
        notice_id: the notice.

    Returns:
        The content, or None where the notice is gone, with its subscriber or its watch.

    Raises:
        StoreError: the store cannot be read, or holds a change that makes no sense.
    """
    with translated(FILE_NAME):
        row = db.conn.execute(_NOTICE, {"id": notice_id}).fetchone()
    return None if row is None else _content(row, clause_changes(db, row["change_id"]))


def clause_changes(db: Database, change_id: int) -> tuple[ClauseChange, ...]:
    """Read the clause changes of a change.

    Args:
        db: the store.
        change_id: the change.

    Returns:
        Them in the order of the new document.

    Raises:
        StoreError: the store cannot be read, or holds one that makes no sense.
    """
    with translated(FILE_NAME):
        rows = db.conn.execute(
            "SELECT kind, significance, similarity, topics, reasons, old_clauses, new_clauses, redline"
            " FROM clause_changes WHERE change_id = :id ORDER BY place",
            {"id": change_id},
        ).fetchall()
    try:
        return tuple(map(_clause_change, rows))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"change {change_id} is stored in a way that cannot be read: {error}") from error


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
        significance=Significance(row["significance"]),
        silent=bool(row["silent"]),
        title=row["title"],
        language=row["language"],
        old_at=from_text(row["old_at"]),
        new_at=from_text(row["new_at"]),
        stated_old=row["stated_old"],
        stated_new=row["stated_new"],
        stated_words=row["stated_words"],
        changes=changes,
    )


def _clause_change(row: sqlite3.Row) -> ClauseChange:
    return ClauseChange(
        kind=ChangeKind(row["kind"]),
        significance=Significance(row["significance"]),
        topics=tuple(json.loads(row["topics"])),
        reasons=tuple(json.loads(row["reasons"])),
        similarity=row["similarity"],
        old=tuple(map(_clause, json.loads(row["old_clauses"]))),
        new=tuple(map(_clause, json.loads(row["new_clauses"]))),
        redline=tuple((RedlineOp(op), str(text)) for op, text in json.loads(row["redline"])),
    )


def _clause(stored: dict[str, Any]) -> Clause:
    return Clause(
        position=stored["position"],
        kind=ClauseKind(stored.get("kind", ClauseKind.PARAGRAPH)),
        heading_path=tuple(stored["heading_path"]),
        label=stored.get("label", ""),
        text=stored["text"],
    )
