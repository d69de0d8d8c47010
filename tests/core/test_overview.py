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
        ("We pass data to our partners.", "We pass data to data brokers.", "Who gets data", ("data brokers",), ("partners",)),
        ("We keep it for a year.", "It is kept for three years.", "Periods", ("three years",), ("a year",)),
        ("Data stay here.", "We may sell your data.", "Sale of data", ("selling or renting data",), ()),
        ("You have the right to object.", "You may write to us.", "Rights", (), ("objection",)),
        ("We never sell your data.", "We are glad.", "What it says is not done", (), ("“We never sell your data.”",)),
        ("Ours is a shop.", "Disputes go to arbitration.", "Disputes and liability", ("arbitration",), ()),
        ("Data go to Alder Ads Ltd.", "Data go to Birch Ads Ltd.", "Companies named", ("Birch Ads Ltd",), ("Alder Ads Ltd",)),
        ("You own what you post.", "You grant us a perpetual, worldwide licence to it.", "Licences", ("rights that you grant",), ()),
        ("Wir verkaufen nichts.", "Daten gehen an Datenhändler.", "Who gets data", ("data brokers",), ()),
    ],
)  # fmt: skip
def test_what_came_and_went_is_named_by_matter(old, new, matter, came, went):
    """Recipients, periods, sales, rights, denials, disputes and companies are told whatever else was reworded."""
    said = lines(glance([old, "Our address is in Leeds."], ["We live in Leeds.", new]))[matter]
    assert tuple(tuple(one.removesuffix(" (keeping)") for one in side) for side in said) == (came, went)


def test_what_another_clause_says_still_is_not_gone():
    """A fact that left one clause and stands in another has stayed; so has a denial in other words."""
    found = glance(
        ["We collect your location and share it with partners.", "We do not sell your personal data to anyone."],
        ["Our partners receive your location.", "We do not sell your personal data to others."],
    )
    assert found.matters == ()
    assert {"who gets data (1)", "kinds of data (1)", "what it says is not done (1)"} <= set(found.stayed)


def test_the_words_around_what_came_are_quoted():
    """Of each matter the words of the page are quoted that bring the first of what came."""
    found = glance(
        ["We are glad."],
        ["In some countries we may also pass them on to data brokers that we chose with care and love."],
    )
    assert next(matter.quote for matter in found.matters if matter.name == "Who gets data") == (
        "…countries we may also pass them on to data brokers that we chose with care and love."
    )


def test_the_gravest_thing_makes_the_subject():
    """The first matter of which something came is the gravest; where all only went, the first of those."""
    assert glance(["We are glad."], ["We keep them for 9 days.", "We may sell your data."]).gravest == (
        "sale of data: selling or renting data added"
    )
    assert glance(["You have the right to object."], ["We are glad."]).gravest == "rights: objection removed"


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
    assert {name: came for name, (came, _) in lines(there).items()} == {
        name: went for name, (_, went) in lines(back).items()
    }
