"""Words that vary within a clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.restless.holes import HOLE, NARROW, fills, holed, pattern_of, varying

KEEP = "We keep your orders for twelve months and delete them afterwards."
WORD = st.text(alphabet="abcdefgh", min_size=1, max_size=7)
SENTENCE = st.lists(WORD, min_size=1, max_size=8).map(lambda words: " ".join(words).capitalize() + ".")
CLAUSE = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)


@given(CLAUSE, CLAUSE)
def test_a_pattern_fits_both_texts_it_was_made_of(one: str, other: str) -> None:
    """Whatever two texts share, each of them is their pattern with something in its holes."""
    pattern = pattern_of(one, other)
    if pattern is not None:
        for text in (one, other):
            found = fills(pattern, text)
            assert found is None or _filled(pattern, found) == " ".join(text.split())


def _filled(pattern: str, found: tuple[str, ...]) -> str:
    first, *rest = pattern.split(HOLE)
    return " ".join("".join([first, *(a + b for a, b in zip(found, rest, strict=True))]).split())


@pytest.mark.parametrize(("one", "other", "pattern"), [
    (f"{KEEP} Read 12 times today.", f"{KEEP} Read 3,456 times today.", f"{KEEP} Read ⋯ times today."),
    (f"It is 8:30 here. {KEEP}", f"It is 12:01 here. {KEEP}", f"It is ⋯ here. {KEEP}"),
    (f"{KEEP} Blue whales sing.", f"{KEEP} Nobody baked bread yesterday.", f"{KEEP} ⋯"),
    (KEEP, KEEP, None),
    ("Blue whales sing at night.", "Nobody baked bread yesterday.", None),
])  # fmt: skip
def test_only_the_words_that_differ_are_a_hole(one: str, other: str, pattern: str | None) -> None:
    """What two looks share of a clause stays; a sentence of which little does is a hole; two texts with little are none."""
    assert pattern_of(one, other) == pattern


def test_a_hole_that_a_page_writes_itself_is_no_hole() -> None:
    """A page that prints the sign of a hole gets no pattern: it could say there whatever it likes."""
    assert pattern_of(f"{KEEP} {HOLE} 12", f"{KEEP} {HOLE} 13") is None


def test_a_hole_has_room_for_what_varied_and_no_more() -> None:
    """A text that puts far more into a hole than stays around it does not fit."""
    pattern = "Read ⋯ times today."
    assert fills(pattern, "Read 12,345 times today.") == ("12,345",)
    assert fills(pattern, f"Read {'x' * (NARROW + 1)} times today.") is None


def test_an_edit_beside_a_hole_keeps_the_hole() -> None:
    """Where other words of the clause are edited, what varies is still left out."""
    pattern = f"{KEEP} Read ⋯ times today."
    edited = f"{KEEP} Read 7 times today.".replace("twelve", "forty")
    assert holed(pattern, edited) == pattern.replace("twelve", "forty")


def test_words_at_a_hole_that_went_as_well_are_an_edit() -> None:
    """Where the words beside a hole went with what varies, nobody can say which is which."""
    assert holed("Read ⋯ times today.", "Seen by nobody.") is None


def test_what_varies_is_told_with_the_sentence_around_it() -> None:
    """What stands in a hole is the sentence that has it, not the clause."""
    assert varying(f"{KEEP} Read ⋯ times today.", f"{KEEP} Read 7 times today.") == "Read 7 times today."
