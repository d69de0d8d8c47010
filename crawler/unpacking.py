"""Compressed bodies unpacked whole or not at all: half a policy must never pass for one."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

import brotli
import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 64 * 1024
_STEP = 256  # bytes of zstd given at once: a block of 128 KiB may come from 4 of them


class TooLargeError(ValueError):
    """The body unpacks to more than is allowed."""


class BrokenError(ValueError):
    """The body is no stream of its encoding, or ends before its end."""


def unpack(data: bytes, encoding: str, *, most: int) -> bytes:
    """Unpack a body.

    Args:
        data: as received.
        encoding: gzip, x-gzip, deflate, br or zstd.
        most: bytes it may unpack to.

    Returns:
        The whole of it.

    Raises:
        TooLargeError: it is larger.
        BrokenError: it is damaged or cut short.
    """
    pieces, size = [], 0
    try:
        # an answer without a body may still name an encoding
        for piece in _READERS[encoding](data) if data else ():
            size += len(piece)
            if size > most:
                raise TooLargeError(f"more than {most:,} bytes")
            pieces.append(piece)
    except (OSError, EOFError, zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise BrokenError(f"not a whole {encoding} stream") from error
    return b"".join(pieces)


def _gzip(data: bytes) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        while piece := file.read1(_CHUNK):
            yield piece


def _deflate(data: bytes) -> Iterator[bytes]:
    try:
        zlib.decompressobj().decompress(data, 1)
        reader = zlib.decompressobj()
    except zlib.error:
        reader = zlib.decompressobj(wbits=-15)  # without its zlib wrapper, as some servers send it
    while data and not reader.eof:
        yield reader.decompress(data, _CHUNK)
        data = reader.unconsumed_tail
    if not reader.eof:
        raise EOFError


def _brotli(data: bytes) -> Iterator[bytes]:
    reader = brotli.Decompressor()
    piece = reader.process(data, output_buffer_limit=_CHUNK)
    while piece:
        yield piece
        piece = reader.process(b"", output_buffer_limit=_CHUNK)
    if not reader.is_finished():
        raise EOFError


def _zstd(data: bytes) -> Iterator[bytes]:
    reader = zstandard.ZstdDecompressor().decompressobj()
    for start in range(0, len(data), _STEP):
        piece = data[start : start + _STEP]
        while piece:
            if reader.eof:  # another frame follows
                reader = zstandard.ZstdDecompressor().decompressobj()
            yield reader.decompress(piece)
            piece = reader.unused_data if reader.eof else b""
    if not reader.eof:
        raise EOFError


_READERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
