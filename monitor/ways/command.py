"""Running a command on a notice: no shell, a short environment, bounded in time and output, ended with its group."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.child import kill_group
from monitor.core.notices.payload import identifier_of, write_payload
from monitor.core.notices.resending import SendFailure, Trouble
from monitor.core.notices.shorten import line
from monitor.ways.receivers import LONGEST_DETAIL, Handed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import ProgramContent
    from monitor.ways.receivers import Pages

LONGEST_OUTPUT = 4_000
"""Bytes of what a command says that are kept; what comes beyond is read and forgotten."""
_KEPT = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR")  # of the environment; none of it is a secret
_PIECE = 65_536  # bytes read at once
_LOOK_SECONDS = 0.05  # how often is looked whether it has ended
_LAST_SECONDS = 1.0  # for what it said last, when it and its group have ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of a command.

    Args:
        code: its exit code, negative for a signal; None where it did not end in time.
        output: the beginning of what it wrote on standard output and error.
    """

    code: int | None
    output: str


def trouble_with(hook: str) -> str:
    """Say in words why the command of the configuration cannot be run as things stand, "" where it can.

    Args:
        hook: the program and its arguments, as the configuration has them.
    """
    words = shlex.split(hook)
    if not words:
        return "no command is set: write it as hook into the configuration"
    program = words[0]
    # as it is run: in the root folder, and looked for where PATH says if no folder stands before it
    if program and shutil.which(Path("/") / program if "/" in program else program):
        return ""
    return f"the program of hook, {program!r}, is not there or may not be run"


async def run(words: Sequence[str], *, given: bytes, seconds: float, extra: dict[str, str] | None = None) -> Ran:
    """Run a command to its end, or to that of its time; then nothing of its process group is left.

    Args:
        words: the program and its arguments; it runs in the root folder.
        given: its standard input.
        seconds: how long it may take.
        extra: of its environment, beside where programs, homes, languages and times are.

    Returns:
        What became of it.

    Raises:
        OSError: there is no such program, or it cannot be started.
        ValueError: a word cannot be passed on.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | (extra or {})
    process = await asyncio.create_subprocess_exec(
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment,
        cwd="/",
        start_new_session=True,
    )
    output = bytearray()
    feeding = asyncio.create_task(_feed(process, given))
    reading = asyncio.create_task(_read(process, output))
    try:
        code = await _ended(process, seconds)
    finally:
        kill_group(process.pid)
        feeding.cancel()
        await asyncio.wait({reading}, timeout=_LAST_SECONDS)
        reading.cancel()
        await asyncio.gather(feeding, reading, return_exceptions=True)
        await _ended(process, _LAST_SECONDS)
        process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001 - what outlives its group keeps it open
    return Ran(code=code, output=bytes(output).decode("utf-8", "replace"))


async def _ended(process: asyncio.subprocess.Process, seconds: float) -> int | None:
    """Wait for the exit code; not by wait(), which also waits until what was left running closes its output."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while process.returncode is None:  # noqa: ASYNC110 - nothing else tells of it in time
                await asyncio.sleep(_LOOK_SECONDS)
    return process.returncode


async def _feed(process: asyncio.subprocess.Process, given: bytes) -> None:
    pipe = process.stdin
    assert pipe is not None  # noqa: S101 - it was asked for
    # it need not read all, or anything
    with suppress(ConnectionError):
        pipe.write(given)
        await pipe.drain()
    pipe.close()


async def _read(process: asyncio.subprocess.Process, output: bytearray) -> None:
    pipe = process.stdout
    assert pipe is not None  # noqa: S101 - it was asked for
    while piece := await pipe.read(_PIECE):
        output += piece[: LONGEST_OUTPUT - len(output)]


class Command:
    """Hands notices to the command of the configuration.

    Args:
        words: the program and its arguments; none where no command is set.
        seconds: how long it may take.
        pages: what is said of the pages to browse.
    """

    def __init__(self, words: Sequence[str], *, seconds: float, pages: Pages) -> None:
        self._words = words
        self._seconds = seconds
        self._pages = pages

    async def hand_over(self, content: ProgramContent) -> Handed:
        """Run the command with the notice on its standard input; see `Receiver`."""
        if not self._words:
            return _not_taken("no command is set; write it as hook into the configuration")
        given = write_payload(content, public_url=self._pages.public_url, stop_key=self._pages.stop_key)
        try:
            ran = await run(
                self._words,
                given=given + b"\n",
                seconds=self._seconds,
                extra={"NOTICE_ID": identifier_of(content)},
            )
        except (OSError, ValueError) as error:
            return _not_taken(f"{self._words[0]} cannot be run: {getattr(error, 'strerror', None) or error}")
        if ran.code == 0:
            return Handed(answer=ran.output)
        if ran.code is None:
            return _not_taken(f"the command was ended after {self._seconds:g} seconds", ran.output)
        return _not_taken(f"the command ended with exit code {ran.code}", ran.output)


def _not_taken(words: str, answer: str = "") -> Handed:
    detail = line(words, LONGEST_DETAIL)
    return Handed(failure=SendFailure(trouble=Trouble.PASSING, detail=detail), answer=answer)
