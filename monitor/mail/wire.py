"""What bounds a mail server: a connection that is cut when its time is up, and replies that are read so far.

A timeout for each answer alone does not bound a server that drips, and `smtplib` collects a reply without end.
"""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


LONGEST_REPLY = 64 * 1024
"""Bytes of one reply; no honest one takes a tenth. A line takes five at least, so that lines are bounded as well."""


class Replies:
    """What a server sends, read as `smtplib` reads it.

    Args:
        file: the reading end of the connection.

    Attributes:
        is_endless: whether a reply was longer than any may be.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = LONGEST_REPLY
        self.is_endless = False

    def begin(self) -> None:
        """Let another reply come."""
        self._left = LONGEST_REPLY

    def readline(self, size: int) -> bytes:
        """Return a line, or so many bytes of it; what ends a connection, b"", where the reply is too long."""
        line = self._file.readline(size)
        self._left -= len(line)
        self.is_endless = self._left < 0
        return b"" if self.is_endless else line

    def close(self) -> None:
        """Close the reading end."""
        self._file.close()


class Wire:
    """Holds on to the connection in use, so that another thread can end it whatever its owner waits for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self.is_cut = False

    def hold(self, made: socket.socket) -> None:
        """Take a connection in place of the one before; it is cut at once where the time is up."""
        # a handle of our own: TLS takes the first one over
        with self._lock:
            if self._held:
                self._held.close()
            self._held = made.dup()
        if self.is_cut:
            self._cut()

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """Cut the connection, and any made later, where the block takes longer than that; its owner reads an end."""
        self.is_cut = False
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        with self._lock:
            self.is_cut = True
            if self._held:
                with suppress(OSError):
                    self._held.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Hold no connection any more."""
        with self._lock:
            if self._held:
                self._held.close()
            self._held = None
