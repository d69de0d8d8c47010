"""A page on which only what turned before has turned is not drawn again, and nothing of its policy is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.core.surroundings import LEAST_TIMES
from storage.database import open_store
from storage.surroundings import surroundings_of
from tests.policies import edited, policy
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = LEAST_TIMES + 2  # looks: the first version's, the one that learns what stands there, and as often as is asked
STORIES = ("Ten ways to use old apples", "How a ferry is built", "Repair or replace?", "Meet the night shift")


def around(text: str, number: int, *, menu: str = "Shop") -> str:
    """Put a menu, a story of the day and a counter around a policy, another at each look."""
    before = f"<nav><ul><li><a href=/>{menu}</a></li></ul></nav>"
    aside = f"<aside><h3>Read also</h3><p>{STORIES[number % 4]}</p><p>{number} people read this now</p></aside>"
    return text.replace("<main>", f"{before}<main>").replace("</body>", f"{aside}</body>")


@pytest.fixture
def watched(tmp_path: Path):
    """Watch a page until it is known what of it turns; yield (its site, the product)."""
    product = Product(tmp_path / "data")
    with Site() as site:
        for number in range(KNOWN):
            site["/privacy"] = page(around(policy(1), number))
            if number == 0:
                product.add(site.url("/privacy"))
            product.quick("check", "--all")
        yield site, product


def settled_in_a_row(product: Product) -> int:
    """Return at how many looks in a row the policy was not drawn."""
    found = surroundings_of(open_store(product.folder), 1)
    assert found
    return found.settled


def test_what_turns_is_not_drawn_again(watched) -> None:
    """From the look on by which it was new often enough, the policy is taken to be what it was."""
    site, product = watched
    assert settled_in_a_row(product) == 0
    for number in (1, 2):
        site["/privacy"] = page(around(policy(1), KNOWN + number))
        product.quick("check", "--all")
        assert settled_in_a_row(product) == number
    (watch,) = product.watches().values()
    assert (watch["last_check"]["outcome"], watch["snapshots"]) == ("unchanged", 1)


def test_an_edit_beside_what_turns_is_told_in_its_round(watched) -> None:
    """A policy that changes while its surroundings turn has its change, at once; what was learned begins anew."""
    site, product = watched
    site["/privacy"] = page(around(edited(1), KNOWN + 1))
    product.quick("check", "--all")
    (watch,) = product.watches().values()
    assert (watch["last_check"]["outcome"], watch["snapshots"]) == ("changed", 2)
    site["/privacy"] = page(around(edited(1), KNOWN + 2))
    product.quick("check", "--all")
    assert settled_in_a_row(product) == 0


def test_what_never_turned_has_the_policy_drawn(watched) -> None:
    """A menu that is another for the first time is looked at with the policy."""
    site, product = watched
    site["/privacy"] = page(around(policy(1), KNOWN + 1, menu="Store"))
    product.quick("check", "--all")
    assert settled_in_a_row(product) == 0


def test_an_edited_watch_is_drawn_anew(watched) -> None:
    """What was learned under other selectors says nothing of what they draw now."""
    site, product = watched
    product.quick("edit", "1", "--exclude", "h2")
    site["/privacy"] = page(around(policy(1), KNOWN + 1))
    product.quick("check", "--all")
    assert settled_in_a_row(product) == 0
