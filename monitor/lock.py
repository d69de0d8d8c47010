"""A lock that one process holds and that dies with it, whatever kills it."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.core.errors import LockedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def holding(path: Path, *, what: str) -> Iterator[None]:
    """Hold a lock for the length of a block; the system frees it when the process ends.

    Args:
        path: the lock's file; it stays behind, empty.
        what: what the holder does, for the message: "sends mail".

    Raises:
        LockedError: another process holds it.
        StoreError: the folder cannot be written.
    """
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockedError(f"another Clausewatch {what} already ({path} is locked)") from error
        yield
