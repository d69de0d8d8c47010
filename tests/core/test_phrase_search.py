from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.significance.phrase_search import Phrases

words = st.lists(st.sampled_from(["a", "ab", "abc", "b", "ba"]), max_size=6)
phrases = st.lists(
    st.lists(st.sampled_from(["a", "ab", "abc", "b", "a*", "ab*", "*"]), min_size=1, max_size=3).map(tuple), max_size=8
)


def holds(found: list[str], phrase: tuple[str, ...]) -> bool:
    """Look at every place for every word."""
    fits = [[w.startswith(p[:-1]) if p.endswith("*") else w == p for p in phrase] for w in found]
    return any(all(fits[at + i][i] for i in range(len(phrase))) for at in range(len(found) - len(phrase) + 1))


@given(words, phrases)
def test_phrases_are_found_where_they_stand(found, table):
    """What the index finds is what a search for each phrase at each place finds."""
    index = Phrases({phrase: "".join(phrase) for phrase in table})
    assert {phrase for phrase, _ in index.found(found)} == {phrase for phrase in table if holds(found, phrase)}
    assert all(value == "".join(phrase) for phrase, value in index.found(found))


def test_the_number_of_phrases_costs_nothing():
    """Words that begin no phrase are compared with none, however many phrases there are."""

    class Counting(str):
        __slots__ = ()
        compared = 0

        def __eq__(self, other):
            Counting.compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    index = Phrases({(Counting(f"word{number}"), "x"): number for number in range(5000)})
    Counting.compared = 0
    assert list(index.found(["nothing", "of", "it"] * 10)) == []
    assert Counting.compared < 100
