"""Requests for consent made of links alone, and short documents beside which one stands."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import Document, FailureKind, FetchFailure
from tests.extraction.clubs import CLUBS


class Wall(NamedTuple):
    """What a request for consent says.

    Args:
        title: its title.
        cookies: its first sentence.
        data: the same without a word of cookies or consent.
        change: its second sentence.
        links: to accept, to choose, to who is behind the page, to the policy.
    """

    title: str
    cookies: str
    data: str
    change: str
    links: tuple[str, str, str, str]


WALLS = {
    "en": Wall(
        "Before you continue",
        "We and our partners store and access information on your device with cookies to show ads and measure our audience.",
        "We and 120 partners process personal data such as your IP address to show personalised content and advertising and to measure it.",
        "You can change your choice at any time in the settings.",
        ("Accept all", "Settings", "Imprint", "Privacy policy"),
    ),
    "de": Wall(
        "Bevor Sie fortfahren",
        "Wir und unsere Partner speichern und lesen mit Cookies Informationen auf Ihrem Gerät, um Anzeigen zu zeigen und die Reichweite zu messen.",
        "Wir und 120 Partner verarbeiten personenbezogene Daten wie Ihre IP-Adresse, um personalisierte Inhalte und Werbung zu zeigen und zu messen.",
        "Ihre Auswahl können Sie jederzeit in den Einstellungen ändern.",
        ("Alle akzeptieren", "Einstellungen", "Impressum", "Datenschutz"),
    ),
    "fr": Wall(
        "Avant de continuer",
        "Nous et nos partenaires utilisons des cookies pour stocker des informations sur votre appareil, afficher des annonces et mesurer l’audience.",
        "Nous et 120 partenaires traitons des données personnelles comme votre adresse IP pour afficher et mesurer des contenus et publicités personnalisés.",
        "Vous pouvez changer d’avis à tout moment dans les paramètres.",
        ("Tout accepter", "Paramètres", "Mentions légales", "Confidentialité"),
    ),
    "es": Wall(
        "Antes de continuar",
        "Nosotros y nuestros socios usamos cookies para almacenar información en su dispositivo, mostrar anuncios y medir la audiencia.",
        "Nosotros y 120 socios tratamos datos personales como su dirección IP para mostrar y medir contenidos y anuncios personalizados.",
        "Puede cambiar su elección en cualquier momento en la configuración.",
        ("Aceptar todo", "Configuración", "Aviso legal", "Privacidad"),
    ),
    "it": Wall(
        "Prima di continuare",
        "Noi e i nostri partner usiamo cookie per archiviare informazioni sul dispositivo, mostrare annunci e misurare il pubblico.",
        "Noi e 120 partner trattiamo dati personali come l’indirizzo IP per mostrare e misurare contenuti e annunci personalizzati.",
        "È possibile cambiare la scelta in qualsiasi momento nelle impostazioni.",
        ("Accetta tutto", "Impostazioni", "Note legali", "Privacy"),
    ),
    "nl": Wall(
        "Voordat u verdergaat",
        "Wij en onze partners gebruiken cookies om informatie op uw apparaat op te slaan, advertenties te tonen en het bereik te meten.",
        "Wij en 120 partners verwerken persoonsgegevens zoals uw IP-adres om gepersonaliseerde inhoud en advertenties te tonen en te meten.",
        "U kunt uw keuze op elk moment wijzigen in de instellingen.",
        ("Alles accepteren", "Instellingen", "Colofon", "Privacy"),
    ),
    "pl": Wall(
        "Zanim przejdziesz dalej",
        "My i nasi partnerzy używamy plików cookie, aby przechowywać informacje na urządzeniu, wyświetlać reklamy i mierzyć oglądalność.",
        "My i 120 partnerów przetwarzamy dane osobowe, takie jak adres IP, aby wyświetlać i mierzyć spersonalizowane treści i reklamy.",
        "Wybór można zmienić w każdej chwili w ustawieniach.",
        ("Zaakceptuj wszystko", "Ustawienia", "Nota prawna", "Prywatność"),
    ),
    "cs": Wall(
        "Než budete pokračovat",
        "My a naši partneři používáme cookies k ukládání informací ve vašem zařízení, k zobrazování reklam a měření návštěvnosti.",
        "My a 120 partnerů zpracováváme osobní údaje, jako je IP adresa, abychom zobrazovali a měřili přizpůsobený obsah a reklamy.",
        "Svou volbu můžete kdykoli změnit v nastavení.",
        ("Přijmout vše", "Nastavení", "Tiráž", "Ochrana soukromí"),
    ),
    "pt": Wall(
        "Antes de continuar",
        "Nós e os nossos parceiros usamos cookies para guardar informações no seu dispositivo, mostrar anúncios e medir a audiência.",
        "Nós e 120 parceiros tratamos dados pessoais como o seu endereço IP para mostrar e medir conteúdos e anúncios personalizados.",
        "Pode mudar a sua escolha em qualquer momento nas definições.",
        ("Aceitar tudo", "Definições", "Ficha técnica", "Privacidade"),
    ),
}
FORMS = {
    "a row below": "<h1>{title}</h1><p>{said}</p><p>{change}</p><p>{0} {1}</p><div>{2} {3}</div>",
    "a list": "<h2>{title}</h2><p>{said}</p><p>{change}</p><ul><li>{0}</li><li>{1}</li><li>{2}</li><li>{3}</li></ul>",
    "apart": "<p>{said} {change}</p><p>{0}</p><p>{1}</p><p>{2} | {3}</p>",
    "behind the text": "<p>{said} {change} {0} {1} {2} {3}</p>",
    "parted by dots": "<main><h1>{title}</h1><p>{said}</p><p>{change}</p><p>{0} · {1} · {2} · {3}</p></main>",
}
NOTICES = dict(
    zip(
        CLUBS,
        (
            "We use cookies",
            "Wir verwenden Cookies",
            "Nous utilisons des cookies",
            "Usamos cookies",
            "Usiamo i cookie",
            "Wij gebruiken cookies",
            "Używamy plików cookie",
            "Používáme cookies",
            "Usamos cookies",
        ),
        strict=True,
    )
)
BANNERS = {
    "a button": "<div>{notice} <button>OK</button></div>",
    "a link": "<div><p>{notice}</p><a href='/x'>OK</a></div>",
    "a row": "<div><p>{notice}</p><p>{0} · {1}</p></div>",
    "a row behind": "<div>{notice}. {0} {1}</div>",
}


def drawn(lang: str, title: str, body: str) -> Document | FetchFailure:
    head = f'<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>'
    return extract(f"<!doctype html>{head}<body>{body}</body></html>".encode())


def links(lang: str) -> list[str]:
    return [f'<a href="/{at}">{text}</a>' for at, text in enumerate(WALLS[lang].links)]


@pytest.mark.parametrize("lang", WALLS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("about", ["cookies", "data"])
def test_a_request_made_of_links_is_no_policy(about: str, form: str, lang: str) -> None:
    """A few sentences and a few links, one of which accepts, are a request for consent, whatever words it uses."""
    wall = WALLS[lang]
    said = getattr(wall, about)
    found = drawn(lang, wall.title, FORMS[form].format(*links(lang), title=wall.title, said=said, change=wall.change))
    assert isinstance(found, FetchFailure), found
    assert found.kind is FailureKind.CONSENT


@pytest.mark.parametrize("lang", CLUBS)
@pytest.mark.parametrize("is_headed", [True, False], ids=["headed", "bare"])
@pytest.mark.parametrize("is_above", [True, False], ids=["above", "below"])
@pytest.mark.parametrize("banner", BANNERS)
def test_a_short_policy_beside_a_notice_is_one(banner: str, is_above: bool, is_headed: bool, lang: str) -> None:  # noqa: FBT001
    """Four sentences are a policy, be there a notice on cookies of three words beside them, and a link to accept."""
    club = CLUBS[lang]
    notice = BANNERS[banner].format(*links(lang), notice=NOTICES[lang])
    title = f"<h1>{club.title}</h1>" if is_headed else ""
    text = f"<div>{title}{''.join(f'<p>{said}</p>' for _, said in club.sections[:4])}</div>"
    found = drawn(lang, club.title, notice + text if is_above else text + notice)
    assert isinstance(found, Document), found
    assert [said for _, said in club.sections[:4]] == [block.text for block in found.blocks if len(block.text) > 40]
