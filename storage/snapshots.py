"""Snapshots and their clauses: each clause text stored once, each snapshot an ordered list of references."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.records import (
    Clause,
    ClauseKind,
    Document,
    PolicyText,
    Precision,
    Provenance,
    ProvenanceKind,
    Snapshot,
    SnapshotReason,
    StatedDate,
)
from storage.database import reading
from storage.faults import decoded
from storage.left_out import put_left_out
from storage.times import from_text, to_text
from storage.variants import put_alternates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from sqlite_utils import Database


def put_snapshot(  # noqa: PLR0913 - the columns of a row
    conn: sqlite3.Connection,
    *,
    watch_id: int,
    captured_at: datetime,
    reason: SnapshotReason,
    url: str,
    drawn: PolicyText,
    body_sha256: str,
    after: int | None,
) -> int:
    """Keep a text as a snapshot.

    Args:
        conn: inside a write transaction.
        watch_id: whose text it is.
        captured_at: when it was fetched, UTC.
        reason: why it is kept.
        url: the address that answered.
        drawn: the text, with what was left out of the page and what that declares, where this is known.
        body_sha256: the body it was drawn from, kept already.
        after: the id of the snapshot it follows in the watch's history; None puts it before all others.

    Returns:
        The snapshot's id.
    """
    place = _make_place(conn, watch_id, after)
    document = drawn.document
    stated = document.stated_date
    cursor = conn.execute(
        "INSERT INTO snapshots (watch_id, place, captured_at, reason, url, title, language, stated_date,"
        " stated_precision, stated_words, extractor, text_digest, clause_count, word_count, body_sha256)"
        " VALUES (:watch_id, :place, :captured_at, :reason, :url, :title, :language, :stated_date, :stated_precision,"
        " :stated_words, :extractor, :text_digest, :clause_count, :word_count, :body_sha256)",
        {
            "watch_id": watch_id,
            "place": place,
            "captured_at": to_text(captured_at),
            "reason": reason,
            "url": url,
            "title": document.title,
            "language": document.language,
            "stated_date": stated and stated.iso,
            "stated_precision": stated and stated.precision,
            "stated_words": stated and stated.words,
            "extractor": document.extractor,
            "text_digest": drawn.text_digest,
            "clause_count": len(drawn.clauses),
            "word_count": sum(len(c.text.split()) for c in drawn.clauses),
            "body_sha256": body_sha256,
        },
    )
    snapshot_id = int(cursor.lastrowid or 0)
    conn.executemany(
        "INSERT INTO snapshot_clauses (snapshot_id, position, clause_id, heading_path_id, kind, label, depth)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (snapshot_id, at, _clause_id(conn, text), _path_id(conn, path), kind, label, depth)
            for at, kind, path, label, text, depth in drawn.clauses
        ],
    )
    put_left_out(conn, snapshot_id, drawn)
    put_alternates(conn, watch_id, snapshot_id, drawn)
    return snapshot_id


def _make_place(conn: sqlite3.Connection, watch_id: int, after: int | None) -> int:
    """Return the place behind a snapshot, whatever stands there moved on by one: only a page of the past finds any."""
    row = conn.execute("SELECT place FROM snapshots WHERE id = ?", [after]).fetchone()
    place = int(row["place"]) + 1 if row else 1
    conn.execute("UPDATE snapshots SET place = place + 1 WHERE watch_id = ? AND place >= ?", [watch_id, place])
    return place


def _clause_id(conn: sqlite3.Connection, text: str) -> int:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    found = conn.execute("SELECT id FROM clauses WHERE sha256 = ?", [digest]).fetchone()
    if found:
        return int(found[0])
    return int(conn.execute("INSERT INTO clauses (sha256, text) VALUES (?, ?)", [digest, text]).lastrowid or 0)


def _path_id(conn: sqlite3.Connection, path: tuple[str, ...]) -> int:
    text = json.dumps(path, ensure_ascii=False)
    found = conn.execute("SELECT id FROM heading_paths WHERE path = ?", [text]).fetchone()
    if found:
        return int(found[0])
    return int(conn.execute("INSERT INTO heading_paths (path) VALUES (?)", [text]).lastrowid or 0)


_SNAPSHOTS = """
SELECT s.*, {number} AS number, p.kind, p.source, p.supplied_by, p.at AS came_at, p.status
FROM snapshots s LEFT JOIN provenance p ON p.snapshot_id = s.id
"""
SNAPSHOTS = _SNAPSHOTS.format(
    number="(SELECT count(*) FROM snapshots n WHERE n.watch_id = s.watch_id AND n.id <= s.id)"
)
"""Rows of which `snapshot_from` makes snapshots, in no order."""
# ids only ever grow, and no version goes without its watch: so they tell the order in which versions came to us
_ALL = _SNAPSHOTS.format(number="row_number() OVER (ORDER BY s.id)") + "WHERE s.watch_id = :id ORDER BY s.place, s.id"
_UNTIL = (
    f"{SNAPSHOTS}JOIN snapshots l ON l.watch_id = s.watch_id WHERE l.id = :id AND (s.place, s.id) <= (l.place, l.id)"
    " ORDER BY s.place DESC, s.id DESC LIMIT :limit"
)


def snapshots_of(db: Database, watch_id: int) -> Iterator[Snapshot]:
    """Stream the snapshots of a watch, oldest first: as they stood on its page, whatever the clock said."""
    rows = reading(db, _ALL, {"id": watch_id})
    return map(snapshot_from, rows)


def snapshots_until(db: Database, snapshot_id: int, *, limit: int) -> list[Snapshot]:
    """Return a snapshot and those before it in its watch's history, newest first; none where it is gone.

    Args:
        db: the store.
        snapshot_id: its number.
        limit: how many at most.

    Returns:
        At most `limit` snapshots.
    """
    return [snapshot_from(row) for row in reading(db, _UNTIL, {"id": snapshot_id, "limit": limit})]


def latest_snapshot(db: Database, watch_id: int) -> Snapshot | None:
    """Return the newest version of a watch, None where it has none."""
    return next(iter(snapshots_until(db, latest_id(db, watch_id), limit=1)), None)


def latest_id(db: Database, watch_id: int, *, before: datetime | None = None) -> int:
    """Return the number of the latest snapshot of a watch, 0 where there is none.

    Args:
        db: the store.
        watch_id: the watch.
        before: the latest of those captured up to this time, UTC.
    """
    rows = reading(
        db,
        "SELECT id FROM snapshots WHERE watch_id = :id AND captured_at <= :before ORDER BY place DESC, id DESC LIMIT 1",
        {"id": watch_id, "before": to_text(before) if before else "9999"},
    )
    return next((int(row["id"]) for row in rows), 0)


def latest_seen(db: Database, watch_id: int) -> int:
    """Return the id of the latest snapshot that a look at the page brought, 0 where there is none."""
    rows = reading(
        db,
        "SELECT id FROM snapshots WHERE watch_id = :id AND reason <> 'reprocessed'"
        " ORDER BY place DESC, id DESC LIMIT 1",
        {"id": watch_id},
    )
    return next((int(row["id"]) for row in rows), 0)


def texts_with_addresses(db: Database, snapshot_id: int, *, versions: int) -> list[str]:
    """Return the clauses with an e-mail address in the last versions of a watch before a snapshot, in no order.

    Args:
        db: the store.
        snapshot_id: the snapshot, whose own are left out.
        versions: how many are looked through.
    """
    rows = reading(
        db,
        "SELECT DISTINCT c.text FROM snapshot_clauses k JOIN clauses c ON c.id = k.clause_id"
        " WHERE instr(c.text, '@') AND k.snapshot_id IN ("
        " SELECT o.id FROM snapshots o JOIN snapshots n ON n.watch_id = o.watch_id"
        " WHERE n.id = :id AND (o.place, o.id) < (n.place, n.id) ORDER BY o.place DESC, o.id DESC LIMIT :most)",
        {"id": snapshot_id, "most": versions},
    )
    return [row["text"] for row in rows]


def latest_page(db: Database, watch_id: int) -> tuple[str, str]:
    """Return language and address of the latest snapshot of a watch, "" where there is none or it is not known."""
    sql = "SELECT language, url FROM snapshots WHERE watch_id = :id ORDER BY place DESC, id DESC LIMIT 1"
    row = next(reading(db, sql, {"id": watch_id}), None)
    return (str(row["language"]), str(row["url"])) if row else ("", "")


@decoded
def clauses_of(db: Database, snapshot_id: int) -> tuple[Clause, ...]:
    """Read the clauses of a snapshot in order."""
    rows = reading(
        db,
        "SELECT s.position, s.kind, s.label, p.path, c.text, s.depth FROM snapshot_clauses s"
        " JOIN clauses c ON c.id = s.clause_id JOIN heading_paths p ON p.id = s.heading_path_id"
        " WHERE s.snapshot_id = :id ORDER BY s.position",
        {"id": snapshot_id},
    )
    kind_of, path_of = cache(ClauseKind), cache(_path)  # the clauses under one heading share its path
    return tuple(
        Clause(position, kind_of(kind), path_of(written), label, text, depth)
        for position, kind, label, written, text, depth in rows
    )


def _path(text: str) -> tuple[str, ...]:
    path = tuple(json.loads(text))
    if not all(isinstance(heading, str) for heading in path):
        raise TypeError("a heading is a text")
    return path


def drawn_of(db: Database, snapshot: Snapshot) -> PolicyText:
    """Read a snapshot's text back as it was compared; its blocks are not kept, only its clauses."""
    document = Document(
        title=snapshot.title,
        language=snapshot.language,
        stated_date=snapshot.stated_date,
        extractor=snapshot.extractor,
        blocks=(),
    )
    return PolicyText(document=document, clauses=clauses_of(db, snapshot.id), text_digest=snapshot.text_digest)


@decoded
def snapshot_from(row: sqlite3.Row) -> Snapshot:
    """Make a snapshot of a row that `SNAPSHOTS` gives, or its like."""
    stated = row["stated_date"] and StatedDate(
        iso=row["stated_date"], precision=Precision(row["stated_precision"]), words=row["stated_words"]
    )
    return Snapshot(
        id=row["id"],
        captured_at=from_text(row["captured_at"]),
        reason=SnapshotReason(row["reason"]),
        title=row["title"],
        language=row["language"],
        stated_date=stated or None,
        extractor=row["extractor"],
        text_digest=row["text_digest"],
        clause_count=row["clause_count"],
        body_sha256=row["body_sha256"],
        number=row["number"],
        url=row["url"],
        provenance=_provenance(row),
    )


def _provenance(row: sqlite3.Row) -> Provenance:
    if row["kind"] is None:
        return Provenance(kind=ProvenanceKind.FETCH, source=row["url"], at=from_text(row["captured_at"]))
    return Provenance(
        kind=ProvenanceKind(row["kind"]),
        source=row["source"],
        by=row["supplied_by"],
        at=from_text(row["came_at"]) if row["came_at"] else None,
        status=row["status"],
    )
