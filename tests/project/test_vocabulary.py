"""Words of languages stand in the files of the languages, not in modules."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from monitor.core.languages import known, word_set
from monitor.core.languages.language_files import ANY
from tests.project import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("crawler/extraction", "monitor/core")
FEW = 2  # stop words, or foreign words, that names of tags, codes of languages and messages have by chance
ESCAPE = re.compile(r"\\[a-zA-Z]")
WORD = re.compile(r"[^\W\d_]{2,}")
# What has letters or words of a language and is no vocabulary, by the reason.
ALLOWED = {
    "letters of a script, or which of them stand for which": {
        "crawler/extraction/facts/language.py _SCRIPTS",
        "crawler/extraction/reading/alphabets.py _WEST",
        "crawler/extraction/reading/alphabets.py _MIDDLE",
        "crawler/extraction/reading/alphabets.py _ALPHABETS",
        "crawler/extraction/reading/alphabets.py _MARKS",
        "crawler/extraction/reading/letters.py _STRAY_NON_JOINER",
        "crawler/extraction/reading/pdf_furniture.py _PAGE_NUMBER",
        "crawler/extraction/reading/pdf_words.py _FORMS",
        "crawler/extraction/reading/pdf_words.py _FROM_RIGHT",
        "crawler/extraction/reading/pdf_words.py _spelled",
        "crawler/extraction/reading/pieces.py _NEW_LINE",
        "monitor/core/comparison/counters.py _ALPHABETS",
        "monitor/core/dates/forms.py plain",
        "monitor/core/dates/date_words.py bare",
        "monitor/core/linkwords.py _GERMAN",
        "monitor/core/linkwords.py _NORDIC",
        "monitor/core/significance/cosmetic.py _DIGRAPHS",
        "monitor/core/significance/cosmetic.py _plain_case",
        "monitor/core/significance/countries.py _OFTEN_LOST",
        "monitor/core/significance/countries.py _VOWELS",
        "monitor/core/text.py _TYPOGRAPHY",
        "monitor/core/text.py _RAISED",
        "crawler/extraction/reading/raised.py _RAISED",
        "crawler/extraction/reading/raised.py _WORD",
    },
    "signs that figures, dates and sections are written with, as \u201c/\u201d and \u201c§\u201d are": {
        "monitor/core/clauses.py _LABEL",
        "monitor/core/comparison/counters.py _CHINESE",
        "monitor/core/comparison/counters.py _COUNTER",
        "monitor/core/comparison/counters.py _IN_LETTERS",
        "monitor/core/comparison/counters.py _SIGN",
        "monitor/core/comparison/references.py _HAN",
        "monitor/core/comparison/references.py _ORDINALS",
        "monitor/core/dates/forms.py _DATED",
        "monitor/core/dates/forms.py _HAN",
        "monitor/core/dates/forms.py _MAY_COUNT",
        "monitor/core/bearing.py _PRICE",
        "monitor/core/dates/forms.py _forms",
        "monitor/core/dates/forms.py _number",
        "monitor/core/dates/forms.py _year",
    },
    "names in markup, written by programmers": {
        "crawler/extraction/furniture/element_names.py _MENUS",
        "crawler/extraction/furniture/element_names.py _WIDGETS",
        "crawler/extraction/reading/tags.py INLINE",
    },
}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _words(text: str) -> set[str]:
    return set(WORD.findall(ESCAPE.sub(" ", text).lower()))


@cache
def _foreign() -> frozenset[str]:
    """Return the longer words of the files that English has not."""
    of = {language.code: set().union(*map(_words, _strings(dict(language.sections)))) for language in known().each}
    others = set().union(*(words for code, words in of.items() if code not in {ANY, "en"}))
    return frozenset(word for word in others - of["en"] - of[ANY] if len(word) > 3)


def _is_vocabulary(node: ast.AST, literals: list[str]) -> bool:
    """Tell whether a statement of a module has letters beyond ASCII, foreign words, or many words of any language."""
    collections = (n.elts for n in ast.walk(node) if isinstance(n, ast.Set | ast.List | ast.Tuple))
    listed = [{e.value for e in elements if isinstance(e, ast.Constant)} for elements in collections]
    stopping = [
        words & word_set("text", "stop_words") for words in [*listed, *(_words(x) for x in literals if "|" in x)]
    ]
    return (
        any(not letter.isascii() and letter.isalpha() for literal in literals for letter in literal)
        or any(len(found) > FEW for found in stopping)
        or len(set().union(*map(_words, literals)) & _foreign()) > FEW
    )


def _statements(source: str) -> Iterator[str]:
    """Yield the names that a module gives to vocabulary."""
    module = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in module.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            constants = (n for n in ast.walk(node) if isinstance(n, ast.Constant) and id(n) not in prose)
            if _is_vocabulary(node, [n.value for n in constants if isinstance(n.value, str)]):
                target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
                yield ast.unparse(target) if target else getattr(node, "name", "")


def test_words_of_languages_stand_in_their_files() -> None:
    """No module of the pure rooms has words of a language of its own, but for what stands here with its reason."""
    found = {
        f"{tree.name_of(path)} {name}"
        for path in tree.modules(*ROOMS)
        for name in _statements(path.read_text(encoding="utf-8"))
    }
    assert found == set().union(*ALLOWED.values())


@pytest.mark.parametrize(
    "source",
    [
        'LIST = ["the", "and", "with"]',
        'PATTERN = re.compile(r"\\b(?:you|we) (?:have|will)")',
        'PATTERN = re.compile("(?:zuletzt|aktualisiert|bearbeitet)")',
        'CASES = {"a": "zavináč"}',
        'def ask(text):\n    return "更新" in text',
    ],
)
def test_vocabulary_is_known_where_it_stands(source) -> None:
    """A list, a pattern or a single word of another script is taken for vocabulary, in English as well."""
    assert list(_statements(source))


@pytest.mark.parametrize(
    "source",
    ['"""The policy, and what is with it."""', 'TAGS = ("div", "span", "i")', 'raise Bad("this is not for you")'],
)
def test_messages_and_names_are_none(source) -> None:
    """Docstrings, messages and names of tags are no vocabulary."""
    assert not list(_statements(source))
