"""The pages that say how a version came, and by which number it is known."""

from __future__ import annotations

import asyncio
import json
import sqlite3

import lxml.html

from storage.browse.app import datasette_for
from tests.browse.conftest import closed
from tests.browse.sample import HOSTILE_TEXT, NOW, make_store


def test_a_version_has_one_page_at_two_addresses(get) -> None:
    """The number a version has in the store and the one it has in its watch lead to the same page, which names the second."""
    old, new = get("/version/9"), get("/watch/hostile/version/1")
    assert old.text == new.text
    assert lxml.html.fromstring(old.text).xpath("//link[@rel='canonical']/@href") == ["/watch/hostile/version/1"]
    assert "Version 1, as it stood on" in lxml.html.fromstring(old.text).text_content()


def test_hostile_provenance_is_shown_as_text(tmp_path) -> None:
    """Markup in a header, a name or the address of an archive is shown as text, and what is no web address is no link."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    headers = json.dumps([["X-<b>", HOSTILE_TEXT], ["Set-Cookie", None]])
    conn.execute(
        "INSERT INTO provenance VALUES (1, 'archive', 'javascript:alert(1)', ?, NULL, 200, ?, ?, 0)",
        [HOSTILE_TEXT, headers, headers],
    )
    conn.commit()
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    addresses = ("/version/1", "/change/1", "/watch/lumen-cartography", "/watch/lumen-cartography/compare")
    answers = [asyncio.run(datasette.client.get(address)) for address in addresses]
    feed = asyncio.run(datasette.client.get("/changes.atom"))
    closed(datasette)
    for answer in answers:
        page = lxml.html.fromstring(answer.text)
        assert not page.xpath("//script | //main//img | //a[starts-with(@href, 'javascript')]")
        assert HOSTILE_TEXT in page.text_content()
    assert "Set-Cookie: (not kept)" in answers[0].text
    assert lxml.etree.fromstring(feed.content) is not None


def _changed(tmp_path, sql: str, *addresses: str):
    """Return pages of the sample store after a statement."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    conn.execute(sql)
    conn.commit()
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    answers = [asyncio.run(datasette.client.get(address)) for address in addresses]
    closed(datasette)
    return answers


def test_damaged_headers_are_told_in_one_line(tmp_path) -> None:
    """What no version of ours writes as headers makes the page say that the store is damaged; others stay readable."""
    sql = "INSERT INTO provenance VALUES (1, 'fetch', 'https://a.example/', '', NULL, 200, '[1]', '[]', 0)"
    broken, other = _changed(tmp_path, sql, "/version/1", "/version/2")
    assert broken.status_code == 500
    assert "Traceback" not in broken.text
    assert other.status_code == 200


def test_search_says_how_the_versions_came(tmp_path) -> None:
    """A clause that was first in a version which was supplied says so beside the date."""
    sql = "INSERT INTO provenance VALUES (1, 'file', 'a.html', 'anna', '2026-03-01T00:00:00Z', NULL, '[]', '[]', 0)"
    (found,) = _changed(tmp_path, sql, "/search?q=location")
    words = " ".join(lxml.html.fromstring(found.text).text_content().split())
    assert "UTC (file from anna)" in words
