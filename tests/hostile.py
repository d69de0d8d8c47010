"""Sites and pages that try to stop the monitor: each way with what its check may be told as."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import zstandard

from tests.policies import policy
from tests.servers import HTML, dripping, endless, flooding, hanging, page, redirect, repeating, resetting
from tests.servers import head as head_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers import Answer

READ = frozenset({None})  # read like any other page
BOUND = frozenset({"too_costly", "too_large"})
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to be hostile.

    Args:
        page: what the watched page answers.
        kinds: of failure that may be told, None for a check that succeeds.
        robots: what the site's robots.txt answers; such a way needs a site of its own.
    """

    page: Callable[[], Answer]
    kinds: frozenset[str | None]
    robots: Callable[[], Answer] | None = None


def many_agents(size: int) -> str:
    """Return a robots.txt in which each of very many user agents shares all rules."""
    agents = "\n".join(f"User-agent: robot-{number}" for number in range(size // 40))
    rules = "\n".join(f"Disallow: /private/{number}" for number in range(size // 50))
    return f"{agents}\n{rules}\n"


def starred_rules(size: int) -> str:
    """Return a robots.txt whose rules are patterns that a backtracking matcher never finishes."""
    rule = "Disallow: /" + "*a" * 60 + "$"
    return "User-agent: *\n" + "\n".join([rule] * (size // len(rule))) + "\n"


@cache
def expanding_pdf(layers: int, size: int) -> bytes:
    """Return a small PDF whose page is a stream of `size` bytes, packed `layers` times."""
    packer, piece = zlib.compressobj(9), b"0 " * 500_000
    data = b"".join(packer.compress(piece) for _ in range(size // len(piece))) + packer.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    filters = b" ".join([b"/FlateDecode"] * layers)
    content = b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), filters, data)
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        content,
    )


def pdf_of(*objects: bytes) -> bytes:
    """Return a PDF of these objects, the first of them its catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def empty_frames(count: int) -> bytes:
    """Return very many empty zstd frames, themselves packed: a few KB of work without end, in fewer bytes than are refused."""
    frame = zstandard.ZstdCompressor(write_content_size=True).compress(b"")
    return zstandard.ZstdCompressor(level=19).compress(frame * count)


def _with(extra: str, *, where: str = "</main>") -> str:
    return policy(3).replace(where, extra + where)


@cache
def _packed_bomb() -> Answer:
    return page(gzip.compress(gzip.compress(b"\0" * 300_000_000, 9), 9), Content_Encoding="gzip, gzip")


def _zstd_redirect() -> Answer:
    body = empty_frames(2_000_000)
    return page(body, status=302, Location="/nowhere", Content_Encoding="zstd, zstd")


def _endless_robots() -> Answer:
    return repeating(head_of(200, {"Content-Type": "text/plain"}), b"Disallow: /private/\n" * 2000)


WAYS: dict[str, Way] = {
    "robots.txt, every rule for every agent": Way(
        page=lambda: page(policy(3)), kinds=READ, robots=lambda: page(many_agents(278_000), media_type=PLAIN)
    ),
    "robots.txt without end": Way(page=lambda: page(policy(3)), kinds=READ, robots=_endless_robots),
    "robots.txt of patterns": Way(
        page=lambda: page(policy(3)), kinds=READ, robots=lambda: page(starred_rules(400_000), media_type=PLAIN)
    ),
    "PDF that expands": Way(
        page=lambda: page(expanding_pdf(3, 1_500_000_000), media_type="application/pdf"),
        kinds=BOUND | {"undecodable", "empty"},
    ),
    "zstd of empty frames": Way(
        page=lambda: page(empty_frames(2_000_000), Content_Encoding="zstd, zstd"),
        kinds=BOUND | {"undecodable", "empty"},
    ),
    "redirect with such a body": Way(page=_zstd_redirect, kinds=frozenset({"http_error", "undecodable", "too_costly"})),
    "packed 500 times": Way(
        page=lambda: page(policy(3), Content_Encoding=", ".join(["gzip"] * 500)), kinds=frozenset({"undecodable"})
    ),
    "packed bomb": Way(page=_packed_bomb, kinds=BOUND),
    "heading of spaces": Way(
        page=lambda: page(
            _markdown() + "\n# a" + " " * 200_000 + "b\n\n" + "#" * 100_000 + "\n", media_type="text/markdown"
        ),
        kinds=READ | BOUND,
    ),
    "line breaks": Way(page=lambda: page(_with("<br>" * 60_000)), kinds=READ | BOUND),
    "tags without end": Way(page=lambda: page(_with("</script " * 40_000)), kinds=READ | BOUND),
    "headings in turn": Way(
        page=lambda: page(_with("".join(f"<h3>Part {n}</h3><p>Item {n}</p>" for n in range(12_000)))),
        kinds=READ | BOUND,
    ),
    "combining marks": Way(page=lambda: page(_with("<p>a" + "\u0301" * 150_000 + "</p>")), kinds=READ | BOUND),
    "nested elements": Way(page=lambda: page(_with("<div>" * 200_000)), kinds=READ | BOUND | {"undecodable"}),
    "nested data": Way(
        page=lambda: page(_with('<script type="application/json">' + "[" * 500_000 + "</script>")), kinds=READ | BOUND
    ),
    "charset=undefined": Way(page=lambda: page(policy(3), media_type="text/html; charset=undefined"), kinds=READ),
    "page without end": Way(page=endless, kinds=frozenset({"too_large", "timeout"})),
    "headers without end": Way(page=flooding, kinds=frozenset({"too_large"})),
    "drip": Way(page=lambda: dripping(policy(3)), kinds=frozenset({"timeout"})),
    "no answer": Way(page=hanging, kinds=frozenset({"timeout"})),
    "reset": Way(page=lambda: resetting(policy(3)), kinds=frozenset({"connection"})),
    "redirect inwards": Way(page=lambda: redirect("http://10.0.0.1/"), kinds=frozenset({"forbidden_address"})),
    "one line of 15 MB": Way(
        page=lambda: page(_with("<p>" + "word " * 3_000_000 + "</p>"), media_type=HTML), kinds=READ | BOUND
    ),
}


def _markdown() -> str:
    lines = "\n\n".join(
        f"## Part {number}\n\nWe keep your personal data for {number} months and share them with our carrier."
        for number in range(2, 30)
    )
    return f"# Privacy policy\n\n{lines}\n"
