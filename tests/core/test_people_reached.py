"""People around the reader are told as recipients where something gets to them, though no word of sharing says so."""

from __future__ import annotations

import pytest

from monitor.core.records import Rule
from monitor.core.significance.verdict import of_arrival, of_rewording

REACHED = [
    ("en", "The report goes to your doctor.", "The report goes to your doctor and your employer.", "employer"),
    ("en", "You see your results.", "Your employer sees your results.", "employer"),
    ("en", "You see your results.", "You and your teacher see your results.", "teacher"),
    ("de", "Ihren Bericht sehen Sie.", "Ihren Bericht sieht auch Ihr Arbeitgeber.", "Arbeitgeber"),
    ("it", "Il referto va al medico.", "Il referto va al medico e al datore di lavoro.", "datore di lavoro"),
    ("fr", "Le rapport va au médecin.", "Le rapport va au médecin et à votre employeur.", "employeur"),
    ("es", "El informe lo ve usted.", "El informe lo ven usted y su empleador.", "empleador"),
    ("pt", "O relatório vai para si.", "O relatório vai para o seu médico.", "médico"),
    ("nl", "Het verslag gaat naar u.", "Het verslag gaat naar uw werkgever.", "werkgever"),
    ("pl", "Raport otrzymuje klient.", "Raport otrzymuje pracodawca.", "pracodawca"),
    ("cs", "Zprávu dostane klient.", "Zprávu dostane váš zaměstnavatel.", "zaměstnavatel"),
    ("sv", "Rapporten går till dig.", "Rapporten går till din arbetsgivare.", "arbetsgivare"),
    ("da", "Rapporten går til dig.", "Rapporten går til din arbejdsgiver.", "arbejdsgiver"),
    ("no", "Rapporten går til deg.", "Rapporten går til din arbeidsgiver.", "arbeidsgiver"),
    ("fi", "Raportti menee sinulle.", "Raportti menee työnantajallesi.", "työnantajallesi"),
]


@pytest.mark.parametrize(("language", "old", "new", "who"), REACHED)
def test_whom_something_reaches_is_a_recipient(language, old, new, who):
    """Who sees, gets or is told something gets data, come or gone, in a clause that changed or that is new."""
    languages = {language}
    sides = [(reason.went, reason.came) for reason in _recipients(of_rewording(old, new, (), languages))]
    assert sides == [(None, who)]
    back = [(reason.went, reason.came) for reason in _recipients(of_rewording(new, old, (), languages))]
    assert back == [(who, None)]
    assert who in {reason.came for reason in _recipients(of_arrival(new, (), languages, added=True))}


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "We get your address from you.", "We get your address from your employer."),
        ("en", "Ask us first.", "Ask your doctor first."),
        ("en", "We keep the report.", "We keep the report, and your employer never sees it."),
        ("de", "Den Bericht erhalten wir.", "Den Bericht erhalten wir von Ihrem Arzt."),
        ("it", "Riceviamo e leggono i dati.", "Riceviamo e leggono i dati dal medico."),
        ("fr", "Il reçoit une lettre.", "Il reçoit une lettre de votre médecin."),
        ("nl", "Wij krijgen een brief.", "Wij krijgen een brief van uw arts."),
        ("sv", "Vi får ett brev.", "Vi får ett brev från din läkare."),
    ],
)
def test_from_whom_something_comes_or_who_gets_nothing_is_none(language, old, new):
    """Sources, people who are merely named and those to whom something is denied are no recipients."""
    assert not _recipients(of_rewording(old, new, (), {language}))


def test_a_noun_of_a_short_german_sentence_is_no_name():
    """Capitals of nouns are none of names where the few words of a sentence are German alone."""
    _, reasons = of_rewording("Den Schein erhält nur unser Büro.", "Den Schein erhält auch Ihr Vermieter.", (), {"de"})
    assert not any(reason.rule is Rule.NAME for reason in reasons)


def _recipients(verdict):
    return [reason for reason in verdict[1] if reason.subject == "recipient"]
