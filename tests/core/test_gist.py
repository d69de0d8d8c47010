"""What weighs most of a change, in a line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.notices.gist import Gist, gist_words, title_words

PERIOD = "retention: 12 months -> 36 months"


@pytest.mark.parametrize(
    ("gist", "words"),
    [
        (Gist(what=PERIOD), PERIOD),
        (Gist(what=PERIOD, section="4. How long"), f"{PERIOD} (4. How long)"),
        (Gist(what=PERIOD, section="4. How long", more=1), f"{PERIOD} (4. How long); 1 more clause change"),
        (Gist(what=PERIOD, more=1200), f"{PERIOD}; 1,200 more clause changes"),
        (Gist(what=PERIOD, section="s" * 90), f"{PERIOD} ({'s' * 39}…)"),
        (Gist(what=""), ""),
    ],
)
def test_a_gist_is_a_line_of_words(gist, words):
    """It says what weighs most, under which heading, and how much else there is, of one and of many."""
    assert gist_words(gist) == words


def test_the_section_gives_way_first():
    """Where there is no room for all, the count gets shorter, then the section goes; what weighs most stays whole."""
    gist = Gist(what="w" * 45, section="How long we keep it", more=2)
    whole = gist_words(gist)
    assert whole == f"{'w' * 45} (How long we keep it); 2 more clause changes"
    assert gist_words(gist, len(whole) - 5) == f"{'w' * 45} (How long we keep it); 2 more"
    assert gist_words(gist, len(whole) - 20) == f"{'w' * 45} (How long we…); 2 more"
    assert gist_words(gist, len(whole) - 30) == f"{'w' * 45}; 2 more"
    assert gist_words(gist, len(whole) - 40) == f"{'w' * 41}…; 2 more"


def test_the_gravest_is_whole_as_long_as_it_can_be():
    """What weighs less gives way to the section, and the section to whether something came or went."""
    gist = Gist(what="new recipient: Ads Ltd", also="purpose: profiling added", section="4. Recipients")
    assert gist_words(gist, 64) == "new recipient: Ads Ltd; purpose: profiling added (4. Recipients)"
    assert gist_words(gist, 63) == "new recipient: Ads Ltd (4. Recipients)"
    assert gist_words(Gist(what=f"purpose: {'w' * 80} removed", section="s" * 30), 100).endswith("removed")
    assert gist_words(Gist(what="w" * 300, section="4. Recipients"), 100) == f"{'w' * 83}… (4. Recipients)"


def test_a_long_name_leaves_room_for_the_news():
    """A name takes half a title at most."""
    title = title_words("n" * 300, Gist(what=PERIOD, section="4. How long we keep it"))
    assert title == f"{'n' * 59}…: {PERIOD} (4. How long we keep it)"


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300), st.integers(0, 10**6), st.integers(60, 200))
def test_a_title_is_one_bounded_line(name, what, section, more, longest):
    """Whatever a page or a name holds, a title is one line of at most so many characters."""
    title = title_words(name, Gist(what=what, section=section, more=more), longest)
    assert len(title) <= longest
    assert len(title.splitlines()) <= 1
