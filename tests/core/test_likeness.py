from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.shapes.doubling import MOST, growth
from benchmarks.shapes.work import Shape
from monitor.core.likeness import likeness, topicality
from monitor.core.strangers import IS_POLICY, NO_POLICY

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
    "fr": "Nous collectons votre adresse e-mail et vos données de localisation sur la base de votre consentement. Nous les "
    "communiquons à des sous-traitants aux États-Unis, nous les conservons deux ans et nous les chiffrons. Vous avez un "
    "droit d'accès, d'effacement et d'opposition ; écrivez au délégué à la protection des données. Nous vous informerons "
    "des modifications de cette politique.",
    "es": "Recogemos su dirección de correo electrónico y sus datos de localización con su consentimiento. Los comunicamos a "
    "encargados del tratamiento en Estados Unidos, los conservamos durante dos años y los ciframos. Usted tiene derecho de "
    "acceso, supresión y oposición, y puede escribir al delegado de protección de datos. Le avisaremos de los cambios.",
    "pt": "Recolhemos o seu endereço de e-mail e os seus dados de localização com base no seu consentimento. Partilhamos os "
    "dados com subcontratantes nos Estados Unidos, conservamos os dados durante dois anos e usamos encriptação. Tem o "
    "direito de acesso, apagamento e oposição e pode escrever ao encarregado da proteção de dados. Comunicamos alterações "
    "a esta política.",
    "nl": "Wij verzamelen uw e-mailadres en locatiegegevens op grond van uw toestemming. Wij delen ze met verwerkers in de "
    "Verenigde Staten, bewaren ze twee jaar en versleutelen ze. U heeft recht op inzage, verwijdering en bezwaar en kunt "
    "schrijven aan onze functionaris voor gegevensbescherming. Wijzigingen van dit beleid maken wij bekend.",
    "pl": "Zbieramy Twój adres e-mail i dane o lokalizacji na podstawie Twojej zgody. Udostępniamy je podmiotom "
    "przetwarzającym w Stanach Zjednoczonych, przechowujemy przez dwa lata i szyfrujemy. Masz prawo dostępu, usunięcia i "
    "sprzeciwu, możesz też napisać do inspektora ochrony danych. O zmianach polityki powiadomimy.",
    "cs": "Shromažďujeme vaši e-mailovou adresu a údaje o poloze na základě vašeho souhlasu. Předáváme je zpracovatelům ve "
    "Spojených státech, uchováváme je dva roky a šifrujeme je. Máte právo na přístup, výmaz a námitku a můžete napsat "
    "pověřenci pro ochranu osobních údajů. O změnách těchto zásad vás budeme informovat.",
}
STORIES = {
    "a home page": "Meet people around the corner, swipe through the evening, laugh a lot and start something new. Our app "
    "brings you closer to what you love, with games, shows and a feed that never sleeps. Get it today!",
    "a recipe": "Stir the flour into warm milk, add a pinch of salt and let the dough rest under a cloth until it has "
    "doubled. Roll it out, cut it into strips and bake them until golden. Serve with plum jam.",
}


FOREIGNERS = Path(__file__).parent / "foreigners"
COOKIES = (
    "These cookies are set when you visit the site.",
    *(f"Name: _c{n}\nPurpose: statistics about which pages are read.\nProvider: Counting Ltd." for n in range(20)),
)


def pages() -> dict[str, list[str]]:
    """Return pages that are no policies, by language, name, kind and, where they praise it, "privacy"."""
    found: dict[str, list[str]] = {}
    for file in sorted(FOREIGNERS.glob("*.txt")):
        for page in file.read_text(encoding="utf-8").split("== ")[1:]:
            name, *lines = page.strip().split("\n")
            found[f"{file.stem} {name}"] = lines
    return found


PAGES = pages()


@pytest.mark.parametrize("language", sorted(POLICIES))
def test_a_policy_reads_like_one(language: str) -> None:
    """Texts that speak of data, recipients, periods and rights grade high in each language of the lexicon."""
    assert likeness([POLICIES[language]] * 4) >= 0.75


@pytest.mark.parametrize("story", sorted(STORIES))
def test_other_texts_do_not(story: str) -> None:
    """Texts of another matter grade low however long they are."""
    assert likeness([STORIES[story]] * 10) < 0.35


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_that_sells_tells_or_helps_does_not(page: str) -> None:
    """Homes, products, blogs, help and press grade low in each language, though privacy is what they praise."""
    assert likeness(PAGES[page]) < NO_POLICY


def test_it_is_not_for_want_of_words_that_they_do_not() -> None:
    """Most of the pages that praise privacy speak of a policy's matters as much as a policy may."""
    speaking = [page for page in PAGES if page.endswith("privacy") and topicality(PAGES[page]) >= NO_POLICY]
    assert len(speaking) >= 18


@pytest.mark.parametrize("language", sorted(POLICIES))
def test_a_policy_on_a_page_that_sells_is_still_one(language: str) -> None:
    """A few lines of promotion around a policy take nothing from it."""
    around = next(lines[:3] for page, lines in PAGES.items() if page.startswith(language))
    assert likeness([*around, *[POLICIES[language]] * 4]) >= IS_POLICY


def test_a_list_informs_by_its_labels() -> None:
    """What a line says behind its label counts as informing: a list of cookies has hardly any sentences."""
    assert likeness([*COOKIES, POLICIES["en"]]) > 2 * likeness(
        [line.replace(": ", " ") for line in COOKIES] + [POLICIES["en"]]
    )


def test_a_few_words_are_too_few_to_tell() -> None:
    """A short text grades lower than the same matter at length."""
    assert likeness([POLICIES["en"]]) < likeness([POLICIES["en"]] * 4)


@given(st.lists(st.text(max_size=80), max_size=8))
def test_the_grade_is_bounded(texts: list[str]) -> None:
    """Whatever the text, the grade lies between 0 and 1."""
    assert 0.0 <= likeness(texts) <= 1.0


@pytest.mark.drill
@pytest.mark.parametrize("filling", ["«", '" ', "?  ", ". ", "a: ", "1 €", "\n", "sign up ", "a | ", "。"])
def test_grading_is_linear(filling: str) -> None:
    """A text of twice the length takes about twice the time to grade, whatever it is full of."""
    text = POLICIES["en"]

    def made(size: int):
        filled = f"{text}\n{filling * (size // len(filling))}\n{text}"
        return lambda: likeness([filled])

    assert growth(Shape(name=filling, made=made, small=20_000, large=40_000)) <= MOST
