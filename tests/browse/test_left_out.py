"""What the page of a version says of what was left out of the page it was drawn from."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import lxml.html

from storage.browse.app import datasette_for
from storage.database import FILE_NAME, open_store
from tests.browse.conftest import closed
from tests.browse.sample import HOSTILE_TEXT, NOW, make_store

RELEASED = Path(__file__).parent.parent / "storage" / "schema_5.dump.sql"
UNKNOWN = "What was left out of this page is not recorded for this version."


def _main(answer):
    return lxml.html.fromstring(answer.text).find(".//main")


def _section(answer):
    (found,) = _main(answer).xpath(".//details[@class='left-out']")
    return found


def _from(path: Path, *addresses: str) -> list:
    datasette = datasette_for(path, clock=lambda: NOW)
    try:
        return [asyncio.run(datasette.client.get(address)) for address in addresses]
    finally:
        closed(datasette)


def test_a_version_says_what_was_left_out_by_rule(get) -> None:
    """Folded away, each rule stands with its number of blocks, why it took them, and how they begin."""
    section = _section(get("/version/1"))
    assert section.get("open") is None
    assert section.findtext("summary") == "Left out of this page: 4 blocks"
    assert [" ".join(h2.text_content().split()) for h2 in section.xpath("./h2")] == [
        "menu 3 blocks",
        "last lines 1 block",
    ]
    assert (
        section.xpath("./p[@class='why']")[0].text_content()
        == '<nav class="top"> is a menu or footer by its tag or role'
    )
    assert section.xpath("./ul[1]/li/text()") == ["Maps", "Prices", "Log in"]
    assert "as clausewatch" not in section.text_content()
    assert "are shown" not in section.text_content()


def test_nothing_and_not_known_are_told_apart(get) -> None:
    """A version of which nothing was left out says so; one kept before that was recorded says that instead."""
    nothing, unknown = (_main(get(f"/version/{number}")).text_content() for number in (2, 3))
    assert "Nothing was left out of this page." in nothing
    assert UNKNOWN not in nothing
    assert UNKNOWN in unknown
    assert "Nothing was left out" not in unknown


def test_what_was_left_out_is_shown_as_text(get) -> None:
    """Markup in a block, in a reason or in the name of a rule is shown as the characters it is made of, in its place."""
    section = _section(get("/version/9"))
    assert section.xpath(".//li")[0].text_content() == HOSTILE_TEXT
    assert section.xpath(".//li")[1].text_content() == "</li></ul></details>"
    assert section.xpath("./p[@class='why']")[0].text_content() == f"<nav onclick='{HOSTILE_TEXT}'>"
    assert section.xpath("./h2")[0].text_content().startswith("<u>rule</u>")
    assert not section.xpath(".//script | .//img | .//nav | .//u | .//a")
    assert _main(get("/version/9")).find(".//article") is not None


def test_a_part_is_told_as_a_part(get) -> None:
    """Where more blocks were left out than are kept, the page says how many are shown."""
    assert "the first 2 blocks are shown" in _section(get("/version/9")).text_content()


def test_newer_rules_are_named(tmp_path) -> None:
    """Where other rules than those of the version say what is left out, they are named."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("UPDATE left_out SET extractor = 'newer-7' WHERE snapshot_id = 1")
    conn.commit()
    conn.close()
    (answer,) = _from(path, "/version/1")
    assert "as newer-7 reads the page" in _section(answer).text_content()


def test_an_older_store_says_that_it_is_not_recorded(tmp_path) -> None:
    """A version from before schema 7 can be read as ever, and says in words that nobody noted what was left out."""
    old = sqlite3.connect(tmp_path / FILE_NAME)
    old.executescript(RELEASED.read_text(encoding="utf-8"))
    old.close()
    open_store(tmp_path).close()
    (answer,) = _from(tmp_path / FILE_NAME, "/version/1")
    assert answer.status_code == 200
    assert UNKNOWN in _main(answer).text_content()


def test_damage_is_told_in_one_line(tmp_path) -> None:
    """What no version of ours writes in its place makes the page say that the store is damaged; others stay readable."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("UPDATE left_out SET rules = '[1]' WHERE snapshot_id = 1")
    conn.commit()
    conn.close()
    broken, other = _from(path, "/version/1", "/version/2")
    assert broken.status_code == 500
    assert "Traceback" not in broken.text
    assert other.status_code == 200
