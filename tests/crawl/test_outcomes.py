from __future__ import annotations

import gzip
from dataclasses import dataclass

import brotli
import pytest
import zstandard

from tests.policies import policy
from tests.product import Product
from tests.servers import (
    Answer,
    Site,
    dripping,
    endless,
    flooding,
    hanging,
    packed,
    page,
    redirect,
    repeating,
    resetting,
    sending,
    truncated,
)

TEXT = policy(1)
WALL = "<h1>Just a moment</h1><p>We look whether you are a person.</p>"


async def bomb(asked, writer):
    """Answer with a page that unpacks to more than is read."""
    await page(gzip.compress(b"<p>word" * 6_000_000), Content_Encoding="gzip")(asked, writer)


# path: (answer, failure kind, HTTP status)
FAILING: dict[str, tuple[Answer, str, int | None]] = {
    "/missing": (page(TEXT, status=404), "http_error", 404),
    "/gone": (page(TEXT, status=410), "http_error", 410),
    "/broken": (page(TEXT, status=500), "http_error", 500),
    "/resting": (page(TEXT, status=503), "http_error", 503),
    "/forbidden": (page(TEXT, status=403), "http_error", 403),
    "/challenge": (page(TEXT, status=202), "http_error", 202),
    "/part": (page(TEXT, status=206, Content_Range="bytes 0-99/4000"), "http_error", 206),
    "/nothing": (page("", status=204), "empty", 204),
    "/busy": (page(TEXT, status=429), "rate_limited", 429),
    "/login": (page(TEXT, status=401), "login", 401),
    "/always-304": (page("", status=304), "http_error", 304),
    "/redirect-loop": (redirect("/redirect-loop"), "redirect_loop", None),
    "/redirect-to-file": (redirect("file:///etc/hostname"), "forbidden_address", None),
    "/redirect-to-ftp": (redirect("ftp://127.0.0.1/policy"), "forbidden_address", None),
    "/redirect-to-data": (redirect("data:text/html,<p>policy"), "forbidden_address", None),
    "/redirect-inwards": (redirect("http://10.255.255.1/policy"), "forbidden_address", None),
    "/redirect-to-metadata": (redirect("http://169.254.169.254/latest"), "forbidden_address", None),
    "/redirect-to-nonsense": (redirect("http://127.0.0.1:999999/"), "http_error", 302),
    "/redirect-nowhere": (page("", status=302), "http_error", 302),
    "/reset": (resetting(TEXT), "connection", None),
    "/cut-off": (truncated(TEXT), "connection", None),
    "/hang-up": (sending(b""), "connection", None),
    "/not-http": (sending(b"220 mail.example ESMTP\r\n"), "connection", None),
    "/hang": (hanging(), "timeout", None),
    "/drip": (dripping(TEXT), "timeout", None),
    "/slow-headers": (repeating(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n", pause=0.2), "timeout", None),
    "/endless": (endless(), "too_large", None),
    "/header-flood": (flooding(), "too_large", None),
    "/declared-huge": (page(TEXT, Content_Length=str(10**12)), "too_large", None),
    "/bomb": (bomb, "too_large", None),
    "/not-gzip": (page(TEXT, Content_Encoding="gzip"), "undecodable", None),
    "/cut-gzip": (page(gzip.compress(TEXT.encode())[:-40], Content_Encoding="gzip"), "undecodable", None),
    "/picture": (page(b"\x89PNG\r\n\x1a\n" + bytes(900), media_type="image/png"), "unsupported_type", 200),
    "/blank": (page(""), "empty", 200),
    "/wall": (page(WALL), "blocked", 200),
    "/wall-403": (page(WALL, status=403), "blocked", 403),
    "/wall-429": (page(WALL, status=429), "blocked", 429),
    "/wall-503": (page(WALL, status=503), "blocked", 503),
    "/sent-home": (redirect("/"), "soft_404", 200),
    "/bad-status-line": (sending(b"HTTP/1.1 what\r\n\r\n"), "connection", None),
    "/cut-chunk": (
        sending(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<p>abc"),
        "connection",
        None,
    ),
    "/brotli-bomb": (
        page(brotli.compress(b"<p>word" * 6_000_000, quality=1), Content_Encoding="br"),
        "too_large",
        None,
    ),
    "/zstd-bomb": (page(zstandard.compress(b"<p>word" * 6_000_000), Content_Encoding="zstd"), "too_large", None),
    "/secret/policy": (page(TEXT), "robots", None),
}
GOOD: dict[str, Answer] = {
    "/plain": page(TEXT),
    "/gzip": packed(TEXT, "gzip"),
    "/brotli": packed(TEXT, "br"),
    "/zstd": packed(TEXT, "zstd"),
    "/undeclared": page(TEXT, media_type=""),
    "/misdeclared": page(TEXT, media_type="application/octet-stream"),
    "/moved": redirect("/plain", status=301),
    "/proxied": page(TEXT, status=203),
    "/chunked": sending(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(TEXT.encode()), TEXT.encode())
    ),
    "/until-close": sending(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + TEXT.encode()),
}
CHARSETS = {
    "latin-1": ("text/html; charset=iso-8859-1", "iso-8859-1", "Données à jamais effacées"),
    "cp1250": ("text/html; charset=windows-1250", "cp1250", "Údaje žádáme písemně"),
    "utf-16": ("text/html; charset=utf-16", "utf-16", "Données à jamais effacées"),
    "shift_jis": ("text/html; charset=shift_jis", "shift_jis", "個人情報を収集します"),
}


def worded(words: str, charset: str, media_type: str) -> Answer:
    """Answer with the policy, some words added, in a charset that the header alone declares."""
    text = TEXT.replace('<meta charset="utf-8">', "").replace("</main>", f"<p>{words}.</p></main>")
    return page(text.encode(charset), media_type=media_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One check of every page above, made once for all tests."""

    product: Product
    watches: dict[str, dict]
    output: str


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """Check all pages in one round, but those that never come to an end: in one of their own, with little time for each."""
    with Site() as site:
        site["/"] = page(
            "<h1>Welcome</h1>" + "<p>Come and see how bright the mornings are in our houses by the sea.</p>" * 9
        )
        site["/robots.txt"] = page("User-agent: *\nDisallow: /secret/\n", media_type="text/plain")
        answers = {path: answer for path, (answer, _, _) in FAILING.items()} | GOOD
        answers |= {f"/{name}": worded(words, code, kind) for name, (kind, code, words) in CHARSETS.items()}
        for path, answer in answers.items():
            site[path] = answer
        product = Product(tmp_path_factory.mktemp("outcomes") / "data")
        elsewhere = {"/refused": "http://127.0.0.1:1/policy", "/unknown": "http://nowhere.invalid/policy"}
        urls = {path: site.url(path) for path in answers} | elsewhere
        stuck = {url for path, url in urls.items() if FAILING.get(path, ("", ""))[1] == "timeout"}
        product.add(*(url for url in urls.values() if url not in stuck))
        output = product.quick("check", "--all").stdout
        product.add(*stuck)
        product.environment |= {"CLAUSEWATCH_TIMEOUT": "3", "CLAUSEWATCH_CHECK_TIMEOUT": "9"}
        product.quick("check")
        found = {watch["url"]: watch for watch in product.json("list")}
        yield Round(product=product, watches={path: found[url] for path, url in urls.items()}, output=output)


@pytest.mark.parametrize("path", [*FAILING, "/refused", "/unknown"])
def test_a_page_that_cannot_be_seen_is_a_failed_check_of_its_kind(checked, path):
    """A failure has its kind and status, and never makes a snapshot."""
    kind, status = {"/refused": ("refused", None), "/unknown": ("dns", None)}.get(path) or FAILING[path][1:]
    watch = checked.watches[path]
    last = watch["last_check"]
    assert (last["outcome"], last["kind"], last["status"]) == ("failed", kind, status)
    assert last["detail"]
    assert (watch["snapshots"], watch["state"]) == (0, "failing")


@pytest.mark.parametrize("path", GOOD)
def test_a_page_that_can_be_read_is_kept_whole(checked, path):
    """However a page is sent and packed, its first check keeps the same text."""
    watch = checked.watches[path]
    assert (watch["last_check"]["outcome"], watch["snapshots"], watch["state"]) == ("new", 1, "fine")
    digests = checked.product.query(
        "SELECT DISTINCT text_digest FROM snapshots WHERE watch_id IN (:id, :plain)",
        id=watch["id"],
        plain=checked.watches["/plain"]["id"],
    )
    assert len(digests) == 1


@pytest.mark.parametrize("name", CHARSETS)
def test_a_declared_charset_is_heeded(checked, name):
    """A page's words are stored as they were written, in whatever charset it came."""
    found = checked.product.query("SELECT text FROM clauses WHERE text = :words", words=CHARSETS[name][2] + ".")
    assert len(found) == 1


def test_the_table_counts_every_check(checked):
    """The round names every watch and sums up what became of them."""
    failed = sum(kind != "timeout" for _, kind, _ in FAILING.values()) + 2
    kept = len(GOOD) + len(CHARSETS)
    assert f"{failed + kept} watches checked: {kept} new, {failed} failed." in checked.output


def test_every_check_is_recorded_once(checked):
    """One check makes one fetch row and nothing half-done stays in the store."""
    assert checked.product.query("SELECT max(n), count(*) FROM (SELECT count(*) n FROM fetches GROUP BY watch_id)") == [
        (1, len(checked.watches))
    ]
    assert checked.product.problems() == []


def test_a_failed_extraction_keeps_the_body(checked):
    """The body of a page whose text could not be drawn is kept, so that it can be looked into."""
    rows = checked.product.query(
        "SELECT b.media_type, b.size FROM fetches f JOIN bodies b ON b.sha256 = f.body_sha256 WHERE f.watch_id = :id",
        id=checked.watches["/picture"]["id"],
    )
    assert rows == [("image/png", 908)]


@pytest.fixture(scope="module")
def returned(tmp_path_factory):
    """Check every page above three times: with the policy there, as it fails, and with the policy back."""
    with Site() as site:
        site["/"] = page("<h1>Welcome</h1>" + "<p>Come and see how bright the mornings are in our houses.</p>" * 9)
        product = Product(tmp_path_factory.mktemp("returns") / "data")
        failing = {path: answer for path, (answer, kind, _) in FAILING.items() if kind not in {"robots", "timeout"}}
        failing |= {
            "/remnant": page("<h1>Privacy policy</h1><p>We are at work on this page and shall be back with you soon.</p>" * 3),
            "/other-language": page("<html lang=de>" + "<p>Wir verarbeiten Ihre Daten nur, soweit das Gesetz es uns erlaubt, und löschen sie danach.</p>" * 20),
            "/another-page": page("<h1>Our lamps</h1>" + "<p>This lamp is made of brass and gives a warm light to any room you like.</p>" * 40),
        }  # fmt: skip
        product.add(*map(site.url, failing), email="reader@example.org")
        seen = []
        for answers in (dict.fromkeys(failing, page(TEXT)), failing, dict.fromkeys(failing, page(TEXT))):
            for path, answer in answers.items():
                site[path] = answer
            product.quick("check", "--all")
            seen.append({path: product.watches()[site.url(path)] for path in failing})
        yield product, seen


def test_no_failure_is_taken_for_a_change_nor_is_its_end(returned):
    """A page that fails in whatever way and comes back keeps its one version, and nobody is told of a change."""
    product, (first, failed, back) = returned
    assert {watch["last_check"]["outcome"] for watch in first.values()} == {"new"}
    held = failed.pop("/other-language")
    assert (held["last_check"]["outcome"], held["held"]["claim"], held["state"]) == ("held", "language", "fine")
    assert {path for path, watch in failed.items() if watch["last_check"]["outcome"] != "failed"} == set()
    kinds = {path: failed[path]["last_check"]["kind"] for path in ("/remnant", "/another-page")}
    assert kinds == dict.fromkeys(kinds, "not_a_policy")
    assert {watch["last_check"]["outcome"] for watch in back.values()} == {"unchanged"}
    assert product.query("SELECT count(*) FROM snapshots") == [(len(first),)]
    assert product.query("SELECT (SELECT count(*) FROM changes), (SELECT count(*) FROM notices)") == [(0, 0)]
