"""Who is responsible for something is no recipient of data for that."""

from __future__ import annotations

import pytest

from monitor.core.records import Rule, Significance
from monitor.core.significance.verdict import of_arrival, of_rewording


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The supplier is responsible for the lights."),
        ("de", "Für das Licht ist ein Dienstleister verantwortlich."),
        ("fr", "Les prestataires sont responsables de la lumière."),
        ("it", "Il fornitore è responsabile della luce."),
        ("es", "Los proveedores son responsables de la luz."),
        ("pt", "Os parceiros são responsáveis pela luz."),
        ("nl", "De leverancier is verantwoordelijk voor het licht."),
        ("pl", "Partner odpowiada za światło."),
        ("cs", "Dodavatel odpovídá za světlo."),
    ],
)
def test_who_answers_for_something_is_no_recipient(language, text):
    """The clause is told, and as nothing grave, in each language."""
    assert of_arrival(text, (), {language}, added=True)[0] is Significance.MINOR


@pytest.mark.parametrize(
    "text",
    [
        "The supplier is responsible for the lights and receives your data.",
        "The supplier is responsible for keeping your data.",
        "Suppliers responsible for the lights.",
        "Is it us or a supplier that our partners call responsible?",
    ],
)
def test_who_gets_data_is_a_recipient_whatever_it_answers_for(text):
    """A sentence on data makes a recipient of it, and so does an entry of a list, which says nothing besides."""
    _, reasons = of_arrival(text, (), {"en"}, added=True)
    assert "recipient" in {reason.subject for reason in reasons}


def test_a_company_that_answers_for_something_is_told_as_a_company():
    """In a clause on sharing a company is a recipient, but not for what it is responsible for."""
    for more, subject in (("Larch Ltd is responsible for the hall.", ""), ("Larch Ltd gets them.", "recipient")):
        _, reasons = of_rewording("We share data.", f"We share data. {more}", ("third-party",), {"en"})
        assert [one.subject for one in reasons if one.rule is Rule.COMPANY] == [subject]
