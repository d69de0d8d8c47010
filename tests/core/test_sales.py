"""Sale of data under any of its names: with a pronoun at the verb, by a synonym, or as a transfer against payment."""

from __future__ import annotations

import pytest

from monitor.core.records import Rule, Significance
from monitor.core.significance.verdict import of_arrival, of_rewording

SOLD = [
    ("it", "Conserviamo i dati.", "Conserviamo i dati e possiamo venderli."),
    ("it", "I dati restano qui.", "I dati possono essere ceduti a titolo oneroso."),
    ("es", "Guardamos los datos.", "Guardamos los datos, que pueden venderse."),
    ("es", "Guardamos los datos.", "Cedemos los datos a cambio de una contraprestación."),
    ("pt", "Guardamos os dados.", "Guardamos os dados e vamos vendê-los."),
    ("pt", "Guardamos os dados.", "Podemos ceder os dados a título oneroso."),
    ("de", "Ihre Daten bleiben hier.", "Ihre Daten veräußern wir."),
    ("de", "Ihre Daten bleiben hier.", "Ihre Daten geben wir gegen Entgelt ab."),
    ("fr", "Nous gardons les données.", "Nous pouvons céder les données contre rémunération."),
    ("en", "We keep your data.", "We pass your data to others for consideration."),
    ("en", "We keep your data.", "We provide your data to others in return for payment."),
    ("nl", "De gegevens blijven hier.", "Wij verstrekken de gegevens tegen betaling."),
    ("pl", "Dane zostają u nas.", "Dane udostępniamy odpłatnie."),
    ("cs", "Údaje zůstávají u nás.", "Údaje poskytujeme za úplatu."),
    ("sv", "Uppgifterna stannar här.", "Vi delar uppgifterna mot betalning."),
]


@pytest.mark.parametrize(("language", "old", "new"), SOLD)
def test_a_sale_is_told_under_any_name(language, old, new):
    """It is told as one, be it for money or for payment."""
    significance, reasons = of_rewording(old, new, (), {language})
    assert significance is Significance.MATERIAL
    assert "sale of data" in {reason.subject for reason in reasons}


@pytest.mark.parametrize(
    ("language", "denied", "said"),
    [
        ("it", "Non cediamo i dati a titolo oneroso.", "Cediamo i dati a titolo oneroso."),
        ("de", "Wir veräußern Ihre Daten nicht.", "Wir veräußern Ihre Daten."),
        ("fr", "Vos données ne sont pas cédées contre rémunération.", "Vos données sont cédées contre rémunération."),
        ("es", "Sus datos no pueden venderse.", "Sus datos pueden venderse."),
        ("pt", "Os dados são seus e não vamos vendê-los.", "Os dados são seus e vamos vendê-los."),
    ],
)
def test_a_denial_of_a_sale_that_went_is_told(language, denied, said):
    """It is a negation that went, and alone one that is quoted, not a sale that came."""
    _, reasons = of_rewording(denied, said, (), {language})
    assert reasons[0].rule is Rule.NEGATION
    _, arrived = of_arrival(denied, (), {language}, added=True)
    assert [reason.rule for reason in arrived] == [Rule.NEGATION]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Courses are provided in return for payment."),
        ("de", "Eine Kopie Ihrer Daten stellen wir nach Ihrem Recht auf Auskunft gegen Entgelt zur Verfügung."),
        ("it", "I nostri rivenditori ricevono i dati."),
        ("fr", "Les cours sont donnés contre rémunération."),
    ],
)
def test_what_is_paid_for_is_not_always_data(language, text):
    """Neither what is no data, nor a copy for the reader."""
    _, reasons = of_arrival(text, (), {language}, added=True)
    assert "sale of data" not in {reason.subject for reason in reasons}
