"""Raw bodies of fetches: content-addressed, compressed with zstd."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import zstandard

from monitor.core.errors import StoreError
from monitor.core.records import Body
from storage.faults import decoded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

LARGEST_FAILED = 2 * 1024 * 1024  # what is larger is not kept where nothing could be drawn from it
LARGEST = 64 * 1024 * 1024  # more than any fetch may bring, so a damaged row cannot fill the memory


def body_digest(content: bytes) -> str:
    """Return the address of a body: SHA-256 in hex of its bytes."""
    return hashlib.sha256(content).hexdigest()


def put_body(conn: sqlite3.Connection, body: Body) -> str:
    """Keep a body, once for all time.

    Args:
        conn: inside a write transaction.
        body: the bytes and what their sender said of them.

    Returns:
        Its SHA-256.
    """
    digest = body_digest(body.content)
    if not conn.execute("SELECT 1 FROM bodies WHERE sha256 = ?", [digest]).fetchone():
        conn.execute(
            "INSERT INTO bodies (sha256, media_type, charset, size, zstd)"
            " VALUES (:sha256, :media_type, :charset, :size, :zstd)",
            {
                "sha256": digest,
                "media_type": body.media_type,
                "charset": body.charset,
                "size": len(body.content),
                "zstd": zstandard.ZstdCompressor(level=9).compress(body.content),
            },
        )
    return digest


def keep_newest_failed(conn: sqlite3.Connection, watch_id: int) -> None:
    """Let go of the bodies of a watch's failed checks but the newest.

    Args:
        conn: inside a write transaction.
        watch_id: the watch.
    """
    rows = conn.execute(
        "SELECT id, body_sha256 FROM fetches WHERE watch_id = ? AND outcome = 'failed' AND body_sha256 IS NOT NULL"
        " ORDER BY id DESC LIMIT -1 OFFSET 1",
        [watch_id],
    ).fetchall()
    conn.executemany("UPDATE fetches SET body_sha256 = NULL WHERE id = ?", [(row["id"],) for row in rows])
    drop_unused(conn, {row["body_sha256"] for row in rows})


def drop_unused(conn: sqlite3.Connection, digests: Iterable[str]) -> None:
    """Delete those of some bodies that belong to no snapshot and no check any more, inside a write transaction."""
    conn.executemany(
        "DELETE FROM bodies WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.body_sha256 = sha256)"
        " AND NOT EXISTS (SELECT 1 FROM held h WHERE h.body_sha256 = sha256)"
        " AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.body_sha256 = sha256)",
        [(digest,) for digest in digests],
    )


@decoded
def get_body(conn: sqlite3.Connection, digest: str) -> Body:
    """Read a body back.

    Args:
        conn: the store.
        digest: its SHA-256.

    Returns:
        The body.

    Raises:
        StoreError: it is not there, or damaged.
    """
    row = conn.execute("SELECT media_type, charset, zstd FROM bodies WHERE sha256 = ?", [digest]).fetchone()
    if row is None:
        raise StoreError(f"the store has no body {digest[:12]}")
    try:
        content = zstandard.ZstdDecompressor().decompress(row["zstd"], max_output_size=LARGEST)
    except zstandard.ZstdError as error:
        raise StoreError(f"the body {digest[:12]} in the store is damaged: {error}") from error
    return Body(content=content, media_type=row["media_type"], charset=row["charset"])
