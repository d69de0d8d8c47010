from __future__ import annotations

import unicodedata
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.letters import clean, folded, squash
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Document, FetchFailure
from monitor.core.text import word_count
from tests import costs

CLAUSES = (
    "We collect your name and your address when you register with us, and keep both for five years.",
    "We share these data with nobody but the courier who brings what you have ordered from us, on any day of the week.",
)
CLAUSE = "<p>We collect your name and your address when you register with us, and keep both for five years.</p>"
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "br",
        "nav",
        "footer",
        "form",
        "button",
        "span",
        "font",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "pre",
    ]
)
MARKUP = st.lists(
    st.one_of(
        TAGS.map("<{}>".format),
        TAGS.map("</{}>".format),
        st.text(max_size=20),
        st.just(CLAUSE),
        st.sampled_from(
            [
                "<a href='#x'>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "&nbsp;",
                "<li value=9>",
                "<td colspan=0>",
                "<div class='cookie-banner'>",
            ]
        ),
    ),
    max_size=60,
).map("".join)
BOUND = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@BOUND
@given(
    st.binary(max_size=2_000),
    st.sampled_from(["", "text/html", "text/plain", "application/pdf", "image/png", "text/markdown"]),
)
def test_no_bytes_make_it_raise(body, media_type):
    """Any bytes under any declaration give a document or a failure."""
    assert isinstance(extract(body, media_type=media_type), Document | FetchFailure)
    assert isinstance(visible_digest(Reading(content=body, media_type=media_type)), str)


@BOUND
@given(MARKUP)
def test_no_markup_makes_it_raise_and_the_same_gives_the_same(markup):
    """Any markup gives a document or a failure, the same each time, whatever was drawn in between."""
    body = f"<html><body>{markup}{CLAUSE * 3}".encode("utf-8", "replace")
    first = extract(body)
    extract(f"<html><body><div>{CLAUSE * 5}</div>".encode())
    assert first == extract(body)


@BOUND
@given(MARKUP)
def test_blocks_are_clean(markup):
    """Every block is folded, in NFC, not empty and without invisible characters."""
    document = extract(f"<html><body>{markup}{CLAUSE * 3}".encode("utf-8", "replace"))
    for block in document.blocks if isinstance(document, Document) else ():
        assert block.text == " ".join(block.text.split()) != ""
        assert unicodedata.is_normalized("NFC", block.text)
        assert not set(block.text) & set("\u00ad\u200b\u2060\ufeff\x00")


@given(st.text(alphabet=" ab.\t\n\x1c\xa0\u00e9\u200b", max_size=8))
def test_any_white_space_is_one_blank(text):
    """Whatever white space a text has, it is folded into single blanks, and its words are counted."""
    said = " ".join(clean(" ".join(text.split())).split())
    assert folded(text) == (said, word_count(said))


@BOUND
@given(
    st.lists(
        st.sampled_from([*CLAUSES, "TERMS", "- one", "2. Two", "", "reg-", "<b>", "x@y.example", "\u00e9\u200b"]),
        max_size=30,
    )
)
def test_plain_text_invents_nothing(lines):
    """Each block of a plain text says, letter for letter, what stands in the text."""
    text = "\n".join([*lines, *CLAUSES])
    for block in extract(text.encode(), media_type="text/plain").blocks:
        assert squash(block.text) in squash(clean(text))


# each is made when it is its turn
HOSTILE = {
    "nesting": lambda: "<div>" * 100_000 + CLAUSE * 5,
    "one tag": lambda: "<br>" * 2_500_000 + CLAUSE * 5,
    "attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">" + CLAUSE * 5,
    "quoted attributes": lambda: "<p " + " ".join(f"a{n}='>'" for n in range(300_000)) + ">" + CLAUSE * 5,
    "open tags": lambda: "<" * 3_000_000,
    "open comments": lambda: "<p>" + "<!--" * 40_000,
    "open scripts": lambda: "<p>" + "<script>" * 40_000,
    "links": lambda: CLAUSE + "<a href='#x'>y</a> " * 60_000,
    "brackets": lambda: "<p>" + "[" * 2_000_000,
}


@pytest.mark.drill
@pytest.mark.parametrize("name", HOSTILE, ids=str)
def test_hostile_pages_are_bounded(name):
    """A page made to exhaust us costs what some hundreds of honest pages do at most."""
    body = HOSTILE[name]().encode()
    start = process_time()
    assert isinstance(extract(body), Document | FetchFailure)
    visible_digest(Reading(content=body))
    assert costs.fits(process_time() - start, pages=800)


def test_deep_nesting_loses_no_text():
    """Text below the parser's depth limit is read all the same."""
    document = extract(("<div>" * 100_000 + CLAUSE * 5).encode())
    assert len(document.blocks) == 5
