"""A postal address that came, went or changed, a line a clause, is one change of contact."""

from __future__ import annotations

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.records import ChangeKind, Significance
from tests.core.helpers import drawn, heading, item, paragraph, said

OLD, NEW = ("1 Mill Lane", "Hull HU1 1AA"), ("77 Station Road", "York YO1 6GA")
TOLD = {
    ("old", "new"): "contact: 1 Mill Lane, Hull HU1 1AA -> 77 Station Road, York YO1 6GA",
    ("old", "none"): "contact: 1 Mill Lane, Hull HU1 1AA removed",
    ("none", "new"): "contact: 77 Station Road, York YO1 6GA added",
}
LINES = {"old": OLD, "new": NEW, "none": ()}


def policy(*lines, title="Contact", made=paragraph):
    """Return a policy that ends in a section of lines."""
    return drawn(
        heading("Policy", 1),
        heading("What we collect"),
        paragraph("When you order we collect your name, your address and what you bought."),
        heading(title),
        paragraph("Larkfield Bakery"),
        *map(made, lines),
    )


@pytest.mark.parametrize("made", [paragraph, item])
@pytest.mark.parametrize("title", ["Contact", "7. Kontakt", "Data protection officer"])
@pytest.mark.parametrize(("old", "new"), TOLD, ids=" to ".join)
def test_an_address_of_several_lines_is_one_change(old, new, title, made):
    """Two lines of an address that change, come or go are told as one material change of contact."""
    before, after = (policy(*LINES[which], title=title, made=made) for which in (old, new))
    (change,) = compare(before, after).changes
    assert (change.significance, said(change)) == (Significance.MATERIAL, (TOLD[old, new],))
    assert [clause.text for clause in change.old] == list(LINES[old])
    assert [clause.text for clause in change.new] == list(LINES[new])


def test_an_address_under_a_heading_that_was_renumbered_is_paired():
    """The address that went and the one that came belong together though the number of their heading moved."""
    (change,) = (
        one
        for one in compare(policy(*OLD, title="6. Contact"), policy(*NEW, title="7. Contact")).changes
        if one.significance.is_told
    )
    assert change.kind is ChangeKind.MODIFIED


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Recipes", ("1 cup of flour", "2 eggs")),
        ("Contact", ("The bakery by the mill", "Hull")),
        ("Contact", ("We answer within 3 days.", "On Sundays it takes 4 days.")),
        ("Contact", ("© 2026 Larkfield", "All rights reserved")),
    ],
)
def test_lines_that_are_no_address_stay_changes_of_their_own(title, lines):
    """Without a figure, as sentences, or where nobody is written to, lines that came are told each by itself."""
    changes = compare(policy(title=title), policy(*lines, title=title)).changes
    assert len(changes) == len(lines)
    assert not any(said(one)[0].startswith("contact: ") for one in changes)


def test_a_date_line_below_the_contact_is_no_address():
    """A line on when the text was changed stays silent where it comes or goes, whatever it stands under."""
    comparison = compare(policy(), policy("Last updated: 3 May 2026"))
    assert not comparison.significance.is_told


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("Telephone records: 6 months", "Invoices: 10 years"), "6 months"),
        (("Legal basis: Art. 6 (1) f GDPR", "Storage: 3 years"), "3 years"),
        (("Phone calls: 3 EUR per minute", "Letters: 1 EUR"), "3 EUR"),
    ],
)
def test_lines_of_which_a_rule_knows_more_keep_its_reason(lines, reason):
    """A period or a price in a short line under the contact is told as such, not as a line of an address."""
    told = [said(one) for one in compare(policy(), policy(*lines)).changes]
    assert any(reason in words for reasons in told for words in reasons)
    assert not any(words.startswith("contact: ") for reasons in told for words in reasons)


def test_of_several_addresses_none_is_said_to_have_become_another():
    """Where two addresses went and one came, each is told by itself."""
    two = (*OLD, "Our branch abroad:", "3 Am Fluss", "10115 Berlin")
    comparison = compare(policy(*two), policy("Our branch abroad:", "77 Otto Weg", "80331 Muenchen"))
    told = {words for one in comparison.changes for words in said(one)}
    assert told == {
        "contact: 1 Mill Lane, Hull HU1 1AA removed",
        "contact: 3 Am Fluss, 10115 Berlin removed",
        "contact: 77 Otto Weg, 80331 Muenchen added",
    }


def test_addresses_under_headings_of_one_name_are_not_paired():
    """What went under the contact of one body and what came under that of another are two changes."""

    def bodies(ours=(), theirs=()):
        blocks = [heading("Policy", 1), heading("Controller"), heading("Contact", 3), paragraph("Larkfield Bakery")]
        blocks += [*map(paragraph, ours), heading("Supervisor"), heading("Contact", 3), paragraph("Office for Data")]
        return drawn(*blocks, *map(paragraph, theirs))

    changes = compare(bodies(ours=OLD), bodies(theirs=NEW)).changes
    assert {one.kind for one in changes} == {ChangeKind.ADDED, ChangeKind.REMOVED}


def test_an_address_that_shows_no_language_keeps_what_is_told_of_it():
    """A company and its address in a line are told as both, whatever language the line is read in."""
    line = "Tangible Uno SL Directora Rosa Sala Valencia 269 ppal 2a 08009 Barcelona España"
    old, new = (
        drawn(heading("Contacto"), paragraph("Puede escribirnos."), *map(paragraph, lines), language="es")
        for lines in ((), (line,))
    )
    (change,) = compare(old, new).changes
    assert said(change) == (f"contact: {line} added", "new company: Tangible Uno SL")
