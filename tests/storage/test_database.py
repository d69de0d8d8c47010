from __future__ import annotations

import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.core.errors import StoreError, StoreTooNewError
from monitor.core.records import Reason, Rule, gravest, reason_words
from storage.changes import clause_changes_of
from storage.database import FILE_NAME, open_store, problems, unsynced, writing
from storage.migrations import migrations

RELEASED, BEFORE_REASONS = (Path(__file__).parent / f"schema_{number}.dump.sql" for number in (1, 5))


def shape(db: Database) -> dict[str, str]:
    return {row[0]: row[1] for row in db.conn.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")}


def test_a_blank_store_has_strict_tables_foreign_keys_and_a_log(tmp_path: Path) -> None:
    """A new store is in WAL mode, enforces references, and every table of ours is STRICT."""
    db = open_store(tmp_path / "deep" / "folder")
    assert db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.conn.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    loose = [
        row["name"]
        for row in db.conn.execute("PRAGMA table_list")
        if row["type"] == "table" and not row["strict"] and not row["name"].startswith(("sqlite_", "_sqlite_"))
    ]
    assert loose == []
    assert problems(db) == []
    db.close()


@pytest.mark.parametrize("dump", [RELEASED, BEFORE_REASONS], ids=lambda dump: dump.stem)
def test_a_store_of_a_released_schema_opens_with_its_rows(tmp_path: Path, dump: Path) -> None:
    """The dump of an older schema, rows included, migrates to the shape a blank store has and loses nothing."""
    old = sqlite3.connect(tmp_path / FILE_NAME)
    old.executescript(dump.read_text(encoding="utf-8"))
    rows = {t: old.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("watches", "clauses", "changes")}
    old.close()
    assert all(rows.values())
    migrated, blank = open_store(tmp_path), open_store(tmp_path / "blank")
    assert shape(migrated) == shape(blank)
    assert problems(migrated) == []
    assert rows == {t: migrated.conn.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in rows}
    assert migrated.conn.execute("SELECT count(*) FROM clauses_fts WHERE clauses_fts MATCH 'retention'").fetchone()[0]
    migrated.close()
    blank.close()


def test_an_older_store_keeps_its_order_and_its_last_checks(tmp_path: Path) -> None:
    """Versions are numbered in the order of their dates, and what was shown as a watch's last check still is."""
    old = sqlite3.connect(tmp_path / FILE_NAME)
    old.executescript(RELEASED.read_text(encoding="utf-8"))
    shown = dict(old.execute("SELECT id, last_check_at FROM watchlist").fetchall())
    # a page of the past, recorded after that
    old.execute(
        "INSERT INTO fetches (watch_id, at, outcome, url) SELECT watch_id, '2001-01-01T00:00:00Z', outcome, url"
        " FROM fetches WHERE snapshot_id IS NOT NULL AND outcome <> 'failed' LIMIT 1"
    )
    dated = "SELECT id FROM snapshots ORDER BY watch_id, captured_at, id"
    order = old.execute(dated).fetchall()
    old.commit()
    old.close()
    db = open_store(tmp_path)
    assert {row["id"]: row["last_check_at"] for row in db.conn.execute("SELECT * FROM watchlist")} == shown
    assert [tuple(r) for r in db.conn.execute("SELECT id FROM snapshots ORDER BY watch_id, place")] == order
    assert db.conn.execute("SELECT sum(is_aside) FROM fetches").fetchone()[0] == 1
    db.close()


@pytest.mark.parametrize(("language", "is_silent"), [("en", 1), ("fr", 0), ("", 1)])
def test_a_language_that_changed_before_is_silent_no_more(tmp_path: Path, language: str, is_silent: int) -> None:
    """A change that an older version called silent, and that is one of language, is not called so any more."""
    old = sqlite3.connect(tmp_path / FILE_NAME)
    old.executescript(BEFORE_REASONS.read_text(encoding="utf-8"))
    old.execute("UPDATE snapshots SET language = ? WHERE id = 2", [language])
    old.commit()
    old.close()
    db = open_store(tmp_path)
    assert db.conn.execute("SELECT silent FROM changes").fetchone()[0] == is_silent
    db.close()


def test_reasons_of_an_older_store_become_values(tmp_path: Path) -> None:
    """What was stored in words is read back with the same words, and as values where these say all."""
    old = sqlite3.connect(tmp_path / FILE_NAME)
    old.executescript(BEFORE_REASONS.read_text(encoding="utf-8"))
    words = [json.loads(row[0]) for row in old.execute("SELECT reasons FROM clause_changes ORDER BY place")]
    old.close()
    db = open_store(tmp_path)
    found = [one.reasons for one in clause_changes_of(db, 1)]
    assert [[reason_words(reason) for reason in reasons] for reasons in found] == [
        [one.replace("negation:", "denial:") for one in some] for some in words
    ]
    ranks = [row["gravity"] for row in db.conn.execute("SELECT gravity FROM clause_changes ORDER BY place")]
    assert ranks == list(map(gravest, found))
    assert found[:3] == [
        (Reason(rule=Rule.PERIOD, subject="retention", went="12 months", came="36 months"),),
        (
            Reason(rule=Rule.COMPANY, subject="recipient", came="Harrowgate Ads Ltd"),
            Reason(rule=Rule.NEGATION, went="do not sell", came="may sell"),
            Reason(rule=Rule.TERM, subject="scope", went="only"),
            Reason(rule=Rule.PERIOD, went="", came="5 years"),
        ),
        (
            Reason(rule=Rule.TOLD, subject="retention: zehn Jahre added"),
            Reason(rule=Rule.TERM, subject="retention", came="gelöscht"),
        ),
    ]
    assert found[4] == (Reason(rule=Rule.TOLD, subject="a negation went: 'do not sell'"),)
    db.close()


def test_migrations_have_unique_names_in_order() -> None:
    """A migration is known by its name for ever, so names are unique and sorted."""
    memory = Database(memory=True)
    names = [m.name for m in migrations.pending(memory)]
    memory.close()
    assert names == sorted(set(names))


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """A store with a migration this version does not know is refused by name and not touched."""
    db = open_store(tmp_path)
    db.conn.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('clausewatch', 'm999_x', '')"
    )
    db.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StoreTooNewError, match="m999_x"):
        open_store(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("content", [b"this is no database at all" * 50, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes) -> None:
    """Another file under the store's name is an error in one line, and stays as it is."""
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(StoreError):
        open_store(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """An SQLite file with tables of others is not taken over."""
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="not a Clausewatch store"):
        open_store(tmp_path)


def test_a_failed_transaction_leaves_no_trace(tmp_path: Path) -> None:
    """When a block raises, nothing of it was written."""
    db = open_store(tmp_path)
    with pytest.raises(RuntimeError), writing(db) as conn:
        conn.execute("INSERT INTO subscribers (email, added_at) VALUES ('a@example.org', '2026-01-01T00:00:00Z')")
        raise RuntimeError
    assert db.conn.execute("SELECT count(*) FROM subscribers").fetchone()[0] == 0
    db.close()


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    """Two connections that read and then write take turns; neither fails and no write is lost."""

    def work(name: str) -> None:
        db = open_store(tmp_path)
        for number in range(25):
            with writing(db) as conn:
                conn.execute("SELECT count(*) FROM subscribers").fetchone()
                conn.execute(
                    "INSERT INTO subscribers (email, added_at) VALUES (?, '2026-01-01T00:00:00Z')",
                    [f"{name}{number}@example.org"],
                )
        db.close()

    open_store(tmp_path).close()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, "abcd"))
    db = open_store(tmp_path)
    assert db.conn.execute("SELECT count(*) FROM subscribers").fetchone()[0] == 100
    db.close()


def test_two_processes_may_create_the_store_at_once(tmp_path: Path) -> None:
    """Opening a store that another is just creating waits and finds it whole."""
    start = threading.Barrier(6)

    def create(_: int) -> int:
        start.wait()
        db = open_store(tmp_path)
        count = len(db.table_names())
        db.close()
        return count

    with ThreadPoolExecutor(6) as pool:
        counts = set(pool.map(create, range(6)))
    assert len(counts) == 1


def test_what_need_not_wait_for_the_disk_is_there_for_all(tmp_path: Path) -> None:
    """In such a block a transaction does not wait for the disk, and others see it at once; afterwards all do wait again."""
    with closing(open_store(tmp_path)) as db, closing(open_store(tmp_path)) as other:
        with pytest.raises(KeyError), unsynced(db):
            assert db.execute("PRAGMA synchronous").fetchone()[0] == 1
            with writing(db) as conn:
                conn.execute("INSERT INTO subscribers (email, added_at) VALUES ('ada@reader.example', 'x')")
            assert other.execute("SELECT count(*) FROM subscribers").fetchone()[0] == 1
            raise KeyError
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
