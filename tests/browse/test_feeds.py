"""Feeds as readers of RFC 4287 take them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

import lxml.etree
import lxml.html
import pytest

from storage.browse import feeds
from storage.browse.app import datasette_for
from tests.browse.conftest import closed
from tests.browse.sample import HOSTILE_TEXT, NOW, make_store

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/changes.atom",
    "/watch/lumen-cartography/changes.atom",
    "/tag/suppliers/changes.atom",
    "/topic/retention/changes.atom",
)


@pytest.fixture
def changed(tmp_path):
    """Ask for pages of the sample store after statements on it."""

    def asked(path, *statements, clock=NOW, **more):
        store = make_store(tmp_path) if not any(tmp_path.iterdir()) else tmp_path / "clausewatch.sqlite"
        conn = sqlite3.connect(store)
        for statement in statements:
            conn.execute(*statement) if isinstance(statement, tuple) else conn.execute(statement)
        conn.commit()
        conn.close()
        datasette = datasette_for(store, public_url="https://watch.example", clock=lambda: clock)
        answer = asyncio.run(datasette.client.get(path, **more))
        closed(datasette)
        return answer

    return asked


def read(answer):
    """Read a feed; fail where it is none by RFC 4287."""
    feed = lxml.etree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for one in (feed, *entries):
        # sections 4.1.1 and 4.1.2: exactly one of each
        assert [len(one.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        for name in ("updated", "published"):
            for moment in one.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(moment.text).tzinfo
        assert one.findtext(f"{ATOM}id").startswith(("http://", "https://"))
        assert len(one.findall(f"{ATOM}link[@rel='alternate']")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == (moments[0] if moments else "1970-01-01T00:00:00Z")
    return entries


def content_of(entry):
    """Read what an entry holds, as the HTML that it is."""
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert len(content) == 0
    return lxml.html.fromstring(f"<div>{content.text}</div>")


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_valid(get, path):
    """Every feed is one by the rules of the RFC, and holds entries."""
    assert read(get(path))


def test_an_entry_has_the_whole_redline(get):
    """An entry shows each clause that is told, with what went and what came, why it matters, and a link to all of it."""
    entry = read(get("/watch/lumen-cartography/changes.atom"))[0]
    page = content_of(entry)
    assert "12" in page.xpath("//del/text()")
    assert "36" in page.xpath("//ins/text()")
    assert page.xpath("//li/text()")
    assert page.xpath("//a/@href")[-1].endswith("/change/1")


def test_each_feed_has_its_own_changes(get):
    """The feed of a tag has the changes of its watches alone, that of a topic those in which a clause speaks of it."""
    links = {path: {e.findtext(f"{ATOM}id").rpartition("/")[2] for e in read(get(path))} for path in FEEDS}
    every = links["/changes.atom"]
    assert all(found <= every for found in links.values())
    assert links["/tag/suppliers/changes.atom"] < every
    assert links["/topic/retention/changes.atom"] < every
    assert "1" in links["/topic/retention/changes.atom"]


@pytest.mark.parametrize("path", ["/tag/none/changes.atom", "/topic/none/changes.atom", "/watch/none/changes.atom"])
def test_what_is_not_there_has_no_feed(get, path):
    """Of a tag that no watch has, or a topic or watch that is none, there is no feed."""
    assert get(path).status_code == 404


def test_any_tag_has_a_feed(changed):
    """A tag may hold what an address has to spell otherwise."""
    tag = "a/b & c? ü%"
    answer = changed(f"/tag/{quote(tag, safe='')}/changes.atom", ("INSERT INTO watch_tags SELECT 1, ?", [tag]))
    assert read(answer)
    home = changed(f"/?tag={quote(tag)}")
    assert f"/tag/{quote(tag, safe='')}/changes.atom" in home.text


def test_hostile_texts_stay_texts(changed):
    """What a page, a name or a reason holds is text in a feed: no element, no script, no address of another scheme."""
    hostile = HOSTILE_TEXT + "\x00\x0b￾]]></content>&amp;&#0;"
    redline = json.dumps([["delete", hostile], ["insert", hostile]])
    answer = changed(
        "/changes.atom",
        ("UPDATE clause_changes SET redline = ?", [redline]),
        ("UPDATE watches SET name = ?", [hostile]),
    )
    for entry in read(answer):
        page = content_of(entry)
        assert not page.xpath("//script | //img | //iframe | //@onerror | //@style")
        assert HOSTILE_TEXT in page.text_content()
        assert all(href.startswith("https://watch.example/") for href in page.xpath("//a/@href"))


def test_a_feed_is_bounded(changed):
    """However long clauses are and however many, a feed stays within its bound and counts what it leaves out."""
    redline = json.dumps([["insert", "word & <b> " * 5_000]])
    clause = json.dumps([{"position": 0, "kind": "paragraph", "heading_path": [], "label": "", "text": "word"}])
    rows = (
        "INSERT INTO clause_changes (change_id, place, kind, significance, similarity, topics, reasons, reason_details,"
        " old_clauses, new_clauses, redline) WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1300)"
        " SELECT 1, i, 'added', 'material', 0, '[]', '[]', '[]', '[]', ?, ? FROM n"
    )
    answer = changed("/watch/lumen-cartography/changes.atom", (rows, [clause, redline]))
    entry = read(answer)[0]
    assert len(answer.content) < 4 * feeds.FEED_ROOM
    assert len(content_of(entry).xpath("//h3")) <= feeds.MOST_CLAUSES
    assert "more clause changes" in content_of(entry).text_content()


@pytest.mark.drill
def test_what_is_too_much_leaves_the_entry(changed, monkeypatch):
    """Where the clauses of a change are too much to be read, the entry stands there all the same, with its link."""
    monkeypatch.setattr(
        feeds,
        "_CLAUSES",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0 AND :id AND :most AND :room",
    )
    entries = read(changed("/changes.atom"))
    assert len(entries) == 4
    assert "more clause change" in content_of(entries[0]).text_content()


def test_what_was_held_is_new_when_it_is_told(changed):
    """A change that was held for days and is dated back comes first when it is told, and bears both dates."""
    told = (NOW - timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M:%SZ")
    entries = read(changed("/changes.atom", ("UPDATE changes SET told_at = ? WHERE id = 4", [told])))
    assert entries[0].findtext(f"{ATOM}id").endswith("/change/4")
    assert entries[0].findtext(f"{ATOM}updated") == told
    assert entries[0].findtext(f"{ATOM}published") < told


def test_who_has_a_feed_is_not_sent_it_again(changed):
    """A reader who names what it has, by tag or date, gets 304 while it is the same, and the feed once it is another."""
    first = changed("/changes.atom")
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"if-none-match": tag}, {"if-none-match": f'"other", W/{tag}'}, {"if-modified-since": date}):
        answer = changed("/changes.atom", headers=headers)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    for headers in (
        {"if-none-match": '"other"', "if-modified-since": date},
        {"if-modified-since": format_datetime(parsedate_to_datetime(date) - timedelta(seconds=1), usegmt=True)},
        {"if-modified-since": "yesterday"},
    ):
        assert changed("/changes.atom", headers=headers).status_code == 200
    told = NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    tell = ("UPDATE changes SET told_at = ? WHERE id = 4", [told])
    for headers in ({"if-none-match": tag}, {"if-modified-since": date}):
        answer = changed("/changes.atom", tell, headers=headers)
        assert answer.status_code == 200


def test_a_date_that_may_be_shared_is_not_sent(changed):
    """While another change may still bear the same second, a feed has no date, so that none is missed by it."""
    now = NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    tell = ("UPDATE changes SET told_at = ? WHERE id = 4", [now])
    headers = {"if-modified-since": format_datetime(NOW, usegmt=True)}
    answer = changed("/changes.atom", tell, headers=headers)
    assert (answer.status_code, "last-modified" in answer.headers) == (200, False)
    later = changed("/changes.atom", tell, clock=NOW + timedelta(minutes=2), headers=headers)
    assert later.status_code == 304


def test_a_feed_without_changes_is_one(changed):
    """Of a watch that never changed there is a feed that is valid, and the same at every time."""
    first = changed("/watch/novy-obchod/changes.atom")
    assert read(first) == []
    assert (
        changed("/watch/novy-obchod/changes.atom", clock=NOW + timedelta(days=1)).headers["etag"]
        == first.headers["etag"]
    )


def test_feeds_are_cheap_to_find(store):
    """The newest changes are found by an index, however many there are."""
    conn = sqlite3.connect(store)
    plan = conn.execute(
        f"EXPLAIN QUERY PLAN {feeds._CHANGES}",
        {"watch": None, "tag": None, "topic": None, "size": 50, "looked": 50},
    ).fetchall()
    conn.close()
    assert any("changes_told" in row[3] for row in plan), plan
