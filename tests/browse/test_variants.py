"""The page of a watch's variants: first what only one of two says, then both texts side by side."""

from __future__ import annotations

import asyncio
import sqlite3

import lxml.html
import pytest

from storage.browse.app import datasette_for
from tests.browse.conftest import closed
from tests.browse.sample import HOSTILE_TEXT, NOW, make_store


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The sample store with an English and an Italian watch paired, each page asked for once."""
    path = make_store(tmp_path_factory.mktemp("variants"))
    with sqlite3.connect(path) as conn:
        numbers = dict(conn.execute("SELECT slug, id FROM watches"))
        own = numbers["lumen-cartography"]
        conn.executemany("INSERT INTO variants VALUES (?, 1)", [(own,), (numbers["forno-digitale"],)])
        (snapshot,) = conn.execute("SELECT max(id) FROM snapshots WHERE watch_id = ?", [own]).fetchone()
        declared = [(own, "de", "https://lumen.example/de?a=<script>", snapshot)]
        conn.executemany("INSERT INTO alternates VALUES (?, ?, ?, ?)", declared)
        conn.execute("UPDATE watches SET name = ? WHERE slug = 'forno-digitale'", [HOSTILE_TEXT])
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    try:
        yield lambda address: asyncio.run(datasette.client.get(address))
    finally:
        closed(datasette)


def _main(answer):
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.text).find(".//main")


def test_drift_stands_before_both_texts(asked) -> None:
    """Each difference has both sides with a link to its clause; below stand the sections of both texts, each in its language."""
    main = _main(asked("/watch/lumen-cartography/variants"))
    assert [h2.text for h2 in main.iter("h2")] == ["What only one says", "Not watched yet", "Both texts side by side"]
    text = " ".join(main.text_content().split())
    assert "36 months" in text
    assert "I dati di fatturazione" in text
    assert next(link.get("href") for link in main.xpath(".//article//a")).startswith(
        "/watch/lumen-cartography/version/2#c"
    )
    assert {one.get("lang") for one in main.xpath(".//section//div[@lang]")} == {"en", "it"}
    assert not main.xpath(".//script | .//img")
    assert main.xpath(".//li/a")[0].get("href").startswith("https://lumen.example/de?a=")


def test_the_page_of_a_watch_leads_to_its_variants(asked) -> None:
    """It says how many there are and how many pages nobody watches, and says nothing of it where there are none."""
    (link,) = _main(asked("/watch/lumen-cartography")).xpath(".//dd/a[contains(@href, '/variants')]")
    assert (link.text, link.getnext().text) == ("1 variant", "1 not watched")


def test_a_watch_without_variants_says_how_to_pair_it(asked, get) -> None:
    """Without another the page says so, and an address that names no variant leads nowhere."""
    assert "No other watch is a variant" in _main(get("/watch/lumen-cartography/variants")).text_content()
    assert not _main(get("/watch/lumen-cartography")).xpath(".//dd/a[contains(@href, '/variants')]")
    assert asked("/watch/lumen-cartography/variants?with=nobody").status_code == 404
    assert asked("/watch/nobody/variants").status_code == 404
