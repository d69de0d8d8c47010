"""A connection that is cut when its time is up: a timeout for each answer alone does not bound a server that drips."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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
