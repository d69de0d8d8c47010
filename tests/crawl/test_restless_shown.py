"""What of a page is restless is shown to people, numbered, and can be set still by hand."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from tests.policies import clauses, html
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Answer, Asked

OFFERS = (
    "Winter boots at half the price until Sunday, in every shop of the town.",
    "Two kites and a paper lantern for those who come before noon.",
)


def turning(*bodies: str) -> Answer:
    """Answer with one page after another, and begin again."""
    turns = cycle(map(page, bodies))

    async def answer(asked: Asked, writer: object) -> None:
        await next(turns)(asked, writer)

    return answer


def restless_page(turn: int) -> str:
    """Return a policy with an offer between two clauses and a counter in a sentence."""
    texts = clauses(1)
    texts["Contact"].insert(1, OFFERS[turn])
    texts["Your rights"].append(f"This page on your rights was read {turn * 5 + 12} times since the spring.")
    return html(texts)


@pytest.fixture(scope="module")
def trial(tmp_path_factory) -> Iterator[tuple[Product, str]]:
    """Put a restless page on the watchlist, with its trial; yield the product and what that said."""
    product = Product(tmp_path_factory.mktemp("trial") / "data")
    with Site() as site:
        site["/privacy"] = turning(restless_page(0), restless_page(1))
        said = product.quick("add", site.url("/privacy"))
        assert said.stderr == ""
        yield product, said.stdout


@pytest.fixture
def added(trial: tuple[Product, str], tmp_path: Path) -> Product:
    """Give the product after the trial, on a folder of its own."""
    return trial[0].copied(tmp_path / "added")


def test_the_trial_names_the_places(trial: tuple[Product, str]) -> None:
    """`add` names each place at which its two fetches differ, and warns of nothing."""
    said = trial[1]
    assert "2 places vary from look to look, not told of meanwhile" in said
    assert "in 'Contact', between 'For " in said
    assert "read ⋯ times since the spring." in said


def test_an_import_counts_pages_with_such_places(product: Product, site: Site, tmp_path) -> None:
    """`import` says how many pages vary, in a line, and names none of them as trouble."""
    site["/privacy"] = turning(restless_page(0), restless_page(1))
    (tmp_path / "list.txt").write_text(site.url("/privacy"))
    done = product.quick("import", str(tmp_path / "list.txt"))
    assert "1 page has places that vary from look to look and are not told of meanwhile" in done.stdout
    assert "To look at" not in done.stdout
    assert done.stderr == ""
    assert len(product.json("show", "1")["restless"]) == 2


def test_show_numbers_the_places(added: Product) -> None:
    """`show` gives each place its number, where it is, what stands there, since when it varies, and that it is not told."""
    shown = added.quick("show", "1").stdout
    assert "Restless:      2 places vary from look to look" in shown
    offer, counter = added.json("show", "1")["restless"]
    if offer["pattern"]:
        offer, counter = counter, offer
    assert set(offer) == {
        "number", "headings", "before", "after", "pattern", "now", "texts", "since", "waiting", "told",
    }  # fmt: skip
    assert {offer["number"], counter["number"]} == {1, 2}
    assert (offer["headings"][-1], offer["now"], offer["told"]) == ("Contact", OFFERS[1], False)
    assert "⋯" in counter["pattern"]
    assert f"{offer['number']}.  in 'Contact', between 'For " in shown
    assert f"now '{OFFERS[1]}', which is no news; other words there are not told of while they vary" in shown
    assert "restless" not in next(iter(added.watches().values()))


def test_a_place_is_set_still_and_restless_again(added: Product) -> None:
    """`edit --still N` has a place told of, says which, and keeps since when it varied; `--restless N` takes that back."""
    added.quick("check", "--all")
    before = added.json("show", "1")["restless"]
    said = added.quick("edit", "1", "--still", "2", "--still", "1").stdout
    assert "Restless place 1, in '" in said
    assert said.count("told of as any other place (set still).") == 2
    after = added.json("show", "1")["restless"]
    assert [place["told"] for place in after] == [True, True]
    assert [place["since"] for place in after] == [place["since"] for place in before]
    shown = added.quick("show", "1").stdout
    assert "told of as any other place (set still)" in shown
    assert "--still" not in shown
    assert added.query("SELECT last_body_sha256 FROM watches") == [("",)]
    added.quick("edit", "1", "--restless", "2")
    assert [place["told"] for place in added.json("show", "1")["restless"]] == [True, False]
    assert "--still N" in added.quick("show", "1").stdout


@pytest.mark.parametrize(
    "options",
    [
        ("1", "--still", "3"),
        ("1", "--still", "1", "--still", "9", "--name", "Another"),
        ("1", "--still", "1", "--restless", "1"),
        ("1", "--still", "0"),
        ("--still", "1", "--tag", "t", "--subscribe", "a@reader.example"),
    ],
    ids=["no such place", "one of several", "both", "nought", "no watch"],
)
def test_a_place_that_is_none_changes_nothing(added: Product, options: tuple[str, ...]) -> None:
    """A number that names no place is refused in a line, and nothing of the same command is written."""
    before = added.json("show", "1")
    assert added.quick("edit", *options, code=2).stderr
    assert added.json("show", "1") == before


def test_an_edit_that_is_held_reads_as_one(product: Product, site: Site) -> None:
    """An edit that waits for its second look is said to be one, in `list`, `show` and JSON."""
    site["/privacy"] = page(html(clauses(1)))
    product.add(site.url("/privacy"))
    product.quick("check", "--all")
    product.query(
        "INSERT INTO held SELECT 1, 'edit', 'x', '2026-03-09T00:00:00Z', '2026-03-09T00:00:00Z', 1,"
        " '2026-03-09T00:10:00Z', url, (SELECT body_sha256 FROM snapshots) FROM watches"
    )
    product.query("UPDATE fetches SET outcome = 'held', snapshot_id = NULL")
    shown = product.quick("show", "1").stdout
    assert "Held:          an edit seen since 9 March 2026, told if a second look finds it too;" in shown
    assert ": edit held for a second look" in product.quick("list").stdout
    assert product.json("show", "1")["held"]["claim"] == "edit"


def test_the_list_says_that_a_sentence_waits(product: Product, site: Site) -> None:
    """In place of "unchanged" stand what waits to be told and until when, beside what a check met that failed."""
    site["/privacy"] = page(html(clauses(1)))
    product.add(site.url("/privacy"))
    assert "not yet checked" in product.quick("list").stdout
    assert "every day, not yet checked\n" in product.quick("show", "1").stdout
    product.quick("check", "--all")
    for text, known, looks in (("We sell data.", 1, 2), ("We keep it.", 0, 1), ("Seen no more.", 0, 0)):
        product.query(
            "INSERT INTO untold (watch_id, text, headings, beside, is_gone, is_known, since, looks)"
            f" VALUES (1, '{text}', '[]', '[]', 0, {known}, '2026-03-02T08:00:00Z', {looks})"
        )
    assert ": 2 sentences wait until 4 March 2026" in product.quick("list").stdout
    product.query("UPDATE fetches SET outcome = 'failed', kind = 'timeout', snapshot_id = NULL")
    assert ": timeout; 2 sentences wait until 4 March 2026" in product.quick("list").stdout
    product.query("DELETE FROM untold WHERE looks > 0")
    assert ": timeout " in product.quick("list").stdout
