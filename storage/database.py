"""Opening the store: one SQLite file, its pragmas, its migrations, its write transactions."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlite_utils import Database

from monitor.core.errors import StoreError, StoreTooNewError
from storage.faults import translated
from storage.migrations import migrations
from storage.whole import PRIVATE_FOLDER, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE_NAME = "clausewatch.sqlite"
APPLICATION_ID = 0x436C7761  # "Clwa": tells our files from other SQLite files
BUSY_SECONDS = 30.0  # a writer waits for another; transactions are kept far shorter, see pruning.py
_WHOLE = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
_PART = ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part")
_ANALYSED = 400  # rows of an index that are looked at for its statistics: as many as SQLite advises
LEAST_SQLITE = (3, 38, 0)  # STRICT tables and the ->> operator
_WAL_VERSIONS = slice(18, 20)  # of the header: https://www.sqlite.org/fileformat.html#file_format_version_numbers


def open_store(folder: Path, *, create: bool = True) -> Database:
    """Open the store of a data folder to read and write it, bringing its schema up to date.

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
    if not is_there(folder):
        if not create:
            raise StoreError(f"there is no store in {folder}; 'clausewatch add' makes one")
        _make(path)
    if not _is_writable(path):
        raise StoreError(f"{path} cannot be written; see who owns the file and its folder")
    return open_file(path)


def open_view(folder: Path) -> Database:
    """Open the store of a data folder to read it, also where nothing can be written.

    Args:
        folder: the data folder.

    Returns:
        The database; an empty one in memory where there is no store.

    Raises:
        StoreTooNewError: a newer version wrote it.
        StoreError: it cannot be opened or read, or an older version wrote it and it cannot be brought up to date.
    """
    path = folder / FILE_NAME
    if not is_there(folder):
        return open_file(":memory:")
    if _is_writable(path):
        return open_file(path)
    return _open(reading_uri(path), path)


def reading_uri(path: Path) -> str:
    """Return how SQLite opens a store for nothing but reading.

    Where nothing can be written and no log is to be read, it is opened as it lies ("immutable"): SQLite cannot make the
    file there by which the readers and writers of a log agree, and nobody writes.

    Args:
        path: the store's file.

    Raises:
        StoreError: what was written last lies in a log that cannot be read there.
    """
    mode = "mode=ro" if _is_writable(path) else _reading_mode(path)
    return f"file:{quote(str(path.absolute()))}?{mode}"


def is_there(folder: Path) -> bool:
    """Tell whether a data folder has a store.

    Args:
        folder: the data folder.

    Returns:
        Whether there is a file that can be one.

    Raises:
        StoreError: something is there that is no store, or the folder cannot be looked into.
    """
    path = folder / FILE_NAME
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise StoreError(f"{path} is a link to nothing") from None
        return False
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or error
        raise StoreError(f"there can be no store in {folder}: {what}") from error
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path} is not a file")
    if found.st_size == 0:
        raise _emptied(path)
    return True


def _emptied(path: Path | str) -> StoreError:
    # a new store gets its name when it is whole, so one that holds nothing has lost what it held
    return StoreError(f"{path} is empty: it has lost all it held; restore a backup, or delete it to begin anew")


def is_writable(folder: Path) -> bool:
    """Tell whether the store of a data folder can be written."""
    return _is_writable(folder / FILE_NAME)


def _is_writable(path: Path) -> bool:
    # beside a file that is written there come a log and its index
    is_effective = os.access in os.supports_effective_ids
    return all(os.access(one, os.W_OK, effective_ids=is_effective) for one in (path, path.resolve().parent))


def _reading_mode(path: Path) -> str:
    """Say how a file is opened that we cannot write; https://www.sqlite.org/wal.html#read_only_databases."""
    file = path.resolve()
    log, index = (file.with_name(file.name + end) for end in ("-wal", "-shm"))
    if not log.exists() or (log.stat().st_size == 0 and not index.exists()):
        return "mode=ro&immutable=1"
    if index.exists():
        return "mode=ro"
    raise StoreError(
        f"{path} cannot be written, and what was written last is in {log.name}; copy the folder to read it"
    )


def _make(path: Path) -> None:
    """Make an empty store: whole under its name, or not at all."""
    with closing(open_file(":memory:")) as blank:
        content = bytearray(blank.conn.serialize())
    content[_WAL_VERSIONS] = b"\x02\x02"
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with whole(path) as partial:
            partial.write_bytes(content)
    except FileExistsError:
        if not is_there(path.parent):  # another process made it just now
            raise StoreError(f"cannot make the data folder {path.parent}: it is not a folder") from None
    except OSError as error:
        raise StoreError(f"cannot make a store in {path.parent}: {error.strerror or error}") from error


def open_file(path: Path | str) -> Database:
    """Open one SQLite file as a store; see `open_store`.

    Args:
        path: the file, or ":memory:".

    Returns:
        The database, migrated.
    """
    return _open(path if path == ":memory:" else f"file:{quote(str(Path(path).absolute()))}?mode=rw", path)


def _open(address: Path | str, path: Path | str) -> Database:
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old; 3.38 or newer is needed")
    with translated(path):
        conn = sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True)
    db = Database(conn)
    try:
        with translated(path):
            _prepare(db, str(path), is_writable="mode=ro" not in str(address))
    except BaseException:
        conn.close()
        raise
    return db


def _prepare(db: Database, path: str, *, is_writable: bool) -> None:
    conn = db.conn
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    is_blank = not conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if is_blank and path != ":memory:":
        raise _emptied(path)
    if not is_blank and conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{path} is an SQLite file, but not a Clausewatch store")
    applied = {str(m.name) for m in migrations.applied(db)}
    if unknown := tuple(sorted(applied - known_migrations())):
        raise StoreTooNewError(path, unknown)
    if migrations.pending(db):
        if not is_writable:
            raise StoreError(f"{path} is of an older version and cannot be written; run this once with write access")
        _migrate(db)
    conn.execute("PRAGMA synchronous = FULL")


def _migrate(db: Database) -> None:
    """Apply what is pending as one transaction, so that two processes opening at once cannot both do it."""
    with writing(db) as conn:
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(db)


@cache
def known_migrations() -> frozenset[str]:
    """Return the names of the migrations this version knows."""
    with closing(Database(memory=True)) as blank:
        return frozenset(m.name for m in migrations.pending(blank))


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
        # a cursor that is left half-way is not closed here: the store may be closed before it
        for row in db.conn.execute(sql, dict(values or {})):  # noqa: UP028 - `yield from` would close it
            yield row


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


@contextmanager
def unsynced(db: Database) -> Iterator[None]:
    """Let transactions in the block end before the disk has them: a kill loses none, a power cut the last ones.

    For what may be done twice, and is done thousands of times: to wait for the disk takes longer than the work.

    Args:
        db: the store; what others write to it is as safe as ever.
    """
    db.conn.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        with translated(FILE_NAME):
            db.conn.execute("PRAGMA synchronous = FULL")
            # before pages are moved the log is on the disk
            db.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def tidy(db: Database) -> None:
    """Let SQLite refresh its statistics and fold its write-ahead log back into the file."""
    # by itself it reads first and fails at once where another has written before it does
    with writing(db) as conn:
        conn.execute(f"PRAGMA analysis_limit = {_ANALYSED}")
        conn.execute("PRAGMA optimize")
    with translated(FILE_NAME):
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
