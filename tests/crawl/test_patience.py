"""What a page claims as a whole is held until it has stayed: real checks of a page on loopback, its days moved back."""

from __future__ import annotations

import pytest

from tests.policies import html, policy
from tests.product import Product
from tests.servers import Site, page

GERMAN = html(
    {
        f"Regel {n}": [
            f"Unter Regel {n} verarbeiten wir Ihre personenbezogenen Daten und speichern sie für {n} Monate.",
            f"Sie haben das Recht auf Auskunft, Berichtigung und Löschung der Daten, die Regel {n} nennt.",
        ]
        for n in range(2, 14)
    },
    title="Datenschutzerklärung",
)


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    """Watch a page that was read once and is in another language now; yield the site and the product."""
    product = Product(tmp_path_factory.mktemp("looked_at") / "data")
    with Site() as site:
        site["/privacy"] = page(policy(1))
        product.add(site.url("/privacy"), email="reader@team.example")
        product.quick("check", "--all")
        site["/privacy"] = page(GERMAN)
        product.quick("check", "--all")
        yield site, product


@pytest.fixture
def site(looked_at):
    """Serve the page in the other language."""
    site = looked_at[0]
    site["/privacy"] = page(GERMAN)
    return site


@pytest.fixture
def held(looked_at, site, tmp_path):
    """Give the product after its two looks, on a folder of its own."""
    return looked_at[1].copied(tmp_path / "held")


def days_later(product, days: int) -> None:
    """Let what is held have been seen so many days earlier."""
    for column in ("since", "last_at", "until"):
        product.query(f"UPDATE held SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-{days} days')")


def test_what_is_held_can_be_seen(held):
    """A held text is no version and no failure: list, show and JSON say what it claims, since when and until when."""
    (watch,) = held.watches().values()
    assert (watch["state"], watch["snapshots"], watch["last_check"]["outcome"]) == ("fine", 1, "held")
    assert (watch["held"]["claim"], watch["held"]["looks"], set(watch["held"])) == (
        "language", 1, {"since", "until", "claim", "looks"},
    )  # fmt: skip
    shown = held.quick("show", "1").stdout
    assert "the page is in another language since" in shown
    assert f"'clausewatch tell {watch['slug']}' tells it now" in shown
    assert held.query("SELECT count(*) FROM notices") == [(0,)]


def test_what_is_held_is_looked_at_sooner_than_its_interval(held):
    """A watch that is checked once in four weeks does not wait for three months to be sure."""
    held.quick("edit", "1", "--every", "4w")
    held.quick("check", "--all")
    assert held.query("SELECT julianday(w.next_check_at) <= julianday(h.until) FROM watches w, held h") == [(1,)]


def test_what_has_stayed_is_told_as_what_it_is(held):
    """Three looks over three days: the change is dated from the first, told now, and its mail says what became of it."""
    ((since,),) = held.query("SELECT since FROM held")
    held.quick("check", "--all")
    days_later(held, 3)
    ((moved,),) = held.query("SELECT since FROM held")
    held.quick("check", "--all")
    first, told = held.json("history", "1")
    assert (first["reason"], told["reason"], told["captured_at"]) == ("first", "replaced", moved)
    assert told["told_at"] >= since
    assert held.query("SELECT count(*) FROM held") == [(0,)]
    held.quick("outbox", "send")
    (mail,) = (held.folder / "mail").glob("*.eml")
    assert "The page is now in German; before, it was in English." in mail.read_text()
    assert held.query("SELECT silent FROM changes") == [(0,)]
    assert held.problems() == []


def test_what_goes_again_is_never_told(held, site):
    """When the page is as it was, nothing is held and nothing was told."""
    site["/privacy"] = page(policy(1))
    held.quick("check", "--all")
    assert held.query("SELECT count(*) FROM held") == [(0,)]
    assert [entry["reason"] for entry in held.json("history", "1")] == ["first"]


def test_a_person_need_not_wait(held):
    """`tell` makes what is held a change at once, with its notice; the page is due, for it may show more by now."""
    said = held.quick("tell", "1").stdout
    assert "the page is now in German; before, it was in English (" in said
    assert "clause changes" in said
    assert "The page is now in German; before, it was in English (" in held.quick("history", "1").stdout
    first, told = held.json("history", "1")
    assert (first["reason"], told["reason"], bool(told["told_at"])) == ("first", "replaced", True)
    assert held.query("SELECT count(*) FROM notices") == [(1,)]
    assert held.query("SELECT count(*) FROM held") == [(0,)]
    held.quick("check", "--all")
    assert [entry["reason"] for entry in held.json("history", "1")] == ["first", "replaced"]
    assert held.problems() == []


def test_nothing_held_is_one_line(product, site):
    """`tell` for a watch that holds nothing is refused in one line, and writes nothing."""
    site["/privacy"] = page(policy(1))
    product.add(site.url("/privacy"))
    product.quick("check", "--all")
    before = product.query("SELECT * FROM fetches")
    failed = product.quick("tell", "1", code=2)
    assert failed.stderr.count("\n") == 1
    assert "nothing is held" in failed.stderr
    assert product.query("SELECT * FROM fetches") == before


def test_the_page_that_first_showed_it_outlives_pruning(held):
    """The body that a held text was drawn from belongs to the hold, and no housekeeping takes it."""
    held.quick("prune")
    held.quick("tell", "1")
    assert [entry["reason"] for entry in held.json("history", "1")] == ["first", "replaced"]
