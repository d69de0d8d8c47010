"""Asking a process that is killed where it does not end by itself: for what a reader decides how much it takes."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.browse.own_sql import decoded
from storage.browse.statement import Found

if TYPE_CHECKING:
    from collections.abc import Mapping

# on the clock, with room for a busy machine; processor time is bounded in the process itself
DEADLINE = 10.0
_CODE = str(Path(__file__).resolve().parents[2])


class StoppedError(Exception):
    """The process was ended before it had an answer."""


async def ask(uri: str, sql: str, values: Mapping[str, Any], *, rows: int) -> Found:
    """Run one statement in a process of its own.

    Args:
        uri: the store, as SQLite opens it.
        sql: the statement.
        values: its parameters by name.
        rows: how many rows it may give.

    Raises:
        StoppedError: it took too long or too much, and its process was ended.
        sqlite3.OperationalError: it cannot be run, or its time was over ("interrupted").
    """
    question = {"uri": uri, "sql": sql, "values": dict(values), "rows": rows}
    output = await answer_of("storage.browse.own_sql", question, deadline=DEADLINE)
    return _found(json.loads(output, object_hook=decoded))


async def answer_of(module: str, question: Mapping[str, Any], *, deadline: float) -> bytes:
    """Run a module as a process of its own.

    Args:
        module: what reads a question from standard input, and writes its answer to standard output.
        question: what JSON holds.
        deadline: seconds on the clock until it is killed; its processor time it bounds itself.

    Returns:
        What it wrote.

    Raises:
        StoppedError: it took too long or too much, and its process was ended.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
    )  # fmt: skip
    try:
        async with asyncio.timeout(deadline):
            output, _ = await process.communicate(json.dumps(question).encode())
    except TimeoutError as error:
        raise StoppedError from error
    finally:
        await _end(process)
    if process.returncode:
        raise StoppedError
    return output


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill a process that still runs and see its end, however often that is cancelled: it must not outlive the loop."""
    if process.returncode is None:
        process.kill()
    while process.returncode is None:
        with suppress(asyncio.CancelledError):
            await process.wait()


def _found(answer: Any) -> Found:  # noqa: ANN401 - what JSON holds
    if "error" in answer:
        raise sqlite3.OperationalError(answer["error"])
    return Found(columns=tuple(answer["columns"]), rows=answer["rows"], is_cut=answer["is_cut"])


def _environment() -> dict[str, str]:
    """Return the environment without our settings: a password has no business where strangers' SQL runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSEWATCH_")}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, [_CODE, kept.get("PYTHONPATH", "")]))}
