"""Any country to which data go, or where they are kept, is told as a transfer abroad, in whatever case it stands."""

from __future__ import annotations

import pytest
from babel import Locale

from monitor.core.languages import known
from monitor.core.records import Significance
from monitor.core.significance.abroad import with_countries
from monitor.core.significance.countries import countries
from monitor.core.significance.lexicon import told_hits
from monitor.core.significance.verdict import of_arrival, of_rewording
from monitor.core.text import words

CASES = [
    ("en", "in the Philippines, Turkey, South Korea, Congo and Hong Kong", "PH TR KR CD HK"),
    ("en", "china plates, a turkey, a jersey", ""),
    ("cs", "v Brazílii, v Číně, do Německa, ve Spojených státech, z Indie, v Jižní Koreji", "BR CN DE US IN KR"),
    ("cs", "Činnost. Malé. Períčko.", ""),
    ("pl", "do Brazylii, Chin, Niemiec, na Ukrainę, w Stanach Zjednoczonych, w Polsce", "BR CN DE UA US PL"),
    ("sk", "v Brazílii a na Ukrajine", "BR UA"),
    ("hr", "u Njemačkoj i Brazilu", "DE BR"),
    ("de", "nach Brasilien, Indiens, in die Türkei, Man sagt", "BR IN TR"),
    ("fi", "Saksaan, Brasiliassa, Vietnamiin", "DE BR VN"),
    ("hu", "Németországban, Brazíliába", "DE BR"),
    ("ru", "в Германии, Вьетнаме, Бразилию, США", "DE VN BR US"),
    ("uk", "у Німеччині та Бразилії", "DE BR"),
    ("el", "στη Γερμανία, της Βραζιλίας", "DE BR"),
    ("tr", "Almanya'ya, Vietnam'da", "DE VN"),
    ("fr", "au Viêt Nam, au Brésil, en République tchèque", "VN BR CZ"),
    ("it", "in Brasile, Cina, Repubblica Ceca", "BR CN CZ"),
    ("sv", "i Vietnam, Brasiliens, Filippinerna", "VN BR PH"),
    ("zh", "存储在越南和美国", "VN US"),
    ("ja", "ベトナムに保存", "VN"),
]


@pytest.mark.parametrize(("language", "text", "codes"), CASES)
def test_a_country_is_known_by_its_name_in_any_case(language, text, codes):
    """Names are those of the text's language, inflected where it inflects names; they have a capital."""
    assert " ".join(it.code for it in countries(text, {language})) == codes


@pytest.mark.parametrize("language", [one.code for one in known().each if one.code != "any"])
def test_each_language_has_names_of_countries(language):
    """Every language of ours names Brazil, Vietnam and Kenya as the CLDR does."""
    names = Locale.parse(language).territories
    text = ", ".join(names[code].title() for code in ("BR", "VN", "KE"))
    assert [it.code for it in countries(text, {language})] == ["BR", "VN", "KE"]


MOVES = [
    ("en", "Your data are stored in Ireland.", "Your data are stored in Vietnam.", "Ireland", "Vietnam"),
    (
        "de",
        "Wir übermitteln die Daten nach Österreich.",
        "Wir übermitteln die Daten nach Kenia.",
        "Österreich",
        "Kenia",
    ),
    ("it", "I dati restano in Italia.", "I dati vanno in Egitto.", "Italia", "Egitto"),
    ("fr", "Les données restent en France.", "Les données partent au Maroc.", "France", "Maroc"),
    ("es", "Los datos se guardan en España.", "Los datos se guardan en Ecuador.", "España", "Ecuador"),
    ("pt", "Os dados ficam em Portugal.", "Os dados ficam em Angola.", "Portugal", "Angola"),
    ("nl", "De gegevens blijven in Nederland.", "De gegevens gaan naar Suriname.", "Nederland", "Suriname"),
    ("pl", "Dane przekazujemy do Polski.", "Dane przekazujemy do Wietnamu.", "Polski", "Wietnamu"),
    ("cs", "Vaše údaje předáváme do Rakouska.", "Vaše údaje předáváme do Brazílie.", "Rakouska", "Brazílie"),
    ("sv", "Uppgifterna lagras i Sverige.", "Uppgifterna lagras i Serbien.", "Sverige", "Serbien"),
    ("da", "Dine data opbevares i Danmark.", "Dine data opbevares i Ukraine.", "Danmark", "Ukraine"),
    ("no", "Opplysningene lagres i Norge.", "Opplysningene lagres i Kenya.", "Norge", "Kenya"),
    ("fi", "Tiedot tallennetaan Suomeen.", "Tiedot tallennetaan Ukrainaan.", "Suomeen", "Ukrainaan"),
]


@pytest.mark.parametrize(("language", "old", "new", "went", "came"), MOVES)
def test_data_that_go_to_another_country_are_told(language, old, new, went, came):
    """Both countries are told, be they on a list of ours or not."""
    significance, reasons = of_rewording(old, new, (), {language})
    told = {(reason.went, reason.came) for reason in reasons if reason.subject == "transfer abroad"}
    assert significance is Significance.MATERIAL
    assert told == {(went, None), (None, came)}
    _, added = of_arrival(new, (), {language}, added=True)
    assert (None, came) in {(it.went, it.came) for it in added if it.subject == "transfer abroad"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Our mugs are fired in Ireland.", "Our mugs are fired in Kenya."),
        ("The courts of Ireland decide on your data.", "The courts of Kenya decide on your data."),
        ("Residents of Ireland may see their data.", "Residents of Kenya may see their data."),
        ("We keep data in Kenya and Norway.", "We keep data in Norway and Kenya."),
        ("Norway is cold. We keep data there.", "Norway is cold. We keep data in Norway."),
        ("Ask us for data at 12 Mill Lane, Leeds LS1 4AB.", "Ask us for data at 12 Mill Lane, Leeds LS1 4AB, Ireland."),
        ("We keep your data.", "We keep your data, but never in Kenya."),
    ],
)
def test_a_country_that_is_named_for_something_else_is_no_transfer(old, new):
    """Neither a country of which nothing is said of data, nor one of courts, residents, addresses and denials."""
    _, reasons = of_rewording(old, new, (), {"en"})
    assert not [reason for reason in reasons if reason.subject == "transfer abroad"]


def test_a_country_that_a_term_of_ours_names_is_named_once():
    """The United States are a term of the lexicon and a country; one hit says so."""
    text = "We transfer data to the United States and Kenya."
    found = with_countries(told_hits(text, frozenset({"en"})), text, frozenset({"en"}), is_edited=False)
    named = [" ".join(words(text)[hit.start : hit.end]) for hit in found if hit.category == "transfer abroad"]
    assert [name for name in named if name in {"united states", "kenya"}] == ["united states", "kenya"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If you are in Japan and not satisfied with our answer, you may lodge a complaint with your authority."),
        (
            "fr",
            "Si vous résidez en Suisse, vous avez les droits que la loi suisse vous donne sur vos données personnelles.",
        ),
        (
            "de",
            "Leserinnen in Österreich können sich bei der dortigen Behörde über unseren Umgang mit Daten beschweren.",
        ),
        ("en", "For people who live in Norway or in Sweden, your data are shared with our partners there."),
        ("de", "Wenn Sie in der Schweiz wohnen, geben wir Ihre Daten an Partner weiter."),
        ("it", "Se vivi in Norvegia, condividiamo i tuoi dati con i partner."),
        ("pl", "Jeśli mieszkasz w Norwegii, udostępniamy Twoje dane partnerom."),
        ("cs", "Pokud žijete v Norsku, sdílíme vaše údaje s partnery."),
        ("fr", "Nous sommes enregistrés en Angleterre et partageons vos données."),
        ("es", "Estamos registrados en Inglaterra y compartimos los datos."),
        ("fr", "Vos données sont traitées par Colibri, 12 rue de la Paix, Lyon, France."),
        ("de", "Ihre Daten verarbeitet die Adler GmbH, Hauptstraße 5, Wien, Österreich."),
    ],
)
def test_a_country_of_readers_is_no_transfer(language: str, text: str) -> None:
    """A clause that came on where readers live, may complain or have rights takes no data abroad."""
    assert "transfer abroad" not in {reason.subject for reason in of_arrival(text, (), {language}, added=True)[1]}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Your data reside in India."),
        ("en", "Data of people who live in Norway are sent to India."),
        ("fr", "Vos données sont enregistrées en Inde."),
        ("es", "Los datos quedan registrados en la India."),
        ("nl", "Uw gegevens worden geregistreerd in India."),
    ],
)
def test_data_that_live_somewhere_are_told(language: str, text: str) -> None:
    """What is said of a reader's home or a company's seat may be said of data, and is a transfer then."""
    _, reasons = of_arrival(text, (), {language}, added=True)
    (told,) = [reason.came for reason in reasons if reason.subject == "transfer abroad"]
    assert told in {"India", "Inde"}


SEATS = [
    ("en", "Larch Ltd has its registered office in Cork, {}.", "Ireland", "Kenya"),
    ("en", "We are incorporated in {}.", "England", "Bermuda"),
    ("de", "Verantwortlich ist die Birke GmbH mit Sitz in {}.", "Österreich", "Kenia"),
    ("fr", "La société Orme a son siège en {}.", "France", "Tunisie"),
    ("it", "Il titolare è Tiglio S.r.l., con sede in {}.", "Italia", "Tunisia"),
    ("es", "Olmo, S.L., tiene su sede en {}.", "España", "Colombia"),
    ("pt", "A Sobreiro, Lda., tem sede em {}.", "Portugal", "Angola"),
    ("nl", "Iep B.V. is gevestigd te Breda, {}.", "Nederland", "Suriname"),
    ("pl", "Administratorem jest Wiąz z siedzibą w Gdyni, {}.", "Polska", "Białoruś"),
    ("cs", "Správcem je Jilm se sídlem v Brně, {}.", "Česko", "Gruzie"),
    ("sv", "Alm AB har sitt säte i {}.", "Sverige", "Kenya"),
]


@pytest.mark.parametrize(("language", "text", "went", "came"), SEATS)
def test_a_seat_that_moves_abroad_is_told_with_both_countries(language, text, went, came):
    """It is material, and told as one transfer abroad, whatever the text says of data."""
    significance, reasons = of_rewording(text.format(went), text.format(came), (), {language})
    assert significance is Significance.MATERIAL
    assert [(one.went, one.came) for one in reasons if one.subject == "transfer abroad"] == [(went, came)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Larch Ltd has its seat in Cork.", "Larch Ltd has its seat in Cork, Ireland."),
        ("Larch Ltd has its seat in Ireland.", "Larch Ltd, of Ireland, has its seat there."),
        ("The courts of our seat in Ireland decide.", "The courts of our seat in Malta decide."),
        ("Users see ads.", "Users based in Kenya see ads."),
        ("We share data with friends.", "We share data with friends. If you are based in Kenya, ask first."),
    ],
)
def test_a_country_that_is_no_news_of_a_seat_is_no_transfer(old, new):
    """Neither one that is named besides, nor one of courts, nor the one that users are based in."""
    _, reasons = of_rewording(old, new, (), {"en"})
    assert not [reason for reason in reasons if reason.subject == "transfer abroad"]


def test_what_is_based_in_a_country_is_not_always_people():
    """Servers of users that are based in another country are a transfer, and so is what is told beside a seat."""
    for old, new, told in (
        ("Our servers for users are based in Ireland.", "Our servers for users are based in Kenya.", {"Kenya"}),
        ("We are registered in Ireland.", "We are registered in Malta. Data go to Kenya.", {"Malta", "Kenya"}),
    ):
        _, reasons = of_rewording(old, new, (), {"en"})
        assert {one.came for one in reasons if one.subject == "transfer abroad"} - {None} == told
