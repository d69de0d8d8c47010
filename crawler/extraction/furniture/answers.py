"""Answers to a request for consent: what buttons say that accept or refuse."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extraction.wordlists import lines_of

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Page

_LABEL = re.compile("|".join(f"(?:{line})" for line in lines_of("consent_labels.txt")))
# What stands beside an answer, often glued to it: "SettingsOK".
_BESIDE = (
    r"(?:cookies? |privacy )?(?:settings|preferences|policy|details)|(?:manage|show|customi[sz]e|change)"
    r"(?: (?:my |your )?(?:settings|preferences|cookies|choices|options))?|"
    r"(?:learn|read) more|more (?:information|options)|close|"
    r"(?:cookie-?)?einstellungen|mehr (?:erfahren|informationen)|anpassen|schließen|datenschutz(?:erklärung)?|"
    r"impostazioni|personalizza|maggiori informazioni|chiudi|paramètres|paramétrer|personnaliser|en savoir plus|fermer|"
    r"configura(?:r|ción)|más información|cerrar|configurações|personalizar|saiba mais|fechar|"
    r"instellingen|meer (?:info|informatie)|"
    r"ustawienia|więcej informacji|nastavení|více informací|nastavenia|inställningar|läs mer|indstillinger|læs mere|"
    r"innstillinger|asetukset|beállítások|setări|ayarlar|настройки|подробнее|налаштування|докладніше|ρυθμίσεις|"
    r"設定|设置|设定|설정"
)
_LABELS = re.compile(rf"(?:(?:{_BESIDE})\W*){{0,2}}(?:{_LABEL.pattern})(?:\W*(?:{_LABEL.pattern}|{_BESIDE})){{0,3}}")
_LABEL_LENGTH = 80


def answers(page: Page, most_words: int = _LABEL_LENGTH) -> list[int]:
    """Count the answers to a request for consent in each node: on its buttons, and in texts that say nothing else.

    Args:
        page: the walked page.
        most_words: of a text that may be one.
    """
    counts = [0] * len(page.nodes)
    for button in page.buttons:
        counts[button.node] += answers_in(button.text)
    for run in page.runs:
        if run.words <= most_words:
            counts[run.node] += answers_in(run.text)
    page.add_up(counts)
    return counts


def answers_in(text: str) -> int:
    """Count the answers to a request for consent in a button's text, or in those of several that touch.

    "Accept all", "Got it" and "Only necessary cookies" are one; "Reject allAccept all" are two; a text that is no such
    label has none.
    """
    label = text.casefold().strip(" .!×✕✖›»>")
    return _answers_of(label) if len(label) <= _LABEL_LENGTH else 0


@lru_cache(maxsize=4096)  # the short texts of a page's menus come again and again, from check to check
def _answers_of(label: str) -> int:
    return sum(1 for _ in _LABEL.finditer(label)) if _LABELS.fullmatch(label) else 0
