"""What a notice tells, read from the store; change rows never alter, so the same notice reads the same for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import NoticeContent, Significance, SnapshotReason
from storage.changes import clause_changes_of
from storage.database import reading
from storage.times import from_text

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from monitor.core.records import ClauseChange

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
        StoreError: the store cannot be read.
    """
    row = next(reading(db, _NOTICE, {"id": notice_id}), None)
    return None if row is None else _content(row, clause_changes_of(db, row["change_id"]))


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
