"""Damaged inputs, each made of a number: the same number gives the same input."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.mutations import SCRAPS, mutated
from benchmarks.shapes.filling import POLICY
from benchmarks.shapes.markup import HTML
from benchmarks.shapes.pairs import PAIRS
from benchmarks.shapes.states import STATES
from benchmarks.shapes.texts import MARKDOWN, PLAIN
from tests.extraction.test_pdf import flow
from tests.seeds.texts import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.core.records import Block

_T = TypeVar("_T")
_TEXTS = Path(__file__).resolve().parent.parent.parent / "tests" / "seeds"
_CHARSETS = (
    "utf-8", "UTF8", "utf-16", "utf-32", "utf-7", "latin-1", "cp1252", "shift_jis", "iso-2022-jp", "gb18030", "big5",
    "euc-kr", "koi8-r", "undefined", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "rot13", "hex", "zlib",
    "base64", "bz2", "mbcs", "oem", "none", "", " ", "'utf-8'", "utf-8;", "\x00", "a" * 5_000, "../etc",
    "x-user-defined",
    "utf_8_sig", "utf-8-mac", "hz", "ascii", "binary", "palmos", "tis-620", "uu", "quopri", "string-escape", "ü",
)  # fmt: skip
_TYPES = (
    "text/html", "text/plain", "text/markdown", "application/pdf", "application/xhtml+xml", "text/xml", "", "image/png",
    "application/octet-stream", "text/html ", "TEXT/HTML", "text", "/", "a" * 3_000, "application/json", "text/\x00",
)  # fmt: skip
_URLS = (
    "",
    "https://example.org/privacy",
    "https://example.org/a.md",
    "https://example.org/a.txt.gz",
    "x",
    "//[",
    "\x00",
)
_ROBOTS = (
    b"User-agent: *\n", b"User-agent: clausewatch\n", b"Disallow: /\n", b"Disallow: /a*b$\n", b"Allow: /privacy\n",
    b"Crawl-delay: 1e400\n", b"Crawl-delay: -1\n", b"Crawl-delay: nan\n", b"Request-rate: 1/0\n", b"Visit-time: 9-8\n",
    b"Sitemap: http://[\n", b"Sitemap: https://example.org/s.xml\n", b"# a\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00",
    b"\r",
    b"Disallow: /%zz%\n", b"Disallow: " + b"*a" * 200 + b"$\n", b"Allow: " + b"*" * 500 + b"\n", b":\n", b": :\n",
    "Disallow: /ü\n".encode("latin-1"), b"Host: a\n", b"User-agent:\n", b"useragent clausewatch\n", b"<html>\n",
)  # fmt: skip
_IMPORTS = (
    "url,name,kind,every,tags,email,include,exclude\n",
    "https://example.org/privacy,A,privacy,1d,a;b,a@example.org,main,nav\n",
    "https://example.com/p\n", "# a comment\n", '[{"url": "https://example.org/p"}]', '["https://example.org/p"]',
    "url;name\n",
    '"', ",", ";", "\t", "\r", "\x00", "\ud800", "\udfff", "\u202e", "\U000e0041", "[", "]", "{", "}", "[" * 3_000,
    "1e999",
    '{"url": ' * 300, "https://[::1]/", "https://a.b/%", "http://user:pw@a.b/", "ftp://a.b/", "=cmd|' /C calc'!A0",
    "https://xn--/", "https://" + "a" * 300 + ".b/", "every\n", "1h", "0s", "99999999999d", "NaN", "null", "true",
    "\ufeff",
    "https://example.org/privacy,,,,,,//a[1]//b[following::c],\n", "https://example.org:99999/",
    "https://\u2488.example/",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A body with what its sender says of it."""

    body: bytes
    media_type: str = "text/html"
    charset: str = ""
    url: str = ""


def damaged(whole: bytes, chance: random.Random, scraps: Sequence[bytes] = SCRAPS, *, most: int = 12) -> bytes:
    """Return bytes with some cut out, doubled, reversed, moved, flipped or thrown in."""
    for _ in range(chance.randrange(1, most)):
        at, size = chance.randrange(len(whole) + 1), chance.randrange(1 + min(2_000, len(whole)))
        part = whole[at : at + size]
        whole = chance.choice(
            (
                whole[:at] + whole[at + size :],
                whole[:at] + part * chance.randrange(2, 6) + whole[at + size :],
                whole[:at] + chance.choice(scraps) + whole[at:],
                whole[:at] + part[::-1] + whole[at + size :],
                whole[at + size :] + part,
                whole[:at] + bytes(byte ^ 1 << chance.randrange(8) for byte in part[:8]) + whole[at + 8 :],
            )
        )[:200_000]
    return whole


def _mixed(of: Sequence[_T], chance: random.Random, most: int) -> list[_T]:
    return chance.choices(of, k=chance.randrange(1, most))


def _page(number: int) -> Answer:
    """Return a damaged policy, or one with a costly shape in it, damaged too."""
    chance = random.Random(number)
    if number % 3 == 0:
        return Answer(body=mutated(number))
    shapes = chance.choice((HTML, HTML, STATES, MARKDOWN, PLAIN))
    texts = [shapes[name](chance.randrange(50, 20_000)) for name in _mixed(list(shapes), chance, 4)]
    media_type = "text/markdown" if shapes is MARKDOWN else "text/plain" if shapes is PLAIN else "text/html"
    whole = f"\n\n{POLICY}\n\n".join(texts).encode("utf-8", "replace")
    return Answer(body=damaged(whole, chance), media_type=media_type, charset="utf-8")


def _header(number: int) -> Answer:
    """Return a body under a type, an encoding and an address that may not be its own."""
    chance = random.Random(number)
    text = (_TEXTS / chance.choice(("own_en.txt", "own_de.txt", "own_it.txt"))).read_text(encoding="utf-8")[:20_000]
    encoding = chance.choice(("utf-8", "latin-1", "utf-16", "utf-16-be", "utf-32", "cp1250", "iso2022_jp", "utf-7"))
    declared = f"<meta charset='{chance.choice(_CHARSETS)}'><html lang='{chance.choice(('en', 'cs', '', 'x' * 50))}'>"
    body = (declared * chance.randrange(2) + text).encode(encoding, "replace")
    return Answer(
        body=damaged(body, chance, most=4),
        media_type=chance.choice(_TYPES),
        charset=chance.choice(_CHARSETS),
        url=chance.choice(_URLS),
    )


def _robots(number: int) -> bytes:
    chance = random.Random(number)
    return damaged(b"".join(_mixed(_ROBOTS, chance, 200)), chance, _ROBOTS)


def _pdf(number: int) -> Answer:
    chance = random.Random(number)
    lines = lines_of((_TEXTS / "own_en.txt").read_text(encoding="utf-8"))[: chance.randrange(1, 60)]
    parts = [(chance.choice("phb"), line.encode("cp1252", "replace").decode("cp1252")) for line in lines]
    scraps = (
        b"endobj", b"endstream", b"stream\n", b"<<", b">>", b"[", b"]", b"(", b"1 0 R", b"99999999 0 R", b"BT",
        b"ET", b"Tj",
        b"/Kids [2 0 R]", b"/Parent 2 0 R", b"/Count -1", b"/Filter /FlateDecode", b"/Length 999999999",
        b"1e99 0 0 1 0 0 cm ",
        b"q " * 500, b"/F9 1 Tf ", b"xref\n", b"trailer", b"%%EOF", b"startxref\n0\n", b"/Encrypt 1 0 R", b"\x00",
        b"( ) Tj " * 300,
    )  # fmt: skip
    whole = flow(parts)
    return Answer(body=whole[:9] + damaged(whole[9:], chance, scraps), media_type="application/pdf")


def _import(number: int) -> str:
    chance = random.Random(number)
    rows = _mixed(_IMPORTS, chance, 30)
    if chance.randrange(4) == 0:
        rows = [json.dumps([{"url": row, chance.choice(("name", "every", "x", "tags")): row} for row in rows])]
    text = "".join(rows)
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_IMPORTS) * chance.randrange(3) + text[at + chance.randrange(5) :]


def _texts(number: int) -> tuple[list[Block], list[Block]]:
    """Return two texts of blocks from costly pairs, cut and put together at random."""
    chance = random.Random(number)
    olds, news = [], []
    for name in _mixed(list(PAIRS), chance, 4):
        old, new = PAIRS[name](chance.randrange(4, 120))
        olds += old[chance.randrange(3) :]
        news += new[: len(new) - chance.randrange(3)]
    if chance.randrange(2):
        chance.shuffle(news)
    return olds, news


INPUTS: dict[str, Callable[[int], object]] = {
    "pages": _page,
    "headers": _header,
    "robots": _robots,
    "pdfs": _pdf,
    "imports": _import,
    "pairs": _texts,
}
