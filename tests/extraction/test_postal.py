"""A postal address is one clause where lines break it, and its change one change of contact, however it is marked up."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import BlockKind, Significance
from tests.core.helpers import said

# Of each country an address, and another that it may become.
ADDRESSES = {
    "Britain": (
        ["Harrow Toys Ltd", "Unit 4, Mill House", "12 Mill Lane", "Harrow", "HA1 3EX", "United Kingdom"],
        ["Harrow Toys Ltd", "Quay Building", "3 Dock Road", "Hull", "HU1 1AA", "United Kingdom"],
    ),
    "the United States": (
        ["Larkfield Privacy Office", "1600 Market Street, Suite 200", "Philadelphia, PA 19103", "USA"],
        ["Larkfield Privacy Office", "20 Liberty Plaza, Floor 3", "Boston, MA 02110", "USA"],
    ),
    "Germany": (
        ["Muster GmbH", "Datenschutz", "Hauptstraße 12", "10115 Berlin", "Deutschland"],
        ["Muster GmbH", "Datenschutz", "Marktplatz 3", "20095 Hamburg", "Deutschland"],
    ),
    "France": (
        ["Société Exemple", "Service juridique", "12 rue de la Paix", "75002 PARIS", "France"],
        ["Société Exemple", "Service juridique", "3 place du Marché", "69001 LYON", "France"],
    ),
    "Italy": (
        ["Esempio S.r.l.", "Ufficio privacy", "Via Roma 12", "20121 Milano (MI)", "Italia"],
        ["Esempio S.r.l.", "Ufficio privacy", "Corso Torino 3", "10121 Torino (TO)", "Italia"],
    ),
    "Spain": (
        ["Ejemplo S.L.", "Calle Mayor 12, 3º", "28013 Madrid", "España"],
        ["Ejemplo S.L.", "Avenida del Puerto 3", "46021 Valencia", "España"],
    ),
    "the Netherlands": (
        ["Voorbeeld B.V.", "Keizersgracht 12", "1015 CJ Amsterdam", "Nederland"],
        ["Voorbeeld B.V.", "Coolsingel 3", "3011 AD Rotterdam", "Nederland"],
    ),
    "Poland": (
        ["Przykład Sp. z o.o.", "ul. Długa 12/3", "00-238 Warszawa", "Polska"],
        ["Przykład Sp. z o.o.", "ul. Krótka 3", "31-149 Kraków", "Polska"],
    ),
    "the Czech Republic": (
        ["Příklad s.r.o.", "Dlouhá 12", "110 00 Praha 1", "Česká republika"],
        ["Příklad s.r.o.", "Krátká 3", "602 00 Brno", "Česká republika"],
    ),
    "Japan": (
        ["Example K.K.", "1-2-3 Marunouchi", "Chiyoda-ku, Tokyo 100-0005", "Japan"],
        ["Example K.K.", "4-5-6 Umeda", "Kita-ku, Osaka 530-0001", "Japan"],
    ),
}
BROKEN = {
    "paragraph": lambda lines: f"<p>{'<br>'.join(lines)}</p>",
    "closed breaks": lambda lines: "<p>{}</p>".format("<br />\n".join(lines)),
    "address": lambda lines: f"<address>{'<br>'.join(lines)}</address>",
    "box": lambda lines: f"<div>{'<br>'.join(lines)}</div>",
    "bold": lambda lines: f"<p><b>{'<br>'.join(lines)}</b></p>",
    "item": lambda lines: f"<ul><li>{'<br>'.join(lines)}</li></ul>",
}
APART = {
    "boxes": lambda lines: "".join(f"<div>{line}</div>" for line in lines),
    "boxes in an address": lambda lines: f"<address>{''.join(f'<div>{line}</div>' for line in lines)}</address>",
    "paragraphs": lambda lines: "".join(f"<p>{line}</p>" for line in lines),
    "items": lambda lines: f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>",
}
SECTIONS = (
    ("What we collect", "When you order we collect your name and the address we deliver to, and keep both for a year."),
    ("Why we need it", "The carrier needs your address, and the tax office wants to see our invoices on paper."),
    (
        "Who receives it",
        "Our bank sees what you paid, and nobody else gets anything from us unless a court asks for it.",
    ),
    ("Your rights", "Ask us at any time what personal data we hold about you; we answer within a month."),
)
BEFORE, AFTER = "<p>For questions about your data, please write to us.</p>", "<p>We answer letters within a month.</p>"


def text(contact):
    """Return what is drawn of a policy that ends in a section on contact."""
    sections = "".join(f"<h2>{name}</h2><p>{words}</p>" for name, words in SECTIONS)
    page = f"<h1>Privacy policy</h1>{sections}<h2>Contact</h2>{BEFORE}{contact}{AFTER}"
    return policy_text(extract(f"<html><body><main>{page}</main></body></html>".encode()))


def lines_of(drawn):
    """Return the clauses between the sentences of the section on contact."""
    texts = [clause.text for clause in drawn.clauses]
    return texts[texts.index("For questions about your data, please write to us.") + 1 : -1]


def told(old, new):
    """Return the changes that are told."""
    return [one for one in compare(old, new).changes if one.significance.is_told]


@pytest.mark.parametrize("form", [BROKEN[name] for name in BROKEN if name != "bold"])
@pytest.mark.parametrize("country", ADDRESSES)
def test_lines_of_an_address_are_one_clause(country, form):
    """The lines of an address that line breaks part are one clause, in their order and with all their words."""
    lines, _ = ADDRESSES[country]
    assert lines_of(text(form(lines))) == [" ".join(lines)]


@pytest.mark.parametrize("country", ADDRESSES)
def test_what_stands_around_an_address_is_no_part_of_it(country):
    """A lead-in, a telephone number and an e-mail address in lines of their own stay clauses beside the address."""
    lines, _ = ADDRESSES[country]
    drawn = lines_of(text(BROKEN["paragraph"](["Write to:", *lines, "0123 45 67 89", "privacy@larkfield.example"])))
    assert drawn[:2] == ["Write to:", " ".join(lines)]
    assert " ".join(drawn[2:]) == "0123 45 67 89 privacy@larkfield.example"


@pytest.mark.parametrize(
    "telephone", ["T 020 7946 0958", "+44 20 7946 0958", "0049 030 216 02 00", "Tel 01 23 45 67 89"]
)
@pytest.mark.parametrize("end", ["", ".", ","])
def test_a_telephone_number_is_no_line_of_an_address(telephone, end):
    """A number to call stays apart from the address above it, which a comma or a full stop may end."""
    for lines, _ in ADDRESSES.values():
        drawn = lines_of(text(BROKEN["paragraph"]([*lines[:-1], f"{lines[-1]}{end}", telephone])))
        assert drawn == [f"{' '.join(lines)}{end}", telephone]


@pytest.mark.parametrize("form", [*BROKEN.values(), *APART.values()], ids=[*BROKEN, *APART])
@pytest.mark.parametrize("country", ADDRESSES)
def test_another_address_is_one_change_of_contact(country, form):
    """An address that became another is told once, as contact, whether its lines are one clause or several."""
    old, new = (text(form(lines)) for lines in ADDRESSES[country])
    (change,) = told(old, new)
    assert change.significance is Significance.MATERIAL
    assert said(change)[0].startswith("contact: ")


@pytest.mark.parametrize("form", [*BROKEN.values(), *APART.values()], ids=[*BROKEN, *APART])
@pytest.mark.parametrize("country", ADDRESSES)
def test_an_address_that_moved_is_told_by_none(country, form):
    """An address that stands before a sentence and then behind it, in one section, has not changed."""
    lines, _ = ADDRESSES[country]
    sentence = "<p>Or call us in the morning, from nine to noon, on weekdays.</p>"
    assert told(text(form(lines) + sentence), text(sentence + form(lines))) == []


@pytest.mark.parametrize("form", APART.values(), ids=APART)
@pytest.mark.parametrize("country", ADDRESSES)
def test_a_line_of_an_address_is_no_heading(country, form):
    """A postcode in capitals heads nothing, with its town or without."""
    lines, _ = ADDRESSES[country]
    document = extract(
        f"<html><body><main><h1>Privacy policy</h1>{SECTIONS}{form(lines)}</main></body></html>".encode()
    )
    assert [block.text for block in document.blocks if block.kind is BlockKind.HEADING] == ["Privacy policy"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Name and address", "Date of birth", "Number of the order"],
        ["Analytics, 2 years", "Advertising, 1 year", "Safety, 12345 seconds"],
        ["Version 3", "In force since 2024", "Approved by the board"],
        ["Invoices are kept for 10 years.", "Letters are thrown away.", "Ask us at 12345 for more."],
        ["Larkfield Bakery", "12345 Hull"],
    ],
)
def test_other_lines_stay_apart(lines):
    """Lines without a postcode, with a year for one, sentences, and fewer than three lines are drawn as they were."""
    assert len(lines_of(text(BROKEN["paragraph"](lines)))) > 1 or len(lines) < 3
