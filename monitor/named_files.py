"""Files that someone names on the command line: bounded in bytes and in time, whatever stands under the name."""

from __future__ import annotations

import gzip
import io
import os
import select
import zlib
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.steering import printable

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 64 * 1024 * 1024  # bytes of a file that a person names: three times the largest page that is read
PATIENCE = 30.0  # seconds
_CHUNK = 1024 * 1024  # bytes read at once, so that patience is looked at between


def read_file(path: Path, *, most: int = LARGEST, patience: float = PATIENCE) -> bytes:
    """Read a file, unpacked where its name ends in .gz; a pipe or a device is read as far as a file might go.

    Args:
        path: the file.
        most: bytes it may have, packed and unpacked.
        patience: seconds a pipe may say nothing.

    Returns:
        Its bytes.

    Raises:
        InvalidInputError: it is missing, unreadable, damaged, too large, or a pipe into which nobody writes.
    """
    try:
        content = _read(path, most + 1, patience)
        if path.suffix == ".gz" and len(content) <= most:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
                content = file.read(most + 1)
    except gzip.BadGzipFile as error:
        raise InvalidInputError(f"{path} cannot be read: it is not packed by gzip, as .gz says, or damaged") from error
    except (OSError, EOFError, zlib.error, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidInputError(f"{path} cannot be read: {reason}") from error
    if len(content) > most:
        size = f"{most // _CHUNK} MiB" if most >= _CHUNK else f"{most // 1024} KiB"
        raise InvalidInputError(f"{path} is larger than {size}")
    return content


def shown_name(path: Path) -> str:
    """Return the name of a file as it can be shown, whatever bytes it is made of."""
    return printable(os.fsencode(path.name).decode(errors="replace"))


def _read(path: Path, most: int, patience: float) -> bytes:
    content = bytearray()
    # opening a pipe would else wait for its writer, for ever
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        while len(content) < most:
            if not waiting.poll(patience * 1000):
                raise TimeoutError(f"nothing came for {patience:g} seconds")
            chunk = os.read(handle, min(_CHUNK, most - len(content)))
            if not chunk:
                break
            content += chunk
    finally:
        os.close(handle)
    return bytes(content)
