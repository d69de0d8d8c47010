"""One statement of a reader, run within bounds: processor time, time, rows and memory of the answer.

The threads of the pages use it, and the process that runs SQL of one's own; so it knows SQLite and nothing else.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from sys import getsizeof
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

_STEPS = 1000  # of SQLite's machine between two looks at the clocks
_CELL = 200  # bytes that a cell takes on its way to the reader, beside its value


class TooLargeError(Exception):
    """The rows take more memory than an answer may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one statement may take.

    Args:
        seconds: processor time.
        patience: how many times as long it may last on the clock, where the machine is busy or the disk slow.
        rows: how many rows it may give, None for any number.
        memory: bytes its rows may take.
        is_cut: whether rows beyond these bytes are left out, but for the first; else they are an error.
    """

    seconds: float
    patience: float = 4
    rows: int | None = None
    memory: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a statement gave.

    Args:
        columns: their names.
        rows: the rows.
        is_cut: whether there were more.
    """

    columns: tuple[str, ...]
    rows: list[Any]
    is_cut: bool


def run(conn: sqlite3.Connection, sql: str, values: Mapping[str, Any] | Sequence[Any], bounds: Bounds) -> Found:
    """Run one statement.

    Args:
        conn: a guarded connection.
        sql: the statement.
        values: its parameters.
        bounds: what it may take.

    Raises:
        TooLargeError: its rows take more memory than they may, and cannot be cut.
        sqlite3.Error: it cannot be run; `OperationalError("interrupted")` where its time was over.
    """
    cpu, clock = time.thread_time() + bounds.seconds, time.monotonic() + bounds.seconds * bounds.patience
    conn.set_progress_handler(lambda: time.thread_time() > cpu or time.monotonic() > clock, _STEPS)
    try:
        cursor = conn.execute(sql, values)
        rows, is_cut = _taken(cursor, bounds)
        return Found(columns=tuple(column[0] for column in cursor.description or ()), rows=rows, is_cut=is_cut)
    finally:
        conn.set_progress_handler(None, 0)


def _taken(cursor: Iterator[Any], bounds: Bounds) -> tuple[list[Any], bool]:
    rows: list[Any] = []
    room = bounds.memory
    for row in cursor:
        room -= sum(getsizeof(value) + _CELL for value in row)
        if room < 0 and not (bounds.is_cut and rows):
            raise TooLargeError
        if room < 0 or len(rows) == bounds.rows:
            return rows, True
        rows.append(row)
    return rows, False
