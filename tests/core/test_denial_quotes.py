"""The phrase that is quoted of a long sentence, whatever the sentence and wherever the edit stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.comparison.compare import compare
from monitor.core.records import Significance
from monitor.core.significance.denial_quotes import phrase
from monitor.core.text import fold_typography, words
from tests.core.helpers import drawn, paragraph, texts

_PLACES = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: range(min(ends), max(ends)))


@given(st.lists(texts, min_size=1, max_size=4).map(". ".join), st.none() | _PLACES, st.lists(_PLACES, max_size=3))
def test_a_phrase_stands_in_its_text_and_is_short(text, edit, marks):
    """Any place in any text has a phrase: words of it side by side, some twelve of them, two characters a word in Han."""
    quoted = phrase(text, edit, marks)
    assert len(words(quoted)) <= 30
    assert " ".join(words(quoted)) in " ".join(words(fold_typography(text)))


def test_an_edit_behind_all_words_of_a_long_text_is_quoted():
    """What came or went at the very end is quoted with the words before it."""
    long = "In all that we do with what you and the people around you have told us over the years we follow one rule"
    old, new = (drawn(paragraph(f"{long}{end}")) for end in (".", ", and it is that we never sell it to anybody else."))
    for before, after in ((old, new), (new, old)):
        (change,) = compare(before, after).changes
        assert change.significance is Significance.MATERIAL
