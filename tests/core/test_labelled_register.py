"""How well the facts of a register are read, on paragraphs, lists and tables labelled by hand: floors that only rise."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from monitor.core.register.facts import FIELDS
from tests.project import tree

sys.path.insert(0, str(tree.ROOT / "benchmarks"))

import register as bench

SAMPLES = bench.samples()
PRECISION, RECALL = 0.95, 0.85


def test_the_set_is_large_and_mixed() -> None:
    """At least 150 texts, fifteen or more in each of eight languages, every fact, tables, lists and texts without any."""
    languages = Counter(one.language for one in SAMPLES)
    assert len(SAMPLES) >= 150
    assert sum(count >= 15 for count in languages.values()) >= 8
    assert {fact["kind"] for one in SAMPLES for fact in one.labelled} == set(FIELDS)
    assert sum(not one.labelled for one in SAMPLES) >= 15
    assert sum(" | " in one.texts[0] for one in SAMPLES) >= 30
    assert len({one.name for one in SAMPLES}) == len({one.texts for one in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("kind", FIELDS)
def test_each_fact_is_read_well_enough(kind) -> None:
    """Of each kind 95 of 100 facts that are read are right in every field, and 85 of 100 that are there are read."""
    found = bench.score(SAMPLES, [kind])
    assert found.precision >= PRECISION
    assert found.recall >= RECALL


@pytest.mark.parametrize("half", [0, 1], ids=["developed on", "held out"])
def test_both_halves_are_read_alike(half) -> None:
    """The same of all facts together, on the half the rules were developed on and on the other."""
    found = bench.score(bench.halves(SAMPLES)[half])
    assert found.precision >= PRECISION
    assert found.recall >= RECALL
