from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from crawler.network.robots import MOST_BYTES, read_rules

AGENT = "Clausewatch"
SITE = "http://example.org"

# RFC 9309: sections 2.2.1 (groups), 2.2.2 (rules), 2.2.3 (special characters), 5.1 and 5.2 (examples)
GROUPS = [
    ("User-agent: *\nDisallow: /a", False),
    ("User-agent: clausewatch\nDisallow: /a", False),
    ("User-Agent: CLAUSEWATCH/2.0 (beta)\nDisallow: /a", False),
    ("User-agent: clausewatch-news\nDisallow: /a", True),
    ("User-agent: clause\nDisallow: /a", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: Clausewatch\nAllow: /a", True),
    ("User-agent: Clausewatch\n\nUser-agent: *\nDisallow: /a", False),
    ("User-agent: Clausewatch\nDisallow:\n\nUser-agent: *\nDisallow: /a", True),
    ("User-agent: other\nUser-agent: Clausewatch\nDisallow: /a", False),
    ("User-agent: Clausewatch\nDisallow: /b\nUser-agent: other\nDisallow: /a", True),
    (
        "User-agent: Clausewatch\nDisallow: /b\n\nUser-agent: *\nAllow: /\n\nUser-agent: clausewatch\nDisallow: /a",
        False,
    ),
    ("User-agent: Clausewatch\nSitemap: http://x/y\nCrawl-delay: 9\nDisallow: /a", False),
    ("Disallow: /a", True),
    ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", False),
    ("user agent *\nDissallow /a # ours", False),
    ("User-agent: *\rDisallow: /a", False),
    ("<html>User-agent: *\nDisallow</html>", True),
    ("", True),
]
RULES = [
    ("Disallow: /a/b", "/a/b/c", False),
    ("Disallow: /a/b", "/a", True),
    ("Disallow: /a\nAllow: /a/b", "/a/b", True),
    ("Disallow: /a/b\nAllow: /a", "/a/b", False),
    ("Disallow: /a\nAllow: /a", "/a", True),
    ("Disallow: *.gif$", "/x.gif", False),
    ("Disallow: *.gif$", "/x.gif?size=1", True),
    ("Disallow: /*/b$", "/a/c/b", False),
    ("Disallow: /a*c*e", "/abcde", False),
    ("Disallow: /a*c*e", "/aec", True),
    ("Disallow: /*a*a$", "/a", True),
    ("Disallow: /publications/", "/publications/x", False),
    ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
    ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/ツ", False),
    ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
    ("Disallow: /a%2Fb", "/a/b", True),
    ("Disallow: /a%2fb", "/a%2Fb", False),
    ("Disallow: /with-%2A.html", "/with-*.html", False),
    ("Disallow: /with-%2A.html", "/with-any.html", True),
    ("Disallow: /with-%24", "/with-$", False),
    ("Disallow: /a?b=", "/a?b=c", False),
    ("Disallow: /", "/robots.txt", True),
    ("Disallow: /$", "", False),
    ("Disallow: /***************************a$", "/b", True),
]  # fmt: skip
words = st.text("ab/", max_size=5)
patterns = st.lists(st.text("ab/*", max_size=6).map(lambda text: f"/{text}"), max_size=6)


@pytest.mark.parametrize(("text", "allowed"), GROUPS)
def test_our_groups_count_and_else_those_for_all(text, allowed):
    """All groups that name us are one; where none does, those for any crawler are; other fields part none."""
    assert read_rules(text.encode(), agent=AGENT).allow(f"{SITE}/a") is allowed


@pytest.mark.parametrize(("rules", "path", "allowed"), RULES)
def test_the_longest_pattern_decides(rules, path, allowed):
    """The longest pattern that matches decides, Allow among equals, whichever way an address is escaped."""
    assert read_rules(f"User-agent: *\n{rules}".encode(), agent=AGENT).allow(SITE + path) is allowed


@given(patterns, patterns, st.lists(words, min_size=1, max_size=6))
def test_ordinary_files_are_read_as_protego_reads_them(allowed, forbidden, paths):
    """On files that Protego can bear, both say the same."""
    text = (
        "User-agent: *\n" + "".join(f"Allow: {p}\n" for p in allowed) + "".join(f"Disallow: {p}\n" for p in forbidden)
    )
    ours, theirs = read_rules(text.encode(), agent=AGENT), Protego.parse(text)
    for path in paths:
        assert ours.allow(f"{SITE}/c{path}") is theirs.can_fetch(f"{SITE}/c{path}", AGENT)
        assert ours.allow(f"{SITE}/{path.lstrip('/')}") is theirs.can_fetch(f"{SITE}/{path.lstrip('/')}", AGENT)


@given(st.binary(max_size=300))
def test_whatever_comes_is_read(body):
    """No bytes make a file that cannot be read."""
    assert read_rules(b"User-agent: *\nDisallow: /" + body, agent=AGENT).allow(f"{SITE}/a") in {True, False}


def test_what_is_beyond_500_kib_is_ignored():
    """The whole lines of the first 500 KiB are read; a line cut in two is none."""
    start = b"User-agent: *\n"
    filler = b"#" * (MOST_BYTES - len(start) - len("\nDisallow: /a"))
    rules = read_rules(start + filler + b"\nDisallow: /abc\nDisallow: /d\n", agent=AGENT)
    assert rules.allow(f"{SITE}/abc")
    assert rules.allow(f"{SITE}/d")


def _hostile(size: int) -> dict[str, bytes]:
    agents = b"".join(b"User-agent: a%d\n" % number for number in range(size // 32))
    rules = b"".join(b"Disallow: /*%x*z\n" % number for number in range(size // 32))
    return {
        "a group of a thousand crawlers": agents + b"User-agent: *\n" + rules,
        "a thousand groups": b"".join(b"User-agent: *\nDisallow: /%d\n" % number for number in range(size // 24)),
        "stars": b"User-agent: *\nDisallow: /" + b"*a" * (size // 2),
        "pieces that nearly match": b"User-agent: *\n"
        + (b"Disallow: /*" + b"a" * 50 + b"b" + b"a" * 50 + b"\n") * (size // 114),
        "escapes": b"User-agent: *\nDisallow: /" + b"%41" * (size // 3),
        "spaces": b"User-agent: *\nDisallow" + b" " * size,
        "lines": b"\r\n" * (size // 2),
    }


def _cost(body: bytes) -> float:
    url = f"{SITE}/" + "a" * 1900

    def once() -> float:
        began = time.process_time()
        read_rules(body, agent=AGENT).allow(url)
        return time.process_time() - began

    return min(once() for _ in range(5))


@pytest.mark.drill
@pytest.mark.parametrize("kind", _hostile(0))
def test_a_hostile_file_costs_what_its_bytes_cost(kind):
    """Four times the bytes cost about four times as much, however they are arranged, and never sixteen times."""
    small, large = _hostile(100_000)[kind], _hostile(400_000)[kind]
    assert _cost(large) < 9 * max(_cost(small), 0.001)


@pytest.mark.parametrize("kind", _hostile(0))
def test_a_hostile_file_takes_no_more_memory_than_it_is_long(kind):
    """What is remembered of a file is a few times its length at most."""
    assert read_rules(_hostile(400_000)[kind], agent=AGENT).size < 4 * 400_000
