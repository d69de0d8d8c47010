"""The process that runs one statement of a reader's own and ends: `python -m storage.browse.own_sql`.

A question in JSON comes by standard input, the answer leaves by standard output. Whatever the statement does, the
kernel ends the process at its limits, and who started it may kill it at any time. It imports little, so it starts fast.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
from typing import Any

from storage.browse import guard
from storage.browse.statement import Bounds, TooLargeError, run

MEMORY = 256 * 1024 * 1024  # bytes of address space of the process that runs a reader's statement
# SQLite looks at its time between two steps; within one, the kernel ends the process
CPU_SECONDS = 4
BOUNDS = Bounds(seconds=1.5, memory=8_000_000, is_cut=True)
TOO_MUCH_MEMORY = "this needs more memory than a question may take; ask for less"


def limit(memory: int = MEMORY, seconds: int = CPU_SECONDS) -> None:
    """Have the kernel end this process at so many bytes of address space, or seconds of processor time."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 1024 * 1024),
    ):
        _, ceiling = resource.getrlimit(kind)
        resource.setrlimit(kind, (most, most) if ceiling == resource.RLIM_INFINITY else (min(most, ceiling),) * 2)


def encoded(value: object) -> dict[str, str]:
    """Return how JSON holds a value it has no form for: bytes."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    raise TypeError(type(value).__name__)


def decoded(value: dict[str, Any]) -> object:
    """Return what `encoded` was given; other objects as they are."""
    return bytes.fromhex(value["bytes"]) if set(value) == {"bytes"} else value


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Run one statement.

    Args:
        question: `uri` of the store, `sql`, `values` by name, and `rows`, how many it may give.

    Returns:
        `columns`, `rows` and `is_cut`; or `error`, a line about what was wrong with it.
    """
    conn = sqlite3.connect(question["uri"], uri=True)
    bounds = Bounds(seconds=BOUNDS.seconds, rows=question["rows"], memory=BOUNDS.memory, is_cut=True)
    try:
        conn.text_factory = lambda text: str(text, "utf-8", "replace")
        # what is sorted stays in bounded memory, and fills no disk
        conn.execute("PRAGMA temp_store = MEMORY")
        found = run(guard.guard(conn), question["sql"], question["values"], bounds)
    except (MemoryError, TooLargeError):
        return {"error": TOO_MUCH_MEMORY}
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return {"error": str(error)}
    finally:
        conn.close()
    return {"columns": found.columns, "rows": found.rows, "is_cut": found.is_cut}


if __name__ == "__main__":
    limit()
    json.dump(answer(json.load(sys.stdin)), sys.stdout, default=encoded)
