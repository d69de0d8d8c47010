from __future__ import annotations

import pytest

from monitor.core.clauses import segment
from monitor.core.significance.lexicon import TOPICS, hits
from monitor.core.significance.topics import topics
from tests.core.helpers import document, heading, paragraph


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We collect your date of birth.", {"first-party"}),
        ("Raccogliamo la data di nascita.", {"first-party"}),
        ("We share it with advertising partners.", {"third-party", "first-party"}),
        ("Předáváme je dodavatelům.", {"third-party"}),
        ("You may withdraw your consent.", {"choice"}),
        ("Sie können Ihre Einwilligung widerrufen.", {"choice"}),
        ("Vous avez un droit d'accès et de rectification.", {"access"}),
        ("Bewaartermijn: zolang nodig.", {"retention"}),
        ("Przechowujemy dane przez rok.", {"retention"}),
        ("Todo viaja cifrado con TLS.", {"security"}),
        ("Podemos alterar esta política.", {"policy-change"}),
        ("Your browser's Do Not Track setting is honoured.", {"do-not-track"}),
        ("I minori non possono iscriversi.", {"audiences"}),
        ("Kontaktujte nás, kdykoli chcete.", {"contact"}),
        ("我们与第三方共享信息。", {"third-party"}),
        ("We like trees.", set()),
    ],
)
def test_topics_of_a_text(text, expected):
    """A clause has the topics of the words it holds, in every language of the lexicon."""
    assert set(topics(segment(document(paragraph(text))))) == expected


def test_a_clause_without_words_of_its_own_has_its_headings_topic():
    """A text that names no topic inherits that of the nearest heading that does, and only that."""
    (clause,) = segment(
        document(heading("Sharing", 1), heading("Retention", 2), heading("Trees", 3), paragraph("Until spring."))
    )
    assert topics([clause]) == ("retention",)


def test_topics_come_in_the_taxonomys_order():
    """Topics of clauses that changed together are all given, each once, in one order."""
    clauses = segment(
        document(paragraph("Contact us."), paragraph("We retain it."), paragraph("We collect it. Contact us."))
    )
    found = topics(clauses)
    assert found == ("first-party", "retention", "contact")
    assert list(found) == sorted(found, key=TOPICS.index)


def test_terms_are_whole_words_unless_they_end_in_a_star():
    """A term is found by its words, without case and accents, and no part of another word counts."""
    assert [hit.text for hit in hits("Encrypted. SOLD? unsold; GEOLOCALISÉ, addiction to ads")] == [
        "encrypted",
        "sold",
        "geolocalisé",
        "ads",
    ]
