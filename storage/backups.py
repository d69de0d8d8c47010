"""Copies of the store: of one moment, whole and looked through before they get their name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlite_utils import Database

from monitor.core.errors import StoreError
from storage.database import problems
from storage.faults import translated
from storage.whole import whole

if TYPE_CHECKING:
    from pathlib import Path


def back_up(db: Database, path: Path) -> None:
    """Copy the store as it is at one moment, while others may write to it.

    The copy is made in one read transaction, so it holds all of a write transaction or nothing of it.

    Args:
        db: the store.
        path: the new file; it must not exist.

    Raises:
        StoreError: it exists, cannot be written, or the copy is not sound; then there is no such file.
    """
    try:
        with whole(path) as partial, translated(path):
            _copy(db, partial)
            _look_through(partial)
    except FileExistsError as error:
        raise StoreError(f"{path} exists already; a backup never overwrites") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error


def _copy(db: Database, partial: Path) -> None:
    with closing(sqlite3.connect(partial)) as target:
        # nobody else knows the file, so it needs no journal beside it
        target.execute("PRAGMA journal_mode = OFF")
        db.conn.backup(target, pages=-1)


def _look_through(partial: Path) -> None:
    address = f"file:{quote(str(partial.absolute()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as conn:
        if found := problems(Database(conn)):
            raise StoreError(f"the store is damaged, so there is no backup of it: {found[0]}")
