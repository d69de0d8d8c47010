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

from crawler.unpacking import BrokenError, TooLargeError, unpack


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
