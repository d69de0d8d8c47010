"""A page that shows its own tags is read as it was meant; a page that speaks of tags is read as it stands."""

from __future__ import annotations

from html import escape

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.escaped_tags import with_tags
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Document

PARTS = {
    "en": ("What we keep & why", "We keep your <b>name</b> for two years; see <a href='/t?a=1&amp;b=2'>our terms</a>."),
    "de": ("Was wir speichern", "Wir speichern Ihren <b>Namen</b> zwei Jahre lang; siehe <a href='/t'>unsere Bedingungen</a>."),
    "cs": ("Co uchováváme", "Vaše <b>jméno</b> uchováváme po dobu dvou let; viz <a href='/t'>naše podmínky</a>."),
}  # fmt: skip
WRITTEN = (
    '<h2>{0}</h2><p class="first">{1}</p><ul><li>{1}</li><li>&quot;{1}&quot;&nbsp;</li></ul><p>{1}<br>{1}</p >'
    "<table><tr><td>{0}</td><td>{1}</td></tr></table>"
)


def page(body: str) -> bytes:
    """Return a page around a body."""
    return f"<html><title>Privacy</title><body><main><h1>Privacy notice</h1><div>{body}</div></main></body></html>".encode()


def drawn(body: str) -> Document:
    """Draw a page."""
    found = extract(page(body), media_type="text/html", least=1)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("language", PARTS)
@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "<div class=text>{}</div>"])
@pytest.mark.parametrize(
    "escaped",
    [
        escape,
        lambda text: escape(text, quote=False),
        lambda text: text.replace("&", "&amp;").replace("<", "&#60;").replace(">", "&#62;"),
        lambda text: text.replace("&", "&amp;").replace("<", "&#x3C;"),
    ],
    ids=["all", "no quotes", "by number", "no end of a tag"],
)
def test_a_text_that_was_escaped_once_too_often_is_no_other_text(escaped, around: str, language: str) -> None:
    """Headings, paragraphs, items, cells and links of an editor's text are the same when a template escapes its tags."""
    meant = WRITTEN.format(*PARTS[language])
    assert drawn(around.format(escaped(meant))).blocks == drawn(f"<div>{meant}</div>").blocks


def test_a_page_that_is_escaped_for_a_day_shows_nothing_new() -> None:
    """The digest of such a page is that of the page as it was meant, so that nothing is drawn or compared."""
    meant = WRITTEN.format(*PARTS["en"])
    one, other = (Reading(content=page(body), media_type="text/html") for body in (meant, escape(meant)))
    assert visible_digest(one) == visible_digest(other)


@pytest.mark.parametrize(
    "said",
    [
        "&lt;p&gt;Too short&lt;/p&gt;",
        "Put the text of your notice between &lt;p&gt; and &lt;/p&gt;, one after another, and then save it.",
        "&lt;p&gt;We load one script on all of our pages, and this is it: &lt;script&gt;a()&lt;/script&gt;&lt;/p&gt;",
        "&lt;b&gt;Whoever writes to others may use such tags, to write in bold, as often as they like&lt;/b&gt;",
        "&lt;p&gt;We keep it for as long as the number of your orders a year is &lt; 5, and not longer&lt;/p&gt;",
        "&lt;Link&gt; may be clicked by all who want to read on about what we keep and for how long.",
        "<code>&lt;p&gt;We keep your name for as long as you have an account with our shop&lt;/p&gt;</code>",
        "<pre>&lt;p&gt;We keep your name for as long as you have an account with our shop&lt;/p&gt;</pre>",
        "<textarea>&lt;p&gt;We keep your name for as long as you have an account with our shop&lt;/p&gt;</textarea>",
    ],
)
def test_a_text_that_speaks_of_tags_is_left_as_it_stands(said: str) -> None:
    """Tags that are named in a sentence, shown as code, stand alone or quote a script are words of the text."""
    assert with_tags(f"<div>{said}</div>") == f"<div>{said}</div>"


def test_beside_a_text_that_was_escaped_a_sentence_about_tags_stays() -> None:
    """On a page with such a text, what closes no block is words as ever: only which tags one may write."""
    about = "In comments you may write &lt;b&gt;bold&lt;/b&gt; and nothing else."
    texts = [block.text for block in drawn(f"{escape(WRITTEN.format(*PARTS['en']))}<p>{about}</p>").blocks]
    assert "In comments you may write <b>bold</b> and nothing else." in texts


def test_what_is_escaped_twice_loses_no_word() -> None:
    """What an escaped text itself escapes is a word of it, and stays."""
    meant = WRITTEN.format(
        "Tags", "We leave <b>&lt;b&gt;</b> in your comments, and whatever else you have written there."
    )
    texts = [block.text for block in drawn(escape(meant)).blocks]
    assert texts == [block.text for block in drawn(meant).blocks]
    assert any("<b>" in text for text in texts)
