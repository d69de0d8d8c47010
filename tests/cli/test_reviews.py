"""`review`: what becomes of the changes that were told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import FILE_NAME, open_store
from tests.browse.sample import make_store, told_all
from tests.product import Product

BEFORE = Path(__file__).parent.parent / "storage" / "schema_5.dump.sql"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Product:
    """A store with told changes, one of them material, and a user."""
    folder = tmp_path_factory.mktemp("reviews") / "data"
    folder.mkdir()
    make_store(folder)
    product = Product(folder)
    product.quick("user", "add", "anna", "--no-password")
    with closing(open_store(folder)) as db:
        told_all(db.conn)
    return product


@pytest.fixture
def product(made, tmp_path) -> Product:
    """A copy of it."""
    return made.copied(tmp_path / "data")


def _material(product: Product) -> int:
    return next(one["change"] for one in product.json("review", "list") if one["significance"] == "material")


def test_told_changes_wait_to_be_reviewed(product) -> None:
    """Each told change is new until somebody says otherwise; a material one has a day, by working days, a minor one has none."""
    found = product.json("review", "list")
    assert {one["state"] for one in found} == {"new"}
    assert {(one["significance"], one["due"]) for one in found} == {("material", "2026-03-09"), ("minor", None)}
    assert [one["significance"] for one in product.json("review", "list", "--overdue")] == ["material"]
    assert found[0]["significance"] == "material"
    assert found[0]["gist"]


def test_reviews_are_narrowed(product) -> None:
    """Each filter leaves what fits it, the same of all in the same order; what fits none is an empty list."""
    every = product.json("review", "list")
    product.quick("review", "edit", str(every[0]["change"]), "--assignee", "anna")
    for words, fits in {
        ("--unassigned",): lambda one: one["change"] != every[0]["change"],
        ("--significance", "minor"): lambda one: one["significance"] == "minor",
        ("--silent",): lambda one: one["silent"],
        ("--topic", "retention"): lambda one: one["watch"] != "hostile",
        ("--tag", "maps"): lambda one: one["watch"] == "lumen-cartography",
        ("--kind", "dpa"): lambda _: False,
        ("--since", "2026-03-02", "--until", "2026-03-02"): lambda _: True,
        ("--since", "2026-03-03"): lambda _: False,
        ("--until", "2026-03-01"): lambda _: False,
    }.items():
        found = [one["change"] for one in product.json("review", "list", *words)]
        assert found == [one["change"] for one in every if fits(one)], words
    product.quick("review", "list", "--unassigned", "--assignee", "anna", code=2)


def test_a_review_goes_its_way(product) -> None:
    """State, assignee, day, ticket and comment are said together, shown with who said them, and what was said before stays."""
    change = str(_material(product))
    product.quick("review", "edit", change, "--state", "in review", "--assignee", "ANNA", "--comment", "Ask legal.")
    product.quick(
        "review", "edit", change, "--state", "accepted", "--ticket", "https://t.example.org/7", "--by", "anna"
    )
    shown = product.json("review", "show", change)
    assert (shown["state"], shown["assignee"], shown["ticket"]) == ("accepted", "anna", "https://t.example.org/7")
    assert (shown["comments"], shown["overdue"]) == (1, False)
    assert [(step["who"], step["value"]) for step in shown["steps"] if step["what"] == "state"] == [
        (None, "in review"),
        ("anna", "accepted"),
    ]
    assert "Ask legal." in product.quick("review", "show", change).stdout
    assert change not in [str(one["change"]) for one in product.json("review", "list")]
    assert change in [str(one["change"]) for one in product.json("review", "list", "--all")]
    assert [one["change"] for one in product.json("review", "list", "--all", "--assignee", "anna")] == [int(change)]


def test_a_web_hook_hears_of_reviews_where_it_asked_for_that(product) -> None:
    """What is said waits in the outbox for who subscribed with --reviews, is listed as a review, and shown as it is sent."""
    hook = "https://hooks.example.org/in"
    assert "and of reviews at once" in product.quick("subscribe", hook, "--all", "--reviews").stdout
    assert [one["reviews"] for one in product.json("subscriptions", "--address", hook)] == [True]
    change = _material(product)
    product.quick("review", "edit", str(change), "--state", "seen", "--comment", "Ask legal.")
    (waiting,) = [one for one in product.json("outbox", "list") if one["address"] == hook]
    assert (waiting["kind"], waiting["tells"], waiting["change"], waiting["state"]) == (
        "review", "review", change, "waiting",
    )  # fmt: skip
    shown = product.quick("outbox", "show", str(waiting["id"])).stdout
    assert '"type":"review.changed"' in shown
    assert "Ask legal." in shown


def test_a_day_is_set_and_taken_back(product) -> None:
    """A day that somebody sets wins over the rule, and so does none."""
    change = str(_material(product))
    product.quick("review", "edit", change, "--due", "2099-01-01")
    assert product.json("review", "show", change)["due"] == "2099-01-01"
    product.quick("review", "edit", change, "--due", "")
    assert product.json("review", "show", change)["due"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("--assignee", "nobody"),
        ("--by", "nobody", "--state", "seen"),
        ("--due", "soon"),
        ("--ticket", "javascript:alert(1)"),
        (),
    ],
)
def test_what_cannot_be_said_writes_nothing(product, words) -> None:
    """An unknown user, a day that is none, a link that could run, or nothing at all is one line, and nothing is written."""
    product.quick("review", "edit", str(_material(product)), *words, code=2)
    assert product.query("SELECT * FROM review_steps") == []


def test_only_told_changes_are_reviewed(product) -> None:
    """Of several changes none is written where one of them was not told."""
    assert "9999" in product.quick("review", "edit", str(_material(product)), "9999", "--state", "seen", code=2).stderr
    assert product.query("SELECT * FROM review_steps") == []


def test_what_was_told_before_is_not_asked_for(tmp_path) -> None:
    """In a store of before reviews were kept nothing waits, however much was told."""
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as old:
        old.executescript(BEFORE.read_text(encoding="utf-8"))
    product = Product(tmp_path)
    assert product.json("review", "list") == []
    assert {one["state"] for one in product.json("review", "list", "--all")} == {"dismissed"}


def test_no_step_is_rewritten(product) -> None:
    """The store itself refuses to rewrite what was said of a review."""
    product.quick("review", "edit", str(_material(product)), "--state", "seen")
    with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        product.query("UPDATE review_steps SET value = 'accepted'")
    assert product.json("review", "list", "--state", "seen")
