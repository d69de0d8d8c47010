"""Reasons are values; their words hang on the value alone and are made where somebody reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from monitor.core.records import Reason, Rule, reason_words
from tests.core.helpers import reasons
from tests.project import tree

# The border of the JSON contract, what people read, and the store, which others may read too.
SHOWING = {
    "monitor/core/contract.py",
    "monitor/core/comparison/render.py",
    "monitor/core/notices/gist.py",
    "monitor/core/notices/reason_line.py",
    "storage/changes.py",
    "storage/worded_reasons.py",
    "storage/browse/change_page.py",
    "storage/browse/comparing.py",
}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(rule=Rule.PERIOD, subject="retention", went="5 years", came=""), "retention: 5 years -> none"),
        (Reason(rule=Rule.PERIOD, came="5 years"), "period: 5 years added"),
        (Reason(rule=Rule.NEGATION, went="", came="do not"), 'denial: "" -> "do not"'),
        (Reason(rule=Rule.EDIT, subject="dispute", went="Leipzig", came=""), 'dispute: "Leipzig" -> ""'),
        (Reason(rule=Rule.COMPANY, came="Gull Ltd"), "new company: Gull Ltd"),
        (Reason(rule=Rule.COMPANY, subject="recipient", went="Gull Ltd"), "recipient removed: Gull Ltd"),
        (Reason(rule=Rule.TEXT, went="We like trees."), 'removed: "We like trees."'),
        (Reason(rule=Rule.HEADINGS, went="A", came="B"), 'headings renamed, the first: "B"'),
        (Reason(rule=Rule.NESTING, subject="4 clauses"), "headings nested otherwise above 4 clauses"),
        (Reason(rule=Rule.TOGETHER, subject="50 clauses"), "50 clauses together"),
        (Reason(rule=Rule.NAME, came="{went} {0}"), "name: {went} {0} added"),
        (Reason(rule=Rule.TOLD, subject=""), ""),
    ],
)
def test_a_reason_has_its_words(reason, words):
    """Each rule frames what went and came in its own way, and what a page wrote is no frame."""
    assert reason_words(reason) == words


@given(reasons)
def test_words_hang_on_the_value_alone(reason):
    """Any value can be put into words, equal values have equal ones, and what came is among them."""
    words = reason_words(reason)
    assert reason_words(replace(reason)) == words
    assert reason.rule is Rule.TOLD or (reason.came or "") in words


def test_reasons_are_put_into_words_only_where_they_are_shown():
    """No rule makes words of a reason, so none can read another's."""
    telling = {
        tree.name_of(path)
        for path in tree.modules(*tree.PACKAGES)
        if any(name.endswith(".reason_words") for name in tree.imported(path))
    }
    assert telling - {"monitor/core/records/__init__.py"} == SHOWING
