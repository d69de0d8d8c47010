"""Output that nobody reads to its end: what a command was asked to do is done all the same."""

from __future__ import annotations

import io
import os
import sys
from typing import Any


class _Dropping(io.FileIO):
    """A file that drops what it is given once its reader has closed it; so do programs that were started with it."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever holds bytes
        """Return how many bytes were taken: as many as were given, where there is nobody to read them."""
        try:
            return super().write(data)
        except BrokenPipeError:
            drop(self.fileno())
            return memoryview(data).nbytes


def drop(descriptor: int) -> None:
    """Let an open file lead nowhere from now on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, descriptor)
    finally:
        os.close(nowhere)


def go_on_unread() -> None:
    """Have standard output and standard error take what is written to them though nobody reads it any more."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        buffer = getattr(stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)  # with PYTHONUNBUFFERED there is nothing between
        if isinstance(stream, io.TextIOWrapper) and isinstance(raw, io.FileIO):
            stream.flush()
            setattr(
                sys,
                name,
                io.TextIOWrapper(
                    io.BufferedWriter(_Dropping(raw.fileno(), "w", closefd=False)),
                    encoding=stream.encoding,
                    errors=stream.errors,
                    line_buffering=stream.line_buffering,
                    write_through=stream.write_through,
                ),
            )
