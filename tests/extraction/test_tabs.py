"""Labels of tabs: what alone heads a panel stands above it, and none of them is text of its own."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Document

SHOP = (
    "<p>This notice says which personal data our shop collects when you place an order, and why it needs them.</p>"
    "<h2>Orders</h2><p>We keep your name and your address for two years after the last of your orders.</p>"
)
CALLS = "<p>When you call us we note your number and what you asked, and we delete both after sixty days.</p>"
LABELS = ("Our shop", "Telephone")
STRIPS = {
    "list": "<ol role='tablist'><li role='tab' aria-selected='true'>{}</li><li role='tab'>{}</li></ol>",
    "buttons": (
        "<div role='tablist'><button role='tab' aria-controls='a'>{}</button>"
        "<button role='tab' aria-controls='b'>{}</button></div>"
    ),
    "links": ("<ul role='tablist'><li><a role='tab' href='#a'>{}</a></li><li><a role='tab' href='#b'>{}</a></li></ul>"),
    "headings": "<div role='tablist'><h3 role='tab'>{}</h3><h3 role='tab'>{}</h3></div>",
    "tabs alone": "<ul><li><div role='tab'>{}</div></li><li><div role='tab'>{}</div></li></ul>",
    "links alone": "<ul><li><a href='#a'>{}</a></li><li><a href='#b'>{}</a></li></ul>",
}


def drawn(body: str) -> Document:
    """Draw a page."""
    page = f"<html lang='en'><title>Privacy</title><body><main><h1>Privacy notice</h1>{body}</main></body></html>"
    found = extract(page.encode(), least=1)
    assert isinstance(found, Document), found
    return found


def panels(kind: str) -> str:
    """Return two panels of tabs."""
    said = "" if kind == "links alone" else "role='tabpanel'"
    return f"<div id='a' {said}>{SHOP}</div><div id='b' {said} hidden>{CALLS}</div>"


@pytest.mark.parametrize("kind", STRIPS)
def test_a_flat_page_that_becomes_tabs_is_no_change(kind: str) -> None:
    """The label of each further panel is its heading, that of the first is none, and so nothing of a policy came."""
    flat = drawn(f"{SHOP}<h2>Telephone</h2>{CALLS}")
    tabs = drawn(STRIPS[kind].format(*LABELS) + panels(kind))
    assert [block.text for block in tabs.blocks] == [block.text for block in flat.blocks]
    assert not compare(policy_text(flat), policy_text(tabs)).changed


@pytest.mark.parametrize("begins", ["<h2>When you call</h2>", "<p>TELEPHONE</p>"], ids=["a heading", "the same words"])
def test_a_panel_that_has_a_title_is_headed_by_that_alone(begins: str) -> None:
    """Where a panel begins with a heading of its own, or with the words of its label, the label is a mere button."""
    body = STRIPS["list"].format(*LABELS)
    body += f"<div role='tabpanel'>{SHOP}</div><div role='tabpanel'>{begins}{CALLS}</div>"
    assert "Telephone" not in [block.text for block in drawn(body).blocks]


def test_titles_above_their_panels_stay_where_they_are() -> None:
    """What heads its panel in place, as in accordions, is text as ever, whatever its role."""
    body = "<div role='tablist'>" + "".join(
        f"<div role='tab'><h2>{label}</h2></div><div role='tabpanel'>{panel}</div>"
        for label, panel in zip(LABELS, (SHOP, CALLS), strict=True)
    )
    assert [block.text for block in drawn(body + "</div>").blocks][1::4] == list(LABELS)


@pytest.mark.parametrize(
    "links",
    [
        "<p><a href='#a'>Our shop</a></p><p>Both are ours.</p><p><a href='#b'>Telephone</a></p>",
        "<p><a href='#a'>Our shop</a></p><p><a href='#elsewhere'>Telephone</a></p>",
        "<p>See <a href='#a'>Our shop</a></p><p>and <a href='#b'>Telephone</a></p>",
        "<p><a href='#b'>Telephone</a></p><p><a href='#a'>Our shop</a></p>",
    ],
    ids=["apart", "to nowhere", "in a text", "in another order"],
)
def test_other_links_within_the_page_are_text(links: str) -> None:
    """Links that do not lead in a row to elements in a row are no labels of these."""
    found = [block.text for block in drawn(links + panels("links alone")).blocks]
    assert sum("Our shop" in text or "Telephone" in text for text in found) == 2
