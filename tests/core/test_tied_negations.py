"""Words for data that are not of a person deny nothing: "non-personal data", "nicht personenbezogene Daten"."""

from __future__ import annotations

import pytest

from monitor.core.records import Rule
from monitor.core.significance.verdict import of_arrival, of_rewording

SHARED = [
    ("en", "We share {} data with partners.", "anonymous", "non-personal"),
    ("de", "Wir teilen {} Daten mit Partnern.", "anonyme", "nicht personenbezogene"),
    ("fr", "Nous partageons des données {} avec des annonceurs.", "anonymes", "non personnelles"),
    ("it", "Condividiamo dati {} con inserzionisti.", "anonimi", "non personali"),
    ("es", "Compartimos datos {} con anunciantes.", "anónimos", "no personales"),
    ("pt", "Partilhamos dados {} com anunciantes.", "anónimos", "não pessoais"),
    ("nl", "Wij delen {} gegevens met adverteerders.", "anonieme", "niet-persoonlijke"),
    ("sv", "Vi delar {} uppgifter med annonsörer.", "anonyma", "icke personliga"),
]


@pytest.mark.parametrize(("language", "text", "plain", "tied"), SHARED)
def test_data_of_no_person_are_no_denial(language, text, plain, tied):
    """A sentence with them that came brings its recipient, and their other name is a wording, in each language."""
    _, told = of_arrival(text.format(tied), (), {language}, added=True)
    assert "recipient" in {reason.subject for reason in told}
    for old, new in ((plain, tied), (tied, plain)):
        _, reasons = of_rewording(text.format(old), text.format(new), (), {language})
        assert Rule.NEGATION not in {reason.rule for reason in (*reasons, *told)}


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "We share non-personal data.", "We share data."),
        ("en", "We share non-personal data.", "We share personal data."),
        ("en", "We sell no personal data.", "We sell some personal data."),
        ("en", "You grant us a non-exclusive licence.", "You grant us an exclusive licence."),
        ("de", "Wir teilen nicht personenbezogene Daten.", "Wir teilen Daten."),
        ("de", "Wir geben keine Daten weiter.", "Wir geben nicht personenbezogene Daten weiter."),
        ("fr", "Nous ne partageons pas de données.", "Nous partageons des données non personnelles."),
        ("it", "Non personalizziamo gli annunci.", "Ora personalizziamo gli annunci."),
    ],
)
def test_what_is_denied_less_is_told(language, old, new):
    """Where "non-personal" itself goes, its word stays without it, or something else is denied, that is a negation."""
    _, reasons = of_rewording(old, new, (), {language})
    assert Rule.NEGATION in {reason.rule for reason in reasons}
