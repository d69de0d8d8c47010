"""Stores that were emptied, cut off or written over: told in one line, never a traceback."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from storage.database import FILE_NAME
from tests.damage import READING, WRITING, copied, flip, is_told, make_whole, spoil

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

# one of each kind of value: a name of ours, a text, a date, a number, JSON, packed bytes, a reference
SPOILT = [
    ("watches", "slug", "CAST(x'fffe' AS TEXT)"),
    ("watches", "slug", "x'00ff'"),
    ("watches", "next_check_at", "'soon'"),
    ("watches", "every_seconds", "NULL"),
    ("watches", "kind", "NULL"),
    ("fetches", "outcome", "'none of ours'"),
    ("fetches", "kind", "'none of ours'"),
    ("fetches", "at", "''"),
    ("snapshots", "reason", "'['"),
    ("snapshots", "captured_at", "1e300"),
    ("snapshots", "stated_precision", "'['"),
    ("snapshots", "title", "x'00ff'"),
    ("bodies", "zstd", "x'28b52ffd'"),
    ("heading_paths", "path", "'[1]'"),
    ("snapshot_clauses", "kind", "'['"),
    ("clauses", "text", "NULL"),
    ("changes", "significance", "'['"),
    ("clause_changes", "reason_details", "'['"),
    ("clause_changes", "reason_details", '\'[{"rule":"none of ours"}]\''),
    ("clause_changes", "old_clauses", "'[1]'"),
    ("clause_changes", "new_clauses", "'{}'"),
    ("clause_changes", "redline", "'[[1]]'"),
    ("deliveries", "state", "''"),
    ("deliveries", "attempts", "'['"),
    ("notices", "created_at", "'soon'"),
    ("notices", "kind", "'['"),
    ("notice_changes", "subscription_id", "77"),
    ("subscriptions", "at", "'soon'"),
    ("subscriptions", "phrases", "'['"),
    ("subscribers", "email", "NULL"),
    ("_sqlite_migrations", "name", "x'00ff'"),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound store; only copied."""
    return make_whole(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("words", [*READING, *WRITING, ("backup", "copy.sqlite")], ids=" ".join)
def test_an_emptied_store_is_told(command: Command, words: tuple[str, ...]) -> None:
    """A store of no bytes has lost what it held: no command takes it for a new one, or writes to it."""
    command.folder.mkdir()
    (command.folder / FILE_NAME).touch()
    code, out, err = command.within(*words)
    told = out if words[0] == "doctor" else err
    assert code == (1 if words[0] == "doctor" else 2)
    assert f"{FILE_NAME} is empty" in told
    assert "restore a backup" in told
    assert (command.folder / FILE_NAME).stat().st_size == 0


def test_a_store_without_tables_is_told(command: Command) -> None:
    """A database file in which nothing is left is no new store either."""
    command.folder.mkdir()
    with closing(sqlite3.connect(command.folder / FILE_NAME)) as conn:
        conn.execute("PRAGMA user_version = 1")
    code, _, err = command.within("list")
    assert (code, "is empty" in err) == (2, True)


@pytest.mark.parametrize(("table", "column", "value"), SPOILT)
def test_an_impossible_value_is_told(command: Command, whole: Path, table: str, column: str, value: str) -> None:
    """A value that no version of ours writes is told as damage by whatever meets it, and doctor ends."""
    assert spoil(copied(whole, command.folder), table, column, value)
    assert [trouble for words in READING if (trouble := is_told(command, words))] == []


@pytest.mark.parametrize("seed", [3, 57, 173, 263])
def test_flipped_bytes_are_told(command: Command, whole: Path, seed: int) -> None:
    """Whichever bytes of the file a disk changed, each command works or says in one line that it cannot."""
    what = flip(copied(whole, command.folder), seed)
    assert (what, [trouble for words in READING + WRITING if (trouble := is_told(command, words))]) == (what, [])


@pytest.mark.parametrize("end", ["-wal", "-shm"])
@pytest.mark.parametrize("seed", range(2))
def test_flipped_bytes_of_the_log_are_told(command: Command, whole: Path, end: str, seed: int) -> None:
    """The log of what was written last may be damaged too, or its index."""
    living = copied(whole, command.folder.with_name("living"))
    with closing(sqlite3.connect(living)) as conn:
        conn.execute("UPDATE watches SET name = name || '!'")
        conn.commit()
        shutil.copytree(living.parent, command.folder)
    what = flip(command.folder / f"{FILE_NAME}{end}", seed)
    assert (what, [trouble for words in READING + WRITING if (trouble := is_told(command, words))]) == (what, [])


def test_doctor_says_what_is_damaged(command: Command, whole: Path) -> None:
    """Doctor names what SQLite finds wrong and what to do, and looks at the other subjects all the same."""
    path = copied(whole, command.folder)
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = bytes(len(content) - 4096 * 2)
    path.write_bytes(content)
    code, out, _ = command.within("doctor")
    store = next(line for line in out.splitlines() if " store:" in line)
    assert code == 1
    assert store.startswith("look!")
    assert "restore a backup" in store
    assert "outbox:" in out


def test_a_damaged_store_is_never_backed_up(command: Command, whole: Path, tmp_path: Path) -> None:
    """A backup is looked through before it gets its name: a damaged one would only be found when it is needed."""
    spoil(copied(whole, command.folder), "watches", "kind", "NULL")
    code, _, err = command.within("backup", tmp_path / "copy.sqlite")
    assert code == 2
    assert "damaged" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data"]


def test_a_bug_stays_a_bug(command: Command, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks on a sound store is not told as damage: it is raised, so that it is mended."""
    copied(whole, command.folder)
    monkeypatch.setattr("monitor.cli.listing.summary_json", lambda _: {}["missing"])
    with pytest.raises(KeyError, match="missing"):
        command.within("list", "--format", "json")
