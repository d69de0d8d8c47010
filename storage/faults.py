"""What SQLite raises, and what rows hold that no version of ours wrote, told as a `StoreError` in one line."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from monitor.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = ParamSpec("Row")
Value = TypeVar("Value")

RESTORE = "'clausewatch doctor' says more; restore a backup"
_ADVICE = {
    sqlite3.SQLITE_BUSY: "another process holds it for too long; try again",
    sqlite3.SQLITE_LOCKED: "another process holds it for too long; try again",
    sqlite3.SQLITE_FULL: "the disk is full; make room and run this again",
    sqlite3.SQLITE_READONLY: "it cannot be written; see who owns the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "see who owns the file and its folder, and whether the disk is full",
    sqlite3.SQLITE_PERM: "see who owns the file and its folder",
    sqlite3.SQLITE_IOERR: "the disk does not read or write, or is full",
    sqlite3.SQLITE_CORRUPT: f"it is damaged; {RESTORE}",
    sqlite3.SQLITE_NOTADB: f"it is damaged, or no store; {RESTORE}",
}
_UNDECODABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into a `StoreError` that names the file and says what to do."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
        raise StoreError(f"{path}: {_words(error)}") from error


def _words(error: Exception) -> str:
    # a text that is no UTF-8, be it a message of SQLite's own, is found by Python's module, which gives no number
    number = getattr(error, "sqlite_errorcode", None)
    if number is None and isinstance(error, (sqlite3.ProgrammingError, sqlite3.InterfaceError)):
        return str(error)
    advice = f"it is damaged; {RESTORE}" if number is None else _ADVICE.get(number & 0xFF, "")
    said = str(error) or "a value is too large for this machine's memory"
    return f"{said}: {advice}" if advice else said


def decoded(make: Callable[Row, Value]) -> Callable[Row, Value]:
    """Let a function that makes a value of a row say of a row that makes none that the store is damaged.

    Args:
        make: raises whatever an impossible date, name or JSON raises.

    Returns:
        The same, raising StoreError.
    """

    @wraps(make)
    def run(*row: Row.args, **more: Row.kwargs) -> Value:
        try:
            return make(*row, **more)
        except _UNDECODABLE as error:
            raise StoreError(f"the store is damaged: it holds a value that cannot be ({error}); {RESTORE}") from error

    return run
