"""The pages of registers."""

from __future__ import annotations

import asyncio
import csv
import doctest
import io
import shutil
from contextlib import closing

import lxml.html
import pytest

from monitor.core.records import FailureKind, FetchFailure
from monitor.core.register import worded
from monitor.core.register.register import RULES
from monitor.registers import read_registers
from monitor.scheduler import Scheduler
from storage.browse.app import datasette_for
from storage.database import open_store
from storage.registers import unread
from tests.browse.conftest import closed
from tests.browse.sample import NOW


def test_doctests() -> None:
    """The examples in the docstrings are what the functions return."""
    assert doctest.testmod(worded).failed == 0


@pytest.fixture(scope="module")
def read(store, tmp_path_factory):
    """Ask for pages of the sample store once the schedule has read its registers."""
    path = tmp_path_factory.mktemp("registers") / store.name
    shutil.copyfile(store, path)
    Scheduler(folder=path.parent, tick_seconds=1).read_registers()
    with closing(open_store(path.parent)) as db:
        assert not list(unread(db, RULES))
    datasette = datasette_for(path, clock=lambda: NOW)
    yield lambda address: asyncio.run(datasette.client.get(address))
    closed(datasette)


def rows(answer) -> list[list[str]]:
    """The cells of the tables of a page."""
    page = lxml.html.fromstring(answer.text)
    return [[cell.text_content().strip() for cell in row.xpath("./td")] for row in page.xpath("//tbody/tr")]


def test_facts_of_all_watches_stand_side_by_side(read) -> None:
    """Each newest version's facts of a kind, whose they are, since when they are stated, and the clause that says so."""
    found = rows(read("/registers?fact=retention"))
    assert [row[:3] for row in found if "account data" in row[0]] == [
        ["account data", "36 months", "Lumen Cartography"]
    ]
    page = read("/registers?fact=retention&q=Account")
    assert len(rows(page)) == 1
    clause, since = (
        next(link for link in lxml.html.fromstring(page.text).xpath("//tbody//a/@href") if wanted in link)
        for wanted in ("/clause/", "version/2")
    )
    assert "36 months" in read(clause).text
    assert since.endswith("version/2")
    assert rows(read("/registers?fact=retention&tag=no-such")) == []


def test_the_register_of_one_watch(read) -> None:
    """All kinds of facts of one policy stand on one page, a table each; its own page leads there."""
    page = read("/registers?watch=lumen-cartography")
    heads = [head.text_content() for head in lxml.html.fromstring(page.text).xpath("//h2")]
    assert heads[:2] == ["Processor", "Retention"]
    assert "/registers?watch=lumen-cartography" in read("/watch/lumen-cartography").text


def test_csv_has_the_facts_of_the_page(read) -> None:
    """The same rows, with a column for each field and the full address of the clause."""
    found = list(csv.DictReader(io.StringIO(read("/registers.csv?fact=retention").text)))
    assert [(row["data"], row["period"]) for row in found] == [
        (row[0], row[1]) for row in rows(read("/registers?fact=retention"))
    ]
    assert all(row["clause"].startswith("http") for row in found)


def test_what_changed_in_a_register(read) -> None:
    """A change of a text is told as the facts it changed, on its own page and among those of all watches."""
    page = lxml.html.fromstring(read("/registers/changes").text)
    (first,) = page.xpath("//li[contains(@class, 'change-row')][.//a[contains(., 'Lumen')]]")
    told = [" ".join(item.text_content().split()) for item in first.xpath(".//ul/li")]
    assert told == [
        "Retention changed account data: 12 months account data: 36 months",
        "Processor added Brightside Analytics Inc. (United States)",
    ]
    (address,) = first.xpath(".//a/@href")
    assert "Facts that changed" in read(address).text


def test_what_is_not_read_yet_is_said(get) -> None:
    """Without the registers no page says that a policy states nothing."""
    assert "is not read yet" in get("/registers").text
    assert "No such fact" not in get("/registers").text
    assert "Facts that changed" not in get("/change/1").text


class _Broken:
    """Workers of which each ends before it answers."""

    def run(self, *_):
        return FetchFailure(kind=FailureKind.CRASHED)


def test_what_was_broken_off_is_read_the_next_time(store, tmp_path) -> None:
    """A worker that is ended with the schedule leaves no register that could not be read; one that fails by itself does."""
    shutil.copyfile(store, tmp_path / store.name)
    with closing(open_store(tmp_path)) as db:
        ended = iter([False, True])
        assert read_registers(db, _Broken(), is_enough=lambda: next(ended)) == 0
        assert len(list(unread(db, RULES))) == (every := db["snapshots"].count)
        assert read_registers(db, _Broken(), is_enough=lambda: False) == every
        assert not list(unread(db, RULES))
