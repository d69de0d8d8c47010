from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import lxml.html
import pytest

from storage.browse.app import datasette_for
from tests.browse.conftest import closed
from tests.browse.sample import NOW, make_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

NAMES = {1: "Zebra", 2: "Émile", 3: "さくら", 4: "Kabliko Š", 5: "Emma", 6: "サカナ"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], httpx.Response]]:
    """Ask for a page of the sample store, its watches called otherwise."""
    path: Path = make_store(tmp_path_factory.mktemp("names"))
    conn = sqlite3.connect(path)
    conn.executemany("UPDATE watches SET name = ? WHERE id = ?", [(name, number) for number, name in NAMES.items()])
    conn.execute("UPDATE watches SET removed_at = '2026-03-09T08:00:00Z' WHERE name = 'Emma'")
    conn.commit()
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    yield lambda address: asyncio.run(datasette.client.get(address))
    closed(datasette)


def _listed(answer: httpx.Response) -> list[str]:
    return [row.text for row in lxml.html.fromstring(answer.text).xpath("//table//th/a[@class='strong']")]


def test_the_watchlist_is_sorted_by_name(asked: Callable[[str], httpx.Response]) -> None:
    """Accented letters stand at their plain ones, other scripts behind Latin, and Japanese at its syllables."""
    assert _listed(asked("/")) == ["Émile", "Kabliko Š", "Zebra", "サカナ", "さくら"]
    options = lxml.html.fromstring(asked("/search").text).xpath("//select[@id='watch']/option/text()")
    assert options == ["all watches", "Émile", "Emma", "Kabliko Š", "Zebra", "サカナ", "さくら"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kabliko s", ["Kabliko Š"]),
        ("KABLIKO Š", ["Kabliko Š"]),
        ("emile", ["Émile"]),
        ("サク", ["さくら"]),
        ("lagune", ["Kabliko Š"]),
        ("ÉMILIE", []),
    ],
)
def test_the_filter_knows_no_accents(asked: Callable[[str], httpx.Response], words: str, found: list[str]) -> None:
    """A name or an address is found in any case, with accents or without, in either script of Japanese."""
    assert _listed(asked(f"/?q={words}")) == found


def test_removed_watches_are_filtered_likewise(asked: Callable[[str], httpx.Response]) -> None:
    """Among the removed watches the same filter finds, and only among them."""
    assert _listed(asked("/?state=removed&q=EMMA")) == ["Emma"]
    assert _listed(asked("/?state=removed&q=zebra")) == []
    assert _listed(asked("/?q=emma")) == []


@pytest.mark.parametrize(
    ("query", "sections"),
    [
        ("finalita", ["Finalità"]),
        ("location", ["2. What we collect › 2.1 Location"]),
        ("location&watch=forno-digitale", []),
        ("location&watch=lumen-cartography", ["2. What we collect › 2.1 Location"]),
        ("collect location", ["2. What we collect › 2.1 Location"]),
        ("nowhere", []),
        ('"', []),
    ],
)
def test_search_finds_sections_by_their_headings(
    get: Callable[[str], httpx.Response], query: str, sections: list[str]
) -> None:
    """All words of a question in the headings of a section make it a hit above the clauses, linked where it begins."""
    answer = get(f"/search?q={query}")
    assert answer.status_code == 200
    found = lxml.html.fromstring(answer.text).xpath("//section[@aria-labelledby='sections']//li/div[1]/a")
    assert [" ".join(one.text_content().split()) for one in found] == sections
    beginnings = lxml.html.fromstring(answer.text).xpath("//section[@aria-labelledby='sections']//li/p/text()")
    for one, beginning in zip(found, beginnings, strict=True):
        page, _, place = one.get("href").partition("#")
        target = lxml.html.fromstring(get(page).text).xpath(f"//p[@id='{place}']")
        assert beginning in target[0].text_content()


def test_a_section_of_an_older_version_says_so(tmp_path: Path) -> None:
    """A heading that the newest version has no more leads to the newest one that has it."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("INSERT INTO heading_paths (path) VALUES ('[\"Lighthouse keeping\"]')")
    conn.execute(
        "UPDATE snapshot_clauses SET heading_path_id = (SELECT max(id) FROM heading_paths)"
        " WHERE snapshot_id = 1 AND position IN (2, 3)"
    )
    conn.commit()
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    try:
        text = asyncio.run(datasette.client.get("/search?q=lighthouse")).text
    finally:
        closed(datasette)
    assert "/watch/lumen-cartography/version/1#c2" in text
    assert "no longer there" in text
