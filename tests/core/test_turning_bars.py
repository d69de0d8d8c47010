"""A bar that comes, goes and takes turns within a policy: what of it is told, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.core.records import Claim
from tests.core.test_restless import DAY, NOISE, OTHER, POLICY, Watch, page

BARS = {
    "noise": (NOISE[0], NOISE[1]),
    "prices": ("Now only 19 euros a month.", "Save 20 % with our spring bundle."),
    "periods": ("Get the big plan free for 3 months.", "Half price lamps for 30 days only."),
    "matter": ("Secure your data with our new storage box.", "Share your photographs with friends in one click."),
    "duties": ("You must try our lamps.", "You can get one free, no fee."),
}
MINUTE = timedelta(minutes=1)


def _told(bars: tuple[str, str], turns: list[int]) -> list[Claim | None]:
    """Return as what is told, where each look shows none of two bars or one, and checks are a minute apart."""
    shown = [page(bar) for bar in (None, *bars)]
    watch = Watch(shown[turns[0]])
    while watch.looks + 1 < len(turns):
        at = watch.looks + 1
        watch.check(*(shown[turn] for turn in turns[at : at + 3]), after=MINUTE)
    return [one.claim for one in watch.told]


@given(kind=st.sampled_from(sorted(BARS)), turns=st.lists(st.integers(0, 2), min_size=2, max_size=14))
@example(kind="periods", turns=[0, 1, 1, 2, 2, 0, 0])
@settings(max_examples=60)
def test_a_bar_that_turns_is_told_once_and_once_that_it_varies(kind: str, turns: list[int]) -> None:
    """In whatever order none and two bars are shown, one edit is told at most, and once more that the place varies."""
    told = _told(BARS[kind], turns)
    assert told.count(None) <= 1
    assert set(told) <= {None, Claim.ALTERNATES}
    assert len(told) == len(set(told))
    if kind in {"noise", "prices"}:
        assert len(told) <= 1


@pytest.mark.parametrize("turns", [[0, 1, 1, 2, 2], [2, 1, 1, 0, 0], [0, 0, 1, 1, 1, 2, 2, 0, 0], [1, 0, 0, 2, 2]])
def test_what_comes_where_another_came_just_now_is_held(turns: list[int]) -> None:
    """The text that stands where another was told minutes ago is no edit at once, nor is that it went."""
    assert _told(BARS["periods"], turns) == [None]


def test_what_comes_where_another_came_is_told_once_it_stays() -> None:
    """A clause in the place of one that came the day before is told by the third look over a day."""
    watch = Watch(page(None))
    assert watch.check(page(OTHER)) == [OTHER]
    another = "Your invoices are kept by an archive in Chile."
    assert [watch.check(page(another)) for _ in range(3)] == [[], ["", another], []]


def test_a_rewording_of_what_came_just_now_is_told_at_once() -> None:
    """A clause that came yesterday and is put otherwise today, or stands beside another edit, is no text that turns."""
    watch = Watch(page(None))
    watch.check(page(OTHER))
    reworded = OTHER.replace("advertising partners", "brokers of data")
    assert watch.check(page(reworded)) == [reworded]
    edited = [POLICY[0].replace("2 months", "9 months"), *POLICY[1:]]
    assert watch.check(page("Your invoices are kept by an archive in Chile.", policy=edited)) != []


def test_what_came_weeks_ago_is_no_reason_to_wait() -> None:
    """A clause in the place of one that has stood for a week is told by two looks."""
    watch = Watch(page(None))
    watch.check(page(OTHER))
    another = "Your invoices are kept by an archive in Chile."
    assert watch.check(page(another), after=7 * DAY) == ["", another]
