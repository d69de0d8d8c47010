"""The catalogues of the languages in which people are told: whole, true to their messages, and in step with the code."""

from __future__ import annotations

import re
from functools import cache
from gettext import NullTranslations
from typing import get_args

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from monitor.config import Config
from monitor.core.languages import known
from monitor.core.records.catalogues import ENGLISH, LOCALES, Catalogue
from monitor.core.records.gravity import GRAVITY
from monitor.core.records.reasons import DENIAL, SUBJECTS, Rule
from monitor.core.significance.lexicon import is_material
from monitor.wording import PLACE, catalogue_of
from tests.project import tree

LOCALE = tree.ROOT / "monitor" / "locale"
TRANSLATED = sorted(set(LOCALES) - {"en"})
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@cache
def _said() -> frozenset[tuple[str | None, str | tuple[str, str]]]:
    """Return each message of the code with its context."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as lines:
        methods, options = parse_mapping_cfg(lines)
    found = extract_from_dir(tree.ROOT / "monitor", method_map=methods, options_map=options)
    return frozenset((context, message) for _, _, message, _, context in found)


@cache
def _catalogue(language: str):
    with (LOCALE / PLACE.format(language=language)).open("rb") as lines:
        return read_po(lines, locale=LOCALES[language])


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def test_the_languages_are_those_with_a_catalogue() -> None:
    """The settings, the commands and the files know the same languages."""
    assert sorted(path.name for path in LOCALE.iterdir() if path.is_dir()) == TRANSLATED
    assert get_args(Config.model_fields["notice_language"].annotation) == tuple(LOCALES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_message_and_no_other(language) -> None:
    """What the code says has its words in each language, `make translations` was run, and nothing is fuzzy."""
    messages = [message for message in _catalogue(language) if message.id]
    assert {(message.context, message.id) for message in messages} == _said()
    assert [message.id for message in messages if message.fuzzy or not all(_forms(message.string))] == []
    assert not _catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_placeholders(language) -> None:
    """Each form of a translation has the values of its message; that for one alone may leave the number to the words."""
    for message in filter(lambda one: one.id, _catalogue(language)):
        wanted = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
        for place, form in enumerate(_forms(message.string)):
            values = set(PLACEHOLDER.findall(form))
            may_lack = {"count"} if message.pluralizable and place == 0 else set()
            assert wanted - may_lack <= values <= wanted, (message.id, form)
            # a sign of per cent would be taken for a placeholder, and a tag is for templates
            for text in (form, *_forms(message.id)):
                assert not re.search(r"[%<>]", PLACEHOLDER.sub("", text).replace("->", "")), text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("it", ["1 modifica", "2 modifiche", "5 modifiche", "1.200 modifiche"]),
        ("cs", ["1 změna", "2 změny", "5 změn", "1\N{NO-BREAK SPACE}200 změn"]),
        ("de", ["1 Änderung", "2 Änderungen", "5 Änderungen", "1.200 Änderungen"]),
        ("fr", ["1 modification", "2 modifications", "5 modifications", "1\N{NARROW NO-BREAK SPACE}200 modifications"]),
        ("es", ["1 cambio", "2 cambios", "5 cambios", "1.200 cambios"]),
    ],
)
def test_numbers_have_the_forms_of_their_language(language, words) -> None:
    """Each language has as many forms as its plural rule says, and groups digits in its own way."""
    catalogue = catalogue_of(language)
    assert [catalogue.ngettext("%(count)s change", "%(count)s changes", n) for n in (1, 2, 5, 1200)] == words
    rule = _catalogue(language)
    assert {len(message.string) for message in rule if message.pluralizable} == {rule.num_plurals}


@pytest.mark.parametrize("language", TRANSLATED)
def test_one_word_stands_for_one_thing(language) -> None:
    """The words of a catalogue are those of the table in docs/translating.md."""
    text = (tree.ROOT / "docs" / "translating.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"(?m)^\| .+\|$", text)]
    column = rows[0].index({"it": "Italian", "cs": "Czech", "de": "German", "fr": "French", "es": "Spanish"}[language])
    words, catalogue = {row[0]: row[column] for row in rows}, catalogue_of(language)
    for thing in ("material", "minor", "cosmetic", "heading"):
        assert catalogue.gettext(thing) == words[thing]
    for thing in ("clause", "change", "clause change"):
        assert catalogue.ngettext(f"%(count)s {thing}", f"%(count)s {thing}s", 1) == f"1 {words[thing]}"
    assert catalogue.gettext("Reworded").lower() == words["reworded"]
    assert catalogue.gettext("version %(number)s", number=3) == f"{words['version']} 3"
    silent = catalogue.gettext("Silent change: the page still says %(claim)s.", claim="")
    assert silent.lower().startswith(words["silent change"].lower())
    assert ":" in catalogue.gettext("the policy was replaced: most of its text is another")


def test_subjects_of_reasons_are_translated() -> None:
    """Whatever a reason of a told change may be about is a message of the catalogues."""
    subjects = {category for category in known().shared().table("categories") if is_material(category)} | set(GRAVITY)
    assert subjects <= SUBJECTS
    assert {(None, DENIAL if subject == Rule.NEGATION else subject) for subject in subjects} <= _said()


def test_a_language_of_a_later_version_is_english() -> None:
    """A mail in English is better than none: a store may have been brought up to date by a version that knows more."""
    assert catalogue_of("xx") is ENGLISH


@pytest.mark.parametrize("slip", ["%(wath)s", "100 %", "%(name)d", "%s und %s", "%(name"])
def test_a_slip_of_a_translator_stops_no_mail(slip) -> None:
    """Where a translation cannot take its values, the message is said in English."""

    class Slipped(NullTranslations):
        def gettext(self, *_):
            return slip

        def ngettext(self, *_):
            return slip

    catalogue = Catalogue(language="de", messages=Slipped())
    assert catalogue.gettext("%(name)s: blind", name="Acme") == "Acme: blind"
    assert catalogue.ngettext("%(count)s %(name)s", "%(count)s %(name)ss", 2, name="day") == "2 days"
