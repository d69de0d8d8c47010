"""Letters that a page hides within a word, to keep an address from robots."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import Document

KEPT = "<p>We keep the records of each order for ten years, and erase whatever else we hold.</p>"


def address_in(markup: str, head: str = "") -> str:
    """Return what stands between the words around an address."""
    page = (
        f"<html lang='en'><head><title>Privacy policy</title>{head}</head><body><main><h1>Privacy policy</h1>{KEPT * 3}"
        f"<p>Write to {markup} and we answer within a week.</p></main></body></html>"
    )
    drawn = extract(page.encode())
    assert isinstance(drawn, Document), drawn
    said = [block.text for block in drawn.blocks][-1]
    return said.removeprefix("Write to ").removesuffix(" and we answer within a week.")


@pytest.mark.parametrize(
    ("markup", "head"),
    [
        ('info@<span style="display:none">nospam</span>club.example', ""),
        ('info@<span style="color: red; display: none;">nospam.</span>club.example', ""),
        ('<a href="mailto:info@club.example">info<span hidden>NOSPAM</span>@club.example</a>', ""),
        ('<span>info</span><span style="display:none">null</span><span>@club.example</span>', ""),
        ('info@club<i style="font-size:0">x</i>.example', ""),
        ('info<span class="x">.nospam</span>@club.example', "<style>.x{display:none}</style>"),
        (
            'info<span class="y" id="z">.nospam</span>@club.example',
            "<style>@import 'a.css'; p {margin: 0} /* robots */ b.x, span.y { color: red; display : none !important }</style>",
        ),
        ('info<span id="z">.nospam</span>@club.example', "<style>#z{visibility:hidden}</style>"),
    ],
)
def test_what_is_hidden_within_an_address_is_no_part_of_it(markup: str, head: str) -> None:
    """Letters that a style hides between others are not read."""
    assert address_in(markup, head) == "info@club.example"


@pytest.mark.parametrize(
    ("markup", "head"),
    [
        ('info<span class="x">.office</span>@club.example', "<style>@media print{.x{display:none}}</style>"),
        ('info<span class="x">.office</span>@club.example', "<style>.x{display:none} .x{display:inline}</style>"),
        ('info<span class="x">.office</span>@club.example', "<style>.menu .x{display:none}</style>"),
        ("info<b>.office</b>@club.example", ""),
    ],
)
def test_what_is_shown_within_an_address_stays(markup: str, head: str) -> None:
    """Letters that are hidden on paper only, elsewhere only, or no longer, are read."""
    assert address_in(markup, head) == "info.office@club.example"


def test_hidden_words_stay() -> None:
    """A hidden word among others may be unfolded, so it is read."""
    assert address_in('our <span style="display:none">new</span> office') == "our new office"
