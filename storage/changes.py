"""Changes: what differs between two consecutive snapshots of a watch, clause by clause."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from monitor.core.records import (
    ChangeKind,
    Claim,
    Clause,
    ClauseChange,
    ClauseKind,
    Comparison,
    Reason,
    RedlineOp,
    Rule,
    Significance,
    gravest,
    reason_words,
)
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlite_utils import Database

_CLAUSE_CHANGES = "SELECT * FROM clause_changes WHERE change_id = :id ORDER BY place"
_OPS = {op.value: op for op in RedlineOp}  # a redline has hundreds, a history of thousands of versions millions


def put_change(  # noqa: PLR0913 - a row of all of these
    conn: sqlite3.Connection,
    *,
    watch_id: int,
    snapshots: tuple[int, int],
    at: datetime,
    comparison: Comparison,
    told_at: datetime | None = None,
    claim: Claim | None = None,
) -> int:
    """Keep a change with its clause changes.

    Args:
        conn: inside a write transaction.
        watch_id: whose text changed.
        snapshots: ids of the old and the new snapshot.
        at: when the new text was captured, UTC.
        comparison: what differs.
        told_at: when those who asked for it are told, UTC; None where nobody is.
        claim: what was held until then, None for an edit that is told at once.

    Returns:
        The change's id.
    """
    cursor = conn.execute(
        "INSERT INTO changes (watch_id, old_snapshot_id, new_snapshot_id, at, significance, silent, told_at, claim)"
        " VALUES (:watch_id, :old, :new, :at, :significance, :silent, :told_at, :claim)",
        {
            "watch_id": watch_id,
            "old": snapshots[0],
            "new": snapshots[1],
            "at": to_text(at),
            "significance": comparison.significance,
            "silent": int(comparison.silent),
            "told_at": told_at and to_text(told_at),
            "claim": claim or "",
        },
    )
    change_id = int(cursor.lastrowid or 0)
    conn.executemany(
        "INSERT INTO clause_changes (change_id, place, kind, significance, similarity, topics, reasons,"
        " reason_details, gravity, old_clauses, new_clauses, redline) VALUES (:change_id, :place, :kind, :significance,"
        " :similarity, :topics, :reasons, :reason_details, :gravity, :old_clauses, :new_clauses, :redline)",
        [
            {"change_id": change_id, "place": place, **_to_row(change)}
            for place, change in enumerate(comparison.changes)
        ],
    )
    return change_id


def _to_row(change: ClauseChange) -> dict[str, object]:
    return {
        "kind": change.kind,
        "significance": change.significance,
        "similarity": change.similarity,
        "topics": to_json(change.topics),
        "reasons": to_json([reason_words(reason) for reason in change.reasons]),
        "reason_details": reasons_to_json(change.reasons),
        "gravity": gravest(change.reasons),
        "old_clauses": to_json([_clause_to_json(c) for c in change.old]),
        "new_clauses": to_json([_clause_to_json(c) for c in change.new]),
        "redline": to_json(change.redline),
    }


def reasons_to_json(reasons: Iterable[Reason]) -> str:
    """Write reasons as the store holds them."""
    return to_json([asdict(reason) for reason in reasons])


def reasons_from_json(text: str) -> tuple[Reason, ...]:
    """Read reasons as the store holds them.

    Raises:
        ValueError, TypeError, KeyError: they are not what the store writes.
    """
    return tuple(
        Reason(rule=Rule(one["rule"]), subject=one["subject"], went=one["went"], came=one["came"])
        for one in json.loads(text)
    )


def _clause_to_json(clause: Clause) -> dict[str, object]:
    return {
        "position": clause.position,
        "kind": clause.kind,
        "heading_path": clause.heading_path,
        "label": clause.label,
        "text": clause.text,
    }


def _clause_from_json(value: dict[str, object]) -> Clause:
    path = value["heading_path"]
    return Clause(
        position=int(str(value["position"])),
        kind=ClauseKind(str(value["kind"])),
        heading_path=tuple(str(p) for p in path) if isinstance(path, list) else (),
        label=str(value["label"]),
        text=str(value["text"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change as the store has it.

    Args:
        id: its number.
        snapshot: the number of its new snapshot.
        comparison: what differs.
        told_at: when those who asked for it were told, UTC; None where nobody was.
        claim: what was held until then, None for an edit that was told at once.
    """

    id: int
    snapshot: int
    comparison: Comparison
    told_at: datetime | None
    claim: Claim | None


_CHANGES = """
SELECT c.id AS number, c.new_snapshot_id, c.significance AS whole, c.told_at, c.claim,
    o.stated_date AS stated_old, n.stated_date AS stated_new,
    o.language AS language_old, n.language AS language_new, k.*
FROM changes c
JOIN snapshots o ON o.id = c.old_snapshot_id
JOIN snapshots n ON n.id = c.new_snapshot_id
LEFT JOIN clause_changes k ON k.change_id = c.id
WHERE c.watch_id = :watch AND (:old IS NULL OR (c.old_snapshot_id = :old AND c.new_snapshot_id = :new))
ORDER BY n.place, c.id, k.place
"""


def changes_of(db: Database, watch_id: int) -> Iterator[Change]:
    """Stream the changes of a watch, oldest first.

    Args:
        db: the store.
        watch_id: the watch.

    Yields:
        Each change.
    """
    rows = reading(db, _CHANGES, {"watch": watch_id, "old": None, "new": None})
    for _, group in groupby(rows, key=itemgetter("number")):
        yield _change(list(group))


def change_between(db: Database, watch_id: int, *, old: int, new: int) -> Change | None:
    """Read the change that led from one snapshot of a watch to another, None where none is recorded.

    Args:
        db: the store.
        watch_id: the watch.
        old: the number of the older snapshot.
        new: that of the newer.
    """
    rows = list(reading(db, _CHANGES, {"watch": watch_id, "old": old, "new": new}))
    return _change(rows) if rows else None


@decoded
def _change(rows: list[sqlite3.Row]) -> Change:
    first = rows[0]
    return Change(
        id=first["number"],
        snapshot=first["new_snapshot_id"],
        comparison=_comparison(rows),
        told_at=from_text(first["told_at"]) if first["told_at"] else None,
        claim=Claim(first["claim"]) if first["claim"] else None,
    )


def _comparison(rows: list[sqlite3.Row]) -> Comparison:
    first = rows[0]
    return Comparison(
        significance=Significance(first["whole"]),
        changes=tuple(clause_change_from(row) for row in rows if row["id"] is not None),
        stated_old=first["stated_old"],
        stated_new=first["stated_new"],
        language_old=first["language_old"],
        language_new=first["language_new"],
    )


def clause_changes_of(db: Database, change_id: int) -> tuple[ClauseChange, ...]:
    """Read the clause changes of a change in order."""
    return tuple(clause_change_from(row) for row in reading(db, _CLAUSE_CHANGES, {"id": change_id}))


def clause_changes_in(conn: sqlite3.Connection, change_id: int) -> tuple[ClauseChange, ...]:
    """Read them inside a transaction."""
    return tuple(clause_change_from(row) for row in conn.execute(_CLAUSE_CHANGES, {"id": change_id}))


@decoded
def clause_change_from(row: sqlite3.Row) -> ClauseChange:
    """Make a clause change of a row of `clause_changes`."""
    return ClauseChange(
        kind=ChangeKind(row["kind"]),
        significance=Significance(row["significance"]),
        topics=tuple(json.loads(row["topics"])),
        reasons=reasons_from_json(row["reason_details"]),
        similarity=row["similarity"],
        old=tuple(_clause_from_json(c) for c in json.loads(row["old_clauses"])),
        new=tuple(_clause_from_json(c) for c in json.loads(row["new_clauses"])),
        redline=tuple((_OPS[op], text) for op, text in json.loads(row["redline"])),
    )
