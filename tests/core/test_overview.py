"""A policy that was rewritten is told by what the two texts say as wholes, whatever clauses say it."""

from __future__ import annotations

import pytest
from hypothesis import given

from monitor.core.clauses import policy_text
from monitor.core.notices.overview import MOST_LINES, overview
from tests.core.helpers import drawn, edited, heading, paragraph


def glance(old, new):
    """Compare two texts, each of sentences, a clause each."""
    return overview(*(drawn(*map(paragraph, sentences)).clauses for sentences in (old, new)))


def lines(found):
    """Return what came and went by matter."""
    return {matter.name: (matter.came, matter.went) for matter in found.matters}


@pytest.mark.parametrize(
    ("old", "new", "matter", "came", "went"),
    [
        ("We pass data to our partners.", "We pass data to data brokers.", "Who gets data",
         ("“We pass data to data brokers.”",), ("“We pass data to our partners.”",)),
        ("We keep it for a year.", "It is kept for three years.", "Periods",
         ("“It is kept for three years.”",), ("“We keep it for a year.”",)),
        ("Data stay here.", "We may sell your data.", "Sale of data", ("“We may sell your data.”",), ()),
        ("You have the right to object.", "You may write to us.", "Rights", (), ("“You have the right to object.”",)),
        ("We never sell your data.", "We are glad.", "What it says is not done", (), ("“We never sell your data.”",)),
        ("Ours is a shop.", "Disputes go to arbitration.", "Disputes and liability", ("“Disputes go to arbitration.”",), ()),
        ("Data go to Alder Ads Ltd.", "Data go to Birch Ads Ltd.", "Companies named", ("Birch Ads Ltd",), ("Alder Ads Ltd",)),
        ("You own what you post.", "You grant us a perpetual, worldwide licence to it.", "Licences",
         ("“You grant us a perpetual, worldwide licence to it.”",), ()),
        ("Wir verkaufen nichts.", "Daten gehen an Datenhändler.", "Who gets data", ("“Daten gehen an Datenhändler.”",), ()),
        ("We sell shoes to adults.", "You must be 16 years old.", "Children and age", ("“You must be 16 years old.”",), ()),
    ],
)  # fmt: skip
def test_what_came_and_went_is_quoted_by_matter(old, new, matter, came, went):
    """Recipients, periods, sales, rights, denials, disputes, ages and companies are told whatever else was reworded."""
    assert lines(glance([old, "Our address is in Leeds."], ["We live in Leeds.", new]))[matter] == (came, went)


def test_what_another_clause_says_still_is_not_gone():
    """A fact that left one clause and stands in another has stayed; so has a denial in other words."""
    found = glance(
        ["We collect your location data and share data with partners.", "We do not sell your personal data to anyone."],
        ["Our partners receive your location data.", "We do not sell your personal data to others."],
    )
    assert found.matters == ()
    assert {"who gets data (1)", "kinds of data (1)", "what it says is not done (1)"} <= set(found.stayed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You have the right to erasure of your data.", "We will wipe your data when you ask us to erase them."),
        ("Droit à la portabilité des données.", "Article 20 du RGPD : transmission de vos données à autrui."),
        ("Data go to suppliers.", "Whoever does work for us on our behalf sees data."),
        ("Our shops collect your fingerprint data at the door.", "Our shops collect your papillary data at the door."),
        ("We keep your orders and your data for 12 months.", "Your data are deleted after one year."),
        ("Nur wer 16 Jahre alt ist, darf mitmachen.", "Nach 16 Jahren ist das Konto leer."),
        ("Data go to Alder Ads Ltd.", "Alder receives data, too."),
    ],
)
def test_what_the_new_text_says_in_any_form_is_not_gone(old, new):
    """A synonym, an article of law, a sentence with another word in that place, another unit: nothing is gone."""
    assert [matter for matter in glance([old], [new]).matters if matter.went] == []


def test_a_thing_that_took_the_place_of_another_is_new():
    """A sentence in which one recipient stands where another stood says that the first is gone and the second new."""
    found = lines(glance(["We pass your data to our partners."], ["We pass your data to data brokers."]))
    assert all(found["Who gets data"])


def test_words_that_are_no_data_are_no_facts():
    """Partners of a contract, social media of users and discrimination among them are no recipients and no rights."""
    assert (
        glance(["We are glad."], ["The contractual partner may post to social media, in no racist way."]).matters == ()
    )


def test_a_quote_ends_with_whole_words_and_has_its_section():
    """Of a long sentence the words around what came are quoted, and the heading above it is named."""
    long = "In some countries we may also pass your data on to data brokers that we chose with care and love."
    old = drawn(heading("Data"), paragraph("We are glad."))
    new = drawn(heading("Sharing"), paragraph(long))
    assert lines(overview(old.clauses, new.clauses))["Who gets data"] == (
        ("“…we may also pass your data on to data brokers that we chose with…” (Sharing)",), ()
    )  # fmt: skip


def test_what_is_worse_stands_first_and_makes_the_subject():
    """A right that is gone outranks one that came, and what is gone a new period; the subject has it with its section."""
    assert glance(["We are glad."], ["We keep data for 9 days.", "We may sell your data."]).gravest == (
        "sale of data: “sell your” added"
    )
    assert glance(["You have the right to object."], ["We keep data for 9 days."]).gravest == (
        "rights: “right to object” removed"
    )
    old, new = (
        drawn(heading("A"), paragraph("We are glad.")),
        drawn(heading("B"), paragraph("Data go to data brokers.")),
    )
    assert overview(old.clauses, new.clauses).gravest == "who gets data: “data brokers” added (B)"


def test_sections_that_came_or_went_are_named_without_their_numbers():
    """A heading that only got another number has stayed."""
    old = drawn(heading("1. Cookies"), paragraph("We are glad."), heading("2. Ways to reach us"), paragraph("Write."))
    new = drawn(heading("1. Arbitration"), paragraph("We are glad."), heading("2. Cookies"), paragraph("Write."))
    assert lines(overview(old.clauses, new.clauses))["Sections"] == (("1. Arbitration",), ("2. Ways to reach us",))


def test_of_a_huge_text_the_beginning_is_read():
    """What stands behind three hundred thousand characters is in no overview: a mail is written in seconds."""
    long = ["We are glad. " * 1_000] * 30
    assert glance(long[:20], [*long[:20], "We may sell your data."]).gravest
    assert glance(long, [*long, "We may sell your data."]).matters == ()


@given(edited())
def test_an_overview_is_short_and_mirrored(pair):
    """It has at most ten lines, nothing for equal texts, and what came in one direction went in the other."""
    old, new = (policy_text(one).clauses for one in pair)
    there, back = overview(old, new), overview(new, old)
    assert len(there.matters) + bool(there.stayed) <= MOST_LINES
    assert overview(old, old).matters == ()
    if not any(len(found.matters) + bool(found.stayed) == MOST_LINES for found in (there, back)):
        assert {name: came for name, (came, _) in lines(there).items()} == {
            name: went for name, (_, went) in lines(back).items()
        }
