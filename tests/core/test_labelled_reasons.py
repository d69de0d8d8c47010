"""How well the reasons of edits are told, on edits labelled by hand: floors that only rise."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from monitor.core.records import Significance
from tests.project import tree

sys.path.insert(0, str(tree.ROOT / "benchmarks"))

import reasons as bench

EDITS = bench.edits()
MANY = 10  # edits from which a language has a floor of its own
LANGUAGES = Counter(edit.language for edit in EDITS)


def test_the_set_is_large_and_mixed() -> None:
    """At least 400 edits, twelve languages with ten or more, half of all grave and a quarter not; each but once."""
    assert len(EDITS) >= 400
    assert sum(count >= MANY for count in LANGUAGES.values()) >= 12
    grave = sum(edit.is_grave for edit in EDITS)
    assert len(EDITS) / 2 <= grave <= len(EDITS) * 3 / 4
    assert len({(edit.old, edit.new) for edit in EDITS}) == len({edit.name for edit in EDITS}) == len(EDITS)


@pytest.mark.parametrize("half", [0, 1], ids=["developed on", "held out"])
def test_reasons_are_told_well_enough(half) -> None:
    """Of the reasons told 95 of 100 are right, and nine of ten grave edits are told with theirs, on either half."""
    score = bench.score(bench.halves(EDITS)[half])
    assert score.precision >= 0.95
    assert score.recall >= 0.9


@pytest.mark.parametrize("language", [language for language, count in LANGUAGES.items() if count >= MANY])
def test_no_language_falls_behind(language) -> None:
    """In a language of ten edits or more neither precision nor recall is below .85."""
    score = bench.score(edit for edit in EDITS if edit.language == language)
    assert score.precision >= 0.85
    assert score.recall >= 0.85


def test_no_grave_edit_is_cosmetic() -> None:
    """An edit that a person calls grave is never told as one of form."""
    cosmetic = [edit.name for edit in EDITS if edit.is_grave and edit.told_as is Significance.COSMETIC]
    assert not cosmetic


def test_reasons_quote_the_sentences() -> None:
    """What is told as gone or come stands in the sentence, word by word."""
    for edit in EDITS:
        for reason in edit.told:
            for quoted, text in ((reason.went, edit.old), (reason.came, edit.new)):
                parts = (quoted or "").removesuffix(" …").split(", ") if reason.rule in bench.LISTED else [quoted or ""]
                assert all(bench.says(text, part.removesuffix(" …")) for part in parts if part), (edit.name, reason)
