"""Which parts of a page turn while its policy stays, and when that settles a look."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import surroundings
from monitor.core.surroundings import LEAST_TIMES, LONGER, MOST_PARTS, MOST_SETTLED, Part, Parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Surroundings

POLICY = ["We keep logs for a year.", "We sell nothing."]
PAGE = ["menu", "offer 0", "We keep logs for a year.", "We sell nothing.", "read by 0", "imprint"]


def part(text: str, tags: str = "p") -> str:
    return f"{tags}>{text}"


def parts_of(wholes: Sequence[str]) -> Parts:
    return Parts(wholes, lambda whole: Part(*whole.split(">", 1)))


def settled(known: Surroundings, parts: Sequence[str]) -> Surroundings | None:
    return surroundings.settled(known, parts_of(parts))


def learned(
    known: Surroundings | None, parts: Sequence[str], policy: Sequence[str], *, snapshot: int, rules: str
) -> Surroundings | None:
    return surroundings.learned(known, parts_of(parts), policy, snapshot=snapshot, rules=rules)


def page(number: int, **others: str) -> list[str]:
    """Return a page on which the offer and the counter turn, and parts that are named by their place say otherwise."""
    parts = [part.replace("0", str(number)) for part in PAGE]
    for place, words in others.items():
        parts[int(place.removeprefix("at"))] = words
    return [*map(part, parts)]


def after(*looks: list[str], policy: list[str] = POLICY) -> Surroundings:
    """Return what is known after looks at all of which the policy was the same."""
    known = None
    for parts in looks:
        known = learned(known, parts, policy, snapshot=1, rules="r")
    assert known
    return known


KNOWN = after(*map(page, range(LEAST_TIMES + 1)))


def test_what_turned_often_enough_settles_a_look() -> None:
    """Where nothing differs but parts that were new before, as often as is asked, nothing need be drawn."""
    found = settled(KNOWN, page(9))
    assert found
    assert found.settled == 1
    assert [part.place for part in found.turning] == [1, 4]
    assert settled(after(*map(page, range(LEAST_TIMES))), page(9)) is None


@pytest.mark.parametrize(
    "parts",
    [
        page(9, at2="We keep logs for two years."),
        page(9, at5="imprint: Elm Street 5"),
        [*page(9), part("another part")],
        page(9)[1:],
        [*page(9)[:1], *page(9)[2:], part("shifted")],
        page(9, at1="offer 9 " * 4 * LONGER),
    ],
    ids=["policy", "elsewhere", "more", "fewer", "shifted", "longer"],
)
def test_whatever_else_differs_has_the_policy_drawn(parts: list[str]) -> None:
    """A part that never turned, another number of parts, or far longer words than ever stood there settle nothing."""
    assert settled(KNOWN, parts) is None


def test_a_part_that_turned_once_is_not_known_yet() -> None:
    """A part beside the policy that was new at one look alone has the policy drawn when it is new again."""
    known = learned(KNOWN, page(8, at5="imprint: Elm Street 5"), POLICY, snapshot=1, rules="r")
    assert known
    assert settled(known, page(9, at5="imprint: Elm Street 5"))
    assert settled(known, page(9, at5="imprint: Oak Street 7")) is None


def test_nothing_is_settled_for_ever() -> None:
    """After so many looks in a row the policy is drawn, whatever turned; then it begins anew."""
    known = KNOWN
    for number in range(MOST_SETTLED):
        found = settled(known, page(10 + number))
        assert found
        known = found
    assert settled(known, page(99)) is None
    drawn = learned(known, page(99), POLICY, snapshot=1, rules="r")
    assert drawn
    assert settled(drawn, page(100))


@pytest.mark.parametrize("other", [{"snapshot": 2, "rules": "r"}, {"snapshot": 1, "rules": "s"}])
def test_another_policy_or_other_rules_begin_anew(other: dict) -> None:
    """What was learned beside one version, or under other rules, is forgotten beside the next."""
    known = learned(KNOWN, page(9), POLICY, **other)
    assert known
    assert not known.turning


def test_a_page_of_very_many_parts_is_not_remembered() -> None:
    """What is remembered of a page is bounded."""
    assert learned(None, [part("x")] * MOST_PARTS, [], snapshot=1, rules="r")
    assert learned(None, [part("x")] * (MOST_PARTS + 1), [], snapshot=1, rules="r") is None


@pytest.mark.parametrize(
    "turned",
    [
        "We keep logs for a year. {}",
        "{} We keep {} logs for a {} year.",
        "We sell nothing{}",
        "logs {}",
        "We keep lo\u200bgs for {} a year.",
    ],
)
def test_a_part_with_anything_of_the_policy_settles_nothing(turned: str) -> None:
    """Where what turns stands in a block of the policy, every look is drawn: its next words may be an edit."""
    known = after(*(page(n, at5=turned.format(n, n, n)) for n in range(9)))
    assert settled(known, page(10, at5=turned.format(10, 10, 10))) is None


def test_a_part_whose_tags_differ_settles_nothing() -> None:
    """What turns is text: a block that comes to be hidden, or to hide, has the policy drawn."""
    hidden = page(9)
    hidden[1] = part("offer 9", "p hidden")
    assert settled(KNOWN, hidden) is None
    silent = [[*page(n), part("", f"div {n}")] for n in range(9)]
    assert settled(after(*silent[:-1]), silent[-1]) is None


_PARTS = st.lists(st.sampled_from("abc"), min_size=1, max_size=5)


@given(st.lists(_PARTS, min_size=1, max_size=8), _PARTS)
def test_a_look_is_settled_only_by_places_that_turned(looks: list[list[str]], parts: list[str]) -> None:
    """Law: each part of a settled look is what it was at the last look, or stands where it was new twice before."""
    found = settled(after(*([*map(part, look)] for look in looks)), [*map(part, parts)])
    if found is None:
        return
    alike = [look for look in looks if len(look) == len(parts)]
    for place, words in enumerate(parts):
        seen = [look[place] for look in alike]
        news = sum(one != other for one, other in pairwise(seen))
        assert words == seen[-1] or news >= LEAST_TIMES
