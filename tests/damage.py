"""Stores that a disk, a copy or another program has damaged, and what every command makes of them."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from storage.database import FILE_NAME
from tests.browse.sample import make_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

READING = (
    ("list",),
    ("list", "--format", "json"),
    ("show", "1"),
    ("show", "uhrwerk-nord", "--format", "json"),
    ("history", "1"),
    ("history", "2", "--format", "json"),
    ("diff", "1"),
    ("blame", "2"),
    ("export",),
    ("outbox", "list"),
    ("doctor",),
)
WRITING = (
    ("pause", "2"),
    ("edit", "1", "--every", "2d", "--tag", "new"),
    ("edit", "1", "--exclude", "nav"),
    ("add", "https://more.example/privacy", "--no-trial"),
    ("reprocess", "1"),
    ("outbox", "retry"),
    ("outbox", "send"),
    ("remove", "3"),
    ("remove", "5", "--purge"),
)
# what no version of ours writes: bytes that are no text, dates that are none, names of nothing, JSON that ends early
IMPOSSIBLE = (
    "CAST(x'fffe' AS TEXT)",
    "'soon'",
    "''",
    "'['",
    "'[1]'",
    "'{}'",
    "x'00ff'",
    "-4611686018427387904",
    "NULL",
    "1e300",
)


def make_whole(folder: Path) -> Path:
    """Write a store with all that a command may read, folded into its one file."""
    path = make_store(folder)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return path


def copied(whole: Path, folder: Path) -> Path:
    """Copy a store into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return shutil.copy(whole, folder / FILE_NAME)


def flip(path: Path, seed: int) -> str:
    """Change some bytes of a file, a run of them or single ones; return what was done."""
    rng = random.Random(seed)  # noqa: S311 - damage, not secrets
    content = bytearray(path.read_bytes())
    place = rng.choice((rng.randrange(100), rng.randrange(4096), rng.randrange(len(content))))
    length = rng.choice((1, 1, 2, 8, 64, 4096))
    how = rng.choice(("noise", "zeros", "ones", "bit"))
    for at in range(place, min(place + length, len(content))):
        content[at] = {
            "noise": rng.randrange(256),
            "zeros": 0,
            "ones": 255,
            "bit": content[at] ^ (1 << rng.randrange(8)),
        }[how]
    if rng.random() < 0.1:
        del content[rng.randrange(len(content)) :]
        how += " and cut off"
    path.write_bytes(content)
    return f"{length} bytes from {place}: {how}"


def columns(path: Path) -> list[tuple[str, str]]:
    """Return every column of every table of ours."""
    with closing(sqlite3.connect(path)) as conn:
        tables = [
            row[1]
            for row in conn.execute("PRAGMA table_list")
            if row[2] == "table" and not row[1].startswith(("sqlite_", "clauses_fts"))
        ]
        return [(table, row[1]) for table in tables for row in conn.execute(f"PRAGMA table_info({table})")]


def spoil(path: Path, table: str, column: str, value: str) -> bool:
    """Put an impossible value into a column of all rows, past every rule of the schema; return whether that could be."""
    rules = (("STRICT, WITHOUT ROWID", "WITHOUT ROWID"), (") STRICT", ")"))
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        strict = conn.execute("SELECT sql FROM sqlite_schema WHERE name = ? AND type = 'table'", [table]).fetchone()[0]
        loose = re.sub(r"(?<!IS) NOT NULL", "", strict)
        for rule, without in rules:
            loose = loose.replace(rule, without)
        _exchange(conn, table, loose)
        try:
            conn.execute(f"UPDATE OR IGNORE {table} SET {column} = {value}")
        except sqlite3.Error:
            return False
        finally:
            _exchange(conn, table, strict)
    return True


def _exchange(conn: sqlite3.Connection, table: str, sql: str) -> None:
    conn.execute("PRAGMA writable_schema = ON")
    conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ? AND type = 'table'", [sql, table])
    # a definition is read again where another connection may have changed it, or where this is told
    conn.execute("PRAGMA writable_schema = RESET")


def is_told(command: Command, words: tuple[str, ...]) -> str:
    """Run a command on a damaged store; return what is wrong with how it ended, "" where nothing is."""
    try:
        code, _, err = command.within(*words)
    except Exception as error:  # noqa: BLE001 - whatever escapes is what is looked for
        return f"{' '.join(words)}: {type(error).__name__}: {error}"
    lines = err.strip().splitlines()
    if code == 0 or (words[0] == "doctor" and code == 1):
        return ""
    # a row may be gone, so that a watch is unknown
    return "" if code == 2 and len(lines) == 1 else f"{' '.join(words)}: exit {code}, {err!r}"
