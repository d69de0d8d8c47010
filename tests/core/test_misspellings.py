"""A word with other letters is misspelt where only one of both is a word; of two that people write, the change is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.records import Significance
from monitor.core.significance.misspellings import is_misspelling
from monitor.core.significance.verdict import MISSPELT
from tests.core.helpers import drawn, heading, paragraph

MISSPELT_WORDS = {
    "en": (
        "receive>recieve separate>seperate occurred>occured address>adress privacy>privcy personal>persoanl "
        "collected>collectd information>infromation necessary>neccessary accommodate>accomodate processing>procesing "
        "consent>consnet retention>retension transferred>transfered authorities>authorites providers>provders "
        "until>untill which>whcih their>thier service>serivce disclose>dislose agreement>aggreement purposes>purpsoes "
        "maintenance>maintainance"
    ),
    "de": (
        "Daten>Datne verarbeiten>verarbieten Einwilligung>Einwiligung personenbezogene>personenbezogenne "
        "Datenschutz>Datenshutz übermittelt>übermitelt gespeichert>gespeichrt Verantwortlicher>Verantwotlicher "
        "Widerspruch>Wiederspruch Rechtsgrundlage>Rechtgrundlage erforderlich>erfoderlich standardmäßig>standartmäßig "
        "Nutzung>Nutzug löschen>löshcen insbesondere>insbesonders Aufsichtsbehörde>Aufsichtsbehöre"
    ),
    "fr": (
        "traitement>traitment personnelles>personelles responsable>responssable conservées>concervées droit>driot "
        "consentement>consentemment finalités>finalitées adresse>addresse notamment>nottament "
        "confidentialité>confidencialité utilisateur>utilisatuer sécurité>sécurtié"
    ),
    "it": (
        "trattamento>tratamento personali>personnali informazioni>informazini consenso>conseso conservati>consevati "
        "titolare>titolarre interessato>interesato cookie>cokie comunicati>cominicati necessario>neccessario "
        "riservatezza>risevatezza fornitori>fornitroi"
    ),
    "es": (
        "tratamiento>tratameinto personales>personalse información>infromación usuario>usuairo derechos>derehcos "
        "finalidad>finaldad responsable>responasble conservación>conservacion seguridad>segurdad terceros>teceros "
        "acceso>aceso servicios>servicos recopilamos>recoplamos"
    ),
    "pt": (
        "tratamento>trataento pessoais>pesoais informações>infromações consentimento>consetimento "
        "utilizador>utilzador direitos>direiots finalidade>finaldade responsável>responsavél segurança>seguranca "
        "terceiros>terceirso serviços>servicos"
    ),
    "nl": (
        "gegevens>gegeves toestemming>toesteming verwerking>verwerkign doeleinden>doeleiden rechten>rehcten "
        "website>webiste bewaren>bewarn beveiliging>beveiling derden>derdne diensten>dienstne"
    ),
    "cs": (
        "údaje>údjae souhlas>souhals správce>spárvce účely>účley předávány>předváány právo>párvo "
        "bezpečnost>bezpečnsot poskytovatel>poskytovtael zákazník>zákaznik"
    ),
    "pl": (
        "danych>dancyh osobowych>osbowych przetwarzanie>przetwazanie zgody>zgoyd administrator>adminstrator "
        "bezpieczeństwo>bezpiczeństwo użytkownik>użytkwonik udostępniamy>udostepnaimy informacje>infromacje"
    ),
    "sv": (
        "personuppgifter>personupgifter behandling>behanlding samtycke>samtycek ändamål>ändmaål uppgifter>upgifter "
        "rättigheter>rättigeter lagras>lagrsa tjänster>tjänstre"
    ),
    "da": (
        "personoplysninger>personoplysnigner behandling>behanlding samtykke>samtykek formål>fromål "
        "rettigheder>rettigehder oplysninger>oplysnigner"
    ),
    "fi": "henkilötiedot>henkilötideot käsittely>käsittley suostumus>suostumsu tietosuoja>tietosujoa palvelut>pavlelut",
}
OTHER_WORDS = {
    "en": (
        "prescribe>proscribe collect>connect raised>raided assure>assume adopt>adapt ensure>endure patents>patients "
        "prosecute>persecute united>untied messages>massages public>pubic audit>audio retain>retail bands>banks "
        "charge>change state>estate causal>casual statue>statute precede>proceed deprecate>depreciate "
        "confident>confidant moral>morale access>excess allusion>illusion disburse>disperse eminent>imminent "
        "insure>inure tortuous>tortious appraise>apprise principal>principle council>counsel complement>compliment "
        "stored>scored traded>traced rented>vented shares>shared deleted>delegated erased>eased licensed>licensee "
        "insured>insurer employed>employer clients>client strive>strives activates>activated"
    ),
    "de": (
        "verwenden>verwerten verwahren>verwehren verarbeiten>verbreiten aufheben>aufgeben angeben>abgeben "
        "weitergeben>wiedergeben Beitritt>Betritt erhoben>erhaben gespeichert>gesichert vermieten>vermissen "
        "Behörden>Beschwerden Mieter>Mister verlegen>verlesen vertrieben>betrieben genutzt>gemutet Anzeigen>Anliegen "
        "entfernt>entkernt speichern>sprechern geschützt>gestützt versendet>verwendet Kunden>Kinder Schutz>Schmutz"
    ),
    "fr": (
        "traitées>tractées effacées>espacées révélées>relevées louées>vouées vendues>tendues rendues>vendues "
        "transmis>transis partager>partagez protéger>projeter données>dormées consentir>contenir employeur>employer "
        "garder>larder fournies>tournées"
    ),
    "it": (
        "cedere>cadere conservare>conversare rivelati>rilevati affidati>affittati salute>saluti venduti>vedute "
        "trattati>tratti raccolti>raccolte trasmessi>trasmesso condivisi>condivise protetti>progetti inviati>invitati "
        "ceduti>seduti"
    ),
    "es": (
        "vendidos>venidos borrados>bordados tratados>trabados revelados>relevados cedidos>pedidos conservar>conversar "
        "guardar>aguardar alquilar>aniquilar enviados>enviadas compartir>compartid"
    ),
    "pt": (
        "vendidos>vencidos apagados>afagados tratados>trajados guardados>aguardados conservar>conversar "
        "cedidos>pedidos menores>melhores alugados>alagados partilhar>partilham"
    ),
    "nl": (
        "delen>dealen bewaren>beweren verstrekken>vertrekken wissen>wassen melden>meiden verhuren>verhoren "
        "verwerken>verwerpen verkopen>verlopen bewaard>beraad verzenden>verzinken delen>helen wisten>wissen "
        "opslaan>omslaan"
    ),
    "cs": (
        "předáme>přidáme předáváme>přidáváme sdílíme>sdělíme uchovat>uchopit ukládat>skládat mažeme>můžeme "
        "prodáme>předáme sdělit>sdílet zpracovat>vypracovat udělit>oddělit"
    ),
    "pl": (
        "zbieramy>zabieramy udzielamy>udzielimy usuwamy>osuwamy podajemy>oddajemy przekazać>przekazał "
        "sprzedać>sprzedaż używać>usuwać"
    ),
    "sv": "lagras>lagas delas>dalas säljas>skiljas sparas>spåras raderas>rasteras hyras>styras samlas>samtals",
    "da": "deles>dales sælges>vælges slettes>sluttes gemmes>glemmes",
    "fi": "kerätään>kerrotaan myydään>myytiin tallennetaan>talletetaan poistetaan>toistetaan jaetaan>haetaan",
}
SPELT_BOTH_WAYS = {"en": "fulfil>fulfill colour>color licence>license cancelled>canceled"}
# Such a slip is a word as well, or neither of both is known: it is told, which does less harm.
TOLD_ALL_THE_SAME = {
    "en": "responsible>responsable publicly>publically",
    "fr": "données>donnés transmises>transmisses",
    "it": "diritto>dirrito finalità>finailtà",
    "es": "consentimiento>consentimento",
    "pt": "acesso>aceso armazenados>armazendos",
    "nl": "persoonsgegevens>persoongegevens",
    "cs": "uchováváme>uchovávme",
    "pl": "prawo>parwo usługi>ulsugi",
}
SENTENCE = "We keep it for you, and if you ask us they are {} by those who work with the rest of this."


def _taken(language, *tables):
    """Return what of the tables is taken for misspelt, in each order."""
    pairs = [pair.split(">") for table in tables for pair in table.get(language, "").split()]
    both = [*pairs, *(pair[::-1] for pair in pairs)]
    return both, [pair for pair in both if is_misspelling(*pair, {language})]


def _policy(*texts):
    return drawn(heading("About"), *(paragraph(text) for text in texts))


# A language a test, for each is read once then.
@pytest.mark.parametrize("language", MISSPELT_WORDS)
def test_a_misspelt_word_is_one(language):
    """A word and its misspelling, in either order, or another spelling of it, say the same."""
    pairs, taken = _taken(language, MISSPELT_WORDS, SPELT_BOTH_WAYS)
    assert pairs == taken


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_a_word_for_another_is_no_misspelling(language):
    """Of two words that people write none is a misspelling of the other, however alike they look."""
    assert _taken(language, OTHER_WORDS, TOLD_ALL_THE_SAME)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [("prescribed", "proscribed", True), ("collected", "colected", False), ("raised", "raided", True)],
)
def test_a_change_of_letters_is_told_where_both_are_words(old, new, is_told):
    """The comparison tells of a real word that took the place of another, and not of one that was misspelt."""
    found = compare(_policy(SENTENCE.format(old)), _policy(SENTENCE.format(new)))
    assert found.significance.is_told is is_told
    assert (MISSPELT in found.changes[0].reasons) is not is_told


def test_the_language_is_that_of_the_whole_text():
    """A line too short to show its language is read in that of the text around it."""
    around = "We keep your letters for as long as they are of use to you, and then they are destroyed by us."
    found = compare(_policy(around, "Shipping addresses"), _policy(around, "Shiping addresses"))
    assert found.significance is Significance.COSMETIC
    found = compare(_policy(around, "Rented boats"), _policy(around, "Vented boats"))
    assert found.significance.is_told


def test_a_text_in_no_known_language_has_no_misspellings():
    """Where nothing shows the language nobody can say which words there are: told."""
    assert compare(_policy("Lorem xipsum dolor"), _policy("Lorem xipzum dolor")).significance.is_told
    assert not is_misspelling("datu", "daku", frozenset())


def test_word_forms_are_read_when_a_word_is_looked_up():
    """A comparison in which nothing looks misspelt does not read the forms of a language."""
    code = (
        "import sys\nfrom tests.core.test_misspellings import _policy, compare\n"
        "compare(_policy('We keep it.'), _policy('We keep it for a year.'))\nprint('simplemma' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
