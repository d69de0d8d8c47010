"""A page that is another as a whole for a while, and then what it was: nothing of it is remembered."""

from __future__ import annotations

import pytest

from tests.core.test_restless import NOISE, POLICY, Watch, page, text

# as a server shows them that lost some of their letters, or puts all in other words
LOST = [line.replace("y", "?") for line in POLICY]
REWORDED = [line.replace("We keep", "Our team keeps").replace("You may", "Each of you may") for line in POLICY]
EDITED = [line.replace("5 months", "9 months") for line in POLICY]


def told(watch: Watch) -> list[tuple[str, str]]:
    """Return what the last change told, clause by clause, before and after."""
    return [
        (one.old[0].text if one.old else "", one.new[0].text if one.new else "")
        for one in watch.told[-1].comparison.changes
        if one.significance.is_told
    ]


@pytest.mark.parametrize("other", [LOST, REWORDED])
def test_a_page_that_was_another_for_a_day_leaves_no_places(other: list[str]) -> None:
    """Once its earlier text is told to be back, nothing varies and nothing waits, and an edit is told whole at once."""
    watch = Watch(text(*POLICY))
    assert watch.check(text(*other))
    assert [bool(watch.check(text(*POLICY))) for _ in range(3)] == [False, False, True]
    assert watch.places == ()
    assert [watch.check(text(*POLICY)) for _ in range(5)] == [[]] * 5
    assert watch.check(text(*EDITED))
    assert told(watch) == [(old, new) for old, new in zip(POLICY, EDITED, strict=True) if old != new]


def test_a_page_that_one_look_shows_as_another_leaves_no_places() -> None:
    """Where the second look finds the text that readers know, what the first one saw all over the page varies nowhere."""
    watch = Watch(text(*POLICY))
    assert watch.check(text(*LOST), text(*POLICY)) == []
    assert watch.places == ()


def test_what_was_known_to_vary_before_varies_still() -> None:
    """A place that was found before the page was another for a day is left out of account after it as well."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    (place,) = watch.places
    watch.check(page(NOISE[2], policy=LOST))
    for _ in range(3):
        watch.check(page(NOISE[0]))
    assert [one.key for one in watch.places] == [place.key]
