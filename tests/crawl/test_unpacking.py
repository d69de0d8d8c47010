from __future__ import annotations

import contextlib
import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.network.unpacking import MOST_IDLE_BYTES, MOST_STREAMS, BrokenError, TooLargeError, unpack


def raw_deflate(data: bytes) -> bytes:
    """Compress without the zlib wrapper, as some servers do."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.ZstdCompressor().compress),
    ("zstd", zstandard.ZstdCompressor(write_content_size=False, write_checksum=True).compress),
]
MOST = 100_000
packers = st.sampled_from(PACKERS)
# some that pack well, some that do not
bodies = st.one_of(st.binary(max_size=2000), st.binary(min_size=1, max_size=20).map(lambda piece: piece * 500))


@given(packers, bodies)
def test_what_was_packed_is_unpacked(packer, body):
    """Every encoding gives back exactly what was packed."""
    encoding, pack = packer
    assert unpack(pack(body), [encoding], most=MOST) == body


@given(packers, bodies, st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_what_is_cut_short_is_refused(packer, body, share):
    """A stream that lacks its end is broken, however much of it came."""
    encoding, pack = packer
    packed = pack(body)
    part = packed[: max(1, int(share * len(packed)))]
    if len(part) < len(packed):
        with pytest.raises(BrokenError):
            unpack(part, [encoding], most=MOST)


@given(st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.binary(max_size=300))
def test_arbitrary_bytes_do_no_harm(encoding, data):
    """Bytes that are no stream are refused as broken or too large, never otherwise."""
    with contextlib.suppress(BrokenError, TooLargeError):
        assert len(unpack(data, [encoding], most=MOST)) <= MOST


@pytest.mark.parametrize(("encoding", "pack"), PACKERS)
def test_a_bomb_is_refused_before_it_is_large(encoding, pack):
    """A body that unpacks to more than is allowed is refused, and never held whole."""
    bomb = pack(bytes(20_000_000))
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        unpack(bomb, [encoding], most=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 15_000_000


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_streams_in_a_row_are_one_body(encoding):
    """Several members or frames in one body belong together."""
    pack = dict(PACKERS)[encoding]
    assert unpack(pack(b"first, ") + pack(b"second"), [encoding], most=MOST) == b"first, second"


def test_an_answer_without_a_body_is_none():
    """A 304 may name an encoding though it has no body."""
    assert unpack(b"", ["gzip"], most=MOST) == b""


def test_streams_without_end_are_refused():
    """A body of more streams than any packer makes is broken, with whatever lies between them."""
    for encoding, pack in PACKERS:
        if encoding in {"gzip", "zstd"}:
            with pytest.raises(BrokenError, match="streams"):
                unpack(pack(b"x" * 100) * (MOST_STREAMS + 1), [encoding], most=MOST * 100)
            assert unpack(pack(b"x") * MOST_STREAMS, [encoding], most=MOST) == b"x" * MOST_STREAMS


@pytest.mark.parametrize(
    ("encoding", "start", "nothing"),
    [
        ("deflate", zlib.compress(b"x")[:2], b"\x00\x00\x00\xff\xff"),
        ("zstd", zstandard.ZstdCompressor(write_content_size=False).compress(b"")[:6], b"\x00\x00\x00"),
    ],
)
def test_blocks_that_bring_nothing_are_refused(encoding, start, nothing):
    """A stream that goes on and brings nothing is left after 64 KiB, not at its end."""
    taken = 0

    class Counted(bytes):
        def __getitem__(self, key):
            nonlocal taken
            taken = max(taken, key.start or 0)
            return bytes.__getitem__(self, key)

    with pytest.raises(BrokenError):
        unpack(Counted(start + nothing * 1_000_000), [encoding], most=MOST)
    assert taken <= 4 * MOST_IDLE_BYTES


def test_no_more_than_two_layers_are_unpacked():
    """A body packed twice is unpacked, one packed three times or five hundred is not looked at."""
    once = gzip.compress(b"text")
    assert unpack(gzip.compress(once), ["gzip"] * 2, most=MOST) == b"text"
    for count in (3, 500):
        with pytest.raises(BrokenError, match=f"{count} times"):
            unpack(gzip.compress(gzip.compress(once)), ["gzip"] * count, most=MOST)


@given(packers, bodies, st.integers(0, 3000), st.floats(0, 1))
def test_of_a_start_what_is_there_is_given(packer, body, first, share):
    """Where a start is enough, a stream may break off anywhere, and what comes is a start of the text."""
    encoding, pack = packer
    packed = pack(body)
    start = unpack(packed[: int(share * len(packed))], [encoding], most=MOST, first=first)
    assert body.startswith(start)
    assert len(start) <= first
    assert unpack(packed, [encoding], most=MOST, first=first) == body[:first]


def test_zeros_after_a_stream_are_no_part_of_it():
    """Some servers fill up with zeros."""
    assert unpack(gzip.compress(b"text") + bytes(100_000), ["gzip"], most=MOST) == b"text"


def test_a_frame_that_wants_a_large_window_is_refused():
    """No frame takes more memory than the web allows it: a window of 8 MiB."""
    wide = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    packed = packer.compress(b"text" * 100) + packer.flush()
    with pytest.raises(BrokenError):
        unpack(packed, ["zstd"], most=MOST)
