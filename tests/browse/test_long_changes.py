"""Changes of very many clauses are read a page at a time, and compared where they hold up nobody."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import lxml.html
import pytest

from storage.browse import asking, compare_page
from storage.browse.app import datasette_for
from storage.browse.change_page import CLAUSE_CHANGES
from storage.browse.shown import MOST_CHANGES
from storage.database import FILE_NAME, reading_uri
from tests.browse.conftest import closed
from tests.browse.sample import NOW, Writer

COUNT = MOST_CHANGES + MOST_CHANGES // 2
OLD = [(["What we keep"], "paragraph", "", f"We keep the record of voyage {i} for 3 years.") for i in range(COUNT)]
# every other one is new in substance, the others in form
NEW = [
    (path, kind, label, text.replace("3 years", "4 years") if i % 2 else text.replace(" for", "\u00a0for"))
    for i, (path, kind, label, text) in enumerate(OLD)
]
ADDRESSES = ["/change/1", "/watch/lumen/compare?from=1&to=2"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store with a change of very many clauses."""
    folder = tmp_path_factory.mktemp("long")
    writer = Writer(folder)
    writer.conn.execute("BEGIN")
    watch = writer.watch("lumen", "Lumen", "https://lumen.example/privacy")
    old, new = writer.snapshot(watch, 2, OLD), writer.snapshot(watch, 1, NEW, reason="changed")
    changes = [
        {
            "kind": "modified", "significance": "material" if place % 2 else "cosmetic", "similarity": 0.9,
            "old": one, "new": two, "topics": [], "reasons": [], "redline": [["delete", one[3]], ["insert", two[3]]],
        }
        for place, (one, two) in enumerate(zip(OLD, NEW, strict=True))
    ]  # fmt: skip
    writer.change(watch, old, new, "material", 0, changes)
    writer.conn.execute("COMMIT")
    writer.conn.close()
    return folder


@pytest.fixture
def asked(folder):
    """Ask for a page of that store."""
    datasette = datasette_for(folder / FILE_NAME, clock=lambda: NOW)
    yield lambda path: asyncio.run(datasette.client.get(path))
    closed(datasette)


def numbers_of(articles) -> list[int]:
    """Return the voyages of which changes tell."""
    return [int(article.text_content().partition("voyage ")[2].split()[0]) for article in articles]


def test_the_gravest_comes_first() -> None:
    """The page of a change has its clauses in the order of mails: the gravest first, then as on the page."""
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(
            "CREATE TABLE clause_changes (id INTEGER, change_id INTEGER, significance TEXT, place INTEGER, topics TEXT)"
        )
        grades = ("cosmetic", "minor", "material", "minor", "material")
        rows = ((place, 1, grade, place, "[]") for place, grade in enumerate(grades))
        conn.executemany("INSERT INTO clause_changes VALUES (?, ?, ?, ?, ?)", rows)
        found = conn.execute(
            CLAUSE_CHANGES, {"id": 1, "start": 0, "most": 4, "significance": "", "topic": ""}
        ).fetchall()
    assert [place for *_, place, _ in found] == [2, 4, 1, 3]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_change_is_shown_a_page_at_a_time(asked, address) -> None:
    """However many clauses changed, so many changes stand on a page, each on one, those of substance first."""
    told, folded = [], []
    while address:
        page = lxml.html.fromstring(asked(address).text)
        assert 0 < len(page.xpath("//article")) <= MOST_CHANGES
        assert "Nothing of substance" not in page.text_content()
        here = numbers_of(page.xpath("//article[not(ancestor::details)]"))
        assert not (here and folded)
        told += here
        folded += numbers_of(page.xpath("//details//article"))
        address = next(iter(page.xpath("//nav[@class='pager']/a[@rel='next']/@href")), None)
    assert (told, folded) == (list(range(1, COUNT, 2)), list(range(0, COUNT, 2)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_behind_the_last_says_so(asked, address) -> None:
    """Where a change has no such page, that is said."""
    answer = asked(f"{address}{'&' if urlsplit(address).query else '?'}page=9")
    assert "end before this page" in answer.text


def test_a_comparison_that_takes_too_long_is_stopped(asked, monkeypatch) -> None:
    """Past its bound the process that compares is killed, and the reader is told in one line."""
    monkeypatch.setattr(compare_page, "LONGEST_HERE", 0)
    monkeypatch.setattr(compare_page, "DEADLINE", 0.0)
    answer = asked(ADDRESSES[1])
    assert (answer.status_code, compare_page.TOO_LONG in answer.text) == (413, True)


def test_versions_of_ordinary_length_are_compared_without_a_process(get, monkeypatch) -> None:
    """What takes a moment waits for no process to begin."""
    monkeypatch.setattr(compare_page, "DEADLINE", 0.0)
    assert get("/watch/lumen-cartography/compare").status_code == 200


def test_the_kernel_holds_the_bounds_of_a_comparison(folder) -> None:
    """The process that compares has bounded its own processor time and memory by the time it has an answer."""
    code = (
        "import resource, runpy; runpy.run_module('storage.browse.comparing', run_name='__main__'); print();"
        "print([resource.getrlimit(k)[0] for k in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE)])"
    )
    question = json.dumps({"uri": reading_uri(folder / FILE_NAME), "old": 1, "new": 2, "kind": "privacy", "page": 1})
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=question,
        env=asking._environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    answer, bounds = done.stdout.splitlines()
    assert json.loads(answer)["significance"] == "material"
    assert all(0 < bound < 2**30 for bound in json.loads(bounds)[:2])
    assert json.loads(bounds)[2] == 0
