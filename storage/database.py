"""Opening the store: one SQLite file, its pragmas, its migrations, its write transactions."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlite_utils import Database

from monitor.core.errors import StoreError, StoreTooNewError
from storage.migrations import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE_NAME = "clausewatch.sqlite"
APPLICATION_ID = 0x436C7761  # "Clwa": tells our files from other SQLite files
BUSY_SECONDS = 30.0
_WHOLE = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
_PART = ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part")
LEAST_SQLITE = (3, 38, 0)  # STRICT tables and the ->> operator


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into a `StoreError` that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error


def open_store(folder: Path, *, create: bool = True) -> Database:
    """Open the store of a data folder, bringing its schema up to date.

    Args:
        folder: the data folder; it is made where it is missing and `create` is set.
        create: whether a missing store is made.

    Returns:
        The database with foreign keys on, in WAL mode.

    Raises:
        StoreTooNewError: a newer version wrote it; nothing is touched.
        StoreError: it cannot be opened, read or made.
    """
    path = folder / FILE_NAME
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old; 3.38 or newer is needed")
    if not path.exists():
        if not create:
            raise StoreError(f"there is no store in {folder}; 'clausewatch add' makes one")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make the data folder {folder}: {error.strerror}") from error
    return open_file(path)


def open_file(path: Path | str) -> Database:
    """Open one SQLite file as a store; see `open_store`.

    Args:
        path: the file, or ":memory:".

    Returns:
        The database, migrated.
    """
    with translated(path):
        conn = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    db = Database(conn)
    try:
        with translated(path):
            _prepare(db, str(path))
    except BaseException:
        conn.close()
        raise
    return db


def _prepare(db: Database, path: str) -> None:
    conn = db.conn
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    is_blank = not conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if not is_blank and conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{path} is an SQLite file, but not a Clausewatch store")
    applied = {m.name for m in migrations.applied(db)}
    if unknown := tuple(sorted(applied - known_migrations())):
        raise StoreTooNewError(path, unknown)
    if is_blank:
        # before the first table: afterwards the change of mode would need the file for itself
        conn.execute("PRAGMA journal_mode = WAL")
    if migrations.pending(db):
        _migrate(db)
    conn.execute("PRAGMA synchronous = FULL")


def _migrate(db: Database) -> None:
    """Apply what is pending as one transaction, so that two processes opening at once cannot both do it."""
    with writing(db) as conn:
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(db)


def known_migrations() -> set[str]:
    """Return the names of the migrations this version knows."""
    blank = Database(memory=True)
    try:
        return {m.name for m in migrations.pending(blank)}
    finally:
        blank.close()


def reading(db: Database, sql: str, values: Mapping[str, object] | None = None) -> Iterator[sqlite3.Row]:
    """Stream the rows of a query.

    Args:
        db: the store.
        sql: text with named parameters.
        values: their values.

    Yields:
        Rows, by column name.

    Raises:
        StoreError: the store cannot be read.
    """
    with translated(FILE_NAME):
        yield from db.conn.execute(sql, dict(values or {}))


@contextmanager
def writing(db: Database) -> Iterator[sqlite3.Connection]:
    """Run a block as one write transaction: all of it, or none.

    It begins IMMEDIATE, so it waits for another writer instead of failing half-way. Inside another such block it is a
    part of that transaction that may fail by itself.

    Args:
        db: the store.

    Yields:
        The connection inside the transaction.

    Raises:
        StoreError: the store is locked for too long, full or damaged.
    """
    conn = db.conn
    begin, commit, undo = _PART if conn.in_transaction else _WHOLE
    with translated(FILE_NAME):
        conn.execute(begin)
    try:
        with translated(FILE_NAME):
            yield conn
            conn.execute(commit)
    except BaseException:
        # a full disk has ended the transaction already
        if conn.in_transaction:
            conn.execute(undo)
        raise


def tidy(db: Database) -> None:
    """Let SQLite refresh its statistics and fold its write-ahead log back into the file."""
    with translated(FILE_NAME):
        db.conn.execute("PRAGMA optimize")
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def problems(db: Database) -> list[str]:
    """Return what SQLite finds wrong with the file: broken pages, broken references; nothing where all is well."""
    with translated(FILE_NAME):
        found = [row[0] for row in db.conn.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
        found += [
            f"{row[0]}: row {row[1]} refers to nothing in {row[2]}"
            for row in db.conn.execute("PRAGMA foreign_key_check")
        ]
    return found


def back_up(db: Database, path: Path) -> None:
    """Copy the store, whole and consistent, while others may write to it.

    Args:
        db: the store.
        path: the new file; it must not exist.

    Raises:
        StoreError: it cannot be written.
    """
    if path.exists():
        raise StoreError(f"{path} exists already; a backup never overwrites")
    with translated(path):
        target = sqlite3.connect(path)
        try:
            db.conn.backup(target)
        finally:
            target.close()
