"""Putting watches on the list, changing what is asked of them, and taking them off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.errors import DuplicateWatchError
from monitor.core.records import AT_ONCE
from storage.database import writing
from storage.rechosen import end_subscriptions
from storage.restless import put_restless
from storage.sites import put_sites
from storage.spells import end_untold
from storage.subscriptions import follow_watch
from storage.times import to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Consent, RestlessPlace, WatchSpec


def add_watch(
    conn: sqlite3.Connection, spec: WatchSpec, *, slug: str, now: datetime, consent: Consent = AT_ONCE
) -> int:
    """Put a watch on the list; one that was removed comes back with its history.

    Args:
        conn: inside a write transaction.
        spec: what to watch.
        slug: the short name wished for; a number is appended where it is taken.
        now: when, UTC; the watch is due at once.
        consent: what is known of whether its addresses want that.

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
    put_spec(conn, watch_id, spec, now=now, consent=consent)
    return watch_id


def _free_slug(conn: sqlite3.Connection, wish: str) -> str:
    taken = {
        row[0] for row in conn.execute("SELECT slug FROM watches WHERE slug = ? OR slug GLOB ?", [wish, f"{wish}-*"])
    }
    number, slug = 2, wish
    while slug in taken:
        slug, number = f"{wish}-{number}", number + 1
    return slug


def add_all(
    db: Database,
    specs: Sequence[tuple[WatchSpec, str]],
    *,
    now: datetime,
    restless: Mapping[str, Sequence[RestlessPlace]] | None = None,
    sites: Sequence[str] = (),
    consent: Consent = AT_ONCE,
) -> list[int]:
    """Add several watches in one transaction: all, or none.

    Args:
        db: the store.
        specs: each watch with the slug wished for.
        now: when, UTC.
        restless: by the address of a watch, the places at which two looks at its page have differed.
        sites: on which the pages were found.
        consent: what is known of whether their addresses want that.

    Returns:
        Their ids in order.
    """
    with writing(db) as conn:
        added = [add_watch(conn, spec, slug=slug, now=now, consent=consent) for spec, slug in specs]
        for watch_id, (spec, _) in zip(added, specs, strict=True):
            put_sites(conn, watch_id, sites)
            if places := (restless or {}).get(spec.url):
                put_restless(conn, watch_id, places)
        return added


def put_spec(
    conn: sqlite3.Connection, watch_id: int, spec: WatchSpec, *, now: datetime, consent: Consent = AT_ONCE
) -> None:
    """Write what a person asked of a watch; its URL stays.

    Args:
        conn: inside a write transaction.
        watch_id: the watch.
        spec: its fields; tags and addresses replace those it had. Of addresses that stay, what they chose stays too.
        now: when, UTC.
        consent: what is known of whether addresses that are new want that.
    """
    conn.execute(
        "UPDATE watches SET name = :name, kind = :kind, every_seconds = :every, include = :include,"
        " exclude = :exclude, is_rendered = :rendered, ignores_robots = :robots, accept_language = :language"
        " WHERE id = :id",
        {
            "id": watch_id,
            "name": spec.name,
            "kind": spec.kind,
            "every": spec.every_seconds,
            "include": spec.include,
            "exclude": spec.exclude,
            "rendered": spec.is_rendered,
            "robots": spec.ignores_robots,
            "language": spec.accept_language,
        },
    )
    conn.execute("DELETE FROM watch_tags WHERE watch_id = ?", [watch_id])
    conn.executemany("INSERT INTO watch_tags (watch_id, tag) VALUES (?, ?)", [(watch_id, t) for t in spec.tags])
    end_subscriptions(conn, follow_watch(conn, watch_id, spec.emails, now=now, consent=consent), now=now)


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
