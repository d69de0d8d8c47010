"""How each version came to us, one row a version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.records import FETCHED, Provenance, ProvenanceKind
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database

    from monitor.core.records import Fetched, Headers

_COLUMNS = "snapshot_id, kind, source, supplied_by, at, status, request_headers, response_headers, is_rendered"


def put_provenance(conn: sqlite3.Connection, snapshot_id: int, fetched: Fetched) -> None:
    """Keep how a version came to us.

    Args:
        conn: inside the transaction that keeps the version.
        snapshot_id: the version's id.
        fetched: what brought it.
    """
    came = fetched.provenance or _fetched_from(fetched)
    conn.execute(
        f"INSERT INTO provenance ({_COLUMNS}) VALUES (:snapshot_id, :kind, :source, :supplied_by, :at, :status,"
        " :request_headers, :response_headers, :is_rendered)",
        {
            "snapshot_id": snapshot_id,
            "kind": came.kind,
            "supplied_by": came.by,
            "at": to_text(came.at or fetched.at),
            **_exchange(came),
        },
    )


def copy_provenance(conn: sqlite3.Connection, *, old: int, new: int) -> None:
    """Let a version that is drawn again have come as the one came that it is drawn from; both by their ids."""
    conn.execute(
        f"INSERT INTO provenance ({_COLUMNS}) SELECT :new, {_COLUMNS.partition(', ')[2]} FROM provenance"
        " WHERE snapshot_id = :old",
        {"old": old, "new": new},
    )


def put_held_provenance(conn: sqlite3.Connection, fetched: Fetched) -> None:
    """Keep how the page came that first showed what is held, inside the transaction that holds it anew."""
    conn.execute(
        "INSERT INTO held_provenance (watch_id, source, status, request_headers, response_headers, is_rendered)"
        " VALUES (:watch_id, :source, :status, :request_headers, :response_headers, :is_rendered)",
        {"watch_id": fetched.watch_id, **_exchange(fetched.provenance or _fetched_from(fetched))},
    )


def _fetched_from(fetched: Fetched) -> Provenance:
    return Provenance(kind=ProvenanceKind.FETCH, source=fetched.url, at=fetched.at)


def _exchange(came: Provenance) -> dict[str, object]:
    return {
        "source": came.source,
        "status": came.status,
        "request_headers": to_json(came.request),
        "response_headers": to_json(came.response),
        "is_rendered": came.is_rendered,
    }


@decoded
def held_provenance_of(db: Database, watch_id: int, *, at: datetime) -> Provenance | None:
    """Read how the page came that first showed what is held of a watch.

    Args:
        db: the store.
        watch_id: the watch.
        at: when it came, UTC.

    Returns:
        A fetch of ours; None where it is held since before that was kept.
    """
    row = next(reading(db, "SELECT * FROM held_provenance WHERE watch_id = :id", {"id": watch_id}), None)
    if row is None:
        return None
    return Provenance(
        kind=ProvenanceKind.FETCH,
        source=row["source"],
        at=at,
        status=row["status"],
        request=headers_from(row["request_headers"]),
        response=headers_from(row["response_headers"]),
        is_rendered=bool(row["is_rendered"]),
    )


@decoded
def provenance_of(db: Database, snapshot_id: int) -> Provenance:
    """Read how a version came to us, headers and all; one of which nothing is known was fetched."""
    row = next(reading(db, "SELECT * FROM provenance WHERE snapshot_id = :id", {"id": snapshot_id}), None)
    return provenance_from(row) if row else FETCHED


def provenance_from(row: sqlite3.Row) -> Provenance:
    """Read a row of `provenance`.

    Raises:
        ValueError, TypeError, KeyError: it is not what the store writes.
    """
    return Provenance(
        kind=ProvenanceKind(row["kind"]),
        source=row["source"],
        by=row["supplied_by"],
        at=from_text(row["at"]) if row["at"] else None,
        status=row["status"],
        request=headers_from(row["request_headers"]),
        response=headers_from(row["response_headers"]),
        is_rendered=bool(row["is_rendered"]),
    )


@decoded
def headers_from(text: str) -> Headers:
    """Read headers as the store holds them.

    Raises:
        StoreError: they are not what the store writes.
    """
    return tuple((str(name), value if value is None else str(value)) for name, value in json.loads(text))
