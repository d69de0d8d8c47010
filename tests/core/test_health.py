"""Kinds of data on health are each a kind of sensitive data: an illness, blood, a disability, a pregnancy, allergies."""

from __future__ import annotations

import pytest

from monitor.core.records import Significance
from monitor.core.significance.verdict import of_arrival, of_rewording

ASKED = [
    ("en", "We ask for your age and {}.", "illnesses, blood group, disabilities, pregnancy, allergies"),
    ("de", "Wir fragen nach Alter und {}.", "Diagnosen, Blutgruppe, Behinderung, Schwangerschaft, Allergien"),
    ("fr", "Nous demandons votre âge et {}.", "maladies, groupe sanguin, handicap, grossesse, allergies"),
    ("it", "Chiediamo età e {}.", "malattie, gruppo sanguigno, eventuali disabilità, gravidanza, allergie"),
    ("es", "Pedimos edad y {}.", "enfermedades, grupo sanguíneo, discapacidad, embarazo, alergias"),
    ("pt", "Pedimos idade e {}.", "doenças, grupo sanguíneo, eventuais deficiências, gravidez, alergias"),
    ("nl", "Wij vragen leeftijd en {}.", "medicijnen, bloedgroep, handicap, zwangerschap, allergieën"),
    ("pl", "Pytamy o wiek i {}.", "choroby, grupę krwi, niepełnosprawność, ciążę, alergie"),
    ("cs", "Ptáme se na věk a {}.", "nemoci, krevní skupinu, zdravotní postižení, těhotenství, alergie"),
    ("sv", "Vi frågar om ålder och {}.", "sjukdomar, blodgrupp, funktionsnedsättning, graviditet, allergier"),
]


@pytest.mark.parametrize(("language", "text", "kinds"), ASKED)
def test_each_kind_of_data_on_health_is_one(language, text, kinds):
    """That one is asked for besides is material and told with its words, in each language."""
    each = kinds.split(", ")
    for kind, other in zip(each, (*each[1:], each[0]), strict=True):
        significance, reasons = of_rewording(text.format(other), text.format(f"{other}, {kind}"), (), {language})
        assert significance is Significance.MATERIAL
        (came,) = (reason.came for reason in reasons if reason.subject == "kind of data")
        assert came in kind


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Cookies are on.", "Cookies are disabled."),
        ("it", "Può usare i cookie.", "Può disabilitare i cookie."),
        ("pl", "Mamy obowiązek.", "Na nas ciąży obowiązek."),
        ("pt", "Corrigimos erros.", "Corrigimos deficiências."),
        ("fr", "Un haut-parleur.", "Une enceinte."),
    ],
)
def test_words_with_another_meaning_are_no_data_on_health(language, old, new):
    """A word that is a disability or a pregnancy only in some phrases is none in others."""
    _, reasons = of_rewording(old, new, (), {language})
    assert "kind of data" not in {reason.subject for reason in reasons}


@pytest.mark.parametrize(
    ("language", "text", "is_kind"),
    [
        ("en", "We keep the illnesses that you tell us of.", True),
        ("es", "Guardamos sus alergias junto con su nombre.", True),
        ("en", "Concerts may be moved in cases of illness.", False),
        ("es", "Hay sillas para personas con discapacidad.", False),
    ],
)
def test_a_clause_on_no_data_that_came_brings_no_kind_of_them(language, text, is_kind):
    """An illness that is an excuse, and people with a disability who have a chair, are no data that anybody keeps."""
    _, reasons = of_arrival(text, (), {language}, added=True)
    assert ("kind of data" in {reason.subject for reason in reasons}) is is_kind
