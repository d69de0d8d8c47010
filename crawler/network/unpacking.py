"""Compressed bodies unpacked whole or not at all: half a policy must never pass for one.

What unpacking costs is bounded by what it brings: by the bytes that come out, and by those that go in beyond twice as
many, whatever empty members, frames or blocks they are made of.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol, TypeVar

import brotli
import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_LAYERS = 2
"""Encodings of one body: the server's, and one that something on the way put over it."""
MOST_INNER_BYTES = 4 * 1024 * 1024
"""Bytes of a body that is packed once more: far more than any page takes when it is packed."""
MOST_STREAMS = 1_000
"""Members of gzip, or frames of zstd, in one body: parallel packers make one of each 128 KiB or more."""
MOST_IDLE_BYTES = 64 * 1024
"""Packed bytes that may go in beyond twice those that came out."""

_CHUNK = 64 * 1024  # bytes given to the unpacker, and taken from it, at once: what a limit is passed by at most
_ZSTD_CHUNK = 256  # bytes of zstd given at once: a block of 128 KiB may come from 4 of them
_ZSTD_WINDOW = 8 * 1024 * 1024  # what RFC 9659 allows on the web; the library would take 128 MiB


class TooLargeError(ValueError):
    """The body unpacks to more than is allowed."""


class BrokenError(ValueError):
    """The body is no stream of its encoding, ends before its end, or brings next to nothing for its size."""


def unpack(data: bytes, encodings: Sequence[str], *, most: int, first: int | None = None) -> bytes:
    """Unpack a body.

    Args:
        data: as received.
        encodings: gzip, x-gzip, deflate, br or zstd, the one to be taken off first in front.
        most: bytes it may unpack to.
        first: so many bytes of it are enough, and the rest may be missing or broken; None for all of it.

    Returns:
        The whole of it, or its start.

    Raises:
        TooLargeError: it is larger.
        BrokenError: it is damaged, cut short, packed more often than twice, or made to take long.
    """
    if len(encodings) > MOST_LAYERS:
        if first is not None:
            return b""
        raise BrokenError(f"packed {len(encodings)} times")
    for place, encoding in enumerate(encodings):
        is_last = place == len(encodings) - 1
        data = _unpacked(data, encoding, most=most if is_last else min(most, MOST_INNER_BYTES), first=first)
    return data


def _unpacked(data: bytes, encoding: str, *, most: int, first: int | None) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        # an answer without a body may still name an encoding
        for piece in _worthwhile(_STREAMS[encoding](data)) if data else ():
            size += len(piece)
            pieces.append(piece)
            if size > min(most, most if first is None else first):
                break
    except (BrokenError, EOFError, zlib.error, brotli.error, zstandard.ZstdError) as error:
        if first is None:
            raise BrokenError(f"not a whole {encoding} stream: {error}") from error
    if first is None and size > most:
        raise TooLargeError(f"more than {most:,} bytes")
    return b"".join(pieces)[:first]


def _worthwhile(stream: Iterator[tuple[int, bytes]]) -> Iterator[bytes]:
    """Pass on the pieces of a stream as long as they are worth the bytes that went in."""
    size = 0
    for taken, piece in stream:
        size += len(piece)
        yield piece
        if taken > 2 * size + MOST_IDLE_BYTES:
            raise BrokenError(f"{taken:,} bytes bring {size:,}")


class _Reader(Protocol):
    """What zlib and zstandard call a decompression object."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


R = TypeVar("R", bound=_Reader)


def _pieces(data: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield (bytes up to here, piece), so that what a reader leaves over is never more than a piece."""
    for start in range(0, len(data), size):
        piece = data[start : start + size]
        yield start + len(piece), piece


def _gzip(data: bytes) -> Iterator[tuple[int, bytes]]:
    return _in_a_row(data, _CHUNK, lambda: zlib.decompressobj(wbits=31), _inflate)


def _zstd(data: bytes) -> Iterator[tuple[int, bytes]]:
    packer = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    return _in_a_row(data, _ZSTD_CHUNK, packer.decompressobj, lambda reader, piece: iter([reader.decompress(piece)]))


def _in_a_row(
    data: bytes, size: int, begin: Callable[[], R], step: Callable[[R, bytes], Iterator[bytes]]
) -> Iterator[tuple[int, bytes]]:
    """Read streams in a row, which are one body together."""
    reader, streams = begin(), 1
    for taken, given in _pieces(data, size):
        piece = given
        while piece:
            if reader.eof:
                piece = piece.lstrip(b"\0")  # some fill up with zeros
                if not piece:
                    break
                streams += 1
                if streams > MOST_STREAMS:
                    raise BrokenError(f"more than {MOST_STREAMS:,} streams in a row")
                reader = begin()
            for out in step(reader, piece):
                yield taken, out
            piece = reader.unused_data if reader.eof else b""
    if not reader.eof:
        raise EOFError


def _inflate(reader: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    while piece and not reader.eof:
        yield reader.decompress(piece, _CHUNK)
        piece = reader.unconsumed_tail


def _deflate(data: bytes) -> Iterator[tuple[int, bytes]]:
    try:
        zlib.decompressobj().decompress(data[:_CHUNK], 1)
        reader = zlib.decompressobj()
    except zlib.error:
        reader = zlib.decompressobj(wbits=-15)  # without its zlib wrapper, as some servers send it
    for taken, piece in _pieces(data, _CHUNK):
        for out in _inflate(reader, piece):
            yield taken, out
        if reader.eof:
            return
    raise EOFError


def _brotli(data: bytes) -> Iterator[tuple[int, bytes]]:
    reader = brotli.Decompressor()
    for taken, piece in _pieces(data, _CHUNK):
        out = reader.process(piece, output_buffer_limit=_CHUNK)
        yield taken, out
        while out:
            out = reader.process(b"", output_buffer_limit=_CHUNK)
            yield taken, out
        if reader.is_finished():
            return
    raise EOFError


_STREAMS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
