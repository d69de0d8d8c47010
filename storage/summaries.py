"""The watchlist as it is read: each watch, and how it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.errors import DuplicateWatchError, UnknownWatchError
from monitor.core.records import (
    CheckOutcome,
    FailureKind,
    LastCheck,
    Watch,
    WatchSpec,
    WatchState,
    WatchSummary,
)
from storage.database import reading
from storage.faults import decoded
from storage.held import held_from
from storage.times import from_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

_COLUMNS = """
SELECT w.*,
    (SELECT group_concat(tag, char(10)) FROM (SELECT tag FROM watch_tags WHERE watch_id = w.id ORDER BY tag)) AS tags,
    {emails} AS emails,
    (SELECT b.since FROM blind_spells b WHERE b.watch_id = w.id AND b.ended_at IS NULL) AS blind_since,
    h.claim AS held_claim, h.digest AS held_digest, h.since AS held_since, h.last_at AS held_last_at,
    h.looks AS held_looks, h.until AS held_until
FROM watches w LEFT JOIN held h ON h.watch_id = w.id
"""
_EMAILS = """(
    SELECT group_concat(email, char(10)) FROM (
        SELECT s.email FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id
        WHERE p.watch_id = w.id AND p.phrases = '[]' ORDER BY s.email
    )
)"""
_WATCH = _COLUMNS.format(emails=_EMAILS)
_SUMMARIES = "SELECT l.*, {subscribers} AS subscribers, w.* FROM watchlist_ever l JOIN ({watch}) w ON w.id = l.id"
_SUBSCRIBERS = """(
    SELECT count(DISTINCT p.subscriber_id) FROM subscriptions p WHERE p.unconfirmed_since IS NULL
    AND (p.watch_id = l.id OR p.tag IN (SELECT tag FROM watch_tags WHERE watch_id = l.id)
    OR p.watch_id IS NULL AND p.tag IS NULL)
)"""
PUBLIC_SUMMARIES = _SUMMARIES.format(subscribers=0, watch=_COLUMNS.format(emails="NULL"))
"""Rows of which `summary_from` makes summaries as everyone may see them: nobody hears of any watch."""


def find_watch(db: Database, word: str, *, url: str | None = None, removed: bool = False) -> Watch:
    """Find a watch by slug, id or URL, be it one that it had before and no other has now.

    Args:
        db: the store.
        word: what the person wrote.
        url: the same, normalised, if it is a URL.
        removed: whether one that was removed will do.

    Returns:
        The watch.

    Raises:
        UnknownWatchError: there is none.
    """
    row = next(
        reading(
            db,
            f"{_WATCH} WHERE (w.slug = :word OR w.url = :url OR CAST(w.id AS TEXT) = :word"
            " OR w.id = (SELECT watch_id FROM past_addresses WHERE url = :url ORDER BY until DESC LIMIT 1))"
            " AND (:removed OR w.removed_at IS NULL) ORDER BY w.slug <> :word, w.url <> :url LIMIT 1",
            {"word": word, "url": url or word, "removed": removed},
        ),
        None,
    )
    if row is None:
        named = [*reading(db, "SELECT slug FROM watches WHERE name = :word LIMIT 2", {"word": word})]
        raise UnknownWatchError(word, named[0]["slug"] if len(named) == 1 else "")
    return _watch(row)


def all_watches(db: Database) -> Iterator[Watch]:
    """Stream the watchlist in the order in which it grew."""
    return map(_watch, reading(db, f"{_WATCH} WHERE w.removed_at IS NULL ORDER BY w.id"))


def removed_watches(db: Database) -> Iterator[Watch]:
    """Stream the watches that were removed and whose history is kept."""
    return map(_watch, reading(db, f"{_WATCH} WHERE w.removed_at IS NOT NULL ORDER BY w.id"))


def tagged_watches(db: Database, tags: Sequence[str]) -> Iterator[Watch]:
    """Stream the watches of the watchlist that have any of some tags, in the order in which it grew."""
    sql = (
        f"{_WATCH} WHERE w.removed_at IS NULL AND w.id IN"
        " (SELECT watch_id FROM watch_tags WHERE tag IN (SELECT value FROM json_each(:tags))) ORDER BY w.id"
    )
    return map(_watch, reading(db, sql, {"tags": json.dumps(list(tags))}))


def known_urls(db: Database) -> set[str]:
    """Return the URLs on the watchlist."""
    return {row["url"] for row in reading(db, "SELECT url FROM watches WHERE removed_at IS NULL")}


def known_names(db: Database) -> set[str]:
    """Return the names on the watchlist."""
    return {row["name"] for row in reading(db, "SELECT name FROM watches WHERE removed_at IS NULL")}


def removed_watch(db: Database, url: str) -> Watch | None:
    """Return the watch that had a URL until it was removed, None where there is none."""
    row = next(reading(db, f"{_WATCH} WHERE w.url = :url AND w.removed_at IS NOT NULL", {"url": url}), None)
    return _watch(row) if row else None


def refuse_duplicates(db: Database, urls: Sequence[str]) -> None:
    """Raise DuplicateWatchError where one of the URLs is on the watchlist."""
    for url in urls:
        sql = "SELECT slug FROM watches WHERE url = :url AND removed_at IS NULL"
        for row in reading(db, sql, {"url": url}):
            raise DuplicateWatchError(url, row["slug"])


def summaries(db: Database, watch_ids: Sequence[int] | None = None, *, removed: bool = False) -> Iterator[WatchSummary]:
    """Stream the rows of `list`.

    Args:
        db: the store.
        watch_ids: only these, removed or not; None for the watchlist.
        removed: without ids, those that were removed, instead.

    Yields:
        One summary a watch, in the order of the slugs.
    """
    if watch_ids is None:
        wanted = f"w.removed_at IS {'NOT ' * removed}NULL"
    else:
        wanted = f"w.id IN ({','.join(str(int(i)) for i in watch_ids)})"
    sql = _SUMMARIES.format(subscribers=_SUBSCRIBERS, watch=_WATCH)
    return map(summary_from, reading(db, f"{sql} WHERE {wanted} ORDER BY w.slug"))


def _words(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split("\n")) if joined else ()


@decoded
def _watch(row: sqlite3.Row) -> Watch:
    return Watch(
        id=row["id"],
        slug=row["slug"],
        spec=WatchSpec(
            url=row["url"],
            name=row["name"],
            kind=row["kind"],
            every_seconds=row["every_seconds"],
            tags=_words(row["tags"]),
            emails=_words(row["emails"]),
            include=row["include"],
            exclude=row["exclude"],
            is_rendered=bool(row["is_rendered"]),
            ignores_robots=bool(row["ignores_robots"]),
            accept_language=row["accept_language"],
        ),
        is_paused=row["paused_at"] is not None,
        next_check_at=from_text(row["next_check_at"]),
        failures=row["failures"],
        failing_since=from_text(row["failing_since"]) if row["failing_since"] else None,
        moved_to=row["moved_to"],
        moved_at=from_text(row["moved_at"]) if row["moved_at"] else None,
        blind_since=from_text(row["blind_since"]) if row["blind_since"] else None,
        held=held_from(row, "held_") if row["held_claim"] else None,
        removed_at=from_text(row["removed_at"]) if row["removed_at"] else None,
    )


@decoded
def summary_from(row: sqlite3.Row) -> WatchSummary:
    """Make a summary of a row that `PUBLIC_SUMMARIES` gives, or its like."""
    last_check = row["last_check_at"] and LastCheck(
        at=from_text(row["last_check_at"]),
        outcome=CheckOutcome(row["last_outcome"]),
        kind=FailureKind(row["last_kind"]) if row["last_kind"] else None,
        status=row["last_status"],
        detail=row["last_detail"],
    )
    return WatchSummary(
        watch=_watch(row),
        state=WatchState(row["state"]),
        language=row["language"],
        title=row["title"] or "",
        stated_date=row["stated_date"],
        snapshots=row["snapshots"],
        last_check=last_check or None,
        last_change_at=from_text(row["last_change_at"]) if row["last_change_at"] else None,
        subscribers=row["subscribers"],
    )
