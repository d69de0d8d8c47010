"""A change of language is told as that wherever the pages tell of it."""

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
    from collections.abc import Iterator

    from datasette.app import Datasette

TURNED = "he page is now in French; before, it was in English"


@pytest.fixture(scope="module")
def turned(tmp_path_factory) -> Iterator[Datasette]:
    """The application on a store in which a page has turned to French."""
    path = make_store(tmp_path_factory.mktemp("turned"))
    conn = sqlite3.connect(path)
    conn.execute("UPDATE snapshots SET language = 'fr' WHERE id = 2")
    conn.execute("UPDATE changes SET silent = 0, claim = 'language' WHERE id = 1")
    conn.commit()
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    yield datasette
    closed(datasette)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/changes",
        "/changes.atom",
        "/watch/lumen-cartography",
        "/watch/lumen-cartography/changes.atom",
        "/watch/lumen-cartography/compare",
        "/change/1",
    ],
)
def test_both_languages_are_named(turned: Datasette, path: str) -> None:
    """Every page and feed that tells of the change names both languages, once a change, and its first reason nowhere."""
    answer = asyncio.run(turned.client.get(path))
    assert answer.status_code == 200
    assert TURNED in answer.text
    told = answer.text.partition('class="clause-change')[0]
    assert "12 months -> 36 months" not in told


@pytest.mark.parametrize("path", ["/change/1", "/watch/lumen-cartography/compare"])
def test_nothing_is_called_silent(turned: Datasette, path: str) -> None:
    """A page in another language whose date did not move bears no mark of a silent change."""
    main = lxml.html.fromstring(asyncio.run(turned.client.get(path)).text).find(".//main")
    assert not main.xpath(".//*[contains(@class, 'badge-silent')]")
    assert "silent" not in main.text_content().lower()


def test_the_new_text_is_one_step_away(turned: Datasette) -> None:
    """The page of the change leads to the new text before it shows any clause, and says how long that is."""
    text = asyncio.run(turned.client.get("/change/1")).text
    notice = text.partition('class="clause-change')[0]
    assert 'href="/watch/lumen-cartography/version/2">Read the new text</a>, 11 clauses' in notice
