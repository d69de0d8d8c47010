"""A policy that was rewritten is told by what the two texts say as wholes, whatever clauses say it."""

from __future__ import annotations

import pytest
from hypothesis import given

from monitor.core.clauses import policy_text
from monitor.core.notices.overview import MOST_LINES, overview
from monitor.core.records import reason_words
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


def gravest(found):
    """Return what weighs most of an overview, in words."""
    return reason_words(found.gravest.gravest)


def test_what_is_worse_stands_first_and_makes_the_subject():
    """A right that is gone outranks one that came, and what is gone a new period; the subject has it with its section."""
    assert gravest(glance(["We are glad."], ["We keep data for 9 days.", "We may sell your data."])) == (
        "sale of data: sell your data added"
    )
    assert gravest(glance(["You have the right to object."], ["We keep data for 9 days."])) == (
        "rights: right to object removed"
    )
    assert gravest(glance(["We never sell your data."], ["We keep data for 9 days."])) == (
        'denial: "We never sell your data." removed'
    )
    old, new = (
        drawn(heading("A"), paragraph("We are glad.")),
        drawn(heading("B"), paragraph("Data go to data brokers.")),
    )
    found = overview(old.clauses, new.clauses)
    assert gravest(found) == "who gets data: data brokers added"
    assert found.gravest
    assert found.gravest.where == "B"


def test_sections_that_came_or_went_are_named_without_their_numbers():
    """A heading that only got another number has stayed."""
    old = drawn(heading("1. Cookies"), paragraph("We are glad."), heading("2. Ways to reach us"), paragraph("Write."))
    new = drawn(heading("1. Arbitration"), paragraph("We are glad."), heading("2. Cookies"), paragraph("Write."))
    assert lines(overview(old.clauses, new.clauses))["Sections"] == (("1. Arbitration",), ("2. Ways to reach us",))


@pytest.mark.drill
def test_of_a_huge_text_the_beginning_is_read():
    """What stands behind three hundred thousand characters is in no overview: a mail is written in seconds."""
    long = ["We are glad. " * 1_000] * 30
    assert glance(long[:20], [*long[:20], "We may sell your data."]).gravest
    assert glance(long, [*long, "We may sell your data."]).matters == ()


@pytest.mark.parametrize(
    ("old", "new", "came", "went"),
    [
        (["We do not sell your data."], ["We do not sell your data, and we do not use it to train models."],
         ("“We do not sell your data, and we do not use it to train models.”",), ()),
        (["No cedemos sus datos a terceros."], ["No vendemos sus datos."],
         ("“No vendemos sus datos.”",), ("“No cedemos sus datos a terceros.”",)),
        (["We never share your data with third parties."], ["We never sell your data to anyone at all."],
         ("“We never sell your data to anyone at all.”",), ("“We never share your data with third parties.”",)),
        (["We do not sell your data.", "We do not keep your location data."], ["We are glad."],
         (), ("“We do not sell your data.”", "“We do not keep your location data.”")),
        (["We do not keep your location data.", "We do not sell your data."], ["We are glad."],
         (), ("“We do not sell your data.”", "“We do not keep your location data.”")),
        (["Non usiamo cookie di profilazione."], ["Usiamo cookie di profilazione."],
         (), ("“Non usiamo cookie di profilazione.”",)),
    ],
    ids=["a second of a sentence", "sold or shared", "another deed", "two with the same not", "the gravest first", "without a word for data"],
)  # fmt: skip
def test_each_denial_has_its_line(old, new, came, went):
    """What is no more, or newly, said not to be done is told, also beside another denial with the same "not"."""
    assert lines(glance(old, new))["What it says is not done"] == (came, went)


@pytest.mark.parametrize(
    "sentence",
    [
        "We recommend that you do not share your data with third parties.",
        "You may choose to share or not share your location data.",
        "This notice does not apply to data collected by our partners.",
        "Neither we nor our affiliates are liable for lost data.",
        "You may have the rights to direct us not to share your data with third parties.",
        "Send your data in non-marketing communications.",
        "Other disclosures of data without your consent.",
        "Vous ne devez pas communiquer vos données à des tiers.",
        "Nous n'avons aucun contrôle sur les données collectées par nos partenaires.",
        "Non dovete comunicare i dati a terzi.",
        "Sie dürfen Ihre Daten nicht an Dritte weitergeben.",
        "U mag uw gegevens niet met derden delen.",
    ],
)
def test_what_promises_nothing_is_no_denial(sentence):
    """What the reader is not to do, what a text is not about and what nobody is liable for are not what we do not do."""
    assert "What it says is not done" not in lines(glance(["We are glad."], [sentence]))


@pytest.mark.parametrize(
    ("sentence", "matter"),
    [
        (
            "The supervisory authority is the Information Commissioner's Office, which guards your data.",
            "Who gets data",
        ),
        ("L'autorità di controllo è il Garante per la protezione dei dati personali.", "Who gets data"),
        ("Zuständige Aufsichtsbehörde ist der Datenschutzbeauftragte des Landes.", "Who answers for the data"),
        ("If we sell or buy a business, your data may pass to the buyer.", "Sale of data"),
        ("You may not buy, sell or transfer keys.", "Sale of data"),
        ("The deletion of your data cannot be undone or withdrawn.", "Consent"),
        ("Your data may not be used to say what promotes discrimination.", "Rights"),
        ("If you do not want us to share your photo with our partners, do not send your data.", "Kinds of data"),
        ("We look after the health and safety of our drivers and their data.", "Kinds of data"),
        ("For more than ten years we have baked bread.", "Periods"),
        ("Seit einem Jahrzehnt achten wir auf gutes Brot.", "Periods"),
        ("The terms are at https://law.example/oj?uri=CELEX:32021D0914.", "Periods"),
        ("The fine is up to 10 % du chiffre d'affaires annuel.", "Security"),
        ("Un mot de passe a une lettre, un chiffre et un signe, selon vos données.", "Security"),
        ("The law is the LGPD (13.709/2018), in Miami, FL 33179-3899.", "Addresses and numbers"),
        ("You hold us, our affiliates and partners harmless from liability for data.", "Who gets data"),
        ("Nos partenaires publicitaires reçoivent vos données.", "What data are used for"),
    ],
)
def test_a_word_beside_others_is_no_fact(sentence, matter):
    """Who is complained to gets no data, who sells a business sells none, an age of a firm is no period."""
    assert matter not in lines(glance(["We are glad."], [sentence]))


@pytest.mark.parametrize(
    ("sentence", "matter"),
    [
        ("When you order, we record your name, your address and your location data.", "Kinds of data"),
        ("Zpracováváme jméno, adresu a rodné číslo.", "Kinds of data"),
        ("Inzage, correctie, verwijdering en beperking.", "Rights"),
        ("We share your data with the police and other authorities.", "Who gets data"),
        ("The police can be given your data.", "Who gets data"),
        ("We may sell your personal data.", "Sale of data"),
    ],
)
def test_a_word_among_its_kind_is_a_fact(sentence, matter):
    """A list of kinds of data needs no word for data, and what is listed with rights is one."""
    assert lines(glance(["We are glad."], [sentence]))[matter][0]


def test_a_number_is_shown_as_it_is_written():
    """A phone number that came stands in the mail as on the page."""
    assert lines(glance(["We are glad."], ["Call +49 (0) 40 460026 77."]))["Addresses and numbers"][0] == (
        "+49 (0) 40 460026 77",
    )


def test_a_period_under_a_heading_on_children_is_an_age():
    """Under "Children" a number of years that limits of age have is told with the ages."""
    old = drawn(heading("Children"), paragraph("The course is for those of at least 16 years."))
    new = drawn(heading("Children"), paragraph("The course is for those of at least 14 years."))
    assert all(lines(overview(old.clauses, new.clauses))["Children and age"])


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
