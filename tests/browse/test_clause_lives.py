from __future__ import annotations

import asyncio

import lxml.html
import pytest

from storage.browse.app import datasette_for
from storage.browse.clause_page import run_of
from storage.database import FILE_NAME
from tests.browse.conftest import closed
from tests.browse.sample import NOW, Writer, _change


def _clause(text: str, heading: str = "Records") -> tuple:
    return ([heading], "paragraph", "", text)


FIRST, LAST = _clause("The harbour keeps a log of arrivals."), _clause("Write to the harbour office.")
ONE, TWO = (_clause(f"The log of arrivals is kept for {years} years.") for years in (2, 7))
MOVED = _clause(TWO[3], "Retention")


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Ask for a page of a store in which a clause is reworded, comes under another heading, and goes."""
    folder = tmp_path_factory.mktemp("lives")
    store = Writer(folder)
    store.conn.execute("BEGIN")
    watch = store.watch("harbour", "Harbour", "https://harbour.example/privacy")
    texts = [[FIRST, ONE, LAST], [FIRST, TWO, LAST], [FIRST, LAST, MOVED], [FIRST, LAST]]
    versions = [
        store.snapshot(watch, 9 - at, text, reason="changed" if at else "first") for at, text in enumerate(texts)
    ]
    redline = [["equal", ONE[3][:32]], ["delete", "2"], ["insert", "7"], ["equal", " years."]]
    store.change(watch, *versions[:2], "material", 1, [_change("modified", "material", ONE, TWO, redline)])
    store.change(watch, *versions[1:3], "minor", 1, [_change("moved", "minor", TWO, MOVED, [["equal", TWO[3]]])])
    store.change(
        watch, *versions[2:], "material", 1, [_change("removed", "material", MOVED, None, [["delete", TWO[3]]])]
    )
    other = store.watch("pier", "Pier", "https://pier.example/privacy")
    store.snapshot(other, 3, [TWO])
    store.conn.execute("COMMIT")
    store.conn.close()
    datasette = datasette_for(folder / FILE_NAME, clock=lambda: NOW)
    yield lambda path: asyncio.run(datasette.client.get(path))
    closed(datasette)


def _life(page) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//li//span[@class='strong']")]


@pytest.mark.parametrize(("version", "position"), [(1, 1), (2, 1), (3, 2)])
def test_a_life_is_the_same_from_each_version(asked, version, position) -> None:
    """From every version that has a clause, its life is told from its first version to its end, the newest first."""
    page = lxml.html.fromstring(asked(f"/watch/harbour/version/{version}/clause/{position}").text)
    assert _life(page) == ["Removed", "Came under another heading", "Reworded", "In the first version kept"]
    assert page.xpath("(//ol//ins)[1]/text()") == ["7"]
    assert "/change/1#k1" in page.xpath("//ol//a/@href")


def test_a_clause_that_stands_says_so(asked) -> None:
    """Of a clause that stands in the newest version, that is said, and since when it has had its words."""
    answer = asked("/watch/harbour/version/2/clause/0")
    assert _life(lxml.html.fromstring(answer.text)) == ["Stands in the newest version", "In the first version kept"]
    assert "With these words since 1 March 2026" in answer.text


def test_who_else_has_the_clause(asked) -> None:
    """The page lists the other watches in which the same words stand, each with its newest place."""
    page = lxml.html.fromstring(asked("/watch/harbour/version/2/clause/1").text)
    assert page.xpath("//ul//a/@href") == ["/watch/pier/version/1#c0"]
    assert "No other watch" in asked("/watch/harbour/version/2/clause/0").text


def test_each_clause_says_since_when_it_stands(asked) -> None:
    """A version says of each clause since when it has stood without a break, and leads to its life."""
    page = lxml.html.fromstring(asked("/watch/harbour/version/3?ages=1").text)
    ages = [" ".join(one.text_content().split()) for one in page.xpath("//p[contains(@class, 'age')]")]
    assert ages == [f"since {day} March 2026 · its life" for day in (1, 1, 2)]
    assert page.xpath("//p[contains(@class, 'age')]/a/@href")[2] == "/watch/harbour/version/3/clause/2"
    assert not lxml.html.fromstring(asked("/watch/harbour/version/3").text).xpath("//p[contains(@class, 'age')]")


@pytest.mark.parametrize("path", ["3/clause/3", "9/clause/0", "1/clause/999999999"])
def test_unknown_clauses(asked, path) -> None:
    """A clause that no version has is told as a page."""
    answer = asked(f"/watch/harbour/version/{path}")
    assert (answer.status_code, "has no such" in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("stands", "version", "run"),
    [("xxx", 1, [0, 1, 2]), ("x.x", 2, [2]), ("x.xx.x", 3, [2, 3]), (".x", 1, [1]), ("x.", 0, [0])],
)
def test_a_run_has_no_gap(stands, version, run) -> None:
    """Of the versions with the same words those count that stand together with the one in question."""
    rows = [{"id": number, "position": 0 if one == "x" else None} for number, one in enumerate(stands)]
    assert [row["id"] for row in run_of(rows, version)] == run
