"""The watchlist in the store: watches, their tags and who hears of them."""

from __future__ import annotations

from datetime import timedelta
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
from storage.database import reading, writing
from storage.due import due_between, due_too_late
from storage.faults import decoded
from storage.spells import end_untold
from storage.subscriptions import subscriber_of
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlite_utils import Database

_LATE_SECONDS = 600  # overdue by more is a backlog
_FRESH_SHARE = 4

_WATCH = """
SELECT w.*,
    (SELECT group_concat(tag, char(10)) FROM (SELECT tag FROM watch_tags WHERE watch_id = w.id ORDER BY tag)) AS tags,
    (
        SELECT group_concat(email, char(10)) FROM (
            SELECT s.email FROM subscriptions p JOIN subscribers s ON s.id = p.subscriber_id
            WHERE p.watch_id = w.id ORDER BY s.email
        )
    ) AS emails,
    (SELECT b.since FROM blind_spells b WHERE b.watch_id = w.id AND b.ended_at IS NULL) AS blind_since
FROM watches w
"""


def add_watch(conn: sqlite3.Connection, spec: WatchSpec, *, slug: str, now: datetime) -> int:
    """Put a watch on the list; one that was removed comes back with its history.

    Args:
        conn: inside a write transaction.
        spec: what to watch.
        slug: the short name wished for; a number is appended where it is taken.
        now: when, UTC; the watch is due at once.

    Returns:
        Its id.

    Raises:
        DuplicateWatchError: the URL is on the list.
    """
    found = conn.execute("SELECT id, slug, removed_at FROM watches WHERE url = ?", [spec.url]).fetchone()
    if found and found["removed_at"] is None:
        raise DuplicateWatchError(spec.url, found["slug"])
    if found:
        watch_id = int(found["id"])
        conn.execute(
            "UPDATE watches SET removed_at = NULL, paused_at = NULL, failures = 0, failing_since = NULL,"
            " next_check_at = :now WHERE id = :id",
            {"id": watch_id, "now": to_text(now)},
        )
        conn.execute("DELETE FROM watch_tags WHERE watch_id = ?", [watch_id])
    else:
        cursor = conn.execute(
            "INSERT INTO watches (slug, url, name, kind, every_seconds, added_at, next_check_at)"
            " VALUES (:slug, :url, :name, :kind, :every, :now, :now)",
            {
                "slug": _free_slug(conn, slug),
                "url": spec.url,
                "name": spec.name,
                "kind": spec.kind,
                "every": spec.every_seconds,
                "now": to_text(now),
            },
        )
        watch_id = int(cursor.lastrowid or 0)
    put_spec(conn, watch_id, spec, now=now)
    return watch_id


def _free_slug(conn: sqlite3.Connection, wish: str) -> str:
    taken = {
        row[0] for row in conn.execute("SELECT slug FROM watches WHERE slug = ? OR slug GLOB ?", [wish, f"{wish}-*"])
    }
    number, slug = 2, wish
    while slug in taken:
        slug, number = f"{wish}-{number}", number + 1
    return slug


def put_spec(conn: sqlite3.Connection, watch_id: int, spec: WatchSpec, *, now: datetime) -> None:
    """Write what a person asked of a watch; its URL stays.

    Args:
        conn: inside a write transaction.
        watch_id: the watch.
        spec: its fields; tags and addresses replace those it had.
        now: when, UTC.
    """
    conn.execute(
        "UPDATE watches SET name = :name, kind = :kind, every_seconds = :every, include = :include,"
        " exclude = :exclude, is_rendered = :rendered, ignores_robots = :robots WHERE id = :id",
        {
            "id": watch_id,
            "name": spec.name,
            "kind": spec.kind,
            "every": spec.every_seconds,
            "include": spec.include,
            "exclude": spec.exclude,
            "rendered": spec.is_rendered,
            "robots": spec.ignores_robots,
        },
    )
    conn.execute("DELETE FROM watch_tags WHERE watch_id = ?", [watch_id])
    conn.executemany("INSERT INTO watch_tags (watch_id, tag) VALUES (?, ?)", [(watch_id, t) for t in spec.tags])
    conn.execute("DELETE FROM subscriptions WHERE watch_id = ?", [watch_id])
    for email in spec.emails:
        conn.execute(
            "INSERT INTO subscriptions (subscriber_id, watch_id) VALUES (?, ?)",
            [subscriber_of(conn, email, now), watch_id],
        )


def set_paused(conn: sqlite3.Connection, watch_id: int, *, since: datetime | None) -> None:
    """Suspend the checks of a watch, or take them up again with `since=None`."""
    conn.execute("UPDATE watches SET paused_at = ? WHERE id = ?", [since and to_text(since), watch_id])


def remove_watch(conn: sqlite3.Connection, watch_id: int, *, now: datetime) -> None:
    """Take a watch off the list and keep its history; that it was blind is told no more."""
    conn.execute("UPDATE watches SET removed_at = ? WHERE id = ?", [to_text(now), watch_id])
    end_untold(conn, watch_id, now=now)


def purge_watch(conn: sqlite3.Connection, watch_id: int) -> None:
    """Delete a watch with its history, and the clauses and bodies that no other watch has."""
    conn.execute("DELETE FROM watches WHERE id = ?", [watch_id])
    conn.execute(
        "DELETE FROM clauses WHERE NOT EXISTS (SELECT 1 FROM snapshot_clauses s WHERE s.clause_id = clauses.id)"
    )
    conn.execute(
        "DELETE FROM heading_paths WHERE NOT EXISTS"
        " (SELECT 1 FROM snapshot_clauses s WHERE s.heading_path_id = heading_paths.id)"
    )
    conn.execute(
        "DELETE FROM bodies WHERE NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.body_sha256 = bodies.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.body_sha256 = bodies.sha256)"
    )


def find_watch(db: Database, word: str, *, url: str | None = None, removed: bool = False) -> Watch:
    """Find a watch by slug, id or URL.

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
            f"{_WATCH} WHERE (w.slug = :word OR w.url = :url OR CAST(w.id AS TEXT) = :word)"
            " AND (:removed OR w.removed_at IS NULL) ORDER BY w.slug <> :word LIMIT 1",
            {"word": word, "url": url or word, "removed": removed},
        ),
        None,
    )
    if row is None:
        raise UnknownWatchError(word)
    return _watch(row)


def all_watches(db: Database) -> Iterator[Watch]:
    """Stream the watchlist in the order in which it grew."""
    return map(_watch, reading(db, f"{_WATCH} WHERE w.removed_at IS NULL ORDER BY w.id"))


def due_watches(db: Database, *, now: datetime, limit: int) -> list[int]:
    """Choose the watches to check now, out of those that are due.

    A backlog, as after a downtime or an import, is worked off the longest overdue first. It leaves a quarter of the
    room to what has just become due, so that frequent watches go on meanwhile. A time so far ahead that only a clock
    that was wrong can have set it counts as just become due.

    Args:
        db: the store.
        now: UTC.
        limit: at most so many.

    Returns:
        Their ids, the longest overdue first.
    """
    late = to_text(now - timedelta(seconds=_LATE_SECONDS))
    backlog = due_between(db, after="", until=late, limit=limit)
    room = max(limit - len(backlog), limit // _FRESH_SHARE)
    fresh = due_between(db, after=late, until=to_text(now), limit=room)
    fresh += due_too_late(db, now=now, limit=room - len(fresh))
    return backlog[: limit - len(fresh)] + fresh


def rhythm_of(db: Database, watch_id: int) -> tuple[int, int]:
    """Return the seconds between two checks of a watch, and how many failed in a row.

    Raises:
        UnknownWatchError: it was purged.
    """
    rows = reading(db, "SELECT every_seconds, failures FROM watches WHERE id = :id", {"id": watch_id})
    row = next(rows, None)
    if row is None:
        raise UnknownWatchError(str(watch_id))
    return row["every_seconds"], row["failures"]


def active_watches(db: Database) -> list[int]:
    """Return the ids of all watches that are neither paused nor removed, the longest waiting first."""
    return [
        row["id"]
        for row in reading(
            db,
            "SELECT id FROM watches WHERE paused_at IS NULL AND removed_at IS NULL ORDER BY next_check_at, id",
        )
    ]


def summaries(db: Database, watch_ids: Sequence[int] | None = None) -> Iterator[WatchSummary]:
    """Stream the rows of `list`.

    Args:
        db: the store.
        watch_ids: only these, or None for all.

    Yields:
        One summary a watch, in the order of the slugs.
    """
    wanted = "" if watch_ids is None else f" AND w.id IN ({','.join(str(int(i)) for i in watch_ids)})"
    rows = reading(
        db,
        "SELECT l.*, (SELECT count(DISTINCT p.subscriber_id) FROM subscriptions p WHERE p.watch_id = l.id"
        " OR p.tag IN (SELECT tag FROM watch_tags WHERE watch_id = l.id)) AS subscribers, w.*"
        f" FROM watchlist l JOIN ({_WATCH}) w ON w.id = l.id WHERE 1{wanted} ORDER BY w.slug",
    )
    return map(_summary, rows)


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
        ),
        is_paused=row["paused_at"] is not None,
        next_check_at=from_text(row["next_check_at"]),
        failures=row["failures"],
        failing_since=from_text(row["failing_since"]) if row["failing_since"] else None,
        moved_to=row["moved_to"],
        moved_at=from_text(row["moved_at"]) if row["moved_at"] else None,
        blind_since=from_text(row["blind_since"]) if row["blind_since"] else None,
    )


@decoded
def _summary(row: sqlite3.Row) -> WatchSummary:
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


def add_all(db: Database, specs: Sequence[tuple[WatchSpec, str]], *, now: datetime) -> list[int]:
    """Add several watches in one transaction: all, or none.

    Args:
        db: the store.
        specs: each watch with the slug wished for.
        now: when, UTC.

    Returns:
        Their ids in order.
    """
    with writing(db) as conn:
        return [add_watch(conn, spec, slug=slug, now=now) for spec, slug in specs]


def known_urls(db: Database) -> set[str]:
    """Return the URLs on the watchlist."""
    return {row["url"] for row in reading(db, "SELECT url FROM watches WHERE removed_at IS NULL")}


def refuse_duplicates(db: Database, urls: Sequence[str]) -> None:
    """Raise DuplicateWatchError where one of the URLs is on the watchlist."""
    for url in urls:
        sql = "SELECT slug FROM watches WHERE url = :url AND removed_at IS NULL"
        for row in reading(db, sql, {"url": url}):
            raise DuplicateWatchError(url, row["slug"])
