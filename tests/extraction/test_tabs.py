"""Labels of tabs: what alone heads a panel stands above it, and none of them is text of its own."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from crawler.extraction.extract import document_of, extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.furniture.toggles import settled
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.walk import walk
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


@pytest.mark.parametrize("begins", ["<h2>When you call</h2>", "<p>telephone</p>"], ids=["a heading", "the same words"])
def test_a_panel_that_has_a_title_is_headed_by_that_alone(begins: str) -> None:
    """Where a panel begins with a heading of its own, or with the words of its label, the label is a mere button."""
    body = STRIPS["list"].format(*LABELS)
    body += f"<div role='tabpanel'>{SHOP}</div><div role='tabpanel'>{begins}{CALLS}</div>"
    assert "Telephone" not in [block.text for block in drawn(body).blocks]


@pytest.mark.parametrize("labels", [LABELS, ("Datenschutz", "Nutzungsbedingungen"), ("Zásady", "Obchodní podmínky")])
def test_a_panel_that_begins_with_its_label_is_headed_by_these_words(labels: tuple[str, str]) -> None:
    """Where links lead to texts that each begin with the words of their link, these head them, above their sections."""
    body = STRIPS["links alone"].format(*labels)
    for name, label, said in zip("ab", labels, (SHOP, f"<h2>Calls</h2>{CALLS}"), strict=True):
        body += f"<div id='{name}'><div class='large'><p>{label}</p></div><div>{said}</div></div>"
    clauses = policy_text(drawn(body)).clauses
    places = [clause.heading_path for clause in clauses if clause.kind != "heading"]
    assert places == [(labels[0],), (labels[0], "Orders"), (labels[1], "Calls")]


@pytest.mark.parametrize("begins", ["Telephone calls", "We have a telephone."])
def test_words_that_are_not_those_of_the_label_head_nothing(begins: str) -> None:
    """A text that begins with other words than its link is headed by the link, and its first words stay text."""
    body = f"{STRIPS['links alone'].format(*LABELS)}<div id='a'>{SHOP}</div><div id='b'><p>{begins}</p>{CALLS}</div>"
    assert [block.text for block in drawn(body).blocks if block.kind == "heading"][-1] == "Telephone"


@pytest.mark.parametrize(
    ("panel", "said"),
    [
        ("<div role='tabpanel'>{}</div>", (SHOP, CALLS)),
        ("<div>{}</div>", (SHOP, CALLS)),
        ("<div role='tabpanel'>{}</div>", ("<p>Open at nine.</p>", "<p>Call before noon.</p>")),
    ],
    ids=["panels", "no panels", "short panels"],
)
def test_titles_above_their_panels_stay_where_they_are(panel: str, said: tuple[str, str]) -> None:
    """What heads its panel in place, as in accordions, is text as ever, whatever its role and however short the panel."""
    body = "".join(
        f"<div role='tab'><b>{label}</b></div>{panel.format(text)}" for label, text in zip(LABELS, said, strict=True)
    )
    found = [block.text for block in drawn(f"{SHOP}<div role='tablist'>{body}</div>{CALLS}").blocks]
    assert [text for text in found if text in LABELS] == list(LABELS)


@pytest.mark.parametrize(
    "links",
    [
        "<p><a href='#a'>Our shop</a></p><p>Both are ours.</p><p><a href='#b'>Telephone</a></p>",
        "<p><a href='#a'>Our shop</a></p><p><a href='#elsewhere'>Telephone</a></p>",
        "<p>See <a href='#a'>Our shop</a></p><p>and <a href='#b'>Telephone</a></p>",
        "<p><a href='#b'>Telephone</a></p><p><a href='#a'>Our shop</a></p>",
        "<p><a href='#c'>Our shop</a></p><p><a href='#d'>Telephone</a></p><h3 id='c'>Open</h3><h3 id='d'>Shut</h3>",
    ],
    ids=["apart", "to nowhere", "in a text", "in another order", "to headings"],
)
def test_other_links_within_the_page_are_text(links: str) -> None:
    """Links that do not lead in a row to elements in a row are no labels of these."""
    found = [block.text for block in drawn(links + panels("links alone")).blocks]
    assert sum("Our shop" in text or "Telephone" in text for text in found) == 2


def test_where_links_lead_is_seen_by_the_digest() -> None:
    """Two pages that differ only in where the labels lead are drawn in two ways, so their digests differ."""
    pages = [f"<main>{STRIPS['links alone'].format(*LABELS)}{panels('links alone')}</main>"]
    pages.append(pages[0].replace("#b", "#nowhere"))
    readings = [Reading(content=page.encode(), media_type="text/html") for page in pages]
    one, other = (document_of(reading, least=1) for reading in readings)
    assert one != other
    assert len(set(map(visible_digest, readings))) == 2


@pytest.mark.parametrize("kind", STRIPS)
def test_the_words_of_labels_are_counted_where_they_stand(kind: str) -> None:
    """Each element has as many words, and words in links and in sentences, as the blocks that are left in it."""
    root = document_fromstring(f"<div>{STRIPS[kind].format(*LABELS)}</div>{panels(kind)}")
    page = settled(walk(root))
    for index, node in enumerate(page.nodes):
        inside = [run for run in page.runs if index <= run.node <= page.ends[index]]
        counted = [(run.words, run.linked, run.words * run.is_sentence) for run in inside]
        assert (node.words, node.linked, node.mass) == tuple(map(sum, zip((0, 0, 0), *counted, strict=True)))
