from __future__ import annotations

import gzip
import zlib

import pytest
import zstandard

from crawler.network.amounts import MOST_FAILURE_BYTES
from tests.policies import policy
from tests.product import Product
from tests.servers import HTML, Site, head, page, redirect, repeating

TEXT = policy(1)
EMPTY_FRAME = zstandard.ZstdCompressor(write_content_size=True).compress(b"")
PIECE = b"<p>word word word word</p>" * 400


def packed(data: bytes, *encodings: str, status: int = 200):
    """Answer with bytes that are said to be packed so."""
    return page(data, status=status, Content_Encoding=", ".join(encodings))


def zstd(data: bytes) -> bytes:
    """Pack as zstd, as small as it goes."""
    return zstandard.ZstdCompressor(level=19).compress(data)


def endless(status: int, **headers: str):
    """Answer with a status and a body without end."""
    return repeating(head(status, {"Content-Type": HTML, **headers}), PIECE)


def when_asked(make):
    """Answer with what is made only then."""

    async def answer(asked, writer):
        await make()(asked, writer)

    return answer


ANSWERS = {
    "frames": (packed(EMPTY_FRAME * 400_000, "zstd"), "undecodable"),
    "packed frames": (when_asked(lambda: packed(zstd(EMPTY_FRAME * 400_000), "zstd", "zstd")), "undecodable"),
    "very many packed frames": (when_asked(lambda: packed(zstd(EMPTY_FRAME * 2_000_000), "zstd", "zstd")), "too_large"),
    "members": (packed(gzip.compress(b"") * 200_000, "gzip"), "undecodable"),
    "blocks": (packed(b"\x78\x9c" + b"\x00\x00\x00\xff\xff" * 500_000, "deflate"), "undecodable"),
    "layers": (packed(TEXT.encode(), *["gzip"] * 500), "undecodable"),
    "three layers": (packed(gzip.compress(gzip.compress(gzip.compress(TEXT.encode()))), *["gzip"] * 3), "undecodable"),
    "two layers": (packed(gzip.compress(zlib.compress(TEXT.encode())), "deflate", "gzip"), None),
    "and identity": (packed(gzip.compress(TEXT.encode()), "identity", "gzip", "identity"), None),
    "unknown": (packed(TEXT.encode(), "utf-8"), None),
    "broken 404": (packed(EMPTY_FRAME * 400_000, "zstd", status=404), "http_error"),
    "bomb 404": (when_asked(lambda: packed(zstd(zstd(bytes(19_000_000))), "zstd", "zstd", status=404)), "http_error"),
    "endless 404": (endless(404), "http_error"),
    "large 404": (endless(404, Content_Length="99999999999"), "http_error"),
    "endless redirect": (endless(302, Location="/fine"), None),
    "packed redirect": (page(EMPTY_FRAME * 400_000, status=301, Location="/fine", Content_Encoding="zstd"), None),
    "long redirect": (redirect("/" + "a" * 10_000), "http_error"),
    "very long redirect": (redirect("/" + "%41" * 5_000), "http_error"),
    "type": (page(TEXT, media_type="text/html" + "; a=b" * 2_000 + "; charset=undefined"), None),
    "charset": (page(TEXT, media_type="text/html; charset=undefined"), None),
    "meta charset": (page(TEXT.replace("<head>", "<head><meta charset=punycode>"), media_type="text/html"), None),
    "long header": (page(TEXT, x="y" * 60_000), None),
    "long charset": (page(TEXT, media_type="text/html; charset=" + "u" * 30_000), None),
    "many headers": (page(TEXT, **{f"x{n}": "y" for n in range(20_000)}), None),
    "fine": (page(TEXT), None),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """Check all of them at once; return (what each came to, the log)."""
    with Site() as site:
        paths = {name: f"/{name.replace(' ', '-')}" for name in ANSWERS}
        for name, (answer, _) in ANSWERS.items():
            site[paths[name]] = answer
        product = Product(tmp_path_factory.mktemp("hostile") / "data", CLAUSEWATCH_TIMEOUT="60")
        product.add(*map(site.url, paths.values()))
        product.quick("check", "--all")
        watches = product.watches()
        yield {name: watches[site.url(path)]["last_check"] for name, path in paths.items()}, product


@pytest.mark.parametrize("name", ANSWERS)
def test_a_hostile_answer_is_told_as_what_it_is(checked, name):
    """Whatever an answer is packed in, forwards to or is called, its check ends with the right kind."""
    assert (checked[0][name] or {}).get("kind", "none") == ANSWERS[name][1]


def test_how_often_a_page_is_packed_is_told(checked):
    """Too many encodings are named in a line for people."""
    assert "packed 500 times over" in checked[0]["layers"]["detail"]


def test_nothing_of_it_is_a_bug(checked):
    """No answer leaves a traceback in the log."""
    assert "Traceback" not in (checked[1].folder / "crawl.log").read_text()


def test_of_a_failure_only_the_start_is_taken(product, site):
    """A server that sends 404 or a redirect without end is left after the first 128 KiB, not after 20 MB."""
    sent = {"/gone": 0, "/moved": 0}

    def counting(path: str, **headers: str):
        async def answer(_asked, writer):
            writer.write(head(404 if path == "/gone" else 302, {"Content-Type": HTML, **headers}))
            while not writer.is_closing():
                writer.write(PIECE)
                await writer.drain()
                sent[path] += len(PIECE)

        return answer

    site["/gone"], site["/moved"], site["/fine"] = counting("/gone"), counting("/moved", Location="/fine"), page(TEXT)
    product.add(site.url("/gone"), site.url("/moved"))
    product.quick("check", "--all")
    # what lies in the buffers of two sockets comes on top
    assert all(count < MOST_FAILURE_BYTES + 8_000_000 for count in sent.values())


@pytest.mark.parametrize(
    "encoding", ["", "gzip"], ids=["plain", "packed"],
)  # fmt: skip
def test_an_endless_robots_txt_is_read_to_its_bound(product, encoding):
    """What a robots.txt says in its first 500 KiB counts, and what follows, without end, is not waited for."""
    rules = b"User-agent: *\nDisallow: /secret\n"
    if encoding:
        packer = zlib.compressobj(0, wbits=31)
        start = packer.compress(rules) + packer.flush(zlib.Z_FULL_FLUSH)
        piece = packer.compress(b"# filler\n" * 10_000) + packer.flush(zlib.Z_FULL_FLUSH)
    else:
        start, piece = rules, b"# filler\n" * 10_000
    headers = {"Content-Type": "text/plain"} | ({"Content-Encoding": encoding} if encoding else {})
    with Site() as site:
        site["/robots.txt"] = repeating(head(200, headers) + start, piece)
        site["/secret"] = site["/policy"] = page(TEXT)
        product.add(site.url("/secret"), site.url("/policy"))
        product.quick("check", "--all")
        kinds = {url.rpartition("/")[2]: watch["last_check"]["kind"] for url, watch in product.watches().items()}
    assert kinds == {"secret": "robots", "policy": None}
