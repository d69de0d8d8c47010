"""Layouts of invented sites: how a home page leads to its policy, and what beside it must not be taken."""

from __future__ import annotations

from dataclasses import dataclass

from tests.policies import policy

ELSEWHERE = "http://127.0.0.9:9"
TITLES = {
    "en": "Privacy policy", "de": "Datenschutzerklärung", "fr": "Politique de confidentialité",
    "it": "Informativa sulla privacy", "es": "Política de privacidad", "pt": "Política de privacidade",
    "nl": "Privacyverklaring", "pl": "Polityka prywatności", "cs": "Zásady ochrany osobních údajů",
    "fi": "Tietosuojaseloste", "hu": "Adatkezelési tájékoztató", "sv": "Integritetspolicy", "ja": "プライバシーポリシー",
    "ru": "Политика конфиденциальности", "el": "Πολιτική απορρήτου", "ko": "개인정보처리방침", "tr": "Gizlilik politikası",
    "da": "Privatlivspolitik", "ro": "Politica de confidențialitate",
}  # fmt: skip
SENTENCES = {
    "en": "We process your personal data such as name and address to deliver orders, we share it with our carrier, keep"
    " it for 12 months, and you have the right to access, erasure and objection; write to us or the authority.",
    "de": "Wir verarbeiten Ihre personenbezogenen Daten wie Name und Anschrift zur Lieferung, geben sie an unseren"
    " Dienstleister weiter, speichern sie 12 Monate, und Sie haben das Recht auf Auskunft, Löschung und Widerspruch.",
    "fr": "Nous traitons vos données personnelles comme le nom et l'adresse pour la livraison, nous les partageons avec"
    " nos prestataires, les conservons 12 mois, et vous avez un droit d'accès, d'effacement et d'opposition.",
    "it": "Trattiamo i tuoi dati personali come nome e indirizzo per la consegna, li comunichiamo ai nostri fornitori,"
    " li conserviamo per 12 mesi, e hai il diritto di accesso, di cancellazione e di opposizione al trattamento.",
    "es": "Tratamos sus datos personales como nombre y dirección para la entrega, los comunicamos a proveedores, los"
    " conservamos 12 meses, y usted tiene derecho de acceso, supresión y oposición al tratamiento de sus datos.",
    "pt": "Tratamos os seus dados pessoais como nome e morada para a entrega, partilhamos com prestadores, conservamos"
    " durante 12 meses, e tem o direito de acesso, de apagamento e de oposição ao tratamento dos dados.",
    "nl": "Wij verwerken uw persoonsgegevens zoals naam en adres voor de levering, delen die met dienstverleners,"
    " bewaren ze 12 maanden, en u heeft recht op inzage, verwijdering en bezwaar tegen de verwerking van gegevens.",
    "pl": "Przetwarzamy dane osobowe takie jak imię i adres w celu dostawy, udostępniamy je podmiotom trzecim,"
    " przechowujemy je 12 miesięcy, a Pani i Pan mają prawo dostępu, usunięcia danych i sprzeciwu wobec przetwarzania.",
    "cs": "Zpracováváme vaše osobní údaje jako jméno a adresu pro doručení, předáváme je zpracovatelům, uchováváme je"
    " 12 měsíců, a máte právo na přístup, výmaz a námitku proti zpracování osobních údajů u úřadu.",
}
RECIPE = "Stir the flour into the warm milk and let the dough rest beside the oven until it has doubled in size. "


def text(language: str = "en", *, title: str = "") -> str:
    """Return a policy page in a language; where we wrote no sentences in it, under its title in the language."""
    name = title or TITLES[language]
    sentence = SENTENCES.get(language) or f"{name}: {name}, {name} 12. " * 4
    body = "".join(f"<h2>{n}</h2><p>{sentence}</p>" for n in range(1, 7))
    return f'<!doctype html><html lang="{language}"><title>{name}</title><main><h1>{name}</h1>{body}</main></html>'


def home(*links: tuple[str, str], language: str = "en", menu: str = "", footer: bool = True, head: str = "") -> str:
    """Return a home page with links (words, address) at its end."""
    items = "".join(f'<li><a href="{url}">{words}</a></li>' for words, url in links)
    end = f"<footer><ul>{items}</ul></footer>" if footer else f"<div><ul>{items}</ul></div>"
    return (
        f'<!doctype html><html lang="{language}"><head><title>Buns</title>{head}</head><body><nav>{menu}</nav>'
        f"<main><h1>Buns</h1><p>{RECIPE * 3}</p></main>{end}</body></html>"
    )


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One site.

    Args:
        name: of the layout.
        pages: by path.
        right: the path of the document, "" where there is none.
        kind: of document.
    """

    name: str
    pages: dict[str, str]
    right: str = "/right"
    kind: str = "privacy"


def beside(name: str, *links: tuple[str, str], language: str = "en", **more: str) -> Layout:
    """Return a site whose footer has the right link after misleading ones, which read like policies too."""
    shown = [*links, (TITLES[language], "/right")]
    pages = {url: text(language, title=words) for words, url in links if url.startswith("/")}
    return Layout(name=name, pages={"/": home(*shown, language=language), **pages, "/right": text(language), **more})


ENGLISH = ("Privacy Policy", "/right")
LAYOUTS = [
    *(Layout(name=f"footer {code}", pages={"/": home((TITLES[code], "/right"), language=code), "/right": text(code)})
      for code in TITLES),
    beside("a post on a blog", ("How we wrote our privacy policy", "/blog/privacy-policy")),
    beside("a product's privacy", ("Privacy screens", "/products/privacy"), ("Privacy features", "/features/privacy")),
    beside("press", ("Privacy policy of the year: press release", "/press/privacy-policy")),
    beside("settings", ("Privacy settings", "/privacy-settings"), ("Manage cookies", "/cookies")),
    beside("another's policy", ("Privacy Policy", f"{ELSEWHERE}/privacy"), ("Privacy", "http://127.0.0.8:9/privacy")),
    beside("applicants de", ("Datenschutz für Bewerber", "/datenschutz-bewerber"), language="de"),
    beside("applicants fr", ("Politique de confidentialité candidats", "/confidentialite-candidats"), language="fr"),
    beside("children", ("Children's privacy policy", "/children-privacy")),
    beside("an app", ("App privacy policy", "/app-privacy")),
    beside("archive", ("Privacy policy 2019", "/privacy-policy-2019"), ("Previous privacy policies", "/privacy/archive")),
    beside("a PDF", ("Privacy Policy", "/privacy-policy.pdf")),
    beside("cookies and terms", ("Cookie policy", "/cookie-policy"), ("Terms of service", "/terms")),
    Layout(name="another language", pages={
        "/": home(("Datenschutz", "/de/datenschutz"), ENGLISH), "/de/datenschutz": text("de"), "/right": text()}),
    Layout(name="declared", pages={
        "/": home(("About", "/about"), head='<link rel="privacy-policy" href="/right">'), "/right": text()}),
    Layout(name="icon only", pages={
        "/": home(('<img src="x.png" alt="Privacy policy">', "/right")), "/right": text()}),
    Layout(name="no footer", pages={"/": home(ENGLISH, footer=False), "/right": text()}),
    Layout(name="behind legal", pages={"/": home(("Legal", "/legal")), "/legal": home(ENGLISH), "/right": text()}),
    Layout(name="behind impressum", pages={
        "/": home(("Impressum", "/impressum"), language="de"),
        "/impressum": home(("Datenschutz", "/right"), language="de"), "/right": text("de")}),
    Layout(name="behind terms", pages={
        "/": home(("Terms of use", "/terms")), "/terms": home(("privacy policy", "/right"), footer=False), "/right": text()}),
    Layout(name="behind a privacy centre", pages={
        "/": home(("Privacy center", "/center")), "/center": home(ENGLISH), "/right": text()}),
    Layout(name="the usual path", pages={"/": home(("About", "/about")), "/privacy": text()}, right="/privacy"),
    Layout(name="the usual path in German", pages={
        "/": home(("Wir", "/wir"), language="de"), "/datenschutz": text("de")}, right="/datenschutz"),
    Layout(name="a single page", pages={"/": policy()}, right="/"),
    Layout(name="terms", pages={"/": home(ENGLISH, ("Terms of Service", "/right2")), "/right": text(),
                                "/right2": text(title="Terms of Service")}, right="/right2", kind="terms"),
    Layout(name="cookies", pages={"/": home(ENGLISH, ("Cookie settings", "/set"), ("Cookie Policy", "/c")),
                                  "/right": text(), "/c": text(title="Cookie Policy")}, right="/c", kind="cookies"),
    Layout(name="sub-processors", pages={"/": home(ENGLISH, ("Legal", "/legal")), "/right": text(),
                                         "/legal": home(("List of sub-processors", "/subs")),
                                         "/subs": text(title="List of sub-processors")},
           right="/subs", kind="subprocessors"),
    Layout(name="dpa", pages={"/": home(("Datenschutz", "/ds"), ("AVV", "/avv"), language="de"), "/ds": text("de"),
                              "/avv": text("de", title="Auftragsverarbeitungsvertrag")}, right="/avv", kind="dpa"),
    Layout(name="nothing", pages={"/": home(("About", "/about"), ("Blog", "/blog"))}, right=""),
    Layout(name="a dead link", pages={"/": home(ENGLISH)}, right=""),
    Layout(name="behind a sitemap", pages={
        "/": home(("Sitemap", "/map")), "/map": home(ENGLISH, footer=False), "/right": text()}),
    Layout(name="a home page everywhere", pages={
        path: home(("About", "/about")) for path in ("/", "/privacy", "/privacy-policy", "/legal/privacy")}, right=""),
    Layout(name="only recipes", pages={"/": home(ENGLISH), "/right": home(("Home", "/"))}, right=""),
]  # fmt: skip
