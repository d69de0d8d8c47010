"""How versions of older stores came, as far as these can tell."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from monitor.core.records import FETCHED, ProvenanceKind
from storage.database import FILE_NAME, open_store, problems
from storage.provenance import provenance_of
from storage.snapshots import snapshots_of

BEFORE = Path(__file__).parent / "schema_5.dump.sql"
URL = "https://example.org/privacy"


class Older:
    """A store of an older schema with one watch, whose first version was fetched on 1 March 2026 and whose second on the 2nd."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.conn = sqlite3.connect(folder / FILE_NAME)
        self.conn.executescript(BEFORE.read_text(encoding="utf-8"))

    def version(
        self, number: int, *, place: int, like: int = 1, at: str = "2024-01-01T08:00:00Z", **values: object
    ) -> None:
        """Put a version like another before those behind its place."""
        self.conn.execute("UPDATE snapshots SET place = place + 1 WHERE place >= ?", [place])
        self.conn.execute("CREATE TEMP TABLE copied AS SELECT * FROM snapshots WHERE id = ?", [like])
        sets = {"id": number, "place": place, "captured_at": at, **values}
        self.conn.execute(f"UPDATE copied SET {', '.join(f'{name} = :{name}' for name in sets)}", sets)
        self.conn.execute("INSERT INTO snapshots SELECT * FROM copied")
        self.conn.execute("DROP TABLE copied")

    def look(self, snapshot: int, **values: object) -> None:
        """Put the look that brought a version."""
        row = {"watch_id": 1, "at": "2024-01-01T08:00:00Z", "outcome": "changed", "status": 200, "milliseconds": 0}
        row |= {"url": URL, "snapshot_id": snapshot, "is_aside": 1, **values}
        names = ", ".join(row)
        self.conn.execute(f"INSERT INTO fetches ({names}) VALUES ({', '.join(f':{name}' for name in row)})", row)

    def change(self, old: int, new: int) -> None:
        """Put a change without any clause change."""
        self.conn.execute(
            "INSERT INTO changes (watch_id, old_snapshot_id, new_snapshot_id, at, significance, silent)"
            " VALUES (1, ?, ?, '2026-03-01T08:00:00Z', 'none', 0)",
            [old, new],
        )

    def opened(self):
        """Return the store as this version opens it."""
        self.conn.commit()
        self.conn.close()
        return open_store(self.folder)


@pytest.fixture
def older(tmp_path):
    return Older(tmp_path)


def came(db) -> dict[int, str]:
    """Return how each version came, by its id."""
    return {one.id: one.provenance.kind.value for one in snapshots_of(db, 1)}


def test_a_version_of_an_older_store_was_fetched_or_supplied(older):
    """What was recorded aside, and answered at once, came from a folder; what was checked, or told by hand, was fetched."""
    older.version(3, place=1)
    older.look(3)
    older.version(4, place=4, at="2026-03-05T08:00:00Z")
    older.look(4, status=None)
    older.version(5, place=5, at="2026-03-04T08:00:00Z")
    older.look(5, milliseconds=212)
    db = older.opened()
    assert came(db) == {3: "file", 1: "fetch", 2: "fetch", 4: "fetch", 5: "fetch"}
    supplied, fetched = provenance_of(db, 3), provenance_of(db, 1)
    assert (supplied.source, supplied.by, supplied.at, supplied.response) == ("", "", None, ())
    assert (fetched.source, fetched.by, str(fetched.at)) == (URL, "", "2026-03-01 08:00:00+00:00")
    assert problems(db) == []
    db.close()


def test_a_version_drawn_again_came_as_its_page(older):
    """Of an older store, a version that was drawn again came as the one before it with the same page."""
    older.version(3, place=1, reason="first")
    older.look(3)
    older.version(4, place=2, like=3, reason="reprocessed", at="2026-03-08T08:00:00Z")
    older.version(5, place=5, like=2, reason="reprocessed", at="2026-03-08T08:00:00Z")
    older.conn.execute(
        "UPDATE snapshots SET body_sha256 = (SELECT body_sha256 FROM snapshots WHERE id = 2) WHERE id = 1"
    )
    db = older.opened()
    assert came(db) == {3: "file", 4: "file", 1: "fetch", 2: "fetch", 5: "fetch"}
    assert provenance_of(db, 5) == provenance_of(db, 2)
    db.close()


def test_an_empty_change_of_an_older_store_goes(older):
    """A first version that an older backfill called changed, with no change, is the first again; changes that are some stay."""
    older.version(3, place=1, reason="first")
    older.look(3)
    older.change(3, 1)
    older.conn.execute("UPDATE snapshots SET reason = 'changed' WHERE id = 1")
    db = older.opened()
    assert [(one.id, one.reason.value) for one in snapshots_of(db, 1)] == [(3, "first"), (1, "first"), (2, "changed")]
    assert [row["new_snapshot_id"] for row in db.conn.execute("SELECT new_snapshot_id FROM changes")] == [2]
    db.close()


def test_a_version_of_which_nothing_is_known_was_fetched(older):
    """A version without a row reads as fetched, from the address that answered and at its time."""
    db = older.opened()
    db.conn.execute("DELETE FROM provenance")
    (first, _) = snapshots_of(db, 1)
    assert (first.provenance.kind, first.provenance.source) == (ProvenanceKind.FETCH, URL)
    assert provenance_of(db, 1) == FETCHED
    db.close()
