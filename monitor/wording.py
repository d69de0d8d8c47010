"""The catalogues of the languages in which people are told: read as they are edited, and given to templates."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from jinja2 import pass_eval_context
from markupsafe import escape

from monitor.core.records.catalogues import ENGLISH, LOCALES, Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.nodes import EvalContext

PLACE = "{language}/LC_MESSAGES/clausewatch.po"
"""Where in `monitor/locale` the catalogue of a language is."""


@cache
def catalogue_of(language: str) -> Catalogue:
    """Read the catalogue of a language, once a process; it takes some milliseconds.

    Args:
        language: its code.

    Returns:
        The catalogue; English for a language that only a later version knows: a mail in English is better than none.
    """
    if language == ENGLISH.language or language not in LOCALES:
        return ENGLISH
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - most processes write English alone
    from babel.messages.pofile import read_po  # noqa: PLC0415 - likewise

    with files("monitor").joinpath("locale", PLACE.format(language=language)).open("rb") as lines:
        edited = read_po(lines, locale=LOCALES[language], domain="clausewatch")
    compiled = BytesIO()
    write_mo(compiled, edited)
    compiled.seek(0)
    return Catalogue(language=language, messages=gettext.GNUTranslations(compiled))


def words_of(catalogue: Catalogue) -> dict[str, Callable[..., str] | str]:
    """Return what templates take for the words of a language; where a template escapes, so do its functions."""

    def wrapped(function: Callable[..., str]) -> Callable[..., str]:
        @pass_eval_context
        def call(context: EvalContext, *words: Any, **values: object) -> str:  # noqa: ANN401 - messages and a number
            if not context.autoescape:
                return function(*words, **values)
            # values that are markup stay so
            return escape(function(*words, **{name: f"%({name})s" for name in values})) % values

        return call

    return {
        "gettext": wrapped(catalogue.gettext),
        "ngettext": wrapped(catalogue.ngettext),
        "semicolon": catalogue.semicolon,
    }
