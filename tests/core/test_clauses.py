from __future__ import annotations

import pytest

from monitor.core.clauses import LONG_PARAGRAPH, policy_text, printed_label, segment, sentences, text_digest
from monitor.core.records import Block, BlockKind, ClauseKind
from tests.core.helpers import document, heading, item, paragraph


def _places(*blocks):
    return [
        (clause.kind.value, clause.heading_path, clause.label, clause.text) for clause in segment(document(*blocks))
    ]


def test_headings_become_paths_though_levels_jump():
    """A heading stands under the nearest one of a higher level, however far the levels are apart."""
    assert _places(
        heading("Policy", 1),
        heading("Deep", 4),
        paragraph("One."),
        heading("Up", 3),
        paragraph("Two."),
        heading("Side", 3),
        paragraph("Three."),
        heading("Top", 1),
        paragraph("Four."),
    ) == [
        ("paragraph", ("Policy", "Deep"), "", "One."),
        ("paragraph", ("Policy", "Up"), "", "Two."),
        ("paragraph", ("Policy", "Side"), "", "Three."),
        ("paragraph", ("Top",), "", "Four."),
    ]


def test_recurring_headings_stay_apart_by_their_place():
    """The same heading under two others gives two different paths."""
    assert [path for _, path, _, _ in _places(
        heading("Shop", 2), heading("Legal basis", 3), paragraph("Contract."),
        heading("News", 2), heading("Legal basis", 3), paragraph("Consent."),
    )] == [("Shop", "Legal basis"), ("News", "Legal basis")]  # fmt: skip


def test_a_heading_with_nothing_under_it_is_a_clause():
    """A heading followed by one of its own or a higher level, or by the end, is a clause of kind heading, last in its path."""
    assert _places(heading("A", 1), heading("B", 2), heading("C", 2), paragraph("Text."), heading("D", 1)) == [
        ("heading", ("A", "B"), "", "B"),
        ("paragraph", ("A", "C"), "", "Text."),
        ("heading", ("D",), "", "D"),
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4.2 We keep it.", "4.2"),
        ("4.2.1. We keep it.", "4.2.1."),
        ("(a) We keep it.", "(a)"),
        ("a) We keep it.", "a)"),
        ("1. We keep it.", "1."),
        ("IV. We keep it.", "IV."),
        ("(iv) We keep it.", "(iv)"),
        ("Art. 5 Retention", "Art. 5"),
        ("Article 5: Retention", "Article 5:"),
        ("§ 3 Retention", "§ 3"),
        ("第五条 个人信息", "第五条"),
        ("čl. 3 Doba", "čl. 3"),
        ("A good clause.", ""),
        ("Civil. Law.", ""),
        ("25. 2. 2022 is the date", ""),
        ("Art. 6 GDPR is the basis", ""),
        ("24 months after that", ""),
        ("1.", ""),
    ],
)
def test_printed_labels(text, label):
    """A label is told from a sentence, a date, a period and a cited law."""
    assert printed_label(text) == label


def test_a_generated_number_is_the_label_and_a_printed_one_stays_in_the_text():
    """Block.label wins; a label printed in the text is repeated, not cut."""
    first, second = segment(document(item("We keep it.", "3."), item("b) We keep it.")))
    assert (first.label, first.text) == ("3.", "We keep it.")
    assert (second.label, second.text) == ("b)", "b) We keep it.")


def test_only_long_paragraphs_are_cut_into_sentences():
    """A paragraph up to the limit is one clause; beyond it, each sentence is one, a row never."""
    sentence = "We keep what we need, e.g. invoices under Art. 6 of the law, for No. 5 of the list. "
    short = sentence * 3
    long = sentence * (LONG_PARAGRAPH // len(sentence) + 1)
    assert len(segment(document(paragraph(short.strip())))) == 1
    assert [clause.text for clause in segment(document(paragraph(long)))] == [sentence.strip()] * (
        len(long) // len(sentence)
    )
    assert len(segment(document(Block(kind=BlockKind.ROW, text=long)))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "We collect data, e.g. your name, i.e. identity.",
        "Acme Inc. is based in the U.S. and abroad.",
        "Approx. 10 people do.",
        "Rechtsgrundlage ist Art. 6 Abs. 1 lit. a DSGVO, z. B. für Kunden.",
        "Wir speichern bis zum 31. Dezember.",
        "Il D.Lgs. n. 196/2003 e s.m.i. si applica ai sensi dell'art. 13 del Reg. UE n. 679/2016.",
        "M. Dupont et Mme. Durand (cf. art. 13) répondent, p. ex. par lettre.",
        "Údaje zpracovává např. Ing. Novák, tj. správce, dle čl. 6 odst. 1 písm. a) GDPR.",
        "Firma ABC s. r. o. sídlí v Brně.",
        "Los datos, p. ej. el nombre, los trata el Sr. López.",
        "A empresa ABC, Lda. está em Lisboa, nos termos do art. 6.º, n.º 1, do RGPD.",
        "De gegevens, o.a. uw naam, worden bijv. gebruikt i.v.m. de bestelling bij ABC B.V. in Utrecht.",
        "Dane przetwarza m.in. dr hab. Nowak, np. w ramach umowy ze Spółką ABC sp. z o.o. przy ul. Kwiatowej.",
        "Мы собираем данные, т. е. имя, по ст. 6 закона в г. Москве.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence):
    """The full stop of an abbreviation, a name of a law or a company, or a day of a month is none of a sentence."""
    assert sentences(f"{sentence} {sentence}") == [sentence, sentence]


@pytest.mark.parametrize(
    "text", ["نحن نجمع بياناتك. هل لديك أسئلة؟ اتصل بنا.", "אנו אוספים מידע. האם יש שאלות? צרו קשר."]
)
def test_sentences_of_scripts_from_right_to_left(text):
    """Their full stops and question marks end sentences."""
    assert len(sentences(text)) == 3


def test_sentences_of_chinese_end_without_a_space():
    """Full stops of scripts without spaces end sentences."""
    assert sentences("我们收集信息。我们保存信息！“好。”完") == ["我们收集信息。", "我们保存信息！", "“好。”", "完"]


def test_equal_texts_have_equal_digests_and_a_place_counts():
    """The digest covers heading path, label and text in their order."""
    one = policy_text(document(heading("A"), paragraph("x"), paragraph("y")))
    assert (
        one.text_digest
        == text_digest(one.clauses)
        == policy_text(document(heading("A"), paragraph("x"), paragraph("y"))).text_digest
    )
    others = [
        document(heading("B"), paragraph("x"), paragraph("y")),
        document(heading("A"), paragraph("y"), paragraph("x")),
        document(heading("A"), item("x", "1."), paragraph("y")),
    ]
    assert len({one.text_digest, *(policy_text(other).text_digest for other in others)}) == 4
    assert one.clauses[0].kind is ClauseKind.PARAGRAPH
