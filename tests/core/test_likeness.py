from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.likeness import likeness

POLICIES = {
    "en": "We collect your email address and location data to provide the service, on the basis of your consent. We share "
    "them with processors in the United States, keep them for two years and encrypt them. You may object, ask for "
    "access, erasure or a copy, and write to our data protection officer. We will notify you of changes to this policy.",
    "de": "Wir erheben Ihre E-Mail-Adresse und Standortdaten auf Grundlage Ihrer Einwilligung. Wir geben sie an "
    "Auftragsverarbeiter in den USA weiter, speichern sie zwei Jahre und verschlüsseln sie. Sie haben das Recht auf "
    "Auskunft, Löschung und Widerspruch und erreichen unseren Datenschutzbeauftragten. Änderungen teilen wir mit.",
    "it": "Raccogliamo il tuo indirizzo email e i dati di localizzazione sulla base del consenso. Li comunichiamo a "
    "responsabili negli Stati Uniti, li conserviamo per due anni e li proteggiamo con la cifratura. Hai diritto di "
    "accesso, cancellazione e opposizione e puoi scrivere al titolare del trattamento. Comunichiamo le modifiche.",
}
STORIES = {
    "a home page": "Meet people around the corner, swipe through the evening, laugh a lot and start something new. Our app "
    "brings you closer to what you love, with games, shows and a feed that never sleeps. Get it today!",
    "a recipe": "Stir the flour into warm milk, add a pinch of salt and let the dough rest under a cloth until it has "
    "doubled. Roll it out, cut it into strips and bake them until golden. Serve with plum jam.",
}


@pytest.mark.parametrize("language", sorted(POLICIES))
def test_a_policy_reads_like_one(language: str) -> None:
    """Texts that speak of data, recipients, periods and rights grade high in each language of the lexicon."""
    assert likeness([POLICIES[language]] * 4) >= 0.75


@pytest.mark.parametrize("story", sorted(STORIES))
def test_other_texts_do_not(story: str) -> None:
    """Texts of another matter grade low however long they are."""
    assert likeness([STORIES[story]] * 10) < 0.35


def test_a_few_words_are_too_few_to_tell() -> None:
    """A short text grades lower than the same matter at length."""
    assert likeness([POLICIES["en"]]) < likeness([POLICIES["en"]] * 4)


@given(st.lists(st.text(max_size=80), max_size=8))
def test_the_grade_is_bounded(texts: list[str]) -> None:
    """Whatever the text, the grade lies between 0 and 1."""
    assert 0.0 <= likeness(texts) <= 1.0
