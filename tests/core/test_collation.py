from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.collation import folded


def test_names_are_sorted_by_their_plain_letters() -> None:
    """Accented and stroked letters stand at their plain ones, other scripts behind Latin, Japanese at its syllables."""
    names = ["Zebra", "さくら", "Øre", "Émile", "ostrich", "Emma", "サカナ", "Äther", "Apple", "Łódź", "Lodge"]
    assert sorted(names, key=folded) == [
        "Apple", "Äther", "Émile", "Emma", "Lodge", "Łódź", "Øre", "ostrich", "Zebra", "サカナ", "さくら",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "plain"), [("Kabliko s.r.o. Š", "kabliko s.r.o. s"), ("Straße", "strasse"), ("ĲSSEL", "ijssel"), ("", "")]
)
def test_a_name_is_found_by_what_a_keyboard_has(text: str, plain: str) -> None:
    """Case and diacritics fall away, ligatures are taken apart."""
    assert folded(text) == plain


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_folding_is_done_once(text: str) -> None:
    """What is folded stays as it is, so that what is looked for meets what is looked through."""
    assert folded(folded(text)) == folded(text)
