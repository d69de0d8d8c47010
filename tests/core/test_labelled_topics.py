"""How well topics are told, on clauses labelled by hand: floors that only rise."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from monitor.core.significance.lexicon import TOPICS
from tests.project import tree

sys.path.insert(0, str(tree.ROOT / "benchmarks"))

import topics as bench

SAMPLES = bench.samples()
FLOORS = {
    "first-party": 0.75,
    "third-party": 0.74,
    "choice": 0.80,
    "access": 0.78,
    "retention": 0.85,
    "security": 0.78,
    "policy-change": 0.95,
    "do-not-track": 0.95,
    "audiences": 0.87,
    "contact": 0.80,
}


def test_the_set_is_large_and_mixed() -> None:
    """At least 300 clauses, 40 or more in each of five languages, every topic and clauses of none."""
    languages = Counter(sample.language for sample in SAMPLES)
    assert len(SAMPLES) >= 300
    assert sum(count >= 40 for count in languages.values()) >= 5
    assert set(TOPICS) == {topic for sample in SAMPLES for topic in sample.labelled}
    assert sum(not sample.labelled for sample in SAMPLES) >= 30
    assert len({sample.text for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_told_well_enough(topic) -> None:
    """F1 of a topic stays above its floor."""
    assert bench.score(SAMPLES, [topic]).f1 >= FLOORS[topic]


@pytest.mark.parametrize("half", [0, 1], ids=["developed on", "held out"])
def test_both_halves_are_told_alike(half) -> None:
    """All labels together: F1 of at least .80, on the half the lexicon was developed on and on the other."""
    assert bench.score(bench.halves(SAMPLES)[half]).f1 >= 0.80
