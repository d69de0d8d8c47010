"""Pages that only stop a reader, known by their shape: a few sentences and one thing to press, in any language."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import Document, FailureKind, FetchFailure
from tests.extraction.clubs import CLUBS


class Gate(NamedTuple):
    """What a page says before it lets a reader in.

    Args:
        title: its heading.
        text: its sentences.
        press: the one thing to press.
    """

    title: str
    text: str
    press: str


CONSENT = {
    "en": Gate(
        "Before you go on",
        "We and our partners store cookies on your device to measure visits and to show you advertising that fits you. "
        "What we may store you can choose at any time, and for each of the partners on its own.",
        "Settings",
    ),
    "et": Gate(
        "Enne jätkamist",
        "Meie ja meie partnerid salvestame sinu seadmesse küpsiseid, et mõõta külastusi ja näidata sulle sobivat reklaami. "
        "Saad igal ajal valida, mida me salvestada võime ja millised partnerid seda teha tohivad, iga partneri kohta eraldi.",
        "Eelistused",
    ),
    "sw": Gate(
        "Kabla ya kuendelea",
        "Sisi na washirika wetu tunahifadhi vidakuzi kwenye kifaa chako ili kupima ziara na kukuonyesha matangazo yanayokufaa. "
        "Unaweza kuchagua tunachoweza kuhifadhi wakati wowote, na kwa kila mshirika wetu peke yake bila shida.",
        "Mipangilio",
    ),
}
AGE = {
    "de": Gate(
        "Sind Sie volljährig?",
        "Hinter dieser Seite verkaufen wir Wein und Spirituosen aus dem ganzen Land und liefern sie zu Ihnen nach Hause. "
        "Bitte bestätigen Sie, dass Sie mindestens achtzehn Jahre alt sind, bevor Sie auf unsere Seiten gehen.",
        "Eintreten",
    ),
    "mt": Gate(
        "Għandek l-età legali?",
        "Wara din il-paġna nbigħu inbid u spirti mill-gżejjer kollha u nibagħtuhom id-dar tiegħek kull ġimgħa. "
        "Jekk jogħġbok ikkonferma li għandek mill-inqas tmintax-il sena qabel ma tkompli fuq il-paġni l-oħra kollha tal-ħanut tagħna, grazzi.",
        "Idħol",
    ),
    "hu": Gate(
        "Elmúlt már tizennyolc éves?",
        "Az oldal mögött bort és tömény italokat árulunk az ország minden részéből, és házhoz is visszük azokat Önnek. "
        "Kérjük, erősítse meg, hogy legalább tizennyolc éves, mielőtt továbblép a mögötte lévő oldalainkra, köszönjük szépen.",
        "Belépés",
    ),
}
BUTTONS = {
    "a button": '<div class="box"><h1>{title}</h1><p>{text}</p><button>{press}</button></div>',
    "a field": '<main><form method="post"><h2>{title}</h2><p>{text}</p><input type="submit" value="{press}"></form></main>',
    "an element that is one by its role": "<div><p><b>{title}</b></p><p>{text}</p><div role=button>{press}</div></div>",
    "between a header and a footer": '<header><a href="/">Shop</a></header><main><h1>{title}</h1><p>{text}</p>'
    '<p><button>{press}</button></p></main><footer><a href="/i">Imprint</a> <a href="/p">Privacy</a></footer>',
}
LINK = '<h1>{title}</h1><p>{text}</p><p><a href="/on">{press}</a></p>'
DIALOGS = ('<div role="dialog" aria-modal="true">{inside}</div>', "<dialog open>{inside}</dialog>")


def drawn(lang: str, body: str, title: str = "Shop") -> Document | FetchFailure:
    return extract(f'<html lang="{lang}"><title>{title}</title><body>{body}</body></html>'.encode())


def is_gate(lang: str, body: str, title: str = "Shop") -> bool:
    found = drawn(lang, body, title)
    return isinstance(found, FetchFailure) and found.kind is FailureKind.CONSENT


@pytest.mark.parametrize("lang", [*CONSENT, *AGE])
@pytest.mark.parametrize("shape", BUTTONS)
def test_a_few_sentences_before_a_button_are_no_policy(shape: str, lang: str) -> None:
    """Whatever is asked, and in whatever language: the page waits for an answer."""
    gate = (CONSENT | AGE)[lang]
    assert is_gate(lang, BUTTONS[shape].format(**gate._asdict()))
    assert is_gate(lang, BUTTONS[shape].format(**gate._asdict()), "Privacy policy - Shop")


@pytest.mark.parametrize("lang", [*CONSENT, *AGE])
@pytest.mark.parametrize("dialog", DIALOGS)
def test_a_dialog_that_is_the_page_may_end_in_a_link(dialog: str, lang: str) -> None:
    """A dialog waits for an answer, whatever that looks like."""
    assert is_gate(lang, dialog.format(inside=LINK.format(**(CONSENT | AGE)[lang]._asdict())))


@pytest.mark.parametrize("lang", ["en", *AGE])
def test_a_link_goes_on_where_the_page_asks_or_speaks_of_consent(lang: str) -> None:
    """A question in the heading, or cookies in the text, are no text to end in a link."""
    assert is_gate(lang, LINK.format(**(CONSENT | AGE)[lang]._asdict()))


@pytest.mark.parametrize("shape", [*BUTTONS.values(), LINK])
@pytest.mark.parametrize("lang", CLUBS)
def test_a_short_policy_with_something_to_press_is_one(shape: str, lang: str) -> None:
    """It is named: by its heading, or by the title of a page whose headings say no more than that."""
    club = CLUBS[lang]
    text = " ".join(said for _, said in club.sections[:4])
    said = {"text": text, "press": club.labels[3]}
    assert isinstance(drawn(lang, shape.format(title=club.title, **said)), Document)
    assert isinstance(drawn(lang, shape.format(title="Shop", **said), f"{club.title} – Shop"), Document)


@pytest.mark.parametrize(
    "said",
    [
        "Write to <a href='mailto:data@shop.example'>data@shop.example</a> if you have a question.",
        "Last updated: 3 May 2024",
    ],
)
@pytest.mark.parametrize("shape", [*BUTTONS.values(), LINK])
def test_who_says_whom_to_write_to_or_when_is_no_gate(shape: str, said: str) -> None:
    """What asks a reader to go on has no date and no address."""
    text = " ".join(words for _, words in CLUBS["en"].sections[:4])
    assert isinstance(
        drawn("en", f"<p>{said}</p>" + shape.format(title="Our house", text=text, press="Back")), Document
    )


def test_sections_make_a_document() -> None:
    """A page of headings with sentences under each is no gate, though nothing names it and a button ends it."""
    body = "".join(f"<h2>{title}</h2><p>{said}</p>" for title, said in CLUBS["en"].sections[:4])
    assert isinstance(drawn("en", f"<main>{body}<button>Print</button></main>"), Document)
