"""What is drawn of what stands in no plain text: pictures, drawings, formulas, signs of lists, what is struck out."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import document_of
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Document
from tests.extraction.digest_pages import TEXT

ROWS = "<tr><th>Reason<th>Do we share?</tr><tr><td>Delivery<td>Yes</tr><tr><td>Advertising<td>{}</tr>"


def last(markup: str) -> str:
    """Return the last block that is drawn of a page, after its number."""
    page = f"<main><h1>Privacy policy</h1>{TEXT}{markup}</main>"
    drawn = document_of(Reading(content=page.encode(), media_type="text/html", charset="utf-8"))
    assert isinstance(drawn, Document)
    block = drawn.blocks[-1]
    return f"{block.label} {block.text}".strip()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<img src=no.svg alt=No>", "No"),
        ("<i class=icon aria-label=No></i>", "No"),
        ("<span><svg aria-label=No><path d=M0 /></svg></span>", "No"),
        ("No <img src=no.svg alt='a red cross'>", "No"),
        (f"<img src=no.svg alt='{'a picture ' * 20}'> <i aria-label=No></i>", "No"),
        ("<s>Yes</s> No", "No"),
        ("only if you agree: <img alt=No>", "only if you agree: No"),
    ],
)
def test_a_cell_without_text_says_what_its_pictures_say(cell, text):
    """The words of a picture or icon stand for a cell that has no other; they add nothing to one that has."""
    assert last(f"<table>{ROWS.format(cell)}</table>") == f"Reason: Advertising | Do we share?: {text}"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Do we sell your data? <img src=no.svg alt=No></p>", "Do we sell your data? No"),
        ("<ul><li>We sell your data:<img src=no.svg alt=Never></ul>", "We sell your data: Never"),
        ("<p>Write to <img src=a.png alt=dpo@heron.example> about it.</p>", "Write to dpo@heron.example about it."),
        ("<p><img src=tick.svg alt=Tick> We sell nothing of it.</p>", "We sell nothing of it."),
        ("<p>We sell nothing <img src=a.svg alt='a heron'> of it.</p>", "We sell nothing of it."),
        (
            "<p>Kept for <svg><title>x</title><path d=M0 /><text x=1>12 <tspan>months</tspan></text></svg>.",
            "Kept for 12 months .",
        ),
        ("<p>Kept for <math><mn>12</mn><mo>+</mo><mi>n</mi></math> months.</p>", "Kept for 12+n months."),
    ],
)
def test_a_picture_in_a_text_speaks_where_it_answers(markup, text):
    """A picture's words count after a question or a colon, and as an address; drawings and formulas give their text."""
    assert last(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>We keep it for <del>12</del><ins>24</ins> months.</p>", "We keep it for 24 months."),
        ("<p>We keep it.</p><p><s>We sell it to nobody.</s></p>", "We keep it."),
        ("<p>We keep it.</p><p style='text-decoration: line-through'>We sell it.</p>", "We keep it."),
        ("<p>We keep it <span style='text-decoration-line:line-through'>and sell it</span>.</p>", "We keep it ."),
        ("<p>We keep it <del style=text-decoration:none>and share it</del>.</p>", "We keep it and share it."),
    ],
)
def test_what_is_struck_out_no_longer_holds(markup, text):
    """Text that is struck out is left out, whatever strikes it out."""
    assert last(markup) == text


@pytest.mark.parametrize(
    ("style", "is_kept"),
    [
        ("position:absolute;left:-9999px", False),
        ("clip: rect(0 0 0 0); position: absolute", False),
        ("position:relative;left:-9999px", True),
        ("opacity:0", True),
        ("font-size:0", True),
    ],
)
def test_words_far_off_the_screen_are_for_screen_readers(style, is_kept):
    """Words within a text that stand where nobody sees them are left out; what may fade in or unfold is kept."""
    text = last(f"<p>We keep it <span style='{style}'>and share it</span> for a year.</p>")
    assert text == ("We keep it and share it for a year." if is_kept else "We keep it for a year.")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ol style='list-style-type: lower-alpha'><li>We keep it.</ol>", "a. We keep it."),
        ("<ol style='list-style: inside upper-roman'><li>We keep it.</ol>", "I. We keep it."),
        ("<ol><li style=list-style-type:upper-latin>We keep it.</ol>", "A. We keep it."),
        ("<ol type=a style=list-style-type:decimal><li>We keep it.</ol>", "1. We keep it."),
        ("<ol type=a style=list-style-type:georgian><li>We keep it.</ol>", "a. We keep it."),
        ("<ol style=list-style:none><li>We keep it.</ol>", "1. We keep it."),
    ],
)
def test_lists_number_as_their_style_says(markup, text):
    """The style of a list or of an item says which signs its items bear, before their attribute does."""
    assert last(markup) == text
