"""One short policy in nine languages, section by section, with what may stand around and between its sections."""

from __future__ import annotations

from typing import NamedTuple


class Club(NamedTuple):
    """The policy of a rowing club.

    Args:
        title: its title.
        sections: their headings, each with its one sentence.
        more: what bids to read more on cookies.
        detail: the heading of what is to be read there.
        details: its sentences.
        contact: the title of a form to write to the club.
        labels: those of its fields, and of its button.
        vote: a question on a section, and its two answers.
        close: what closes a dialog.
    """

    title: str
    sections: tuple[tuple[str, str], ...]
    more: str
    detail: str
    details: tuple[str, ...]
    contact: str
    labels: tuple[str, str, str, str]
    vote: tuple[str, str, str]
    close: str


CLUBS = {
    "en": Club(
        "Privacy Policy",
        (
            (
                "Who we are",
                "Brackwater Rowing Club runs this website and decides why and how your personal data is used.",
            ),
            (
                "What we collect",
                "We collect your name, your address and your boat number when you register for a course or race.",
            ),
            (
                "Cookies",
                "We use a small number of cookies that remember your language and keep you signed in between visits.",
            ),
            (
                "Who receives it",
                "We pass your results to the regional association and your payment details to our bank, and to nobody else.",
            ),
            (
                "How long we keep it",
                "We keep race results for ten years and delete all other records two years after you leave the club.",
            ),
            (
                "Your rights",
                "You may ask us for a copy of your data, have it corrected or erased, and complain to the authority.",
            ),
        ),
        "Read more about cookies",
        "Our cookies in detail",
        (
            "The session cookie is deleted when you close the browser, and the language cookie after twelve months.",
            "Our statistics are made without cookies, from log files that we erase after seven days.",
        ),
        "Contact us",
        ("Name", "E-mail", "Message", "Send"),
        ("Was this helpful?", "Yes", "No"),
        "Close",
    ),
    "de": Club(
        "Datenschutzerklärung",
        (
            (
                "Wer wir sind",
                "Der Ruderverein Brackwasser betreibt diese Website und entscheidet, wozu Ihre personenbezogenen Daten verarbeitet werden.",
            ),
            (
                "Welche Daten wir erheben",
                "Wir erheben Ihren Namen, Ihre Anschrift und Ihre Bootsnummer, wenn Sie sich zu einem Kurs anmelden.",
            ),
            (
                "Cookies",
                "Wir verwenden wenige Cookies, die sich Ihre Sprache merken und Sie zwischen zwei Besuchen angemeldet halten.",
            ),
            (
                "Wer sie erhält",
                "Ihre Ergebnisse geben wir an den Landesverband weiter und Ihre Zahlungsdaten an unsere Bank, sonst an niemanden.",
            ),
            (
                "Wie lange wir sie aufbewahren",
                "Ergebnisse bewahren wir zehn Jahre auf, alles andere löschen wir zwei Jahre nach Ihrem Austritt.",
            ),
            (
                "Ihre Rechte",
                "Sie haben das Recht auf Auskunft, Berichtigung und Löschung und können sich bei der Aufsichtsbehörde beschweren.",
            ),
        ),
        "Mehr über Cookies lesen",
        "Unsere Cookies im Einzelnen",
        (
            "Das Sitzungscookie wird gelöscht, wenn Sie den Browser schließen, das Sprachcookie nach zwölf Monaten.",
            "Unsere Statistik kommt ohne Cookies aus und beruht auf Protokollen, die wir nach sieben Tagen löschen.",
        ),
        "Kontakt",
        ("Name", "E-Mail", "Nachricht", "Absenden"),
        ("War das hilfreich?", "Ja", "Nein"),
        "Schließen",
    ),
    "fr": Club(
        "Politique de confidentialité",
        (
            (
                "Qui nous sommes",
                "Le club d’aviron des Saumures exploite ce site et décide de l’usage qui est fait de vos données personnelles.",
            ),
            (
                "Ce que nous recueillons",
                "Nous recueillons votre nom, votre adresse et le numéro de votre bateau lorsque vous vous inscrivez à un stage.",
            ),
            (
                "Cookies",
                "Nous utilisons quelques cookies qui retiennent votre langue et vous gardent connecté d’une visite à l’autre.",
            ),
            (
                "Qui les reçoit",
                "Nous transmettons vos résultats à la ligue régionale et vos données de paiement à notre banque, et à personne d’autre.",
            ),
            (
                "Combien de temps nous les gardons",
                "Nous conservons les résultats dix ans et supprimons tout le reste deux ans après votre départ du club.",
            ),
            (
                "Vos droits",
                "Vous pouvez demander une copie de vos données, les faire rectifier ou effacer, et saisir l’autorité de contrôle.",
            ),
        ),
        "En savoir plus sur les cookies",
        "Nos cookies en détail",
        (
            "Le cookie de session est supprimé à la fermeture du navigateur, celui de la langue après douze mois.",
            "Nos statistiques se passent de cookies et reposent sur des journaux que nous effaçons après sept jours.",
        ),
        "Nous contacter",
        ("Nom", "E-mail", "Message", "Envoyer"),
        ("Cela vous a-t-il aidé ?", "Oui", "Non"),
        "Fermer",
    ),
    "es": Club(
        "Política de privacidad",
        (
            (
                "Quiénes somos",
                "El club de remo Salobre gestiona este sitio web y decide para qué se utilizan sus datos personales.",
            ),
            (
                "Qué datos recogemos",
                "Recogemos su nombre, su dirección y el número de su barco cuando se inscribe en un curso o regata.",
            ),
            (
                "Cookies",
                "Utilizamos unas pocas cookies que recuerdan su idioma y mantienen su sesión abierta entre una visita y otra.",
            ),
            (
                "Quién los recibe",
                "Comunicamos sus resultados a la federación regional y sus datos de pago a nuestro banco, y a nadie más.",
            ),
            (
                "Cuánto tiempo los conservamos",
                "Conservamos los resultados diez años y suprimimos todo lo demás dos años después de su baja del club.",
            ),
            (
                "Sus derechos",
                "Puede pedirnos una copia de sus datos, su rectificación o su supresión, y reclamar ante la autoridad de control.",
            ),
        ),
        "Más información sobre las cookies",
        "Nuestras cookies en detalle",
        (
            "La cookie de sesión se elimina al cerrar el navegador, y la del idioma al cabo de doce meses.",
            "Nuestras estadísticas no usan cookies, sino registros que borramos a los siete días.",
        ),
        "Contáctenos",
        ("Nombre", "Correo electrónico", "Mensaje", "Enviar"),
        ("¿Le ha resultado útil?", "Sí", "No"),
        "Cerrar",
    ),
    "it": Club(
        "Informativa sulla privacy",
        (
            (
                "Chi siamo",
                "Il circolo canottieri Salmastro gestisce questo sito e decide per quali scopi sono trattati i vostri dati personali.",
            ),
            (
                "Quali dati raccogliamo",
                "Raccogliamo il vostro nome, l’indirizzo e il numero della barca quando vi iscrivete a un corso o a una gara.",
            ),
            (
                "Cookie",
                "Usiamo pochi cookie che ricordano la vostra lingua e vi tengono collegati tra una visita e l’altra.",
            ),
            (
                "Chi li riceve",
                "Comunichiamo i risultati alla federazione regionale e i dati di pagamento alla nostra banca, e a nessun altro.",
            ),
            (
                "Per quanto tempo li conserviamo",
                "Conserviamo i risultati per dieci anni e cancelliamo tutto il resto due anni dopo l’uscita dal circolo.",
            ),
            (
                "I vostri diritti",
                "Potete chiederci una copia dei vostri dati, la rettifica o la cancellazione, e fare reclamo all’autorità garante.",
            ),
        ),
        "Maggiori informazioni sui cookie",
        "I nostri cookie in dettaglio",
        (
            "Il cookie di sessione è cancellato alla chiusura del browser, quello della lingua dopo dodici mesi.",
            "Le nostre statistiche non usano cookie ma registri che cancelliamo dopo sette giorni.",
        ),
        "Contattaci",
        ("Nome", "E-mail", "Messaggio", "Invia"),
        ("È stato utile?", "Sì", "No"),
        "Chiudi",
    ),
    "nl": Club(
        "Privacyverklaring",
        (
            (
                "Wie wij zijn",
                "Roeivereniging Het Brakke Water beheert deze website en bepaalt waarvoor uw persoonsgegevens worden gebruikt.",
            ),
            (
                "Wat wij verzamelen",
                "Wij verzamelen uw naam, uw adres en uw bootnummer wanneer u zich inschrijft voor een cursus of wedstrijd.",
            ),
            (
                "Cookies",
                "Wij gebruiken een paar cookies die uw taal onthouden en u tussen twee bezoeken ingelogd houden.",
            ),
            (
                "Wie ze ontvangt",
                "Wij geven uw uitslagen door aan de regionale bond en uw betaalgegevens aan onze bank, en aan niemand anders.",
            ),
            (
                "Hoe lang wij ze bewaren",
                "Uitslagen bewaren wij tien jaar en al het andere verwijderen wij twee jaar na uw vertrek uit de vereniging.",
            ),
            (
                "Uw rechten",
                "U kunt een kopie van uw gegevens vragen, ze laten verbeteren of wissen, en een klacht indienen bij de toezichthouder.",
            ),
        ),
        "Lees meer over cookies",
        "Onze cookies in detail",
        (
            "De sessiecookie wordt gewist wanneer u de browser sluit, de taalcookie na twaalf maanden.",
            "Onze statistieken gebruiken geen cookies maar logbestanden die wij na zeven dagen wissen.",
        ),
        "Neem contact op",
        ("Naam", "E-mail", "Bericht", "Versturen"),
        ("Was dit nuttig?", "Ja", "Nee"),
        "Sluiten",
    ),
    "pl": Club(
        "Polityka prywatności",
        (
            (
                "Kim jesteśmy",
                "Klub wioślarski Słonawa prowadzi tę stronę i decyduje, w jakim celu przetwarzane są Państwa dane osobowe.",
            ),
            (
                "Jakie dane zbieramy",
                "Zbieramy imię i nazwisko, adres oraz numer łodzi, gdy zapisują się Państwo na kurs lub regaty.",
            ),
            (
                "Pliki cookie",
                "Używamy niewielu plików cookie, które pamiętają język i utrzymują zalogowanie między kolejnymi wizytami.",
            ),
            (
                "Kto je otrzymuje",
                "Wyniki przekazujemy związkowi regionalnemu, a dane płatnicze naszemu bankowi, i nikomu więcej ich nie udostępniamy.",
            ),
            (
                "Jak długo je przechowujemy",
                "Wyniki przechowujemy przez dziesięć lat, a wszystko inne usuwamy dwa lata po odejściu z klubu.",
            ),
            (
                "Państwa prawa",
                "Mogą Państwo zażądać kopii danych, ich sprostowania lub usunięcia oraz złożyć skargę do organu nadzorczego.",
            ),
        ),
        "Więcej o plikach cookie",
        "Nasze pliki cookie szczegółowo",
        (
            "Plik sesyjny jest usuwany po zamknięciu przeglądarki, a plik językowy po dwunastu miesiącach.",
            "Nasze statystyki nie korzystają z plików cookie, lecz z dzienników, które kasujemy po siedmiu dniach.",
        ),
        "Skontaktuj się z nami",
        ("Imię", "E-mail", "Wiadomość", "Wyślij"),
        ("Czy to było pomocne?", "Tak", "Nie"),
        "Zamknij",
    ),
    "cs": Club(
        "Zásady ochrany osobních údajů",
        (
            (
                "Kdo jsme",
                "Veslařský klub Slaná voda provozuje tento web a rozhoduje o tom, k čemu se vaše osobní údaje používají.",
            ),
            (
                "Jaké údaje sbíráme",
                "Sbíráme vaše jméno, adresu a číslo lodi, když se přihlásíte na kurz nebo na závod.",
            ),
            (
                "Cookies",
                "Používáme několik souborů cookie, které si pamatují váš jazyk a udržují vás přihlášené mezi návštěvami.",
            ),
            (
                "Kdo je dostává",
                "Výsledky předáváme krajskému svazu a platební údaje naší bance, a nikomu jinému je neposkytujeme.",
            ),
            (
                "Jak dlouho je uchováváme",
                "Výsledky uchováváme deset let a všechno ostatní smažeme dva roky po vašem odchodu z klubu.",
            ),
            (
                "Vaše práva",
                "Můžete nás požádat o kopii svých údajů, o jejich opravu nebo výmaz a podat stížnost u úřadu.",
            ),
        ),
        "Více o cookies",
        "Naše cookies podrobně",
        (
            "Relační cookie se smaže při zavření prohlížeče a jazyková cookie po dvanácti měsících.",
            "Naše statistiky se obejdou bez cookies a vycházejí ze záznamů, které mažeme po sedmi dnech.",
        ),
        "Napište nám",
        ("Jméno", "E-mail", "Zpráva", "Odeslat"),
        ("Bylo to užitečné?", "Ano", "Ne"),
        "Zavřít",
    ),
    "pt": Club(
        "Política de privacidade",
        (
            (
                "Quem somos",
                "O clube de remo Salobra gere este sítio e decide para que fins são utilizados os seus dados pessoais.",
            ),
            (
                "Que dados recolhemos",
                "Recolhemos o seu nome, a sua morada e o número do barco quando se inscreve num curso ou regata.",
            ),
            (
                "Cookies",
                "Utilizamos poucos cookies que recordam o seu idioma e mantêm a sua sessão aberta entre visitas.",
            ),
            (
                "Quem os recebe",
                "Comunicamos os resultados à federação regional e os dados de pagamento ao nosso banco, e a mais ninguém.",
            ),
            (
                "Durante quanto tempo os conservamos",
                "Conservamos os resultados durante dez anos e apagamos tudo o resto dois anos após a sua saída do clube.",
            ),
            (
                "Os seus direitos",
                "Pode pedir uma cópia dos seus dados, a sua retificação ou apagamento, e reclamar junto da autoridade.",
            ),
        ),
        "Saiba mais sobre cookies",
        "Os nossos cookies em pormenor",
        (
            "O cookie de sessão é eliminado quando fecha o navegador, e o do idioma após doze meses.",
            "As nossas estatísticas não usam cookies, mas registos que apagamos após sete dias.",
        ),
        "Contacte-nos",
        ("Nome", "E-mail", "Mensagem", "Enviar"),
        ("Isto foi útil?", "Sim", "Não"),
        "Fechar",
    ),
}
"""By language."""

_PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head><body>'
    '<nav class="site-nav"><a href="/">Home</a> <a href="/club">Club</a> <a href="/boats">Boats</a></nav>'
    '{before}<h1>{title}</h1>{body}{behind}<footer><a href="/imprint">Imprint</a> <a href="/join">Join</a></footer>{end}'
    "</body></html>"
)
FRAMES = {"main": ("<main>", "</main>"), "boxes": ('<div class="container"><div class="content">', "</div></div>")}
"""What may stand around the text."""


def page(lang: str, body: str, *, frame: str = "main", end: str = "") -> bytes:
    """Return a page of the club.

    Args:
        lang: its language.
        body: what stands below the title.
        frame: what stands around both.
        end: what stands at the end of the page.
    """
    before, behind = FRAMES[frame]
    return _PAGE.format(lang=lang, title=CLUBS[lang].title, body=body, before=before, behind=behind, end=end).encode()
