"""Bars that announce something beside a policy: their sentences are left out together, or stay together."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import Document
from tests.extraction.test_fringe import CLAUSES, POLICY

TITLE = "<h1>Privacy notice</h1>"
OPENS = ("We are hiring.", "Read more about our new office in the old harbour hall, which opened in March 2027.")
MOVES = (
    "Our offices move!",
    "Read about the new address at https://mill.example/news or call +31 20 123 4567 for help.",
)
SHARES = (
    "Your letters matter.",
    "We share the letters of our readers with the partners who print them in the harbour.",
)
BOXES = {
    "paragraphs": "<div><p>{}</p><p>{}</p></div>",
    "elements": "<div><div><div>{}</div><div>{}</div></div></div>",
    "lines": "<section>{}<br>{}</section>",
    "bold": "<div><strong>{}</strong><p>{}</p></div>",
    "heading": "<div><h3>{}</h3><p>{}</p></div>",
    "items": "<aside><ul><li>{}</li><li>{}</li></ul></aside>",
}
PLACES = {
    "above the title": f"<main>{{}}{TITLE}{POLICY}</main>",
    "above the policy": f"<body>{{}}<header><nav><a href=/>Home</a></nav></header><main>{TITLE}{POLICY}</main>",
    "below the policy": f"<body><main>{TITLE}{POLICY}</main>{{}}<footer>&copy; Mill</footer>",
    "below the title": f"<main>{TITLE}{{}}{POLICY}</main>",
}


def drawn(page: str, known: tuple[str, ...] = ()) -> list[str]:
    """Return the texts of the blocks drawn from a page, and of the headings above them."""
    found = extract(page.encode(), known=known)
    assert isinstance(found, Document)
    return [block.text for block in found.blocks]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("said", [OPENS, MOVES, SHARES], ids=["year", "address", "sharing"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_the_sentences_of_a_box_go_or_stay_together(place: str, said: tuple[str, str], box: str) -> None:
    """Of a small box beside a policy, the short first sentence is drawn where the second is, and only there."""
    found = drawn(place.format(box.format(*said)))
    assert set(CLAUSES) <= set(found)
    assert (said[0] in found) == (said[1] in found)


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_an_announcement_above_the_title_stays_out_though_it_names_a_year(box: str) -> None:
    """What says nothing of a policy's matter, nor whom or since when the text binds, is no part of it for its year."""
    assert drawn(PLACES["above the title"].format(box.format(*OPENS))) == drawn(PLACES["above the title"].format(""))


@pytest.mark.parametrize(
    "said",
    [
        SHARES,
        MOVES,
        ("In short.", "This page applies to all customers of the shop in the north, and has done so since 2024."),
        ("In Kürze.", "Diese Fassung gilt seit 2024 für alle Kunden im Laden und im Netz, und für ihre Gäste."),
        ("En bref.", "Ces conditions s'appliquent depuis 2024 à tous les clients du magasin et du site, sans frais."),
        ("Krátce.", "Toto znění platí od 1. 5. 2024 pro všechny zákazníky obchodu i webu a pro jejich hosty."),
        ("Mill Ltd.", "Mill Ltd, 12 Mill Lane, Leeds LS1 4AB, is the company that answers for all that we keep here."),
    ],
)
def test_a_short_text_of_the_policy_above_its_title_is_whole(said: tuple[str, str]) -> None:
    """What may bind readers stands above the title with the few words that begin it."""
    assert drawn(PLACES["above the title"].format(BOXES["paragraphs"].format(*said)))[:2] == [*said]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_a_bar_that_is_new_in_an_introduction_stays_out_whole(box: str) -> None:
    """Where the text is known, a bar below the title that says nothing of policy is left out with its first words."""
    page = f"<body><div>{TITLE}{{}}</div><div>{POLICY}</div>"
    before = drawn(page.format(""))
    assert drawn(page.format(box.format(*OPENS)), known=tuple(CLAUSES)) == before


@pytest.mark.parametrize("offer", [
    "Solange der Vorrat reicht: Laternen nur 19,90 € statt 29 €.",
    "Bis zu 50 % Rabatt auf Laternen aus der Mühle, so lange sie noch hier stehen.",
    "Aussi longtemps que dure le printemps, nos bancs de jardin coûtent 129 euros.",
])  # fmt: skip
@pytest.mark.parametrize("box", ["<aside><p>{}</p></aside>", "<div>{}</div>"], ids=["aside", "div"])
@pytest.mark.parametrize("place", ["above the policy", "below the policy"])
def test_how_long_an_offer_lasts_is_no_matter_of_a_policy(place: str, box: str, offer: str) -> None:
    """A bar beside the policy with a price or a discount stays out where it says for how long."""
    page = f"<html lang='de'>{PLACES[place]}"
    assert drawn(page.format(box.format(offer))) == drawn(page.format(""))
