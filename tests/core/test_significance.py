from __future__ import annotations

from time import process_time

import pytest

from monitor.core.records import Significance
from tests import costs
from tests.core.helpers import worded_arrival as of_arrival
from tests.core.helpers import worded_rewording as of_rewording

MATERIAL = [
    # English
    (
        "We keep invoices for 5 years.",
        "We keep invoices for 10 years.",
        ("retention",),
        "retention: 5 years -> 10 years",
    ),
    (
        "We keep logs for five years.",
        "We keep logs for 25 months.",
        ("retention",),
        "retention: five years -> 25 months",
    ),
    (
        "We do not sell your data.",
        "We may sell your data.",
        (),
        'denial: "We do not sell your data." -> "We may sell your data."',
    ),
    (
        "We share data with our bank.",
        "We share data with our bank and data brokers.",
        (),
        "recipient: data brokers added",
    ),
    ("We collect your name.", "We collect your name and precise location.", (), "kind of data: precise location added"),
    ("We use it to answer you.", "We use it to answer you and for advertising.", (), "purpose: advertising added"),
    (
        "We rely on your consent.",
        "We rely on our legitimate interest.",
        (),
        "legal basis: consent -> legitimate interest",
    ),
    (
        "You have the right to object and to portability.",
        "You have the right to object.",
        (),
        "right: portability removed",
    ),
    ("Data stays with us.", "Data may be sent to the United States.", (), "transfer abroad: United States added"),
    ("Write to old@example.org.", "Write to new@example.org.", (), "contact: old@example.org -> new@example.org"),
    (
        "Piszcie na adres kontak@mlyn.example.",
        "Piszcie na adres kontakt@mlyn.example.",
        (),
        "contact: kontak@mlyn.example -> kontakt@mlyn.example",
    ),
    ("Call +49 30 1234567 today.", "Call +49 30 7654321 today.", (), "contact: +49 30 1234567 -> +49 30 7654321"),
    (
        "The service is for people over 16 years.",
        "The service is for people over 13 years.",
        (),
        "period: 16 years -> 13 years",
    ),
    ("The plan costs $ 10 a month.", "The plan costs $ 20 a month.", (), "amount: $ 10 -> $ 20"),
    ("We take a share of 5%.", "We take a share of 8%.", (), "amount: 5% -> 8%"),
    (
        "Under Art. 6(1)(a) GDPR we may.",
        "Under Art. 6(1)(f) GDPR we may.",
        (),
        "legal basis: Art. 6(1)(a) -> Art. 6(1)(f)",
    ),
    ("Courts decide.", "Binding arbitration decides.", (), "dispute: arbitration added"),
    ("We store it.", "We store it with encryption.", (), "security: encryption added"),
    (
        "Recipients are Alpina and others.",
        "Recipients are Alpina, Borealis and others.",
        ("third-party",),
        "name: Borealis added",
    ),
    (
        "Coins end on 31.12.2024 in all shops of ours.",
        "Coins end on 31.12.2025 in all shops of ours.",
        (),
        "number: 31.12.2024 -> 31.12.2025",
    ),
    # Italian
    (
        "Conserviamo i dati per cinque anni.",
        "Conserviamo i dati per dieci anni.",
        ("retention",),
        "retention: cinque anni -> dieci anni",
    ),
    ("Non vendiamo i dati.", "Vendiamo i dati.", (), 'denial: "Non vendiamo i dati." -> "Vendiamo i dati."'),
    (
        "Li comunichiamo alla banca.",
        "Li comunichiamo alla banca e a inserzionisti.",
        (),
        "recipient: inserzionisti added",
    ),
    # Czech
    ("Údaje uchováváme po dobu 3 let.", "Údaje uchováváme po dobu 5 let.", ("retention",), "retention: 3 let -> 5 let"),
    ("Údaje neprodáváme.", "Údaje prodáváme.", (), 'denial: "Údaje neprodáváme." -> "Údaje prodáváme."'),
    ("Sdílíme je s bankou.", "Sdílíme je s bankou a inzerenty.", (), "recipient: inzerenty added"),
    # French
    ("Conservées pendant 13 mois.", "Conservées pendant 25 mois.", ("retention",), "retention: 13 mois -> 25 mois"),
    ("Nous ne vendons pas vos données.", "Nous vendons vos données.", (), "denial:"),
    ("Transmises à la banque.", "Transmises à la banque et aux annonceurs.", (), "recipient: annonceurs added"),
    # German
    ("Wir speichern sie zwei Jahre.", "Wir speichern sie drei Jahre.", (), "retention: zwei Jahre -> drei Jahre"),
    ("Wir verkaufen keine Daten.", "Wir verkaufen Daten.", (), "denial:"),
    (
        "Wir erfassen Ihren Namen.",
        "Wir erfassen Ihren Namen und Standortdaten.",
        (),
        "kind of data: Standortdaten added",
    ),
    # Spanish
    ("Los guardamos 2 años.", "Los guardamos 6 años.", (), "retention: 2 años -> 6 años"),
    ("Nunca cedemos sus datos.", "Cedemos sus datos.", (), "denial:"),
    ("Tratamos su nombre.", "Tratamos su nombre y su ubicación.", (), "kind of data: ubicación added"),
    # Portuguese
    ("Guardamos por 30 dias.", "Guardamos por 90 dias.", (), "retention: 30 dias -> 90 dias"),
    ("Não vendemos dados.", "Vendemos dados.", (), "denial:"),
    ("Usamos para responder.", "Usamos para responder e para publicidade.", (), "purpose: publicidade added"),
    # Dutch
    ("Wij bewaren dit 12 maanden.", "Wij bewaren dit 24 maanden.", (), "retention: 12 maanden -> 24 maanden"),
    ("Wij delen geen gegevens.", "Wij delen gegevens.", (), "denial:"),
    ("Wij delen dit met de bank.", "Wij delen dit met de bank en adverteerders.", (), "recipient: adverteerders added"),
    # Polish
    ("Przechowujemy je przez 3 lata.", "Przechowujemy je przez 6 lat.", (), "retention: 3 lata -> 6 lat"),
    ("Nie sprzedajemy danych.", "Sprzedajemy dane.", (), "denial:"),
    ("Zbieramy imię.", "Zbieramy imię i dane o lokalizacji.", (), "kind of data: lokalizacji added"),
    # Chinese
    ("我们保存您的信息。", "我们与广告商共享您的信息。", (), "recipient: 广告商 added"),
    # What widens or narrows what is promised
    ("We share it only with your consent.", "We share it with your consent.", (), "scope: only removed"),
    (
        "Wir teilen Daten ausschließlich mit Banken.",
        "Wir teilen Daten mit Banken.",
        (),
        "scope: ausschließlich removed",
    ),
    ("Compartimos datos solo con bancos.", "Compartimos datos con bancos.", (), "scope: solo removed"),
    ("We share some of your data.", "We share all of your data.", (), "scope: all added"),
    ("Non trattiamo dati sanitari.", "Non trattiamo dati sanitari, salvo i Suoi.", (), "exception: salvo added"),
    ("Wij delen geen gegevens.", "Wij delen geen gegevens, tenzij u wilt.", (), "exception: tenzij added"),
    ("Nie udostępniamy danych.", "Nie udostępniamy danych, chyba że klient chce.", (), "exception: chyba że added"),
    # Those who deny
    ("Nadie lee sus mensajes.", "Todos leen sus mensajes.", (), "denial: "),
    ("Niemand leest uw berichten.", "Ons team leest uw berichten.", (), "denial: "),
    ("Nikt nie czyta listów.", "Zespół czyta listy.", (), "denial: "),
    ("Мы не продаём ваши письма.", "Мы продаём ваши письма.", (), "denial: "),
    ("Vi säljer inte dina brev.", "Vi säljer dina brev.", (), "denial: "),
    # Figures as they are written
    ("Pokuta činí 1 000 Kč.", "Pokuta činí 10 000 Kč.", (), "amount: 1 000 Kč -> 10 000 Kč"),
    ("A multa é de R$ 100.", "A multa é de R$ 1.000.", (), "amount: R$ 100 -> R$ 1.000"),
    ("Billing data: XII months.", "Billing data: XXIV months.", (), "period: XII months -> XXIV months"),
    ("Deleted after a year.", "Deleted after two years.", (), "retention: a year -> two years"),
    ("Téléphone : 01 99 00 12 34", "Téléphone : 02 61 91 56 78", (), "contact: 01 99 00 12 34 -> 02 61 91 56 78"),
    (
        "Opt out at www.mill.com now.",
        "Opt out at www.adgrid.com now.",
        (),
        "web address: www.mill.com -> www.adgrid.com",
    ),
    ("Personne n'a accès.", "Tout le monde a accès.", (), "denial: "),
    (
        "Logs are erased after 30 days.",
        "Logs are erased after 30 days at the earliest.",
        (),
        "scope: at the earliest added",
    ),
    ("Supprimé au bout d'un an.", "Supprimé au bout de deux ans.", (), "retention: un an -> deux ans"),
    # In a clause on disputes a name is about them
    ("Gerichtsstand ist Leipzig.", "Gerichtsstand ist Hamburg.", (), 'dispute: "Leipzig" -> "Hamburg"'),
]
COSMETIC = [
    ("We  keep\u00a0it.", "We keep it.", "white space"),
    ("a \u201cquoted\u201d word \u2013 here", 'a "quoted" word - here', "typography"),
    ("Kept for 10 years.", "Kept for 10 years¹.", "footnote mark"),
    ("Kept for 10 years.² More.", "Kept for 10 years.³ More.", "footnote mark"),
    ("Rechnungen (10 Jahre) bleiben.", "Rechnungen (10 Jahre)¹ bleiben.", "footnote mark"),
    ("Nous le gardons de façon sûre.", "Nous le¹ gardons de façon sûre.", "footnote mark"),
    ("Kept for 10 years.", "Kept for 10 years.¹,²", "footnote mark"),
    ("Kept for 10 years.", "Kept[1] for 10 years[12].", "footnote mark"),
    ("Session data are erased at once.", "¹ Session data are erased at once.", "footnote mark"),
    ("coop\u00aderation with all", "cooperation with all", "white space"),
    ("Your Rights And Choices", "Your rights and choices", "letter case"),
    ("We keep it, always", "We keep it always.", "punctuation"),
    ("4.2 We keep it.", "4.3 We keep it.", "renumbering"),
    ("(a) We keep it.", "b) We keep it.", "renumbering"),
    ("See section 4.2 for more.", "See section 5.1 for more.", "cross-reference"),
    ("More at https://example.org/a?utm=1 here.", "More at https://example.org/b here.", "link address"),
    ("More (https://example.org/old) here.", "More (https://example.org/new) here.", "link address"),
    ("Write to [email\u00a0protected] please.", "Write to me@example.org please.", "e-mail obfuscation"),
    ("Write to me [at] example [dot] org please.", "Write to me@example.org please.", "e-mail obfuscation"),
    ("Last updated: 1 May 2024", "Last updated: 12 June 2025", "stated date"),
    ("Effective Date: January 3rd, 2023", "Effective Date: 2024-02-01", "stated date"),
    ("Ultimo aggiornamento: luglio 2024", "Ultimo aggiornamento: agosto 2024", "stated date"),
    ("Účinnost od 25. 2. 2022", "Účinnost od 1. března 2023", "stated date"),
    ("Dernière mise à jour : 02.02.2024", "Dernière mise à jour : 17.09.2024", "stated date"),
    ("Stand: Mai 2024", "Stand: Juni 2024", "stated date"),
    ("Última actualización: 5 de mayo de 2024", "Última actualización: 6 de junio de 2024", "stated date"),
    ("Última atualização: 5 de maio de 2024", "Última atualização: 6 de junho de 2024", "stated date"),
    ("Laatst bijgewerkt op 5 mei 2024", "Laatst bijgewerkt op 6 juni 2024", "stated date"),
    ("Ostatnia aktualizacja: 5 maja 2024 r.", "Ostatnia aktualizacja: 6 czerwca 2024 r.", "stated date"),
    ("最后更新：2024年5月1日", "最后更新：2025年6月2日", "stated date"),
    ("Updated: 4 days ago", "Updated: 5 days ago", "stated date"),
    ("© Example Ltd, 2025", "© Example Ltd, 2026", "stated date"),
    ("We recieve your letters.", "We receive your letters.", "typo"),
    ("We recieve your leters and anwser them.", "We receive your letters and answer them.", "typo"),
    ("Riceviamo le vostre richerche.", "Riceviamo le vostre ricerche.", "typo"),
    ("under article 17 of the GDPR", "under Art. 17 of the GDPR", "abbreviation"),
    ("Terms and conditions", "Terms & conditions", "abbreviation"),
    ("an e-mail to us", "an email to us", "word spacing"),
    ("La ricevutta è stampata.", "La ricevuta è stampata.", "typo"),
    ("We personalise it with the FAQs.", "We personalize it with the FAQ's.", "typo"),
    ("fuer alle Kunden", "für alle Kunden", "accents"),
    ("des oeuvres", "des œuvres", "accents"),
    ("Podle článku 17 GDPR", "Podle čl. 17 GDPR", "abbreviation"),
    ("Szczegóły w punkcie 3 polityki.", "Szczegóły w punkcie 4 polityki.", "cross-reference"),
    ("Cookies and Similar Tools follow.", "COOKIES AND SIMILAR TOOLS follow.", "letter case"),
    ("in the the shop", "in the shop", "doubled word"),
    ("donnees conservees", "données conservées", "accents"),
]

TOLD = [
    ("A floor of 10 m²", "A floor of 10 m"),
    ("Kept for 10² pages", "Kept for 10 pages"),
    ("We recieve your leters, anwser them and deliverr them.", "We receive your letters, answer them and deliver them."),
    ("lawful use", "unlawful use"),
    ("We could read it.", "We would read it."),
    ("We must ask you.", "We may ask you."),
    ("Sent to US servers.", "Sent to us servers."),
    ("Coins end on January 31, 2026 in all shops of ours.", "Coins end on March 31, 2026 in all shops of ours."),
    ("Under Art. 6 GDPR.", "Under Art. 9 GDPR."),
    ("We work with a partner.", "We work with partners of ours."),
    ("Orders over 1.50", "Orders over 150"),
    ("We share all data.", "We share data."),
    ("Trees grow in our garden.", "Trees grow in their garden."),
    ("Wir verkaufen Obst.", "Wir verkauften Obst."),
    ("Based on your consent", "Based on your content"),
    ("Contract details", "Contact details"),
    ("Die Löschung erfolgt bald.", "Die Lösung erfolgt bald."),
    ("Účel je popsán níže.", "Účet je popsán níže."),
    ("Dati di contatto", "Dati di contratto"),
    ("For three months at most", "Three months at most"),
    ("Deleted after a year.", "Deleted after 12 months."),
    ("Updated terms apply to orders placed after 1 May 2024 by customers who had signed up for the old plan before then and have not left since, in all of our shops.",
     "Updated terms apply to orders placed after 1 May 2025 by customers who had signed up for the old plan before then and have not left since, in all of our shops."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "topics", "reason"), MATERIAL)
def test_what_touches_figures_negations_or_terms_is_material(old, new, topics, reason):
    """A changed figure, negation or lexicon term is material in each language and says so, either way round."""
    significance, reasons = of_rewording(old, new, topics)
    assert significance is Significance.MATERIAL, reasons
    assert any(given.startswith(reason) for given in reasons), reasons
    assert of_rewording(new, old, topics)[0] is Significance.MATERIAL


def test_one_length_of_time_in_other_words_is_no_other_period():
    """A year is twelve months: told, since the words changed, but not as another period."""
    assert of_rewording("Deleted after a year.", "Deleted after 12 months.") == (Significance.MINOR, ("wording",))
    assert of_rewording("Supprimé au bout d'un an.", "Supprimé au bout de 12 mois.")[0] is Significance.MINOR
    assert of_rewording("Pagina 10,000", "Pagina 10.000") == (Significance.MINOR, ("wording",))


@pytest.mark.parametrize(
    "other",
    [
        "We collect your phone number, name and e-mail address.",
        "We collect your e-mail address, name and phone number.",
        "We collect your e-mail address, phone number and name.",
    ],
)
def test_what_has_another_place_in_a_list_neither_came_nor_went(other):
    """Entries of a list within a sentence that change places are other words, and none of them is said to be gone."""
    one = "We collect your name, e-mail address and phone number."
    assert of_rewording(one, other) == of_rewording(other, one) == (Significance.MINOR, ("wording",))


@pytest.mark.parametrize(
    ("old", "new"),
    [("Klíč půjčujeme hostům.", "Klíč nepůjčujeme hostům."), ("Stored encrypted.", "Stored unencrypted.")],
)
def test_a_word_turned_round_is_no_term_that_went(old, new):
    """What is now denied is told as a denial, not as something that is no longer spoken of."""
    assert [reason.partition(":")[0] for reason in of_rewording(old, new)[1]] == ["denial"]


@pytest.mark.parametrize(("old", "new", "reason"), COSMETIC)
def test_what_says_the_same_is_cosmetic(old, new, reason):
    """Two wordings that say the same are cosmetic, with the name of what differs, either way round."""
    assert of_rewording(old, new) == (Significance.COSMETIC, (reason,))
    assert of_rewording(new, old) == (Significance.COSMETIC, (reason,))


@pytest.mark.parametrize(("old", "new"), TOLD)
def test_when_in_doubt_it_is_told(old, new):
    """What may change the meaning is never cosmetic."""
    assert of_rewording(old, new)[0].is_told
    assert of_rewording(new, old)[0].is_told


@pytest.mark.parametrize(
    ("text", "significance", "reason"),
    [
        ("We like trees.", Significance.MINOR, 'added: "We like trees."'),
        ("We share it with advertisers.", Significance.MATERIAL, "recipient: advertisers added"),
        ("Last updated: 1 May 2024", Significance.COSMETIC, "stated date"),
        (
            "Orders end on 1 May 2024 in every shop.",
            Significance.MINOR,
            'added: "Orders end on 1 May 2024 in every shop."',
        ),
        ("* * *", Significance.COSMETIC, "no words"),
    ],
)
def test_an_added_clause_is_at_least_minor_if_it_says_anything(text, significance, reason):
    """An added clause is told unless it has no words or only states a date."""
    found, reasons = of_arrival(text, added=True)
    assert found is significance
    assert reason in reasons


@pytest.mark.drill
@pytest.mark.parametrize(
    ("start", "unit", "end"),
    [
        ("", "a", ""), ("", "a.", "a"), ("", "1.", "a"), ("", "(", ""), ("", "(http://", ""), ("1", ", ", "x"), ("1", " de", "x"),
        ("", "a@", ""), ("", "a-", " at"), ("art. 1", " a)", "x"), ("updated ", "1 may ", ""), ("", "A-", ""), ("art. 1", ", par. 1", "x"), ("", "1 000 ", "x"), ("", "xi", " "), ("", "a.", "-"), ("x ", "A ", ""),
        ("", "not ", ""), ("", "+1 ", ""), ("§", "1.", "a"), ("", "www.", ""), ("", "[email ", ""), ("", "\ufdfa", ""),
    ],
)  # fmt: skip
def test_no_text_makes_a_rule_run_away(start, unit, end):
    """Every rule takes time in proportion to the text, whatever is repeated in it."""
    begin = process_time()
    long = start + unit * (19_000 // len(unit)) + end
    for other in ("x" + long[::-1], unit, ""):
        of_rewording(long, other, ("third-party",))
    of_arrival(long, added=True)
    assert costs.fits(process_time() - begin, pages=1_000)


def test_a_mark_that_is_raised_in_one_text_alone_is_a_matter_of_form():
    """A note that a page opens with a raised figure and a PDF with a plain one says the same; another figure does not."""
    note = "A profile evaluates personal aspects of a natural person."
    assert of_rewording(f"¹ {note}", f"1 {note}")[0] is Significance.COSMETIC
    assert of_rewording(f"We keep it for 10 years¹. {note}", f"We keep it for 12 years¹. {note}")[0].is_told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The mill is at 7901 4th Street N, Suite 6193.", "The mill is at 382 NE 191st Street, Suite 6193."),
        ("我们重视您的隐私。", "我们非常重视您的隐私。"),
    ],
)
def test_a_word_that_only_looks_like_a_denial_is_none(old, new):
    """A direction of the compass is no "ne" of French, nor "very" a "not" in Chinese."""
    assert not any(reason.startswith("denial") for reason in of_rewording(old, new)[1])


@pytest.mark.parametrize("what", ["non-personal", "Non-identifying"])
def test_what_a_hyphen_ties_denies_a_word_and_no_sentence(what):
    """Who may share "non-personal information" shares something: the recipient is told, and no denial."""
    _, reasons = of_arrival(f"We may share {what} information with advertisers.", added=True)
    assert reasons == ("recipient: advertisers added",)
    assert of_arrival(f"We never share {what} information.", added=True)[1][0].startswith("denial")
