from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crawler.extraction.extract import document_of
from crawler.extraction.fingerprint import shown_by, visible_digest
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.tag_forms import BLOCK
from tests.extraction.digest_pages import PAGES, SHOWN, STATES, TEXT, changed


def reading(page: str) -> Reading:
    """Return the reading of a page."""
    return Reading(content=page.encode(), media_type="text/html", charset="utf-8")


def digest(page: str) -> str:
    """Return the visible digest of a page."""
    return visible_digest(reading(page))


def breach(page: str, random: Random, changes: int) -> str | None:
    """Change a page so often; return the page where the digest is the same and what is drawn is not, else None."""
    other = page
    for _ in range(changes):
        other = changed(other, random)
    if digest(page) != digest(other) or document_of(reading(page)) == document_of(reading(other)):
        return None
    return other


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(PAGES), st.randoms(use_true_random=False), st.integers(1, 3))
def test_equal_digests_mean_equal_texts(page, random, changes):
    """Whatever is changed on a page, what is drawn of it is the same where its digest is."""
    assert breach(page, random, changes) is None


@pytest.mark.drill
def test_equal_digests_mean_equal_texts_in_five_thousand_pages():
    """The law holds for five thousand changed pages."""
    found = [breach(PAGES[seed % len(PAGES)], Random(seed), 1 + seed % 3) for seed in range(5_000)]  # noqa: S311
    assert [page for page in found if page] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<span data-user=privacy data-domain=a.example></span>", "<span data-user=dpo data-domain=a.example></span>"),
        ("<span data-user=a data-domain=heron.example></span>", "<span data-user=a data-domain=swan.example></span>"),
        ("<bdo dir=rtl>elpmaxe.a@opd</bdo>", "<bdo dir=ltr>elpmaxe.a@opd</bdo>"),
        ("<span class=sr-only>for 9 years</span>", "<span>for 9 years</span>"),
        ("<ol><li>One thing", "<ol start=4><li>One thing"),
        ("<ol><li>One thing", "<ol type=a><li>One thing"),
        ("<ol><li>One thing", "<ol reversed><li>One thing<li>Two"),
        ("<ol><li>One thing", "<ol><li value=9>One thing"),
        ("<div class=onetrust-consent-sdk><p>We keep it.", "<div class=onetrust-policy><p>We keep it."),
        ("<p>for 1<b>2 years", "<p>for 1 <b>2 years"),
        ("<p>of 3 < 4 orders > 2", "<p>of 3 < 5 orders > 2"),
        ("<iframe srcdoc=&lt;p&gt;nine></iframe>", "<iframe srcdoc=&lt;p&gt;ten></iframe>"),
        ("<i data-user=a data-domain=a.example></i>", "<i data-user=a data-domain=a.example><img src=x></i>"),
        ("<pre>one\n\ntwo</pre>", "<pre>one two</pre>"),
        ("<!-- a --!><p>for 12 months</p><!-- b -->", "<!-- a --!><p>for 36 months</p><!-- b -->"),
        ("<style-guide>for 12 months</style-guide>", "<style-guide>for 36 months</style-guide>"),
        ("<script-less>for 12 months</script-less>", "<script-less>for 36 months</script-less>"),
        (
            "<iframe srcdoc='&lt;p&gt;a&lt;!--'></iframe><iframe srcdoc='&lt;p&gt;12 months&lt;/p&gt;--&gt;'></iframe>",
            "<iframe srcdoc='&lt;p&gt;a&lt;!--'></iframe><iframe srcdoc='&lt;p&gt;36 months&lt;/p&gt;--&gt;'></iframe>",
        ),
    ],
)
def test_what_a_reader_sees_differ_moves_the_digest(old, new):
    """Addresses in pieces, directions, hidden words, list numbers, consent and glued words are all in the digest."""
    assert digest(f"<main>{TEXT}<p>{old}</main>") != digest(f"<main>{TEXT}<p>{new}</main>")


@given(st.sampled_from(tuple(SHOWN)), *[st.from_regex(r"[A-Za-z0-9]{1,9}", fullmatch=True)] * 2)
def test_a_word_that_a_reader_sees_moves_the_digest(carrier, one, other):
    """Whatever carries a word, in text or beside it, the digest differs where the word does."""
    assume(one != other)
    page = f"<main>{TEXT}{SHOWN[carrier]}</main>"
    assert digest(page.format(one)) != digest(page.format(other))


@pytest.mark.parametrize(("old", "new"), STATES)
def test_how_words_are_shown_moves_the_digest(old, new):
    """Ticked boxes, chosen options, the numbers of a list, what is struck out and what is out of sight count."""
    assert digest(f"<main>{TEXT}{old}</main>") != digest(f"<main>{TEXT}{new}</main>")


@pytest.mark.parametrize("element", ["<source src=a.mp4>", "<track src=a.vtt>", "<!--!><p>x</p>-->", "<!-->", "<!--->"])
def test_what_shows_nothing_swallows_nothing(element):
    """What HTML closes at once, and the parser does not, takes nothing of the text behind it along."""
    assert document_of(reading(f"<main>{element}{TEXT}</main>")) == document_of(reading(f"<main>{TEXT}</main>"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p nonce=1f>", "<p nonce=2e>"),
        ("<script nonce=1>var at = 17;</script>", "<script nonce=2>var at = 18;</script>"),
        ("<div id=block-yui_3_17_2_1_1712>", "<div id=block-yui_3_17_2_1_9913>"),
        ("<div id=form-77b2c787-1431-463b-840c-9c865f16e1e2>", "<div id=form-ed771e17-0e1d-bddf-affc-07d628ddeeef>"),
        ("<div class=js-5f3e2a1b9c4d7>", "<div class=js-5f3e2aff00d17>"),
        ("<a href='/a?utm_source=x&t=1'>", "<a href='/a?utm_source=y&t=2'>"),
        ("<input type=hidden name=csrf value=1>", "<input type=hidden name=csrf value=2>"),
        ("<meta name=csrf-token content=1>", "<meta name=csrf-token content=2>"),
        ("<div data-time=17 data-request=a1>", "<div data-request=b2 data-time=18>"),
        ("<!-- made at 17 -->", "<!-- made at 18 -->"),
        ("<b>x</b><svg width=1><path d=M1/></svg>", "<b>x</b><svg width=2><g><path d=M2/></g></svg>"),
        ("<b>x</b><img src=/a.gif?1>", "<b>x</b><img src=/a.gif?2 alt=''>"),
        ("<i style=opacity:0.7>", "<i style=opacity:0.6334>"),
        ("<style>.a:before{content:'\\f101'}</style>", "<style>.a:before{content:'\\e8f2'}</style>"),
        ("<style>.a{color:red;content:''}</style>", "<style>.b{color:blue;justify-content:center}</style>"),
        ("<style>#a-4b7a06df:after{content:'x'}</style>", "<style>#a-f3ec49ea:after{content:'x'}</style>"),
        ("", "<img src=/pixel.gif?2 width=1><svg><path d=M1/></svg>"),
        ("<div> <p>One", "<div>\n\n<p>\tOne"),
        ("<a class=__cf_email__ data-cfemail=7b0b3b1e>[m]</a>", "<a class=__cf_email__ data-cfemail=0b7b4b6e>[m]</a>"),
        ("&#105;nfo", "in&#x66;o"),
    ],
)
def test_what_changes_with_each_answer_moves_no_digest(old, new):
    """Tokens, generated names, tracking, time stamps, fades, icons and white space beside blocks say nothing."""
    assert digest(f"<main>{TEXT}{old}{TEXT}</main>") == digest(f"<main>{TEXT}{new}{TEXT}</main>")


@pytest.mark.parametrize("page", PAGES)
def test_parts_are_all_that_a_page_shows(page):
    """A page's parts, put together, are what it shows, and each but the first begins with the tag of a block."""
    shown = shown_by(reading(page))
    first, *rest = shown.parts.wholes
    assert "".join([first, *rest]) == shown.text
    assert not first.startswith(BLOCK) or first.startswith(f"{BLOCK}/")
    assert all(whole.startswith(BLOCK) and not whole.startswith(f"{BLOCK}/") for whole in rest)


def test_a_part_says_its_tags_and_its_text():
    """Of a part the tags of blocks, with their ends, stand apart from the text, in which other tags are a blank."""
    parts = shown_by(reading("<main><p id=a>One <i>two</i></p> three<p>four</p></main>")).parts
    found = [parts[place] for place in range(4)]
    assert [part.tags.split(BLOCK) for part in found] == [[""], ["main"], ["p\x03id=a", "/p"], ["p", "/p", "/main"]]
    assert [part.text.split() for part in found[:2]] == [[], []]
    assert [part.text.replace(BLOCK, "|").split() for part in found[2:]] == [
        ["One", "two", "|", "three"],
        ["four", "|", "|"],
    ]
