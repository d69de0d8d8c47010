"""Backups: whole under their name or not there, of one moment, never over what is there."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.core.errors import StoreError
from storage.backups import back_up
from storage.database import FILE_NAME, open_file, open_store, problems, writing
from storage.whole import whole

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

AT = "2026-01-01T00:00:00Z"


def test_a_backup_is_whole_and_never_overwrites(tmp_path: Path) -> None:
    """A backup holds every row, opens as a store with a log of its own, and refuses a name that is taken."""
    with closing(open_store(tmp_path)) as db:
        with writing(db) as conn:
            conn.execute("INSERT INTO subscribers (email, added_at) VALUES ('a@example.org', ?)", [AT])
        back_up(db, tmp_path / "copy.sqlite")
        with closing(open_file(tmp_path / "copy.sqlite")) as copy:
            assert copy.conn.execute("SELECT email FROM subscribers").fetchone()[0] == "a@example.org"
            assert copy.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            assert problems(copy) == []
        for taken in ("copy.sqlite", FILE_NAME):
            before = (tmp_path / taken).read_bytes()
            with pytest.raises(StoreError, match="exists"):
                back_up(db, tmp_path / taken)
            assert (tmp_path / taken).read_bytes() == before
        (tmp_path / "link").symlink_to(tmp_path / "nothing")
        with pytest.raises(StoreError, match="exists"):
            back_up(db, tmp_path / "link")
    assert not list(tmp_path.glob(".*"))


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Where the copy cannot be finished, nothing stands under its name, nor beside it."""
    with closing(open_store(tmp_path)) as db:
        (tmp_path / "deep").mkdir()
        db.conn.execute("PRAGMA foreign_keys = OFF")
        db.conn.execute("INSERT INTO subscriptions (subscriber_id, tag) VALUES (77, 'of nobody')")
        with pytest.raises(StoreError, match="refers to nothing"):
            back_up(db, tmp_path / "deep" / "copy.sqlite")
        with pytest.raises(StoreError, match="cannot be written"):
            back_up(db, tmp_path / FILE_NAME / "copy.sqlite")
    assert list((tmp_path / "deep").iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path) -> None:
    """Half a file of a process that is no more is removed by the next that makes the same file; others' stay."""
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = tmp_path / f".copy.sqlite.{int(gone.stdout)}.0a0b.partial"
    living = tmp_path / f".copy.sqlite.{os.getpid()}.0c0d.partial"
    other = tmp_path / f".other.sqlite.{int(gone.stdout)}.0a0b.partial"
    for path in (left, living, other):
        path.write_text("half")
    with closing(open_store(tmp_path / "data")) as db:
        back_up(db, tmp_path / "copy.sqlite")
    assert {path.name for path in tmp_path.iterdir()} == {"data", "copy.sqlite", living.name, other.name}


def test_a_file_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    """Until the block ends there is no such file; of two that make the same, the first has it and the second is told."""
    path = tmp_path / "[odd]*.sqlite"
    with whole(path) as partial:
        partial.write_text("first")
        assert not path.exists()
    with pytest.raises(FileExistsError), whole(path) as partial:
        partial.write_text("second")
    with pytest.raises(ZeroDivisionError), whole(tmp_path / "third"):
        raise ZeroDivisionError
    assert path.read_text() == "first"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_backup_is_of_one_moment(tmp_path: Path) -> None:
    """Of a transaction that writes several tables the copy holds all or nothing, however busy the store is."""
    stop = threading.Event()

    def write() -> None:
        with closing(open_store(tmp_path)) as own:
            for number in range(1, 10_000):
                if stop.is_set():
                    return
                with writing(own) as conn:
                    conn.execute(
                        "INSERT INTO subscribers (id, email, added_at) VALUES (:n, :n || '@a.example', :at)",
                        {"n": number, "at": AT},
                    )
                    conn.execute("INSERT INTO clauses (id, sha256, text) VALUES (:n, :n, :n)", {"n": number})

    with closing(open_store(tmp_path)) as db:
        writer = threading.Thread(target=write)
        writer.start()
        try:
            seen = [_last_in(db, tmp_path / f"{place}.sqlite") for place in range(8)]
        finally:
            stop.set()
            writer.join()
    assert seen == sorted(seen)


def _last_in(db: Database, path: Path) -> int:
    last_now = "SELECT coalesce(max(id), 0) FROM clauses"
    before = db.conn.execute(last_now).fetchone()[0]
    back_up(db, path)
    after = db.conn.execute(last_now).fetchone()[0]
    with closing(sqlite3.connect(path)) as found:
        counts = {
            found.execute(f"SELECT coalesce(max(id), 0), count(*) FROM {table}").fetchone()
            for table in ("subscribers", "clauses")
        }
    ((last, count),) = counts
    assert last == count
    assert before <= last <= after
    return last
