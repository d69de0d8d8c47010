"""A page on which only what turned before has turned is not drawn again, and nothing of its policy is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.checking.record import put_check
from crawler.checking.tasks import judge
from monitor.core.records import Changed, Fetched, Held, Unchanged
from monitor.core.surroundings import LEAST_TIMES
from monitor.core.watchlist import make_spec
from storage.database import open_store, writing
from storage.held import first_look
from storage.known import known_of
from storage.standing import forget_page
from storage.surroundings import surroundings_of
from storage.watches import add_all
from tests.policies import clauses, edited, policy
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.records import Outcome

KNOWN = LEAST_TIMES + 2  # looks: the first version's, the one that learns what stands there, and as often as is asked
STORIES = ("Ten ways to use old apples", "How a ferry is built", "Repair or replace?", "Meet the night shift")
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
SPEC = make_spec({"url": "https://example.org/privacy", "emails": ["a@example.org"]})


def around(text: str, number: int, *, menu: str = "Shop") -> str:
    """Put a menu, a story of the day and a counter around a policy, another at each look."""
    before = f"<nav><ul><li><a href=/>{menu}</a></li></ul></nav>"
    aside = f"<aside><h3>Read also</h3><p>{STORIES[number % 4]}</p><p>{number} people read this now</p></aside>"
    return text.replace("<main>", f"{before}<main>").replace("</body>", f"{aside}</body>")


class Watched:
    """A watched page, looked at once an hour."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db: Database = open_store(folder, create=True)
        self.watch = add_all(self.db, [(SPEC, "p")], now=NOW)[0]
        self.looks = 0

    def look(self, text: str, **around_it: str) -> Outcome:
        """Record a look at the page with this policy, its surroundings turned by one."""
        self.looks += 1
        at = NOW + timedelta(hours=self.looks)
        body = around(text, self.looks, **around_it).encode()
        known = known_of(self.db, self.watch)
        fetched = Fetched(watch_id=self.watch, at=at, status=200, url=SPEC.url, body=body, media_type="text/html")
        read, outcome = judge(self.folder, known.visible_sha256, fetched, timedelta(0))
        put_check(self.db, fetched, outcome, known=read or known, domain="example.org", blind_after=3)
        return outcome

    def settled(self) -> int:
        """Return at how many looks in a row, up to the last, the policy was not drawn."""
        found = surroundings_of(self.db, self.watch)
        return found.settled if found else 0


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """Look at a page until it is known what of it turns."""
    found = Watched(tmp_path / "data")
    for _ in range(KNOWN):
        found.look(policy(1))
    return found


def test_what_turns_is_not_drawn_again(watched: Watched) -> None:
    """From the look on by which it was new often enough, the policy is taken to be what it was."""
    assert watched.settled() == 0
    for number in (1, 2):
        assert isinstance(watched.look(policy(1)), Unchanged)
        assert watched.settled() == number


def test_an_edit_beside_what_turns_is_seen_at_once(watched: Watched) -> None:
    """A policy that changes while its surroundings turn is held and told as any other; then all is learned anew."""
    assert isinstance(watched.look(edited(1)), Held)
    assert isinstance(watched.look(edited(1)), Changed)
    for _ in range(KNOWN - 1):
        watched.look(edited(1))
        assert watched.settled() == 0
    watched.look(edited(1))
    assert watched.settled() == 1


def test_what_never_turned_has_the_policy_drawn(watched: Watched) -> None:
    """A menu that is another for the first time is looked at with the policy."""
    watched.look(policy(1), menu="Store")
    assert watched.settled() == 0


def test_an_edited_watch_is_drawn_anew(watched: Watched) -> None:
    """What was learned under other selectors says nothing of what they draw now."""
    with writing(watched.db) as conn:
        forget_page(conn, watched.watch)
    watched.look(policy(1))
    watched.look(policy(1))
    assert watched.settled() == 0


@pytest.mark.parametrize(
    "turned",
    [
        "{} <button>{}</button>",
        "{} <del>{}</del>",
        "{} <span style='position:absolute;left:-999px'>{}</span>",
        "{} <select><option>{}</option></select>",
        "{} <img src=x alt='{}'>",
        "{} <noscript>{}</noscript>",
        "{} <span class=sr-only>{} readers</span>",
        "<b>{}</b><br><button>Helpful ({})</button>",
    ],
)
def test_no_edit_hides_in_a_block_of_the_policy_that_turns(tmp_path: Path, turned: str) -> None:
    """Where something turns within a clause, be it drawn or not, an edit of the clause is seen at its first look."""
    watched = Watched(tmp_path)

    def page(years: str) -> str:
        clause = turned.format(f"What you order is kept for {years} years.", watched.looks)
        return policy(1).replace("</main>", f"<h2>Orders</h2><p>{clause}</p></main>")

    assert_edit_is_seen(watched, page)


def test_no_edit_hides_in_a_policy_of_one_block(tmp_path: Path) -> None:
    """A policy that is one block with a button in it is drawn at each look at which that turns."""
    watched = Watched(tmp_path)
    lines = "<br>".join(line for texts in clauses(1).values() for line in texts)

    def page(years: str) -> str:
        return (
            f"<html lang=en><title>Privacy policy</title><main><h1>Privacy policy</h1><div>{lines}<br>"
            f"What you order is kept for {years} years. <button>{watched.looks}</button></div></main></html>"
        )

    assert_edit_is_seen(watched, page)


def assert_edit_is_seen(watched: Watched, page: Callable[[str], str]) -> None:
    """Look at a page until what turns is known, then once at its edit, and find that held."""
    for _ in range(KNOWN + 2):
        watched.look(page("ten"))
    watched.look(page("five"))
    assert watched.settled() == 0
    held = first_look(watched.db, watched.watch)
    assert held
    assert "five years" in held.body.content.decode()


def test_rounds_of_checks_settle_a_page_that_turns(tmp_path: Path) -> None:
    """The command itself comes to leave a page undrawn, and tells an edit in the round that has it."""
    product = Product(tmp_path / "data")
    with Site() as site:
        for number in range(KNOWN + 1):
            site["/privacy"] = page(around(policy(1), number))
            if number == 0:
                product.add(site.url("/privacy"))
            product.quick("check", "--all")
        assert product.query("SELECT settled FROM surroundings") == [(1,)]
        site["/privacy"] = page(around(edited(1), KNOWN + 1))
        product.quick("check", "--all")
    (watch,) = product.watches().values()
    assert (watch["last_check"]["outcome"], watch["snapshots"]) == ("changed", 2)
