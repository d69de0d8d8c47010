"""Two words that people write are two, though a letter, an accent, a space or a capital is all that differs."""

from __future__ import annotations

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.significance.capitals import addresses_others
from tests.core.helpers import drawn, heading, paragraph

# What shows the language, and a sentence for the words.
SENTENCES = {
    "en": (
        "We keep your letters for as long as they are of use to you, and then they are destroyed by us.",
        "And then they {} for us.",
    ),
    "de": (
        "Wir bewahren Ihre Briefe so lange auf, wie sie für Sie von Nutzen sind, und dann werden sie von uns vernichtet.",
        "Und dann {} wir auch.",
    ),
    "fr": (
        "Nous gardons vos lettres aussi longtemps qu'elles vous sont utiles, et ensuite elles sont détruites par nous.",
        "Et ensuite {} par nous.",
    ),
    "es": (
        "Guardamos sus cartas durante el tiempo en que le sean de utilidad y después las destruimos en nuestra oficina.",
        "Y después {} por nosotros.",
    ),
    "it": (
        "Conserviamo le vostre lettere per tutto il tempo in cui vi sono utili, e poi sono distrutte da noi nel nostro ufficio.",
        "E poi {} da noi.",
    ),
    "pt": (
        "Guardamos as suas cartas durante o tempo em que são úteis para si, e depois são destruídas por nós.",
        "E depois {} por nós.",
    ),
    "nl": (
        "Wij bewaren uw brieven zolang ze voor u van nut zijn, en daarna worden ze door ons vernietigd op ons kantoor.",
        "En daarna {} door ons.",
    ),
    "pl": (
        "Przechowujemy Państwa listy tak długo, jak są one dla Państwa przydatne, a potem są przez nas niszczone w naszym biurze.",
        "A potem {} przez nas.",
    ),
    "cs": (
        "Vaše dopisy uchováváme tak dlouho, dokud jsou pro vás užitečné, a potom je v naší kanceláři zničíme.",
        "A potom {} od nás.",
    ),
    "sv": (
        "Vi sparar dina brev så länge de är till nytta för dig, och sedan förstörs de av oss på vårt kontor.",
        "Och sedan {} av oss.",
    ),
    "da": (
        "Vi gemmer dine breve, så længe de er til nytte for dig, og derefter bliver de ødelagt af os på vores kontor.",
        "Og derefter {} af os.",
    ),
    "fi": (
        "Säilytämme kirjeesi niin kauan kuin niistä on sinulle hyötyä, ja sen jälkeen tuhoamme ne toimistossamme.",
        "Ja sitten {} meillä.",
    ),
}
# Other tense, mood, number, person, case; accents, capitals and spaces that make another word. "_" is a space.
OTHERS = {
    "en": (
        "clients>client partners>partner activates>activated deletes>deleted collect>collected retains>retained "
        "shares>shared provider>providers disclose>disclosed disclosed>discloses transferred>transfers "
        "informed>informs agreed>agrees agency>agencies authority>authorities purpose>purposes country>countries "
        "stored>stores used>uses notified>notifies not_able>notable may_be>maybe in_to>into "
        "a_part>apart"
    ),
    "de": (
        "unseren>unsere unserem>unseren speichern>speicherten speichert>speicherte löschen>löschten "
        "konnten>könnten wurden>würden müssen>müssten mussten>müssten durften>dürften geben>gäben "
        "Partner>Partnern Anbieter>Anbietern Kunden>Kunde Dienst>Dienste ändern>andern ihnen>Ihnen ihre>Ihre "
        "sie>Sie ihrer>Ihrer fordern>fördern schon>schön hatte>hätte"
    ),
    "fr": (
        "cédons>cédions conservons>conservions conserverons>conserverions partageons>partagions pouvons>pouvions "
        "pourrons>pourrions devrons>devrions partenaire>partenaires donnée>données service>services "
        "transmise>transmises effacées>effacés traitons>traitions où>ou a>à des>dès sur>sûr cédé>cède "
        "collecte>collecté utilise>utilisé partage>partagé"
    ),
    "es": (
        "cederemos>cederíamos recopilo>recopiló guardaremos>guardaríamos podemos>podremos "
        "compartimos>compartiremos conservamos>conservemos conservan>conserven socios>socio proveedor>proveedores "
        "dato>datos utilizamos>utilizaremos comunicaremos>comunicaríamos deberán>deberían podrá>podría si>sí "
        "el>él publico>público publico>publicó envió>envío"
    ),
    "it": (
        "cediamo>cedevamo cederemo>cederemmo conserviamo>conservavamo conserveremo>conserveremmo possiamo>possano "
        "può>puoi potremo>potremmo comunica>comunicava dato>dati servizio>servizi terzo>terzi raccolto>raccolta "
        "condivideremo>condivideremmo e>è da>dà la>là papa>papà meta>metà "
        "necessita>necessità facilita>facilità faro>farò però>pero"
    ),
    "pt": (
        "cederemos>cederíamos guardamos>guardávamos guardaremos>guardaríamos podemos>podíamos "
        "partilhamos>partilhávamos conservaremos>conservaríamos parceiro>parceiros fornecedor>fornecedores "
        "serviço>serviços dado>dados podem>podemos e>é pode>pôde esta>está publica>pública por>pôr da>dá avó>avô "
        "país>pais"
    ),
    "nl": (
        "partner>partners dienst>diensten gegeven>gegevens klant>klanten verwerkt>verwerkte verzamelt>verzamelde "
        "gebruikt>gebruikte deelt>deelde bewaart>bewaarde stuurt>stuurde derde>derden moeten>moesten een>één "
        "voor>vóór"
    ),
    "pl": (
        "przekazujemy>przekazujecie przekazujemy>przekazujmy przechowujemy>przechowujecie "
        "udostępniamy>udostępniany partner>partnera partnerom>partnerem partnerzy>partnerem usługi>usługa "
        "możemy>możecie usuwamy>usuwany osobie>osobę zgody>zgodą klientom>klientem danych>danymi "
        "podmiotom>podmiotem zasada>zasadą kąt>kat sad>sąd"
    ),
    "cs": (
        "předáme>předáte předáváme>předáváte sdílíme>sdílíte uchováváme>uchováváte můžeme>můžete musíme>musíte "
        "partner>partneři partnerům>partnerem služba>služby údaj>údaje zpracujeme>zpracujete prodáme>prodáte "
        "použijeme>použijete poskytneme>poskytnete smažeme>smažete zákazník>zákazníci byt>být rada>ráda dána>daná "
        "pás>pas"
    ),
    "sv": (
        "sparar>sparade delar>delade samlar>samlade lagrar>lagrade raderar>raderade partner>partners "
        "tjänst>tjänster uppgift>uppgifter kund>kunder delas>delades sparas>sparades lagras>lagrades "
        "behandlas>behandlades säljs>säljas för>for får>far"
    ),
    "da": (
        "deler>delte sletter>slettede opbevarer>opbevarede bruger>brugte partner>partnere tjeneste>tjenester "
        "oplysning>oplysninger kunde>kunder deles>deltes behandler>behandlede videregiver>videregivet "
        "sælger>sælges"
    ),
    "fi": (
        "tallennamme>tallensimme keräämme>keräsimme luovutamme>luovutimme käytämme>käytimme poistamme>poistimme "
        "jaamme>jaoimme kumppani>kumppanit palvelu>palvelut tieto>tiedot kumppanille>kumppaneille "
        "säilytämme>säilytimme saamme>saimme voimme>voisimme"
    ),
}
# Slips of the pen, and other spellings.
SLIPS = {
    "en": (
        "informaton>information recieved>received authorised>authorized organisation>organization "
        "behaviour>behavior cancelled>canceled licence>license acess>access proccess>process "
        "transfered>transferred seperately>separately pratices>practices requirments>requirements "
        "web_site>website e-mail>email sub-processor>subprocessor back-up>backup im_plementation>implementation "
        "data_base>database it's>its"
    ),
    "de": (
        "Einwiligung>Einwilligung verarbeitug>Verarbeitung Informatonen>Informationen gespeichrt>gespeichert "
        "Datenschuz>Datenschutz Rechtsgrundlge>Rechtsgrundlage Vertragspatner>Vertragspartner "
        "uebermitteln>übermitteln loeschen>löschen gemaess>gemäß fur>für konnen>können Daten_schutz>Datenschutz "
        "Nutzungs-daten>Nutzungsdaten erforderlch>erforderlich berechtgtes>berechtigtes"
    ),
    "fr": (
        "consentment>consentement traitemnt>traitement donnees>données societe>société sécurite>sécurité "
        "conservatoin>conservation utilisatuers>utilisateurs hébergment>hébergement partenairs>partenaires "
        "confidentialite>confidentialité responsbale>responsable cookeis>cookies legitime>légitime "
        "évènement>événement"
    ),
    "es": (
        "informacion>información tratameinto>tratamiento proteccion>protección consentimeinto>consentimiento "
        "navegacion>navegación politica>política tambien>también personaels>personales legitmo>legítimo "
        "proveedroes>proveedores sevricios>servicios interes>interés finaldades>finalidades"
    ),
    "it": (
        "infromativa>informativa tratamento>trattamento finalita>finalità attivita>attività perche>perché piu>più "
        "puo>può eta>età consneso>consenso titolre>titolare destinatri>destinatari legitimo>legittimo "
        "responsabilita>responsabilità obligatorio>obbligatorio"
    ),
    "pt": (
        "informacoes>informações protecao>proteção tratamneto>tratamento utilizaçao>utilização tambem>também "
        "seguranca>segurança conservaçao>conservação direitso>direitos finalidads>finalidades navegaçao>navegação "
        "consetimento>consentimento fornecdores>fornecedores"
    ),
    "nl": (
        "toesteming>toestemming verwerkng>verwerking bewaartermjin>bewaartermijn doelenden>doeleinden "
        "coordinatie>coördinatie geinformeerd>geïnformeerd dienstverlning>dienstverlening "
        "e-mail_adres>e-mailadres beveliging>beveiliging rechtmatg>rechtmatig klantn>klanten"
    ),
    "pl": (
        "przetwarznie>przetwarzanie administartor>administrator moga>mogą udostepniamy>udostępniamy "
        "bezpieczenstwo>bezpieczeństwo osobwych>osobowych informacij>informacji uzytkownik>użytkownik "
        "dostp>dostęp zgodnosci>zgodności przysluguje>przysługuje wlasciwy>właściwy"
    ),
    "cs": (
        "zpracovni>zpracování udaje>údaje osobnch>osobních spravce>správce uchovavame>uchováváme souhals>souhlas "
        "poskytovtel>poskytovatel bezpecnost>bezpečnost zakaznik>zákazník prijemce>příjemce ucely>účely "
        "oprávnny>oprávněný sluzby>služby"
    ),
    "sv": (
        "personupgifter>personuppgifter behandlng>behandling samtyke>samtycke rättigheer>rättigheter "
        "andamal>ändamål tjanster>tjänster uppgiter>uppgifter lagrng>lagring säkerhte>säkerhet"
    ),
    "da": (
        "personoplsyninger>personoplysninger behandlng>behandling samtykek>samtykke rettighedr>rettigheder "
        "oplysnnger>oplysninger sikkerhd>sikkerhed opbevarng>opbevaring"
    ),
    "fi": (
        "henkilötidot>henkilötiedot kasittely>käsittely tietosuja>tietosuoja suostumsu>suostumus "
        "sailytys>säilytys palvleut>palvelut rekisterinpitjä>rekisterinpitäjä oikeudte>oikeudet"
    ),
}
# One of both is a word as well, or neither is known: told, which does less harm.
TOLD_ALL_THE_SAME = {"pt": "nao>não acção>ação", "pl": "usuniecie>usunięcie", "it": "conservzione>conservazione"}


def _told(language, before, after):
    around, sentence = SENTENCES[language]
    old, new = (
        drawn(heading("About", 1), paragraph(around), paragraph(sentence.format(words.replace("_", " "))))
        for words in (before, after)
    )
    return compare(old, new).significance.is_told


def _found(language, table):
    """Return the pairs of a table, in each order, with whether the change is told."""
    pairs = [tuple(pair.split(">")) for pair in table.get(language, "").split()]
    return {(a, b): _told(language, a, b) for one, other in pairs for a, b in ((one, other), (other, one))}


# A language a test, for each is read once then.
@pytest.mark.parametrize("language", SENTENCES)
def test_two_words_are_told(language):
    """A word in place of another is told, be it another form of the same."""
    found = _found(language, OTHERS) | _found(language, TOLD_ALL_THE_SAME)
    assert [pair for pair, is_told in found.items() if not is_told] == []


@pytest.mark.parametrize("language", SENTENCES)
def test_a_slip_is_silent(language):
    """A word and what is none say the same, and so does one in another spelling."""
    assert [pair for pair, is_told in _found(language, SLIPS).items() if is_told] == []


@pytest.mark.parametrize(
    ("language", "old", "new", "is_told"),
    [
        ("en", "can_not be read", "cannot be read", False),
        ("en", "our partner's house", "our partners' house", True),
        ("en", "the house strive to comply", "the house strives to comply", False),
        ("en", "your request to comply", "your requests to comply", True),
        ("es", "solo la oficina", "sólo la oficina", False),
        ("fr", "société où données", "societe ou donnees", False),
        ("de", "Dort. Ihnen auch", "dort, ihnen auch", False),
        ("de", "Ihre Briefe", "IHRE BRIEFE", False),
        ("it", "a Lei come", "a lei come", True),
        ("en", "our Polish staff", "our polish staff", True),
        ("en", "the Turkey office", "the turkey office", True),
        ("en", "our Staff in Poland", "our staff in Poland", False),
        ("en", "POLISH LAW", "Polish law", False),
        ("da", "til Dem som", "til dem som", True),
    ],
)
def test_words_are_read_in_their_place(language, old, new, is_told):
    """What stands around a word may show that it is another, or that it is not."""
    assert _told(language, old, new) is is_told
    assert _told(language, new, old) is is_told


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [("en", "a part", "apart"), ("it", "papa", "papà"), ("pl", "sad", "sąd"), ("es", "el papa", "el papá")],
)
def test_the_words_of_a_text_too_short_to_show_its_language_are_of_that_of_the_document(language, old, new):
    """Where a text has no word by which its language is known, that of the document tells which words there are."""
    for before, after in ((old, new), (new, old)):
        texts = (drawn(paragraph(it), language=language) for it in (before, after))
        assert compare(*texts).significance.is_told


def test_accents_of_a_language_whose_words_are_not_known_are_told():
    """Where no list has the words of a language, as Vietnamese, an accent is taken for what makes another."""
    around = "Chúng tôi không bán dữ liệu của bạn và các bên khác cũng không được sử dụng thông tin này khi bạn ở đây."
    old, new = (
        drawn(heading("A", 1), paragraph(around), paragraph(f"Chúng tôi {it} thư của bạn.")) for it in ("bán", "bạn")
    )
    assert compare(old, new).significance.is_told


def test_only_words_that_address_the_reader_have_a_capital_that_counts():
    """A word that does not address the reader is the same with a capital: "Briefe" and "briefe"."""
    assert addresses_others("Wir geben es ihnen", "Wir geben es Ihnen", {"de"})
    assert not addresses_others("Wir geben Briefe", "Wir geben briefe", {"de"})
    assert not addresses_others("Wir geben es ihnen", "Wir geben es Ihnen", {"nl"})
