"""Which pages a page declares to be the same document in other languages."""

from __future__ import annotations

from crawler.extraction.alternates import MOST_ALTERNATES, alternates_of
from crawler.extraction.reading.reading import Reading

PAGE = "https://example.org/en/privacy"
# a piece of a page, and what it declares
DECLARED = {
    '<link rel="alternate" hreflang="de" href="/de/datenschutz">': [("de", "https://example.org/de/datenschutz")],
    '<link rel="alternate" hreflang="pt_BR" href="//EXAMPLE.org/br#top">': [("pt-br", "https://example.org/br")],
    '<a rel="alternate nofollow" hreflang="cs" href="../cs">Česky</a>': [("cs", "https://example.org/cs")],
    '<link rel="alternate" hreflang="x-default" href="/">': [("x-default", "https://example.org/")],
    '<base href="https://cdn.example.com/a/"><link rel="alternate" hreflang="fr" href="b">': [
        ("fr", "https://cdn.example.com/a/b")
    ],
    '<link rel="alternate" type="application/rss+xml" href="/feed">': [],
    '<link rel="stylesheet" hreflang="de" href="/de">': [],
    '<link rel="alternate" hreflang="de" href="javascript:alert(1)">': [],
    '<link rel="alternate" hreflang="de" href="https://user:word@example.org/">': [],
    '<link rel="alternate" hreflang="de" href="ftp://example.org/">': [],
    '<link rel="alternate" hreflang="<b>" href="/b">': [],
    '<link rel="alternate" hreflang="de" href="http://[">': [],
}
HEADERS = (
    ("Link", '<https://example.org/de>; rel="alternate"; hreflang="de", </x.css>; rel=preload; as=style'),
    ("link", '</it>; hreflang=it; rel=alternate, </nl>; rel="next"; hreflang="nl"'),
    ("Link", None),
    ("X-Link", '<https://example.org/pl>; rel="alternate"; hreflang="pl"'),
)


def _declared(html: str, headers=()):
    content = f"<html><head>{html}</head><body><p>Privacy</p></body></html>".encode()
    return [tuple(one) for one in alternates_of(Reading(content=content, media_type="text/html", url=PAGE), headers)]


def test_a_page_declares_the_same_in_other_languages() -> None:
    """Links with rel="alternate" and hreflang count, with addresses that can be watched, and nothing else does."""
    assert {html: _declared(html) for html in DECLARED} == DECLARED


def test_an_answer_declares_it_in_its_headers() -> None:
    """So does the header Link, of several in one header each."""
    assert _declared("", HEADERS) == [("de", "https://example.org/de"), ("it", "https://example.org/it")]


def test_no_more_than_a_hundred_are_read() -> None:
    """A page that declares thousands is read to the first hundred, each once; what is no page declares none."""
    many = "".join(f'<link rel="alternate" hreflang="de" href="/{n // 2}">' for n in range(4000))
    assert len(_declared(many)) == MOST_ALTERNATES
    assert alternates_of(Reading(content=b"%PDF-1.4", media_type="application/pdf", url=PAGE)) == ()
