"""Files that stand under their name only once they are whole, and that only their owner can read."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE_FILE = 0o600  # for its owner alone: stores and mails hold addresses
PRIVATE_FOLDER = 0o700  # likewise


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Make a new file beside its name, and give it that name at the end of the block.

    Killed or failing at any moment, it leaves nothing under the name; what a killed process left beside it goes with
    the next one that makes the same file.

    Args:
        path: the file to be; it must not exist.

    Yields:
        An empty file in the same folder, for the block to fill.

    Raises:
        FileExistsError: there is something under the name, at the beginning or by now.
        OSError: the folder cannot be written, or the disk is full.
    """
    _sweep(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.{token_hex(4)}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        yield partial
        os.fsync(handle)
        _publish(partial, path)
        _sync_folder(path.parent)
    finally:
        os.close(handle)
        with suppress(FileNotFoundError):
            partial.unlink()


def _publish(partial: Path, path: Path) -> None:
    try:
        os.link(partial, path)  # which never replaces a file that another process made
    except FileExistsError:
        raise
    except OSError:
        # a file system without links, as on a memory stick
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        partial.rename(path)


def _sweep(path: Path) -> None:
    """Remove what processes that are no more left beside a file."""
    for left in path.parent.glob(f".{_literal(path.name)}.*.partial*"):
        pid = left.name.removeprefix(f".{path.name}.").split(".")[0]
        if pid.isdecimal() and not _is_alive(int(pid)):
            left.unlink(missing_ok=True)


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    # the new name itself lives in the folder, which not every system lets us open
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
