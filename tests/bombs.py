"""What tries to take a worker down: tasks that never end, and PDFs that expand."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import time
import zlib
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.checking.tasks import draw_file

if TYPE_CHECKING:
    from monitor.core.records import Body

MEGABYTE = 1_000_000


def pdf(*streams: bytes, pages: int = 1) -> bytes:
    """Return a PDF whose pages all show these streams, each with its dictionary's entries before a bar."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b"3 0 R " * pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents [%s] /Resources << /Font << /F0"
        b" << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /X 4 0 R >> >> >>"
        % b" ".join(b"%d 0 R" % number for number in range(4, 4 + len(streams))),
    ]
    for stream in streams:
        entries, _, data = stream.partition(b"|")
        objects.append(b"<< %s /Length %d >>\nstream\n" % (entries, len(data)) + data + b"\nendstream")
    out, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % p for p in places
    )
    return out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def _flat(size: int, unit: bytes = b"0 ") -> bytes:
    """Return so many bytes, packed: one piece again and again, and packed once."""
    piece = unit * (MEGABYTE // len(unit))
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(size // MEGABYTE):
        check = zlib.adler32(piece, check)
    return b"\x78\xda" + packed * (size // MEGABYTE) + b"\x03\x00" + check.to_bytes(4, "big")


def _xref_stream() -> bytes:
    packed = zlib.compress(_flat(1000 * MEGABYTE, b"\x01\x00\x00\x00"), 9)
    entries = b"<< /Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Filter [/FlateDecode /FlateDecode] /Length %d >>" % len(
        packed
    )
    return b"%PDF-1.5\n1 0 obj\n" + entries + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def _lzw(rounds: int) -> bytes:
    """Return codes of which each round stands for some seven megabytes of spaces: each is one longer than the last."""
    bits = ""
    for _ in range(rounds):
        bits += f"{256:09b}{32:09b}"
        for code in range(258, 4094):
            bits += f"{code:0{max(9, (code + 1).bit_length())}b}"
    return int(bits.ljust(-len(bits) % 8 + len(bits), "0"), 2).to_bytes((len(bits) + 7) // 8, "big")


_FLATE = b"/Filter /FlateDecode |"
_ROWS = b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2 >> |"
BOMBS = {
    "flate": lambda: pdf(_FLATE + _flat(100 * MEGABYTE)),
    "flate twice": lambda: pdf(b"/Filter [/FlateDecode /FlateDecode] |" + zlib.compress(_flat(1000 * MEGABYTE), 9)),
    "run length": lambda: pdf(b"/Filter [/FlateDecode /RunLengthDecode] |" + _flat(20 * MEGABYTE, b"\x81 ")),
    "lzw": lambda: pdf(b"/Filter /LZWDecode |" + _lzw(8)),
    "predictor": lambda: pdf(_ROWS + _flat(60 * MEGABYTE, b"\x02\x00\x00")),
    "many streams": lambda: pdf(*[_FLATE + _flat(20 * MEGABYTE, b" ")] * 40),
    "tokens": lambda: pdf(_FLATE + _flat(20 * MEGABYTE, b"n ")),
    "cross-references": _xref_stream,
    "deep filters": lambda: pdf(b"/Filter [%s] |" % (b"/FlateDecode " * 40) + _flat(MEGABYTE)),
}
"""Makers of PDFs that are small and expand, by the name of what expands."""


def costly_pdf() -> bytes:
    """Return a PDF of some kilobytes, within every bound of what it unpacks to, that takes minutes to read."""
    return pdf(*[_FLATE + zlib.compress(b"BT /F0 9 Tf " + b"1 0 Td " * 300_000 + b"ET", 9)] * 20, pages=300)


def self_drawn_pdf() -> bytes:
    """Return a PDF of some hundred bytes, a form that draws itself ten times, for which pdfium takes memory without end."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> |"
    return pdf(form + b"/X Do " * 10)


def spin() -> None:
    """Work without end, in C code that asks after no signal."""
    max(repeat(0))


def swell(size: int = 0) -> int:
    """Take memory: as much as is said in one piece, or without end in small ones."""
    return len(bytearray(size)) if size else len([bytearray(4096) for _ in repeat(0)])


def die(number: int) -> None:
    """End by a signal, without pytest's word on it."""
    faulthandler.disable()
    os.kill(os.getpid(), number)


def die_once(path: Path) -> str:
    """Be killed the first time, and be done with it the second."""
    if path.exists():
        return "done"
    path.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def draw(page: Body) -> object:
    """Draw the text of a page, without pytest's word on it where that ends the process."""
    faulthandler.disable()
    return draw_file(page, "", "")


def leave(code: int) -> None:
    """End without a word."""
    os._exit(code)


def sleep() -> None:
    """Do nothing for an hour."""
    time.sleep(3600)


def fail() -> None:
    """Raise what nobody foresaw."""
    raise RecursionError("a fault")


def pid() -> int:
    """Say which process this is."""
    return os.getpid()


def limits() -> dict[str, tuple[int, int]]:
    """Return the limits of this process."""
    return {name: resource.getrlimit(getattr(resource, name)) for name in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_CORE")}


def environment() -> str:
    """Return the environment this process was started with, and the one it has."""
    return Path("/proc/self/environ").read_text(encoding="utf-8") + repr(dict(os.environ))


def echo(value: object) -> object:
    """Give back what is given."""
    return value
