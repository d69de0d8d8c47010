"""Versions of very many clauses are read a page at a time."""

from __future__ import annotations

import asyncio

import lxml.html
import pytest

from storage.browse.app import datasette_for
from storage.browse.version_page import MOST_CLAUSES
from tests.browse.conftest import closed
from tests.browse.sample import NOW, Writer

COUNT = 2 * MOST_CLAUSES + 5
HEADING = "What we keep"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Ask for a page of a store with one version of very many clauses."""
    folder = tmp_path_factory.mktemp("long")
    writer = Writer(folder)
    watch = writer.watch("lumen", "Lumen", "https://lumen.example/privacy")
    writer.conn.execute("BEGIN")
    writer.snapshot(watch, 1, [([HEADING], "paragraph", "", f"We keep record n{i} for a year.") for i in range(COUNT)])
    writer.conn.execute("COMMIT")
    writer.conn.close()
    datasette = datasette_for(folder / "clausewatch.sqlite", clock=lambda: NOW)
    yield lambda path: lxml.html.fromstring(asyncio.run(datasette.client.get(path)).text)
    closed(datasette)


def clauses_on(page) -> list[str]:
    return page.xpath("//article//p/@id")


def test_a_version_is_shown_a_page_at_a_time(asked) -> None:
    """However many clauses a version has, so many stand on a page, each on one, under its heading; links lead to all."""
    seen, address = [], "/version/1"
    while address:
        page = asked(address)
        assert 0 < len(clauses_on(page)) <= MOST_CLAUSES
        assert page.xpath("//article/h2/text()") == [HEADING]
        seen += clauses_on(page)
        address = next(iter(page.xpath("//nav[@class='pager']/a[@rel='next']/@href")), None)
    assert seen == [f"c{i}" for i in range(COUNT)]


@pytest.mark.parametrize("place", [0, MOST_CLAUSES, COUNT - 1])
def test_search_leads_to_the_page_of_a_clause(asked, place) -> None:
    """A hit links to the page of its version on which the clause stands, so that its anchor is there."""
    (link,) = asked(f"/search?q=n{place}").xpath("//li[@class='hit']//a[@class='strong']/@href")
    address, _, anchor = link.partition("#")
    assert anchor == f"c{place}"
    assert anchor in clauses_on(asked(address))


@pytest.mark.parametrize("page", ["9", "99999999999"])
def test_a_page_behind_the_last_says_so(asked, page) -> None:
    """Where a version has no such page, that is said."""
    assert "ends before this page" in asked(f"/version/1?page={page}").text_content()
