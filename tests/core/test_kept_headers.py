from __future__ import annotations

import pytest

from monitor.core.kept_headers import LONGEST_VALUE, MOST_CHARACTERS, MOST_HEADERS, kept_headers


@pytest.mark.parametrize(
    "name",
    [
        "Set-Cookie", "set-cookie2", "Cookie", "Authorization", "Proxy-Authorization", "WWW-Authenticate",
        "Authentication-Info", "X-Auth-Token", "X-CSRF-Token", "X-XSRF", "X-Session-Id", "X-Api-Key", "x-apikey",
        "X-Client-Secret", "X-Amz-Security-Token", "X-Amz-Signature", "X-Password",
    ],
)  # fmt: skip
def test_what_may_be_a_credential_is_not_kept(name):
    """Of a header by which somebody may be let in the name is kept, that it was there, and never the value."""
    assert kept_headers([(name.encode(), b"hunter2")]) == ((name, None),)


@pytest.mark.parametrize(
    "name", ["Date", "Server", "ETag", "Last-Modified", "Content-Type", "Age", "Via", "User-Agent"]
)
def test_what_tells_of_the_answer_is_kept(name):
    """Headers that say what came, when and by which way are kept with their values."""
    assert kept_headers([(name.encode(), b"value")]) == ((name, "value"),)


@pytest.mark.parametrize(
    "pairs",
    [
        [(b"X-Many", b"1")] * 100_000,
        [(b"X-Long", b"a" * 1_000_000)] * 50,
        [(b"N" * 1_000_000, b"a")] * 3,
        [(b"X-Wide", "é".encode() * 900)] * 200,
    ],
    ids=["many", "long", "long names", "wide"],
)
def test_headers_are_bounded(pairs):
    """However many and long the headers of an answer are, few and short ones are kept."""
    kept = kept_headers(pairs)
    assert 0 < len(kept) <= MOST_HEADERS
    assert sum(len(name) + len(value or "") for name, value in kept) <= MOST_CHARACTERS
    assert max(len(value or "") for _, value in kept) <= LONGEST_VALUE


def test_headers_steer_nothing():
    """What could steer a terminal or begin another line is taken out of names and values."""
    kept = kept_headers([(b"X-\x1b[31m", b"a\x00b\r\nc\td\xff")])
    assert kept == (("X-\N{REPLACEMENT CHARACTER}[31m", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER} c dÿ"),)
