"""Numbers that count the clauses of a text shift in whatever spelling without a word; all other numbers are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.comparison.compare import compare
from monitor.core.comparison.counters import counters
from monitor.core.languages import known, word_set
from monitor.core.records import Rule, Significance
from monitor.core.significance.figures import figures, may_measure
from monitor.core.text import words
from tests.core.helpers import drawn, heading, item, paragraph, said
from tests.core.spellings import BARE, SET_OFF

SECTIONS = (
    ("What we collect", "When you order we collect your name and the address we deliver to."),
    ("Why we need it", "The carrier needs your address, and the tax office wants to see our invoices."),
    ("How long we keep it", "Letters are thrown away when they are answered, invoices after five years."),
    ("Who receives it", "Our bank sees what you paid, and nobody else gets anything from us."),
    ("Your rights", "Ask us at any time what we know about you; we answer within a month."),
)
ADDED = ("Cameras", "A camera above the till records who comes in, for two days.")
PLACES = ("Spain", "France", "Germany")


def as_paragraphs(sections, spelt):
    """Return a document of numbered paragraphs."""
    return drawn(heading("Policy", 1), *(paragraph(f"{spelt(at)}{text}") for at, (_, text) in enumerate(sections, 1)))


def as_sections(sections, spelt):
    """Return a document of paragraphs under numbered headings."""
    blocks = ((heading(f"{spelt(at)}{name}"), paragraph(text)) for at, (name, text) in enumerate(sections, 1))
    return drawn(heading("Policy", 1), *(block for pair in blocks for block in pair))


def told(old, new):
    """Return the reasons of each change that is told."""
    return [said(change) for change in compare(old, new).changes if change.significance.is_told]


def texts_told(old, new):
    """Return the texts of the clauses and headings that are told."""
    changes = compare(old, new).changes
    return [clause.text for one in changes if one.significance.is_told for clause in (*one.old, *one.new)]


@pytest.mark.parametrize("spelt", SET_OFF.values(), ids=SET_OFF)
@pytest.mark.parametrize("written", [as_paragraphs, as_sections])
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_section_that_came_shifts_the_others_without_a_word(spelt, written, place):
    """Of a new section and the numbers behind it, the section alone is told; so it is where one went."""
    sections = [*SECTIONS[:place], ADDED, *SECTIONS[place:]]
    for old, new in ((SECTIONS, sections), (sections, SECTIONS)):
        texts = texts_told(written(old, spelt), written(new, spelt))
        assert len(texts) == 1
        assert texts[0].endswith(ADDED)


@pytest.mark.parametrize("spelt", BARE.values(), ids=BARE)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_headings_may_count_with_bare_numbers(spelt, place):
    """Numbers that nothing sets off shift without a word where they count headings."""
    sections = [*SECTIONS[:place], ADDED, *SECTIONS[place:]]
    for old, new in ((SECTIONS, sections), (sections, SECTIONS)):
        texts = texts_told(as_sections(old, spelt), as_sections(new, spelt))
        assert len(texts) == 1
        assert texts[0].endswith(ADDED)


@pytest.mark.parametrize("spelt", [*SET_OFF.values(), *BARE.values()], ids=[*SET_OFF, *BARE])
def test_what_changed_beside_a_new_section_is_told_where_it_stands(spelt):
    """Of a new section and a period that changed further down, both are told, the period under its own heading."""
    edited = [(name, text.replace("five years", "nine years")) for name, text in SECTIONS]
    changes = compare(as_sections(SECTIONS, spelt), as_sections([*edited[:1], ADDED, *edited[1:]], spelt)).changes
    (period,) = (one for one in changes if one.significance.is_told and one.old and one.new)
    assert said(period) == ("retention: five years -> nine years",)
    assert period.new[0].heading_path[-1] == f"{spelt(4)}{SECTIONS[2][0]}"
    assert len([one for one in changes if one.significance.is_told]) == 2


@pytest.mark.parametrize("point", ["{}.{} ", "[{}.{}] ", "§ {}.{} ", "{}.{}: ", "Point {}.{} – "])
@pytest.mark.parametrize("spelt", [SET_OFF["a stop"], SET_OFF["en: Chapter 3"], SET_OFF["brackets"]])
def test_points_below_a_shifted_section_shift_with_it(spelt, point):
    """Points that count below their section, "4.2" in whatever spelling, say no more than it does where it shifts."""

    def written(sections):
        blocks = [heading("Policy", 1)]
        for at, (name, text) in enumerate(sections, 1):
            blocks += [heading(f"{spelt(at)}{name}"), paragraph(f"{point.format(at, 1)}{text}")]
            blocks += [heading(f"{point.format(at, 2)}More on {name}", 3), paragraph(f"So much for {name}.")]
        return drawn(*blocks)

    texts = texts_told(written(SECTIONS), written([*SECTIONS[:2], ADDED, *SECTIONS[2:]]))
    assert len(texts) == 2
    assert all(ADDED[0] in text or ADDED[1] in text for text in texts)


@pytest.mark.parametrize("spelt", SET_OFF.values(), ids=SET_OFF)
def test_a_heading_that_was_renamed_is_told_without_its_number(spelt):
    """Of a heading that has another number and another word, the word is told, and nothing of the number."""
    renamed = [*SECTIONS[:3], ("Who gets all of it", SECTIONS[3][1]), SECTIONS[4]]
    changes = compare(as_sections(SECTIONS, spelt), as_sections([ADDED, *renamed], spelt)).changes
    (change,) = (one for one in changes if one.significance.is_told and one.old and one.new)
    assert said(change)[0].startswith("heading renamed: ")
    assert not any(reason.rule in {Rule.NUMBER, Rule.CITATION} for reason in change.reasons)


# "6Contact" is no word that speaks of contact
@pytest.mark.parametrize("spelt", [SET_OFF[one] for one in SET_OFF if one != "a box of its own"])
def test_an_address_below_a_shifted_heading_is_one_change(spelt):
    """An address that was replaced is one change of contact, whatever number its heading has got."""

    def written(sections, lines):
        contact = [heading(f"{spelt(len(sections) + 1)}Contact"), *map(paragraph, ("Write to us:", *lines))]
        blocks = ((heading(f"{spelt(at)}{name}"), paragraph(text)) for at, (name, text) in enumerate(sections, 1))
        return drawn(heading("Policy", 1), *(block for pair in blocks for block in pair), *contact)

    old = written(SECTIONS, ("Harrow House", "12 Mill Lane", "York YO1 7AB"))
    changes = compare(old, written([ADDED, *SECTIONS], ("Quay Building", "3 Dock Road", "Hull HU1 1AA"))).changes
    told_ones = [one for one in changes if one.significance.is_told and ADDED[0] not in str(one.new)]
    assert [said(one) for one in told_ones] == [
        ("contact: Harrow House, 12 Mill Lane, York YO1 7AB -> Quay Building, 3 Dock Road, Hull HU1 1AA",)
    ]


LOOSE = (
    ("18. Geburtstag: Ab dann dürfen Sie bestellen.", "16. Geburtstag: Ab dann dürfen Sie bestellen."),
    ("18. verjaardag van het kind", "16. verjaardag van het kind"),
    ("18. narozeniny dítěte", "16. narozeniny dítěte"),
    ("18. urodziny dziecka", "16. urodziny dziecka"),
    ("18. fødselsdag for barnet", "16. fødselsdag for barnet"),
    ("2. Mahnung: Ihre Anschrift geht an ein Inkassobüro.", "3. Mahnung: Ihre Anschrift geht an ein Inkassobüro."),
    ("(12) months after the last order we delete it.", "(24) months after the last order we delete it."),
    ("(18) ans révolus sont demandés", "(16) ans révolus sont demandés"),
    ("(3) copias se guardan en la oficina.", "(5) copias se guardan en la oficina."),
    ("(1) month after the order it is gone.", "(2) months after the order it is gone."),
    ("1.5 km around you we show the shops.", "2.5 km around you we show the shops."),
    ("3.5 stelle o più sono mostrate a tutti.", "4.5 stelle o più sono mostrate a tutti."),
    ("M. Ode answers your letters.", "N. Ode answers your letters."),
    ("J. Ruivo responde às suas cartas.", "L. Ruivo responde às suas cartas."),
    ("A. Doe answers your letters.", "B. Doe answers your letters."),
    ("(US) residents may write to us.", "(UK) residents may write to us."),
    ("a) partners read it in our house.", "c) partners read it in our house."),
)


@pytest.mark.parametrize(("old", "new"), LOOSE)
@pytest.mark.parametrize("are_numbered", [False, True])
def test_what_counts_no_clause_is_a_word_of_its_sentence(old, new, are_numbered):
    """A number or letter that opens a clause, and follows none before it, is text, whatever is numbered beside it."""
    beside = as_sections(SECTIONS, SET_OFF["a stop"] if are_numbered else lambda _: "").document.blocks
    for before, after in ((old, new), (new, old)):
        assert told(drawn(*beside, paragraph(before)), drawn(*beside, paragraph(after)))


@pytest.mark.parametrize("spelt", ["{}. ", "({}) ", "{}) "])
def test_labels_that_change_places_are_told(spelt):
    """Labels that stand in another order than before count nothing: what had one has that of another now."""
    old, new = ("We sell {}.", "We keep {}."), (1, 2)
    before = [paragraph(f"{spelt.format(n)}{text.format('names')}") for n, text in zip(new, old, strict=True)]
    after = [paragraph(f"{spelt.format(3 - n)}{text.format('names')}") for n, text in zip(new, old, strict=True)]
    assert told(drawn(*before), drawn(*after))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("4.1", "4.2", "4.3"), ("5.1", "5.2", "5.3")),
        (("1.", "2.", "3."), ("1.", "3.", "4.")),
        (("1.", "2.", "2.", "3."), ("1.", "2.", "3.", "4.")),
        (("1.", "2.", "3."), ("a)", "b)", "c)")),
        (("(i)", "(ii)", "(iii)"), ("(1)", "(2)", "(3)")),
        (("(aa)", "(bb)", "(cc)"), ("(a)", "(b)", "(c)")),
        (("1.", "2.", "3."), ("", "", "")),
        (("1.", "2.", "3."), ("§ 1", "§ 2", "§ 3")),
    ],
)
def test_labels_that_follow_one_another_shift_in_silence(old, new):
    """Labels that count say nothing, be it that they shift, miss one, come, go or are written otherwise."""
    before, after = (
        drawn(
            heading("Policy", 1),
            *(paragraph(f"{label} {text}".strip()) for label, (_, text) in zip(side, SECTIONS, strict=False)),
        )
        for side in (old, new)
    )
    for one, other in ((before, after), (after, before)):
        assert not told(one, other)


@pytest.mark.parametrize("spelt", SET_OFF.values(), ids=SET_OFF)
def test_a_shifted_clause_is_judged_by_what_follows_its_number(spelt):
    """A clause that got another number and another period is told for the period alone."""
    edited = [(name, text.replace("five years", "nine years")) for name, text in SECTIONS]
    (plain,) = told(as_paragraphs(SECTIONS, lambda _: ""), as_paragraphs(edited, lambda _: ""))
    reasons = told(as_paragraphs(SECTIONS, spelt), as_paragraphs([ADDED, *edited], spelt))
    assert "five years -> nine years" in plain[0]
    assert len(reasons) == 2
    assert plain in reasons


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 Monate Protokolle", "24 Monate Protokolle"),
        ("1 - We ask for consent.", "3 - We ask for consent."),
        ("Level 2: We read your mail.", "Level 3: We read your mail."),
        ("16: the age from which you may join", "13: the age from which you may join"),
        ("3G Networks see your number.", "4G Networks see your number."),
        ("2 Werktage haben Sie zum Widerspruch", "1 Werktag haben Sie zum Widerspruch"),
        ("2-year retention of the records of calls", "3-year retention of the records of calls"),
        ("Article 6 GDPR allows us to send letters.", "Article 9 GDPR allows us to send letters."),
    ],
)
@pytest.mark.parametrize("spelt", [str, "{}: ".format, "{} ".format, "Article {}: ".format])
def test_a_figure_that_opens_a_clause_is_told_beside_numbers_that_count(old, new, spelt):
    """A number at the start of a clause is a figure like any other, though the sections beside it are numbered too."""
    beside = [heading("Policy", 1)]
    for at, (name, text) in enumerate(SECTIONS, 1):
        beside += [heading(f"{spelt(at)}{name}"), paragraph(text)]
    assert told(drawn(*beside, paragraph(old)), drawn(*beside, paragraph(new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((14, 15, 16), (14, 15, 15)),
        ((14, 15, 16), (13, 14, 15)),
        ((1, 2, 3), (3, 2, 3)),
        ((1, 2, 3), (1, 2, 4)),
        ((2, 4, 6), (3, 5, 7)),
    ],
)
def test_numbers_that_do_not_rise_one_by_one_from_the_first_are_told(old, new):
    """Ages, days and prices that open the entries of a list are told when they change, whatever stands behind them."""
    before, after = (
        drawn(
            *(
                paragraph(f"{number}: {place} and all its islands")
                for number, place in zip(numbers, PLACES, strict=True)
            )
        )
        for numbers in (old, new)
    )
    assert told(before, after)


@pytest.mark.parametrize("spelt", ["Zone {}: ", "Level {} – ", "Tarif {} ", "{}: "])
def test_named_numbers_that_change_places_are_told(spelt):
    """What a word and a number name is another thing once two of them have changed places, though no word came or went."""
    kept = ("Letters are kept for two years.", "Invoices are kept for five years.", "Orders are kept for nine years.")
    old, new = (
        drawn(heading("Policy", 1), *(paragraph(f"{spelt.format(at)}{one}") for at, one in enumerate(each, 1)))
        for each in (kept, (kept[1], kept[0], kept[2]))
    )
    assert told(old, new)
    assert told(new, old)


def test_periods_in_a_row_are_no_count():
    """Rows that open with a period are told when it changes, though the numbers next to it stand there too."""
    old = [paragraph(f"{years} Jahre Aufbewahrung für {what}") for years, what in ((2, "Protokolle"), (3, "Briefe"))]
    new = [paragraph(f"{years} Jahre Aufbewahrung für {what}") for years, what in ((3, "Protokolle"), (4, "Briefe"))]
    assert len(told(drawn(*old), drawn(*new))) == len(old)


def test_numbers_that_count_in_one_text_alone_are_told():
    """Where one of the two texts does not count, its number is a figure."""
    old = as_paragraphs(SECTIONS, SET_OFF["brackets"])
    alone = drawn(heading("Policy", 1), paragraph(f"[7] {SECTIONS[4][1]}"))
    reasons = [said(one) for one in compare(old, alone).changes if one.old and one.new]
    assert ("number: 5 -> 7",) in reasons


def test_renumbering_is_recorded():
    """What was renumbered stays in the history, as a change of form with its count."""
    changes = compare(
        as_paragraphs(SECTIONS, SET_OFF["a colon"]), as_paragraphs([ADDED, *SECTIONS], SET_OFF["a colon"])
    ).changes
    silent = [one for one in changes if one.significance is Significance.COSMETIC]
    assert [said(one) for one in silent] == [("renumbering: 5 clauses",)]


@given(st.text(alphabet="1234aivxlc一二十[]().-–°#/、:ª §We ", max_size=30))
def test_a_counter_is_a_beginning_of_its_text(text):
    """Whatever a text opens with, a counter takes some of it and leaves a letter."""
    for counter in counters(text):
        assert 0 < counter.length < len(text)
        assert counter.number > 0
        assert text[counter.length].isalpha()


@pytest.mark.parametrize(
    ("text", "label"), [("day after the end of it", "14."), ("Tag nach dem Ende", "14."), ("jour après la fin", "5.")]
)
def test_a_period_is_no_label(text, label):
    """What a list begins with in its midst is a period where its unit follows: "14. day" in Markdown."""
    old, new = drawn(heading("When"), item(text, label)), drawn(heading("When"), item(text, "30."))
    assert [one.significance for one in compare(old, new).changes] == [Significance.MATERIAL]


def test_a_label_is_no_period():
    """A list may begin in its midst, and one that counts from the first with the name of a unit."""
    old, new = (drawn(heading("When"), item("We keep it.", label)) for label in ("14.", "30."))
    assert not compare(old, new).significance.is_told
    old, new = (
        drawn(heading("When"), *(item("year", label) for label in labels)) for labels in (("1.", "2."), ("1.", "3."))
    )
    assert not compare(old, new).significance.is_told


@pytest.mark.parametrize(
    "text", ["Anlage Nr IV Daten", "First section on it", "Annex IV on it", "Third Cookies and more"]
)
def test_a_number_in_words_is_read_whatever_follows(text):
    """Two words of letters in front of a third may hold a number all the same."""
    assert counters(text)


@pytest.mark.parametrize("language", known().each, ids=lambda language: language.code)
def test_every_unit_and_currency_may_make_a_figure_of_a_number(language):
    """What is asked before a text's figures are read leaves out no period and no amount of any language."""
    units = [name.rstrip("*") for names in language.table("numbers", "units").values() for name in names]
    signs = ["%", "an", *word_set("numbers", "money")]
    missed = [
        name
        for name in (*units, *signs)
        if any(kind != "number" for kind, *_ in figures(f"5 {name} later"))
        and not may_measure(words(f"5 {name} later"))
    ]
    assert not missed
    assert not may_measure(words("5 Cookies and similar words"))


def test_two_usual_words_hold_no_number():
    """What begins as most clauses do counts nothing."""
    assert counters("We keep it for as long as we need it.") == ()
