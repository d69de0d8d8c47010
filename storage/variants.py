"""Variants: watches of one document in several languages, by what their pages declare or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import Alternate
from storage.database import reading, writing

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

    from monitor.core.records import PolicyText

MOST_VARIANTS = 50  # of a document; a site in all languages of the European Union has 24

_IS_NEWEST = """
SELECT NOT EXISTS (
    SELECT 1 FROM snapshots o JOIN snapshots s ON s.id = :snapshot
    WHERE o.watch_id = s.watch_id AND (o.place, o.id) > (s.place, s.id)
)
"""

# one watch after another: what its page declares, who declares it, and what is paired with it by hand
VARIANTS = f"""
WITH RECURSIVE members (id) AS (
    SELECT :watch
    UNION
    SELECT w.id FROM members m JOIN alternates a ON a.watch_id = m.id JOIN watches w ON w.url = a.url
    WHERE w.removed_at IS NULL AND w.kind = (SELECT kind FROM watches WHERE id = :watch)
    UNION
    SELECT w.id FROM members m JOIN watches o ON o.id = m.id
    JOIN alternates a ON a.url IN (o.url, (
        SELECT s.url FROM snapshots s WHERE s.watch_id = o.id ORDER BY s.place DESC, s.id DESC LIMIT 1
    ))
    JOIN watches w ON w.id = a.watch_id
    WHERE w.removed_at IS NULL AND w.kind = (SELECT kind FROM watches WHERE id = :watch)
    UNION
    SELECT w.id FROM members m JOIN variants v ON v.watch_id = m.id JOIN variants o ON o.document = v.document
    JOIN watches w ON w.id = o.watch_id
    WHERE w.removed_at IS NULL
    LIMIT {MOST_VARIANTS}
)
SELECT w.id, w.slug, w.name, w.url, coalesce(s.language, '') AS language, s.id AS snapshot_id, s.stated_date
FROM members m JOIN watches w ON w.id = m.id
LEFT JOIN snapshots s ON s.id = (
    SELECT n.id FROM snapshots n WHERE n.watch_id = w.id ORDER BY n.place DESC, n.id DESC LIMIT 1
)
ORDER BY w.id <> :watch, language, w.slug
"""
"""The variants of a watch with their newest versions, itself first; `:watch` is its number."""

UNWATCHED = """
SELECT min(a.language) AS language, a.url FROM alternates a
WHERE a.watch_id = :watch AND a.language <> 'x-default'
AND NOT EXISTS (SELECT 1 FROM watches w WHERE w.url = a.url AND w.removed_at IS NULL)
AND a.url <> coalesce(
    (SELECT s.url FROM snapshots s WHERE s.watch_id = a.watch_id ORDER BY s.place DESC, s.id DESC LIMIT 1), ''
)
GROUP BY a.url ORDER BY language, a.url
"""
"""The pages that a watch's page declares the same in other languages, and that nobody watches yet."""


def put_alternates(conn: sqlite3.Connection, watch_id: int, snapshot_id: int, drawn: PolicyText) -> None:
    """Keep what the page of a version declares the same in other languages, in place of what was kept before.

    Args:
        conn: inside a write transaction.
        watch_id: whose version it is.
        snapshot_id: the version; of one that is not the newest nothing is written.
        drawn: its text; nothing is written where it is not known what its page declares.
    """
    if drawn.alternates is None or not conn.execute(_IS_NEWEST, {"snapshot": snapshot_id}).fetchone()[0]:
        return
    conn.execute("DELETE FROM alternates WHERE watch_id = ?", [watch_id])
    conn.executemany(
        "INSERT INTO alternates (watch_id, language, url, snapshot_id) VALUES (?, ?, ?, ?)",
        [(watch_id, language, url, snapshot_id) for language, url in drawn.alternates],
    )


def renew_alternates(db: Database, watch_id: int, snapshot_id: int, drawn: PolicyText) -> None:
    """Keep what the page of the newest version declares, where its text stays the same under the rules in force."""
    with writing(db) as conn:
        put_alternates(conn, watch_id, snapshot_id, drawn)


def variants_of(db: Database, watch_id: int) -> list[sqlite3.Row]:
    """Return the variants of a watch, itself first; see `VARIANTS` for the columns."""
    return list(reading(db, VARIANTS, {"watch": watch_id}))


def unwatched_of(db: Database, watch_id: int) -> list[Alternate]:
    """Return the pages that a watch's page declares the same in other languages, and that nobody watches yet."""
    return [Alternate(row["language"], row["url"]) for row in reading(db, UNWATCHED, {"watch": watch_id})]


def pair(conn: sqlite3.Connection, watch_id: int, other: int) -> None:
    """Make two watches, and all that are paired with either, variants of one document.

    Args:
        conn: inside a write transaction.
        watch_id: one.
        other: the other.
    """
    found = conn.execute(
        "SELECT DISTINCT document FROM variants WHERE watch_id IN (?, ?)", [watch_id, other]
    ).fetchall()
    document = (
        int(found[0]["document"])
        if found
        else int(conn.execute("SELECT coalesce(max(document), 0) + 1 FROM variants").fetchone()[0])
    )
    conn.executemany(
        "UPDATE variants SET document = ? WHERE document = ?", [(document, row["document"]) for row in found]
    )
    conn.executemany(
        "INSERT INTO variants (watch_id, document) VALUES (?, ?) ON CONFLICT (watch_id) DO NOTHING",
        [(watch_id, document), (other, document)],
    )


def unpair(conn: sqlite3.Connection, watch_id: int) -> None:
    """Undo that a watch is a variant by hand; what its page declares stays."""
    conn.execute("DELETE FROM variants WHERE watch_id = ?", [watch_id])
