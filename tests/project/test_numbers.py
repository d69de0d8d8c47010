"""The numbers that modules hold, and how it is found out which of them decide anything."""

from __future__ import annotations

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.constants import constants, defined
from benchmarks.sample import Sample, put, ways
from benchmarks.thresholds import drawn_digest
from benchmarks.witness import Notes, Witness
from tests.extraction.corpus import corpus
from tests.project import tree

SOURCE = '''
from elsewhere import FAR

BARE = 7
SHARE = 0.25  # of the words
# above
_ABOVE: int = 2 * 1024
BELOW = -3
"""Said below."""
LIST = (1, 2)
IS_ON = True
lower = 5
OTHER = BARE

def inside(most=BARE):
    LOCAL = 4
    return FAR < most < SHARE
'''
NUMBERS = st.integers(1, 40) | st.floats(0.1, 40, allow_nan=False)
ACTS = st.sampled_from([operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv])
COMPARISONS = st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])


def test_numbers_say_where_they_come_from():
    """Of every number at the top of a module a comment or a docstring says what it bounds, or what it was measured on."""
    found = constants(tree.ROOT, tree.PACKAGES)
    assert len(found) > 400
    assert [f"{one.module}.{one.name}" for one in found if not one.is_explained] == []


def test_constants_are_numbers_under_names_in_capitals():
    """Sums of numbers count, what is annotated too; lists, truths, other names and what stands in functions do not."""
    found = {one.name: (one.value, one.is_explained) for one in defined("here", SOURCE)}
    assert found == {"BARE": (7, False), "SHARE": (0.25, True), "_ABOVE": (2048, True), "BELOW": (-3, True)}


def test_constants_know_who_holds_them(tmp_path):
    """A constant is held by its own module and by all that import it; what a module reads while it loads is baked in."""
    room = tmp_path / "room"
    room.mkdir()
    (room / "one.py").write_text("MOST = 3\nLEAST = 1\n\ndef few(n, least=LEAST):\n    return least < n < MOST\n")
    (room / "other.py").write_text("from room.one import MOST as LIMIT\n\ndef many(n):\n    return n > LIMIT\n")
    most, least = constants(tmp_path, ["room"])
    assert most.holders == (("room.one", "MOST"), ("room.other", "LIMIT"))
    assert (most.is_baked, least.is_baked) == (False, True)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, ACTS, COMPARISONS)
def test_a_witness_notes_what_another_number_would_have_turned(value, other, beside, against, act, compare):
    """A witness answers as its number, and notes the other one exactly where a comparison would turn out otherwise."""
    for does in (lambda n: compare(act(n, beside), against), lambda n: compare(against, act(beside, n))):
        notes, key = Notes(), ("here", "MOST", other)
        assert does(Witness(value, {key: other}, notes)) is does(value)
        assert (key in notes.moved) is (does(value) != does(other))


@pytest.mark.parametrize("use", [lambda n: "abcdef"[:n], range, lambda n: f"{n}", float, hash, repr, lambda n: [0] * n])
def test_a_witness_that_cannot_be_followed_says_so(use):
    """Used as an index, a count, a text or a key, a witness is its number, and the other one is noted."""
    notes, key = Notes(), ("here", "MOST", 9)
    assert use(Witness(3, {key: 9}, notes)) == use(3)
    assert notes.moved == {key}


def test_numbers_are_halved_and_doubled():
    """A number becomes half and twice, a share comes a quarter nearer to nothing and to the whole; zero is no number."""
    assert [ways(7), ways(1), ways(0.5), ways(1.5)] == [(3, 14), (2,), (0.375, 0.625), (0.75, 3.0)]


@pytest.mark.drill
def test_what_the_witnesses_rule_out_does_not_differ():
    """So many pages are said to be drawn otherwise as are when all of them are drawn again with the other number."""
    modules = (
        "crawler.extraction.furniture.edges",
        "crawler.extraction.reading.plain",
        "crawler.extraction.reading.runs",
    )
    found = [one for one in constants(tree.ROOT, ("crawler", "monitor")) if one.module in modules]
    pages = list(corpus().values())[::32]
    sample = Sample("ours", pages, lambda page: drawn_digest(*page))
    sample.watch(found)
    assert sample.unfollowed == 0
    counts = {}
    for one in found:
        for value in ways(one.value):
            counts[one.name, value], _ = sample.differ(one, value, len(pages))
            put(one, value)
            digests = [drawn_digest(*page) for page in pages]
            put(one, one.value)
            assert counts[one.name, value] == sum(map(operator.ne, digests, sample.plain)), one
    assert any(counts.values())
    assert not all(counts.values())
    assert [drawn_digest(*page) for page in pages] == sample.plain
