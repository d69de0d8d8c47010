"""A reference to a section that got another number follows it without a word; any other change of one is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.comparison.compare import compare
from monitor.core.comparison.references import followed, shift, stayed
from monitor.core.records import Significance
from tests.core.helpers import drawn, heading, item, paragraph, said
from tests.core.spellings import CHINESE, ROMAN

NAMES = ("What we collect", "Why we need it", "How long we keep it", "Who receives it", "Your rights", "Contact")
SENTENCES = (
    "When you order we collect your name and the address we deliver to.",
    "The carrier needs your address, and the tax office wants to see our invoices.",
    "Letters are thrown away when they are answered, invoices after five years.",
    "Our bank sees what you paid, and nobody else gets anything from us.",
    "Ask us at any time what we know about you.",
    "Our door in Mill Lane is open in the morning.",
)
PLAIN = "{}. ".format


def roman(number):
    """Return a number in Roman figures."""
    return ROMAN[number - 1]


def chinese(number):
    """Return a number in Chinese figures."""
    return CHINESE[number - 1]


def policy(spelt, sentence, *, added=False):
    """Return a policy of numbered sections with a sentence in the first, and a new second section or none."""
    sections = [*zip(NAMES, (f"{SENTENCES[0]} {sentence}", *SENTENCES[1:]), strict=True)]
    if added:
        sections.insert(1, ("Cameras", "A camera above the till records who comes in."))
    blocks = ((heading(f"{spelt(at)}{name}"), paragraph(text)) for at, (name, text) in enumerate(sections, 1))
    return drawn(heading("Policy", 1), *(block for pair in blocks for block in pair))


def of_reference(spelt, before, after):
    """Return the change of the clause with the reference where a section came in front of those referred to."""
    changes = compare(policy(spelt, before), policy(spelt, after, added=True)).changes
    (found,) = (one for one in changes if one.old and one.new and one.new[0].text.startswith(SENTENCES[0]))
    return found


@pytest.mark.parametrize(
    ("spelt", "before", "after"),
    [
        (PLAIN, "See section [4].", "See section [5]."),
        (PLAIN, "More in section (4) below.", "More in section (5) below."),
        ("[{}] ".format, "See [4].", "See [5]."),
        (PLAIN, "See [4].", "See [5]."),
        ("({}) ".format, "We explain that below (4).", "We explain that below (5)."),
        (PLAIN, "see Section 4 and 5", "see Section 5 and 6"),
        (PLAIN, "Sections 3, 4 and 5 say why.", "Sections 4, 5 and 6 say why."),
        (PLAIN, "Sections 3–5 say why.", "Sections 4–6 say why."),
        (PLAIN, "See Section 4 or Section 5.", "See Section 5 or Section 6."),
        (PLAIN, "Where the law asks for it, see Section 4.", "Where the law asks for it, see Section 5."),
        (PLAIN, "By law, see 4.", "By law, see 5."),
        (PLAIN, "By law, see “4. Who receives it”.", "By law, see “5. Who receives it”."),
        (PLAIN, "See Sec. 4 on what the law asks.", "See Sec. 5 on what the law asks."),
        (PLAIN, "Section 4 names your rights under the GDPR.", "Section 5 names your rights under the GDPR."),
        ("Article {} - ".format, "Article 4 says what the law asks.", "Article 5 says what the law asks."),
        (PLAIN, "Section 4 says when the law asks for it.", "Section 5 says when the law asks for it."),
        (PLAIN, "The GDPR gives you rights, see clause 5.", "The GDPR gives you rights, see clause 6."),
        (PLAIN, "We keep to Article 6 GDPR and to Section 4.", "We keep to Article 6 GDPR and to Section 5."),
        (PLAIN, "We keep it for 4 days, see Section 4.", "We keep it for 4 days, see Section 5."),
        (PLAIN, "Siehe Abschnitte 4 und 5 zum Gesetz.", "Siehe Abschnitte 5 und 6 zum Gesetz."),
        (PLAIN, "La loi le veut, voir les points 4 et 5.", "La loi le veut, voir les points 5 et 6."),
        (PLAIN, "La legge lo chiede, vedi i punti 4 e 5.", "La legge lo chiede, vedi i punti 5 e 6."),
        (PLAIN, "La ley lo pide, véase el apartado 4.", "La ley lo pide, véase el apartado 5."),
        (PLAIN, "A lei o pede, ver secções 4 e 5.", "A lei o pede, ver secções 5 e 6."),
        (PLAIN, "De wet vraagt het, zie onderdeel 4 hieronder.", "De wet vraagt het, zie onderdeel 5 hieronder."),
        (PLAIN, "Chce to zákon, viz bod 4 a 5.", "Chce to zákon, viz bod 5 a 6."),
        (PLAIN, "Tego chce ustawa, zob. punkt 4 i 5.", "Tego chce ustawa, zob. punkt 5 i 6."),
        ("Chapter {}: ".format, "The law asks, see Chapter 4.", "The law asks, see Chapter 5."),
        (lambda number: f"Annex {roman(number)} ", "See Annex IV and V.", "See Annex V and VI."),
        (lambda number: f"第{chinese(number)}条 ", "请参阅第四条。", "请参阅第五条。"),
        ("제{}조 ".format, "제4조를 보십시오.", "제5조를 보십시오."),
        ("§ {} ".format, "Näheres in § 4 dieser Erklärung.", "Näheres in § 5 dieser Erklärung."),
    ],
)
def test_a_reference_follows_its_section(spelt, before, after):
    """A reference that got the number that its section got is no change of what is said, whatever stands beside it."""
    assert of_reference(spelt, before, after).significance is Significance.COSMETIC


@pytest.mark.parametrize(
    ("spelt", "before", "after"),
    [
        (PLAIN, "Article 6 GDPR allows it.", "Article 9 GDPR allows it."),
        (PLAIN, "Article 5 GDPR allows it.", "Article 6 GDPR allows it."),
        (PLAIN, "The GDPR allows it in Article 5.", "The GDPR allows it in Article 6."),
        ("Article {} - ".format, "The GDPR allows it in Article 4.", "The GDPR allows it in Article 5."),
        ("Article {} - ".format, "Article 4 GDPR allows it.", "Article 5 GDPR allows it."),
        (PLAIN, "Articles 4 and 5 of the GDPR allow it.", "Articles 5 and 6 of the GDPR allow it."),
        (PLAIN, "Art. 5 Abs. 1 lit. a erlaubt es.", "Art. 6 Abs. 1 lit. a erlaubt es."),
        (PLAIN, "§ 4 BDSG erlaubt es.", "§ 5 BDSG erlaubt es."),
        (PLAIN, "De artikelen 4 en 5 AVG staan het toe.", "De artikelen 5 en 6 AVG staan het toe."),
        (PLAIN, "See Sections 4 and 5 of the Data Protection Act.", "See Sections 5 and 6 of the Data Protection Act."),
        (PLAIN, "See section 4 of the UK General Data Protection Regulation.", "See section 5 of the UK General Data Protection Regulation."),
        (PLAIN, "We keep to section [4].", "We keep to section [6]."),
        (PLAIN, "By law, Section 4 holds.", "By law, Section 3 holds."),
        (PLAIN, "See Section 4 for 4 years.", "See Section 5 for 5 years."),
        (PLAIN, "We keep it for 4 years.", "We keep it for 5 years."),
        (PLAIN, "We ask 4 partners.", "We ask 5 partners."),
        (lambda number: f"第{chinese(number)}条 ", "根据《个人信息保护法》第四条。", "根据《个人信息保护法》第五条。"),
    ],
)  # fmt: skip
def test_any_other_number_is_told(spelt, before, after):
    """An article of a law, a reference to another section, a period or a mere number is told beside a shift of sections."""
    assert of_reference(spelt, before, after).significance.is_told


@pytest.mark.parametrize("added", [True, False])
@pytest.mark.parametrize(
    ("spelt", "before", "after", "went", "came"),
    [
        (PLAIN, "Section 4 does not apply.", "Section 6 does not apply.", "Section 4", "Section 6"),
        (PLAIN, "We keep to section 4.", "We keep to section 3.", "section 4", "section 3"),
        (PLAIN, "We keep to section 4, always", "We keep to section 3 always.", "section 4", "section 3"),
        (PLAIN, "Nach Ziffer 4 gilt das nicht.", "Nach Ziffer 6 gilt das nicht.", "Ziffer 4", "Ziffer 6"),
        (PLAIN, "Le point 4 ne vaut pas.", "Le point 6 ne vaut pas.", "point 4", "point 6"),
        (PLAIN, "Il punto 4 non vale.", "Il punto 6 non vale.", "punto 4", "punto 6"),
        (PLAIN, "Bod 4 neplatí.", "Bod 6 neplatí.", "Bod 4", "Bod 6"),
        ("Article {} - ".format, "Article 4 is void.", "Article 6 is void.", "Article 4", "Article 6"),
        (PLAIN, "See Section 12.3 there.", "See Section 14.1 there.", "Section 12.3", "Section 14.1"),
    ],
)
def test_a_reference_to_another_section_is_told(spelt, before, after, went, came, added):
    """A reference that does not follow its section says where it led and leads, be there a shift of sections or none."""
    changes = compare(policy(spelt, before), policy(spelt, after, added=added)).changes
    (found,) = (one for one in changes if one.old and one.new and one.new[0].text.startswith(SENTENCES[0]))
    assert found.significance is Significance.MINOR
    assert said(found) == (f'reference: "{went}" -> "{came}"',)


def test_a_sentence_that_begins_with_a_reference_is_no_section():
    """What a clause begins with does not say that a section got another number, be its number known or not."""
    for use in ("1. Use", "Use"):
        old = drawn(heading(use), paragraph("Section 1 does not apply to children."))
        new = drawn(heading(use), paragraph("Section 2 does not apply to children."))
        assert compare(old, new).significance.is_told


def test_a_reference_follows_a_generated_label():
    """Where the numbers are those that a list shows, as HTML counts them, references to its entries follow as well."""

    def listed(sentences, reference):
        return drawn(
            heading("Policy", 1), *(item(one, f"{at}.") for at, one in enumerate(sentences, 1)), paragraph(reference)
        )

    old = listed(SENTENCES, "As the law says, see clause 3.")
    new = listed([SENTENCES[0], "A camera records who comes in.", *SENTENCES[1:]], "As the law says, see clause 4.")
    told = [one for one in compare(old, new).changes if one.significance.is_told]
    assert [one.new[0].text for one in told] == ["A camera records who comes in."]


def test_a_clause_may_open_with_a_reference():
    """What opens a clause is a reference where it is no number of its kind."""
    moved = shift([(1, f"{number}. ", f"{number + 1}. ") for number in range(4, 7)])
    for text in ("See [4].", "Sections 4 to 4 hold.", "See\nSection 4 below."):
        assert followed(text, text.replace("4", "5"), moved) == text.replace("4", "5")
    named = shift([(1, f"Zone {number}: ", f"Zone {number + 1}: ") for number in range(4, 7)])
    assert followed("Zone 4: see Zone 4.", "Zone 5: see Zone 5.", named) == "Zone 4: see Zone 5."


def test_the_number_of_a_clause_is_no_reference():
    """A clause that opens with "(4)" and then "5." is not taken for one that refers to another section."""
    moved = shift([(1, f"({number}) ", f"({number + 1}) ") for number in range(4, 7)])
    for text in ("(4) We keep it.", "4. We keep it.", "We keep it.\n(4) We sell it."):
        assert followed(text, text.replace("4", "5"), moved) == text


def test_the_rest_of_a_clause_is_judged_without_the_reference():
    """Of a clause whose reference followed and whose period changed, the period alone is told."""
    change = of_reference(PLAIN, "The law says 2 years, see [Section 4].", "The law says 3 years, see [Section 5].")
    assert said(change) == ("period: 2 years -> 3 years",)


def test_a_reference_may_stay_behind():
    """A reference that kept its number is no change, though its section has another one now."""
    changes = compare(
        policy(PLAIN, "By law, see Section 4."), policy(PLAIN, "By law, see Section 4.", added=True)
    ).changes
    told = [one for one in changes if one.significance.is_told]
    assert all(not one.old for one in told)
    assert len(told) == 1


@pytest.mark.parametrize(
    "text",
    [
        "What we keep for longer is said in section 2 below, and nothing else is kept.",
        "Was wir länger aufbewahren, steht in Abschnitt 2, und sonst bewahren wir nichts auf.",
        "Ce que nous gardons plus longtemps est dit à la section 2, et rien d'autre n'est gardé.",
        "Lo que guardamos más tiempo se dice en el apartado 2, y nada más se guarda.",
        "Ciò che conserviamo più a lungo è detto nella sezione 2, e nient'altro viene conservato.",
        "Wat wij langer bewaren, staat in artikel 2, en verder bewaren wij niets.",
        "O tym, co przechowujemy dłużej, mówi punkt 2, i nic więcej nie przechowujemy.",
        "O tom, co uchováváme déle, mluví článek 2, a nic jiného neuchováváme.",
    ],
)
def test_a_reference_that_stayed_while_sections_changed_places_is_told(text):
    """It leads to another section than before, though no word of it changed."""
    sections = {
        "Cookies": "A cookie keeps your choice of language for as long as you use our shop.",
        "Letters": "We throw letters away when they are answered, and keep none of them for later.",
    }

    def written(reference, *names):
        blocks = [heading("Policy", 1), paragraph(reference)]
        for at, name in enumerate(names, 1):
            blocks += [heading(f"{at}. {name}"), paragraph(sections[name])]
        return drawn(*blocks)

    found = compare(written(text, "Cookies", "Letters"), written(text, "Letters", "Cookies")).changes
    (reason,) = (said(one)[0] for one in found if one.old and one.old[0].text == text)
    assert reason.startswith("reference: ")
    assert reason.endswith('2 (Cookies)"')
    followed_it = text.replace("2", "1")
    found = compare(written(text, "Cookies", "Letters"), written(followed_it, "Letters", "Cookies")).changes
    assert not any(one.significance.is_told for one in found if one.old and one.old[0].text == text)


def test_a_reference_to_another_text_stays():
    """A section of a law or of other terms has not moved with those of this text."""
    for text in (
        "See section 2 of the terms of our bank.",
        "This follows from Article 6 GDPR and from section 2 BDSG.",
    ):
        assert stayed(text, shift([(1, "1. ", "2. "), (1, "2. ", "1. ")])) is None


def test_sections_below_others_are_followed():
    """A number of which only the first part is known follows that part."""
    moved = shift([(1, "4. ", "5. "), (2, "4.1 ", "5.2 ")])
    assert (
        followed("See Sections 4.1, 4.7 and 4.", "See Sections 5.2, 5.7 and 5.", moved)
        == "See Sections 5.2, 5.7 and 5."
    )


def test_a_number_that_several_have_says_nothing():
    """Where the third points of two lists became different ones, none knows which a reference means."""
    assert shift([(1000, "3. ", "4. "), (1000, "3. ", "3. ")]).numbers == {}
    assert shift([(1, "3. ", "3. "), (1000, "3. ", "4. ")]).numbers == {}


def test_nothing_shifts_where_no_number_changed():
    """Sections that kept their numbers, or have none, move no reference."""
    assert shift([(1, "3. ", "3. "), (1, "", "4. "), (2, "", "")]).numbers == {}


@given(
    st.text(alphabet="4567 .,()[]§andSection第条", max_size=40),
    st.text(alphabet="4567 .,()[]§andSection第条", max_size=40),
)
def test_only_numbers_are_put_in_place_of_others(old, new):
    """Whatever the texts, what follows a reference is the text itself but for its numbers."""
    moved = shift([(1, f"{number}. ", f"{number + 1}. ") for number in range(4, 7)])
    assert [one for one in followed(old, new, moved) if not one.isdecimal()] == [
        one for one in old if not one.isdecimal()
    ]
