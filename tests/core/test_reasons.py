"""Reasons say the telling thing first, in words a reader understands, and nothing twice."""

from __future__ import annotations

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.records import ChangeKind, Rule, Significance
from monitor.core.significance.negations import negation_reasons
from monitor.core.significance.proper_names import companies
from monitor.core.significance.spoken import spoken
from monitor.core.significance.verdict import of_arrival as judged_arrival
from tests.core.helpers import drawn, heading, paragraph, said
from tests.core.helpers import worded_arrival as of_arrival
from tests.core.helpers import worded_rewording as of_rewording


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We share it with Harrowgate Ads Ltd and Pinecone Post, Inc.", ["Harrowgate Ads Ltd", "Pinecone Post, Inc."]),
        ("Li comunichiamo a Faro Vetrine S.r.l. e a Posta Lenta S.p.A. di Bari.", ["Faro Vetrine S.r.l.", "Posta Lenta S.p.A."]),
        ("Předáváme je firmě Modrá Hvězda s.r.o. a Vodní stavby a.s.", ["Modrá Hvězda s.r.o.", "Vodní stavby a.s."]),
        ("Nous les donnons à Beau Port SARL et à la société Lune SA.", ["Beau Port SARL", "Lune SA"]),
        ("Empfänger sind die Nordwind Technik GmbH und die Hansa Kredit AG.", ["Nordwind Technik GmbH", "Hansa Kredit AG"]),
        ("Los recibe Datos Claros S.L. en Sevilla.", ["Datos Claros S.L."]),
        ("Quem os recebe é a Outeiro Azul Lda. em Braga.", ["Outeiro Azul Lda."]),
        ("Ze gaan naar Helder Water B.V. in Zutphen.", ["Helder Water B.V."]),
        ("Dostaje je firma Jasne Dane sp. z o.o. w Lublinie.", ["Jasne Dane sp. z o.o."]),
        ("我们与北京蓝田科技有限公司共享信息。", ["北京蓝田科技有限公司"]),
        ("De gegevens gaan naar Molen en Zoon B.V.", ["Molen en Zoon B.V."]),
        ("Údaje předáváme firmě Novák a Syn s.r.o. a bance.", ["Novák a Syn s.r.o."]),
        ("Die Daten gehen an Meier und Söhne GmbH und die Huber GmbH.", ["Meier und Söhne GmbH", "Huber GmbH"]),
        ("Die Daten liegen auf Servern von Modrá Hora s.r.o. in Wien.", ["Modrá Hora s.r.o."]),
        ("Wir geben Daten an unsere Partner und Zahnrad GmbH weiter.", ["Zahnrad GmbH"]),
        ("Vendemos a Zahnrad S.L. sus datos.", ["Zahnrad S.L."]),
        ("We share it with Gull, Harrow and Mill Ltd.", ["Mill Ltd"]),
        ("You and Mill Ltd agree.", ["Mill Ltd"]),
        ("THE SERVICE IS PROVIDED AS IS.", []),
        ("Our liability is limited. Limited means what it says.", []),
        ("Wir speichern Daten auf einem Server im Keller.", []),
    ],
)  # fmt: skip
def test_companies_are_known_by_their_legal_form(text, named):
    """A company is told by its capitalised words and its legal form, in every language, and nothing else is one."""
    assert list(companies(text).values()) == named


@pytest.mark.parametrize(
    ("text", "topics", "first"),
    [
        ("Data go to Harrowgate Ads Ltd for advertising.", ("third-party",), "new recipient: Harrowgate Ads Ltd"),
        ("The controller is Harrowgate Ads Ltd in Leeds.", ("contact",), "new company: Harrowgate Ads Ltd"),
        ("Conserviamo le fatture per dieci anni.", ("retention",), "retention: dieci anni added"),
        ("Máte právo kdykoli vznést námitku proti oprávněnému zájmu.", (), "right: vznést námitku added"),
        ("Wir geben keine Daten weiter.", (), 'denial: "Wir geben keine Daten weiter." added'),
        ("Údaje neprodáváme.", (), 'denial: "Údaje neprodáváme." added'),
        ("Nous ne vendons pas vos données.", (), 'denial: "Nous ne vendons pas vos données." added'),
        ("Wij delen geen gegevens.", (), 'denial: "Wij delen geen gegevens." added'),
        ("Para publicidad personalizada.", (), "purpose: publicidad personalizada added"),
        ("Our policy changes on 1 May 2027.", (), 'added: "Our policy changes on 1 May 2027."'),
    ],
)
def test_an_added_clause_says_first_what_it_brings(text, topics, first):
    """The first reason is the company, the period, the right, the promise or the purpose, never that it was added."""
    assert of_arrival(text, topics, added=True)[1][0] == first


@pytest.mark.parametrize(
    "text",
    [
        "none of your code will ever be trained on by us or any third-party",
        "None of your personal information is shared with any third party.",
        "No personal information about our customers is shared with third parties.",
        "Neither we nor any third party will train models on your code.",
        "We will not use your photos to train AI models.",
        "We never use them for advertising.",
        "Nessuno dei tuoi dati viene comunicato a terze parti.",
        "Žádný z vašich údajů se nedostane k třetím stranám.",
        "Aucune de vos données n'est communiquée à des tiers.",
        "Keine Ihrer Daten werden an Dritte weitergegeben.",
        "Ninguno de sus datos se comparte con terceros.",
        "Nenhum dos seus dados é partilhado com terceiros.",
        "Geen van uw gegevens wordt gedeeld met derden.",
        "Żadne z Państwa danych nie są udostępniane osobom trzecim.",
    ],
)
def test_a_denial_is_told_as_one(text):
    """A clause that denies something of its data is quoted, came or gone: its recipients and purposes are none."""
    for added, verb in ((True, "added"), (False, "removed")):
        verdict = of_arrival(text, ("third-party",), added=added)
        assert verdict == (Significance.MATERIAL, (f'denial: "{text}" {verb}',))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("We share your data with third parties without your consent.", "recipient: third parties added"),
        ("We share your data with advertisers, but not your name.", "recipient: advertisers added"),
        ("We not only share your data with advertisers.", "recipient: advertisers added"),
        ("If you do not like cookies you may write to us.", "kind of data: cookies added"),
        ("Without cookies our shop forgets your basket.", "kind of data: cookies added"),
        ("If you do not agree you may lodge a complaint with us.", "right: lodge a complaint added"),
        ("No later than May, we share your data with third parties.", "recipient: third parties added"),
    ],
)
def test_a_not_that_denies_something_else_hides_nothing(text, first):
    """A negation of a part, of a condition or of a limit does not turn what the sentence says into a denial."""
    assert of_arrival(text, added=True)[1][0] == first


def test_each_denial_is_quoted():
    """All sentences that deny something are quoted, and only what the others bring is told besides."""
    text = "We never use it for advertising. None of it goes to third parties. We sell it."
    quoted = (
        'denial: "We never use it for advertising." added',
        'denial: "None of it goes to third parties." added',
    )
    assert of_arrival(text, added=True)[1] == (*quoted, "sale of data: sell added")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("We keep it for five years.", "We keep it for four years.", "retention: five years -> four years"),
        ("Lo teniamo cinque anni.", "Lo teniamo undici anni.", "retention: cinque anni -> undici anni"),
        ("Lo teniamo 25 mesi.", "Lo teniamo venticinque mesi.", None),
        ("We keep it for 5 to 10 years.", "We keep it for 5 to 15 years.", "retention: 10 years -> 15 years"),
        ("We keep it for 30-60 days.", "We keep it for 30-90 days.", "retention: 60 days -> 90 days"),
        (
            "We keep what class 3 has for 6 months.",
            "We keep what class 3 has for 9 months.",
            "retention: 6 months -> 9 months",
        ),
        ("We keep it for five (5) days.", "We keep it for 5 days.", None),
    ],
)
def test_a_period_is_a_period_and_nothing_else(old, new, reason):
    """A period in words is told once, as that, and said in figures it is the same period."""
    assert of_rewording(old, new, ("retention",))[1] == ((reason,) if reason else ("wording",))


@pytest.mark.parametrize(
    ("old", "new", "topics", "reasons"),
    [
        ("Our bank reads it.", "Our bank (Gull) reads it.", ("third-party",), ("name: Gull added",)),
        ("Gull, our bank (Gull), reads it.", "Gull, our bank, reads it.", ("third-party",), ("name: Gull removed",)),
        ("The law (GDPR) is the GDPR.", "The law is the GDPR.", ("third-party",), ("wording",)),
        ("Found in the App Store.", "Read in the AppStore.", ("third-party",), ("wording",)),
        ("We use Tern and GullBox.", "We use Tern and Auk.", ("first-party",), ("name: Auk added", "name: GullBox removed")),
        ("We use the Site.", "We use the Shop.", ("first-party",), ("wording",)),
    ],
)  # fmt: skip
def test_names_are_told_from_other_words_in_capitals(old, new, topics, reasons):
    """A name in brackets counts though it stands elsewhere too; another spelling or a defined term is no name."""
    assert of_rewording(old, new, topics)[1] == reasons


def test_a_name_under_recipients_is_one():
    """Under a heading about others who get data a name is told, whatever its clause speaks of; elsewhere it is not."""
    old, new = paragraph("Our books are written by Gull and kept."), paragraph("Our books are written by Auk and kept.")
    for title, first in (("Recipients", "name: Auk added"), ("About us", "wording")):
        (change,) = compare(drawn(heading(title), old), drawn(heading(title), new)).changes
        assert said(change)[0] == first


def test_a_term_is_told_once():
    """Of terms within each other the longest counts, and words told as one thing are not told as another."""
    assert of_arrival("Avete diritto: vznést námitku.", added=False)[1] == ("right: vznést námitku removed",)
    assert of_arrival("For advertisers.", added=True)[1] == ("recipient: advertisers added",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("We may also sell your data to brokers.", "sale of data: sell your data added"),
        (
            "We may sell your personal information such as your name.",
            "sale of data: sell your personal information added",
        ),
        ("We sell personal information, whatever it is.", "sale of data: sell personal information added"),
        ("Wir sind am Verkauf von Daten beteiligt.", "sale of data: Verkauf von Daten added"),
        ("On nous vend vos adresses et photos.", "sale of data: vend vos adresses added"),
        ("This is the sale of your. And more", "sale of data: sale of your added"),
        ("We sell.", "sale of data: sell added"),
    ],
)
def test_a_term_is_told_as_whole_words(text, reason):
    """A term that ends in "your" or "of" is told with the noun that this wants, and with no word beyond it."""
    assert reason in of_arrival(text, added=True)[1]


def test_what_a_negation_governs_is_quoted_with_it():
    """The object of the verb stands in the quotation, with its adjective."""
    (reason,) = negation_reasons(
        "We do not sell your personal data.", "We may sell your personal data.", frozenset({"en"})
    )
    assert (reason.went, reason.came) == ("We do not sell your personal data.", "We may sell your personal data.")


OTHER_COMPANIES = [
    ("Acme Ltd is the controller of your data.", "Acme GmbH is the controller of your data.", "Acme Ltd -> Acme GmbH"),
    ("Správcem údajů je Acme s.r.o. v Brně.", "Správcem údajů je Acme a.s. v Brně.", "Acme s.r.o. -> Acme a.s."),
    (
        "It is run by Acme, Inc., a Delaware corporation.",
        "It is run by Acme Europe B.V.",
        "Acme, Inc. -> Acme Europe B.V.",
    ),
    ("Il titolare è Faro S.r.l. di Torino.", "Il titolare è Faro S.p.A. di Torino.", "Faro S.r.l. -> Faro S.p.A."),
    ("Verantwortlich ist die Nordwind GmbH.", "Verantwortlich ist die Nordwind AG.", "Nordwind GmbH -> Nordwind AG"),
    ("Es ist die Nordwind GmbH.", "Es ist die Nordwind GmbH & Co. KG.", "Nordwind GmbH -> Nordwind GmbH & Co. KG"),
    ("Le responsable est Lune SA.", "Le responsable est Lune SAS.", "Lune SA -> Lune SAS"),
    ("De verantwoordelijke is Water B.V.", "De verantwoordelijke is Water N.V.", "Water B.V. -> Water N.V."),
    (
        "El responsable es Claro S.L. de Sevilla.",
        "El responsable es Claro S.A. de Sevilla.",
        "Claro S.L. -> Claro S.A.",
    ),
    (
        "Administratorem jest Jasne sp. z o.o. tu.",
        "Administratorem jest Jasne S.A. tu.",
        "Jasne sp. z o.o. -> Jasne S.A.",
    ),
    ("O responsável é a Azul Lda. em Braga.", "O responsável é a Azul S.A. em Braga.", "Azul Lda. -> Azul S.A."),
    ("Personuppgiftsansvarig är Ljus AB.", "Personuppgiftsansvarig är Ljus Norge AS.", "Ljus AB -> Ljus Norge AS"),
    ("Dataansvarlig er Lys ApS i Odense.", "Dataansvarlig er Lys A/S i Odense.", "Lys ApS -> Lys A/S"),
    ("Rekisterinpitäjä on Valo Oy.", "Rekisterinpitäjä on Valo Oyj.", "Valo Oy -> Valo Oyj"),
    ("We, Acme Ltd, run this site.", "We, Acmo Ltd, run this site.", "Acme Ltd -> Acmo Ltd"),
]


@pytest.mark.parametrize(("old", "new", "exchanged"), OTHER_COMPANIES)
def test_a_company_of_another_form_or_name_is_told_as_an_exchange(old, new, exchanged):
    """Who answers for the data is another: that is never a misspelling, and both names are told."""
    for before, after, told in ((old, new, exchanged), (new, old, " -> ".join(exchanged.split(" -> ")[::-1]))):
        significance, reasons = of_rewording(before, after)
        assert significance is Significance.MATERIAL
        assert reasons[0] == f"company: {told}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is run by Acme Ltd in Leeds.", "It is run by Acme Limited in Leeds."),
        ("Il titolare è Faro S.r.l. di Torino.", "Il titolare è Faro srl di Torino."),
        ("Správcem je Acme s.r.o. v Brně.", "Správcem je Acme spol. s r.o. v Brně."),
        ("Le site est à Uno Collective Inc. ici.", "Le site est celui d'Uno Collective Inc. ici."),
    ],
)
def test_a_legal_form_written_otherwise_is_the_same(old, new):
    """No other company is told where its form has other letters or signs."""
    assert not any("company" in reason for reason in of_rewording(old, new)[1])


def test_a_company_of_another_form_throughout_is_told_once_and_by_its_name():
    """Where all clauses name it, the exchange is one change that says which company it is."""
    old, new = (
        drawn(heading("Who we are", 1), *(paragraph(f"{form} {it}.") for it in ("answers", "keeps it", "may be asked")))
        for form in ("Acme Ltd", "Acme GmbH")
    )
    (change,) = compare(old, new).changes
    assert change.significance is Significance.MATERIAL
    assert said(change)[0] == "company: Acme Ltd -> Acme GmbH"


def test_of_several_companies_that_begin_alike_none_became_another():
    """Nobody can tell which of two was renamed: they came and went."""
    reasons = of_rewording("We share data with Acme Ltd.", "We share data with Acme Mail GmbH and Acme Ads B.V.")[1]
    assert not any(" -> " in reason for reason in reasons)


@pytest.mark.parametrize(
    ("language", "old", "new", "reason"),
    [
        ("sv", "Inkasso", "Annonsörer", "recipient: Annonsörer added"),
        ("it", "Gratis", "A pagamento", "money: A pagamento added"),
        ("pt", "Grátis", "Pagos", "money: Pagos added"),
        ("it", "", "A pagamento", "money: A pagamento added"),
        ("no", "Gratis", "Inkassobyrå", "recipient: Inkassobyrå added"),
    ],
)
def test_a_clause_too_short_to_show_its_language_is_in_that_of_its_text(language, old, new, reason):
    """Words that count in one language alone are told in a clause that may be of any, as the text or document is."""
    texts = (drawn(*map(paragraph, filter(None, [text])), language=language) for text in (old, new))
    (change,) = compare(*texts).changes
    assert reason in said(change)


@pytest.mark.parametrize(
    ("frame", "denied", "affirmed", "kept"),
    [
        ("Subject to what the other parts of this policy say, {} personal data that you gave us in the course of using our services, now or later.", "we do not sell", "we may sell", "sell personal data"),
        ("Soweit das Recht Ihres Landes es zulässt und hier nichts anderes steht, geben wir Daten {} an Dritte weiter, die uns bei unserer Arbeit helfen.", "niemals", "auch", "an Dritte"),
        ("Salvo quanto detto nelle altre parti di questo testo e nei limiti della legge, {} i dati personali che ci avete dato usando i nostri servizi.", "non vendiamo", "vendiamo", "i dati personali"),
        ("Sauf ce qui est dit dans les autres parties de ce texte, {} vos données personnelles que vous nous avez confiées en utilisant nos services.", "nous ne vendons jamais", "nous vendons", "vos données personnelles"),
        ("Pokud v jiných částech tohoto textu není uvedeno jinak, osobní údaje, které jste nám při užívání služeb svěřili, třetím stranám {} ani po letech.", "neprodáváme", "prodáváme", "třetím stranám"),
        ("Salvo lo dicho en las otras partes de este texto y en la medida en que la ley lo permite, {} sus datos personales que nos ha dado.", "no vendemos", "vendemos", "sus datos personales"),
    ],
    ids=["en", "de", "it", "fr", "cs", "es"],
)  # fmt: skip
def test_of_a_long_sentence_the_denial_is_quoted_with_what_it_denies(frame, denied, affirmed, kept):
    """A dozen words, cut between words, have the denial and what it denies, changed, come or gone."""
    old, new = frame.format(denied), frame.format(affirmed)
    (reason,) = negation_reasons(old, new, spoken(old, new))
    alone = [one for one in judged_arrival(old, added=True)[1] if one.rule is Rule.NEGATION]
    sides = ((reason.went, old, denied), (reason.came, new, affirmed), *((one.came, old, denied) for one in alone))
    for quoted, text, phrase in sides:
        words = quoted.replace("…", "").split()
        assert len(words) <= 15
        assert " ".join(words) in text
        assert {*phrase.split(), *kept.split()} <= {*" ".join(words).replace(",", "").split()}


def test_a_negation_is_quoted_from_its_own_sentence():
    """What stands before the sentence of a negation that went is not quoted with it."""
    old, new = (f"We share it with Parcelo. We {verb} sell your data." for verb in ("do not", "may"))
    (reason,) = negation_reasons(old, new, spoken(old, new))
    assert (reason.went, reason.came) == ("We do not sell your data.", "We may sell your data.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Údaje sdělujeme policii.", "Údaje nesdělujeme policii."),
        ("Osobní údaje zveřejňujeme.", "Osobní údaje nezveřejňujeme."),
        ("This is a lawful use.", "This is an unlawful use."),
        ("We do not share X. We sell Y.", "We share X. We do not sell Y."),
    ],
)
def test_a_word_turned_round_is_a_negation(old, new):
    """A negation inside a word counts, and one that went is not made up for by another that came elsewhere."""
    for before, after in ((old, new), (new, old)):
        significance, reasons = of_rewording(before, after)
        assert significance is Significance.MATERIAL
        assert reasons[0].startswith("denial: ")


@pytest.mark.parametrize(
    ("old", "new"), [("2.5 years after it", "3.5 years after it"), ("1.5 % of it all", "2.5 % of it all")]
)
def test_a_figure_at_the_start_is_no_label(old, new):
    """A period or an amount that opens a clause is not taken for its number."""
    assert of_rewording(old, new)[0] is Significance.MATERIAL


def test_a_changed_label_is_no_changed_number():
    """A clause renumbered and reworded is told for its words."""
    assert of_rewording("4.2 We keep your plants.", "4.3 We keep your trees.") == (Significance.MINOR, ("wording",))


def test_a_moved_clause_says_from_where():
    """The reason of a clause that went under another heading is that, not its order."""
    beside = [paragraph("Plants need water and light."), paragraph("Trees need years and some luck.")]
    wanderer = paragraph("You can switch off usage reports in the settings.")
    old = drawn(heading("Usage"), wanderer, beside[0], heading("Choices"), beside[1])
    new = drawn(heading("Usage"), beside[0], heading("Choices"), beside[1], wanderer)
    (change,) = compare(old, new).changes
    assert change.kind is ChangeKind.MOVED
    assert said(change) == ('moved from under "Usage" to "Choices"',)


def test_thousands_of_clauses_are_told_together():
    """Beyond some thousands of clauses that came, neighbours are told together, and none is left out."""
    texts = [f"word{number}" for number in range(5_000)]
    changes = compare(drawn(paragraph("alone")), drawn(*(paragraph(text) for text in texts))).changes
    assert [clause.text for change in changes for clause in change.new] == texts
    assert len(changes) < 200


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        ("Ask Harrow & Gull (UK) LLP.", "Ask us.", ("company removed: Harrow & Gull (UK) LLP",)),
        (
            "We use cookies.",
            "We use cookies, and no cookies for advertising.",
            ('denial: "We use cookies." -> "We use cookies, and no cookies for advertising."',),
        ),
        ("You have a right to erasure and a right to object.", "You have a right to object and a right to erasure.", ("wording",)),
        ("We answer soon.", "We answer without undue delay.", ("wording",)),
        ("We act as we must.", "We act under applicable law as we must.", ("wording",)),
        ("Ask dpo@gull.example about it.", "Ask dpo@gull.example for it.", ("wording",)),
        ("It stays here.", "It may go to India or Russia.", ("transfer abroad: India added", "transfer abroad: Russia added")),
        ("We call you three times.", "We call you five times.", ("number: three -> five",)),
        ("We call in two shops.", "We call in our shops.", ("wording",)),
        ("We read the 2019 edition.", "We read the new edition.", ("wording",)),
        ("You may use the licence.", "You may read the licence.", ("wording",)),
    ],
)  # fmt: skip
def test_a_reason_says_no_more_than_came_or_went(old, new, reasons):
    """Names, addresses, denials, lists in another order and phrases in passing bring no term; countries and numbers do."""
    assert of_rewording(old, new)[1] == reasons


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("We tell you of a data breach in 24 hours.", "We tell you of a data breach in 72 hours.", "notice of breach: 24 hours -> 72 hours"),
        ("You may cancel with 30 days' notice.", "You may cancel with notice.", "notice of termination: 30 days -> none"),
        ("We tell you of changes 30 days before.", "We tell you of changes before.", "notice of changes: 30 days -> none"),
        ("We answer your request in 10 days.", "We answer your request in 20 days.", "answer to requests: 10 days -> 20 days"),
        ("Users are at least 16 years old.", "Users are at least 13 years old.", "age: 16 years -> 13 years"),
        ("Vi har to hunde i to år.", "Vi har to hunde i ti år.", "period: to år -> ti år"),
        ("Vi har två hundar i två år.", "Vi har två hundar i tre år.", "period: två år -> tre år"),
        ("Autoa käytetään kaksi vuotta.", "Autoa käytetään kolme vuotta.", "period: kaksi vuotta -> kolme vuotta"),
        ("Faturalar iki yıl durur.", "Faturalar on yıl durur.", "period: iki yıl -> on yıl"),
        ("It takes twenty-four hours.", "It takes forty-eight hours.", "period: twenty-four hours -> forty-eight hours"),
    ],
)  # fmt: skip
def test_a_figure_says_what_it_measures(old, new, reason):
    """A period is told with what the words beside it are about, in words of its own language too."""
    assert of_rewording(old, new)[1][0] == reason


def test_words_of_another_language_count_for_nothing():
    """Danish "to" and Swedish "barn" are English words as well: in an English sentence they are a preposition and a house."""
    assert of_rewording("We went there.", "We went to four barns, then to barn five.")[0] is not Significance.MATERIAL
    assert of_arrival("Our shop is the old barn at the river, open to all.", added=True)[0] is Significance.MINOR
