"""The registers of versions: the facts each states, and since when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from storage.database import reading, writing
from storage.faults import decoded
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from sqlite_utils import Database

    from monitor.core.records import FailureKind

# a register is read again where the rules are others now, or where another version has come to stand before it
_UNREAD = """
SELECT v.id, v.before_id FROM (
    SELECT id, watch_id, place, lag(id) OVER (PARTITION BY watch_id ORDER BY place, id) AS before_id FROM snapshots
) v
LEFT JOIN registers r ON r.snapshot_id = v.id
WHERE r.snapshot_id IS NULL OR r.rules <> :rules OR r.before_id IS NOT v.before_id
ORDER BY v.watch_id, v.place, v.id
"""

_FORGET = """
DELETE FROM registers WHERE snapshot_id IN (
    SELECT l.id FROM snapshots v JOIN snapshots l ON l.watch_id = v.watch_id AND (l.place, l.id) >= (v.place, v.id)
    WHERE v.id = ?
)
"""

_FACTS = "SELECT * FROM facts WHERE snapshot_id = :id ORDER BY id"


class Unread(NamedTuple):
    """A version whose register is to be read.

    Args:
        snapshot: its number in the store.
        before: that of the version before it, None for the first of a watch.
    """

    snapshot: int
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFact:
    """A fact as it is kept.

    Args:
        kind: what it is about.
        subject: what it is of, in whatever words.
        fields: of each its name, the words of the clause and what they come to.
        position: of the clause that says it.
        since: the first version of the unbroken run that states it, by its number in the store.
    """

    kind: str
    subject: str
    fields: tuple[tuple[str, str, str], ...]
    position: int
    since: int

    @property
    def said(self) -> tuple[str, ...]:
        """What it says, in whatever words."""
        return (self.kind, *(plain for _, _, plain in self.fields))


def unread(db: Database, rules: str) -> Iterator[Unread]:
    """Stream the versions whose registers are to be read, those of a watch in their order.

    Args:
        db: the store.
        rules: by which registers are read now.
    """
    return (Unread(row["id"], row["before_id"]) for row in reading(db, _UNREAD, {"rules": rules}))


def put_register(
    db: Database, version: Unread, rules: str, facts: Iterable[KeptFact], *, failure: FailureKind | None = None
) -> None:
    """Keep the register of a version, in place of one that was kept of it before; those of later ones are to be read.

    Args:
        db: the store.
        version: which; nothing is written where it is gone.
        rules: by which it was read.
        facts: what it states. Since when is taken from the version before it, so that has to be kept first.
        failure: why it could not be read, None where it was.
    """
    before = {fact.said: fact.since for fact in facts_kept(db, version.before)} if version.before else {}
    with writing(db) as conn:
        if conn.execute("SELECT 1 FROM snapshots WHERE id = ?", [version.snapshot]).fetchone() is None:
            return
        conn.execute(_FORGET, [version.snapshot])
        conn.execute(
            "INSERT INTO registers (snapshot_id, before_id, rules, failure) VALUES (?, ?, ?, ?)",
            [version.snapshot, version.before, rules, failure or ""],
        )
        conn.executemany(
            "INSERT INTO facts (snapshot_id, kind, subject, fields, position, since_id)"
            " VALUES (:id, :kind, :subject, :fields, :position, :since)",
            [
                {
                    "id": version.snapshot,
                    "kind": fact.kind,
                    "subject": fact.subject,
                    "fields": to_json(fact.fields),
                    "position": fact.position,
                    "since": before.get(fact.said, version.snapshot),
                }
                for fact in facts
            ],
        )


def facts_kept(db: Database, snapshot_id: int) -> list[KeptFact]:
    """Return the facts of a version in the order of its clauses; none where its register is not read yet."""
    return facts_from(list(reading(db, _FACTS, {"id": snapshot_id})))


@decoded
def facts_from(rows: Sequence[sqlite3.Row]) -> list[KeptFact]:
    """Make facts of rows of their table."""
    return [
        KeptFact(
            kind=row["kind"],
            subject=row["subject"],
            fields=tuple((name, words, plain) for name, words, plain in json.loads(row["fields"])),
            position=row["position"],
            since=row["since_id"],
        )
        for row in rows
    ]
