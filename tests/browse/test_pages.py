from __future__ import annotations

import asyncio
import doctest
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import lxml.html
import pytest
from datasette.app import Datasette

from monitor.core.errors import StoreError
from storage.browse import database, filters, headers, search_page, search_words, searching, version_page
from storage.browse.app import datasette_for
from storage.browse.headers import POLICY
from storage.browse.page import site_of
from storage.database import open_store
from tests.browse.conftest import closed
from tests.browse.sample import ADDRESS, HOSTILE_TEXT, NOW, make_store

PAGES = [
    "/",
    "/?state=blind",
    "/?q=lumen&tag=suppliers",
    "/changes",
    "/charts",
    "/charts?tag=suppliers&months=60",
    "/search",
    "/search?q=script",
    "/search?q=%3Cb%3E&tag=%3Ci%3E&stands=now",
    "/search?q=data&watch=lumen-cartography",
    "/watch/lumen-cartography",
    "/watch/forno-digitale",
    "/watch/uhrwerk-nord",
    "/watch/velo-lagune",
    "/watch/novy-obchod",
    "/watch/hostile",
    "/watch/hostile/compare",
    "/watch/lumen-cartography/compare",
    "/version/1",
    "/version/2",
    "/version/9",
    "/watch/lumen-cartography/version/1",
    "/watch/hostile/version/2",
    "/watch/lumen-cartography/version/2?ages=1",
    "/watch/lumen-cartography/version/2/clause/5",
    "/watch/hostile/version/2/clause/1",
    "/proof",
    "/change/1",
    "/change/1?view=side&topic=retention",
    "/change/1?whole=1",
    "/change/2",
    "/change/4",
    "/change/4?whole=1&view=side",
    "/clausewatch",
    "/clausewatch/clauses",
    "/clausewatch/clauses?_search=data",
    "/clausewatch/clause_changes",
    "/clausewatch/watches",
    "/clausewatch/watches?_facet=kind",
    "/clausewatch/watches/1",
    "/clausewatch/snapshots",
    "/clausewatch/watchlist",
    "/clausewatch/changed_lately?days=30000",
    "/clausewatch/silent_changes",
    "/clausewatch/failing_watches",
    "/clausewatch/most_changed",
    "/clausewatch/clauses_mentioning?words=data",
    "/clausewatch/clause_changes_by_topic?topic=retention",
    "/clausewatch?sql=select+*+from+clauses",
]


def _words(answer) -> str:
    return " ".join(lxml.html.fromstring(answer.text).find(".//main").text_content().split())


def test_doctests() -> None:
    """The examples in the docstrings are what the functions return."""
    for module in (filters, search_page, search_words, version_page):
        assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("path", PAGES)
def test_page_is_inert(get, path) -> None:
    """Whatever the store holds, a page carries no script, no handler, no style of its own and nothing from elsewhere."""
    answer = get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    page = lxml.html.fromstring(answer.text)
    assert not page.xpath("//script | //img | //iframe | //object | //embed | //svg/script | //main//style")
    for element in page.iter():
        for name, value in element.items():
            assert not name.lower().startswith("on"), (element.tag, name)
            assert not (
                name in {"href", "src", "action"} and re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
            )
            assert name != "src" or value.startswith("/static/")
    assert not page.xpath("//link[@rel='stylesheet'][not(starts-with(@href, '/static/'))]")
    assert ADDRESS not in answer.text


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/clausewatch")])
def test_page_is_sound(get, path) -> None:
    """Each of our pages has one heading of the first order, a language, a title, and labels for what is asked."""
    page = lxml.html.fromstring(get(path).text)
    assert len(page.xpath("//h1")) == 1
    assert page.get("lang") == "en"
    assert page.findtext(".//title").strip()
    assert page.xpath("//meta[@name='viewport']")
    fields = page.xpath("//main//input[not(@type='hidden')] | //main//select")
    assert all(page.xpath("//label[@for=$id]", id=field.get("id")) for field in fields)
    assert len(set(page.xpath("//@id"))) == len(page.xpath("//@id"))


def test_every_link_leads_somewhere(get) -> None:
    """From the first page, every page of ours that can be reached answers."""
    seen, todo = set(), ["/"]
    while todo:
        path = todo.pop()
        seen.add(path)
        answer = get(path)
        assert answer.status_code == 200, path
        if "html" not in answer.headers["content-type"]:
            continue
        for href in lxml.html.fromstring(answer.text).xpath("//a/@href"):
            target = href.partition("#")[0]
            if target.startswith("/") and not target.startswith("/clausewatch") and target not in seen | set(todo):
                todo.append(target)
    assert {"/watch/lumen-cartography", "/change/1", "/watch/lumen-cartography/version/2", "/changes"} <= seen


def test_watchlist_tells_how_each_stands(get) -> None:
    """The first page says of each watch its state, its last check and its last change in words."""
    page = lxml.html.fromstring(get("/").text)
    rows = {row.find(".//a").text: " ".join(row.text_content().split()) for row in page.xpath("//table//tbody/tr")}
    assert len(rows) == 6
    assert "fine" in rows["Lumen Cartography"]
    assert "2 days ago" in rows["Lumen Cartography"]
    assert "blind" in rows["Uhrwerk Nord"]
    assert "a wall against bots" in rows["Uhrwerk Nord"]
    assert "HTTP status 503" in rows["Vélo Lagune"]
    assert "not read yet" in rows["Nový Obchod"]
    assert "3 March" not in rows["Lumen Cartography"]
    assert page.xpath("//time[@title='8 March 2026, 08:32 UTC']")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=blind", {"Uhrwerk Nord"}),
        ("tag=suppliers", {"Lumen Cartography", "Forno Digitale"}),
        ("q=FORNO", {"Forno Digitale"}),
        ("q=velo-lagune.example", {"Vélo Lagune"}),
        ("q=%25", set()),
        ("state=fine&tag=maps", {"Lumen Cartography"}),
    ],
)
def test_watchlist_can_be_narrowed(get, query, names) -> None:
    """State, tag and words narrow the watchlist; a percent sign is only itself."""
    page = lxml.html.fromstring(get(f"/?{query}").text)
    assert set(page.xpath("//table//tbody/tr/th/a[1]/text()")) == names


def test_watch_tells_its_history(get) -> None:
    """A watch's page lists versions, changes and failures, newest first, a row of failures as one entry."""
    text = _words(get("/watch/uhrwerk-nord"))
    assert "The last 4 checks failed" in text
    assert "4 checks in a row" in text
    assert "Ask the site to let the monitor" in text
    assert text.index("4 checks in a row") < text.index("First version")
    text = _words(get("/watch/velo-lagune"))
    assert text.count("One check.") == 3
    assert text.index("HTTP status 503") < text.rindex("took too long to answer")
    text = _words(get("/watch/forno-digitale"))
    assert (
        text.index("Same page, read again") < text.index("An earlier text returned") < text.index("retention: sei mesi")
    )


def test_version_reads_as_the_document(get) -> None:
    """A version shows each heading once, its clauses in order, its dates and its digests."""
    answer = get("/version/1")
    page = lxml.html.fromstring(answer.text)
    article = page.find(".//article")
    assert article.get("lang") == "en"
    assert article.xpath("./h2/text()") == [
        "1. Who we are",
        "2. What we collect",
        "3. How long we keep it",
        "4. Who else sees it",
        "5. Your rights",
        "6. Contact",
    ]
    assert article.xpath("./h3/text()") == ["2.1 Location"]
    assert [p.get("id") for p in article.xpath("./p")] == [f"c{i}" for i in range(10)]
    text = _words(answer)
    assert text.count("a) your name") == 1
    assert "3 November 2025" in text
    assert re.search(r"\b[0-9a-f]{64}\b", text)


def test_change_shows_redlines_and_reasons(get) -> None:
    """A change shows what was deleted and inserted, where, why it matters, and that it was silent; cosmetics folded."""
    page = lxml.html.fromstring(get("/change/1").text)
    assert page.xpath("(//article)[1]//del/text()") == ["12"]
    assert page.xpath("(//article)[1]//ins/text()") == ["36"]
    text = _words(get("/change/1"))
    assert "retention: 12 months -> 36 months" in text
    assert "3. How long we keep it" in text
    assert "A silent change" in text
    assert "sharing with others" in text
    folded = page.xpath("//details[contains(@class, 'cosmetic')]")
    assert [one.get("open") for one in folded] == [None]
    assert "1 cosmetic clause change" in folded[0].text_content()
    assert "Brightside" not in folded[0].text_content()


def test_any_two_versions_compare(get) -> None:
    """Two versions compare both ways round; what was added one way is removed the other."""
    there = lxml.html.fromstring(get("/watch/lumen-cartography/compare?from=1&to=2").text)
    back = lxml.html.fromstring(get("/watch/lumen-cartography/compare?from=2&to=1").text)
    assert "36" in there.xpath("//ins/text()")
    assert "36" in back.xpath("//del/text()")
    assert "The texts are the same" in _words(get("/watch/lumen-cartography/compare?from=2&to=2"))
    assert get("/watch/lumen-cartography/compare?from=1&to=3").status_code == 404
    assert "nothing to compare" in _words(get("/watch/novy-obchod/compare"))


def test_hostile_text_is_shown_as_text(get) -> None:
    """Markup in a clause, a title, a name or a reason is shown as the characters it is made of."""
    article = lxml.html.fromstring(get("/version/9").text).find(".//article")
    assert article.xpath("./p")[0].text_content().endswith(HOSTILE_TEXT)
    assert article.get("lang") is None
    assert "<reason>" in _words(get("/change/4"))
    assert not lxml.html.fromstring(get("/watch/hostile").text).xpath("//a[contains(@href, 'alert')]")
    assert "javascript:alert(document.domain)" in _words(get("/watch/hostile"))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "/local",
        "",
        "https://",
        "http://[",
        "ftp://example.org",
        "https://example.org/\nx",
    ],
)
def test_only_web_addresses_become_links(url) -> None:
    """Only http and https addresses of a host are ever links."""
    assert filters.safe_url(url) == ""


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("sell", ["sell"]),
        ("retenzione", []),
        ('"sell personal data"', ["sell personal data"]),
        ('"data personal"', []),
        ("advert*", ["advertising"]),
        ("electriques", ["électriques"]),
        ('sell OR "', []),
        ("NEAR(", []),
        ("*", []),
        ('"', []),
        ("text:sell", []),
        ("-sell", ["sell"]),
        ("^sell", ["sell"]),
        ("'; DROP TABLE watches", []),
        ("\x00sell", ["sell"]),
        ("{sell}", ["sell"]),
    ],
)
def test_search_takes_words_as_words(get, q, found) -> None:
    """Nothing a person types is read as the search engine's syntax; hits are marked."""
    answer = get("/search", params={"q": q})
    assert answer.status_code == 200
    marks = lxml.html.fromstring(answer.text).xpath("//mark/text()")
    assert {mark.lower() for mark in marks} == set(found)


def test_search_says_whether_it_still_stands(get) -> None:
    """A hit links its newest version at the clause and says whether the clause is still there."""
    page = lxml.html.fromstring(get("/search?q=sell").text)
    hits = {
        " ".join(hit.text_content().split()): hit.xpath(".//a/@href")[0] for hit in page.xpath("//li[@class='hit']")
    }
    assert {href for text, href in hits.items() if "no longer there" in text} == {
        "/watch/lumen-cartography/version/1#c7"
    }
    assert {href for text, href in hits.items() if "in the newest version" in text} == {
        "/watch/lumen-cartography/version/2#c7"
    }
    assert "No clause holds this in this watch" in _words(get("/search?q=sell&watch=velo-lagune"))


@pytest.mark.parametrize(
    "path",
    [
        "/watch/nobody",
        "/version/999",
        "/change/999",
        "/version/99999999999999",
        "/watch/%3Cscript%3E",
        "/nope",
        "/version/x",
        "/watch/lumen-cartography/version/3",
        "/watch/lumen-cartography/version/x",
        "/watch/nobody/version/1",
    ],
)
def test_unknown_addresses(get, path) -> None:
    """What does not exist answers 404 with a page that leads back."""
    answer = get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "Back to the watchlist" in answer.text
    assert "Database" not in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=99999999999999999999", "page=٣", "q=%00%ff", "state=%27", "before=%27--"],
)
def test_odd_queries(get, query) -> None:
    """Odd values in the query string never break a page."""
    for path in ("/", "/changes", "/search", "/watch/lumen-cartography"):
        assert get(f"{path}?{query}").status_code == 200


def test_feed_is_atom(get, get_under) -> None:
    """The feed is well-formed Atom with stable absolute links, whatever the texts hold."""
    space = "{http://www.w3.org/2005/Atom}"
    answer = get_under("https://policies.example.org/watch", "/changes.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    entries = feed.findall(f"{space}entry")
    assert len(entries) == 4
    assert entries[0].findtext(f"{space}id") == "https://policies.example.org/watch/change/1"
    assert "36 months" in entries[0].findtext(f"{space}title")
    assert len(ET.fromstring(get("/watch/hostile/changes.atom").content).findall(f"{space}entry")) == 1  # noqa: S314


def test_pages_under_a_prefix(get_under) -> None:
    """A public address with a path puts every link under that path."""
    answer = get_under("https://policies.example.org/watch/", "/")
    links = lxml.html.fromstring(answer.text).xpath("//a/@href | //link/@href | //form/@action")
    assert [link for link in links if not link.startswith(("/watch/", "https://", "#"))] == []
    assert any(link == "/watch/watch/lumen-cartography" for link in links)


def test_reads_while_another_writes(tmp_path) -> None:
    """Pages follow what another connection commits, and answer while it holds a write transaction."""
    store = open_store(tmp_path)
    path = tmp_path / "clausewatch.sqlite"
    insert = "INSERT INTO watches (slug, url, name, kind, every_seconds, added_at, next_check_at) VALUES (?, ?, ?, 'privacy', 3600, 'x', 'x')"

    async def asked() -> tuple[str, str, str]:
        datasette = datasette_for(path, clock=lambda: NOW)
        blank = (await datasette.client.get("/")).text
        store.conn.execute(insert, ("one", "https://one.example/", "First Watch"))
        store.conn.execute("BEGIN IMMEDIATE")
        store.conn.execute(insert, ("two", "https://two.example/", "Second Watch"))
        during = (await datasette.client.get("/")).text
        store.conn.execute("COMMIT")
        after = (await datasette.client.get("/")).text
        datasette.executor.shutdown()
        datasette.get_database().close()
        return blank, during, after

    blank, during, after = asyncio.run(asked())
    assert "Nothing is watched yet" in blank
    assert ("First Watch" in during, "Second Watch" in during) == (True, False)
    assert "Second Watch" in after
    store.conn.close()


def test_reading_changes_nothing(store, get) -> None:
    """Reading every page leaves the store's content as it was."""

    def content() -> list[str]:
        conn = sqlite3.connect(store)
        try:
            return list(conn.iterdump())
        finally:
            conn.close()

    before = content()
    for path in PAGES:
        get(path)
    assert content() == before


def test_missing_store(tmp_path) -> None:
    """A store that is not there is told in one line."""
    with pytest.raises(StoreError, match="there is no store"):
        datasette_for(tmp_path / "none.sqlite")


def test_other_applications_are_left_alone() -> None:
    """The plugin is global to the process; an application without our store keeps its own pages."""

    async def asked():
        return await Datasette(memory=True).client.get("/")

    answer = asyncio.run(asked())
    assert "content-security-policy" not in answer.headers
    assert "Watchlist" not in answer.text


SHORT = replace(database.BOUNDS, seconds=0.3)
SLOW = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT i FROM n WHERE i < 0 AND :match <> :watch || :best || :size || :skip
"""


def test_search_that_takes_too_long_shows_the_newest(get, monkeypatch) -> None:
    """Where ranking is stopped by the time limit, the newest clauses that match are shown, and it is said."""
    monkeypatch.setattr(database, "BOUNDS", SHORT)
    monkeypatch.setattr(searching, "BEST_FIRST", SLOW)
    answer = get("/search?q=sell")
    assert "very many clauses" in _words(answer)
    assert len(lxml.html.fromstring(answer.text).xpath("//li[@class='hit']")) == 2


def test_page_that_takes_too_long_says_so(get, monkeypatch) -> None:
    """A page stopped by the time limit answers 503 and says what to ask for instead."""
    monkeypatch.setattr(database, "BOUNDS", SHORT)
    monkeypatch.setattr(searching, "BEST_FIRST", SLOW)
    monkeypatch.setattr(searching, "NEWEST_FIRST", SLOW)
    answer = get("/search?q=sell")
    assert answer.status_code == 503
    assert "Ask for less" in _words(answer)


def test_failure_of_a_page_goes_to_the_log(get, monkeypatch, caplog) -> None:
    """What went wrong inside is in the log, and not on the page."""
    monkeypatch.setattr(searching, "BEST_FIRST", "SELECT secret FROM nowhere")
    answer = get("/search?q=sell")
    assert answer.status_code == 500
    assert "nowhere" not in answer.text
    assert "nowhere" in caplog.text


@pytest.mark.parametrize("path", ["/", "/watch/lumen-cartography", "/clausewatch", "/changes.atom"])
def test_head(get, path) -> None:
    """HEAD is answered as GET is."""
    assert get(path, method="head").status_code == 200


def test_rows_of_a_query_lead_to_our_pages(get) -> None:
    """A query's change and version numbers are links to the pages made for reading them."""
    links = lxml.html.fromstring(get("/clausewatch/silent_changes").text).xpath("//table//a/@href")
    assert "/change/1" in links
    links = lxml.html.fromstring(get("/clausewatch/clauses_mentioning?words=sell").text).xpath("//table//a/@href")
    assert "/version/2" in links


def test_prefix_may_be_taken_off_before(get_under) -> None:
    """A web server in front may pass the path of the public address on, or take it off."""
    address = "https://policies.example.org/policies"
    kept = get_under(address, "/watch/lumen-cartography")
    taken = get_under(address, "/watch/lumen-cartography", avoid_path_rewrites=True)
    assert kept.text == taken.text
    assert 'href="/policies/watch/lumen-cartography/version/2"' in taken.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8001", 200),
        ("localhost", 200),
        ("[::1]:8001", 200),
        ("policies.example.org", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example:8001", 421),
        ("10.0.0.1", 421),
        ("[::1", 421),
    ],
)
def test_no_other_site_reads_a_local_store(get_under, host, status) -> None:
    """What listens on this machine alone answers only to its own names, so that no page elsewhere can read it."""
    answer = get_under("https://policies.example.org", "/", headers={"host": host})
    assert answer.status_code == status
    assert ("CLAUSEWATCH_PUBLIC_URL" in answer.text) == (status == 421)


def test_open_address_answers_to_any_name() -> None:
    """Who listens on an address others can reach has chosen to be read."""
    scope = {"server": ("192.0.2.7", 8001), "headers": [(b"host", b"monitor.example")]}
    assert not headers.is_foreign(scope, "")
    assert headers.is_foreign({**scope, "server": ("127.0.0.1", 8001)}, "")


def test_held_text_is_told(tmp_path) -> None:
    """A watch that holds a text says what it claims, since when, and until when it has to stay."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    conn.execute(
        "INSERT INTO held SELECT id, 'language', 'x', '2026-03-09T00:00:00Z', '2026-03-10T00:00:00Z', 2,"
        " '2026-03-12T00:00:00Z', url, (SELECT max(sha256) FROM bodies) FROM watches WHERE slug = 'forno-digitale'"
    )
    conn.commit()
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    answer = asyncio.run(datasette.client.get("/watch/forno-digitale"))
    closed(datasette)
    assert "The page is in another language since 9 March 2026; told if it stays until 12 March 2026." in answer.text
    assert "2 looks in a row have found it, the first on 9 March 2026, 00:00 UTC." in answer.text


def test_odd_times_are_shown_as_they_are() -> None:
    """A time that cannot be read is shown, never guessed at, and never breaks a page."""
    assert filters.moment("2026-03-03T08:00:00Z") == "3 March 2026, 08:00 UTC"
    assert (filters.moment("soon"), filters.day("")) == ("soon", "")


def test_clock_is_the_machine_s(store) -> None:
    """Without a clock of its own, an application counts from now, in UTC."""
    datasette = datasette_for(store)
    now = site_of(datasette).clock()
    closed(datasette)
    assert abs(datetime.now(UTC) - now) < timedelta(minutes=1)


def test_server_starts_and_stops(datasette) -> None:
    """What is no request, such as a server's start and stop, passes the border untouched."""
    sent = []
    told = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive():
        return next(told)

    async def send(message):
        sent.append(message["type"])

    asyncio.run(datasette.app()({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_errors_of_other_applications_stay_theirs(capsys) -> None:
    """An application without our store tells its errors in its own way."""

    async def asked():
        return await Datasette(memory=True).client.get("/nowhere")

    answer = asyncio.run(asked())
    assert answer.status_code == 404
    assert "Back to the watchlist" not in answer.text
    assert "Traceback" in capsys.readouterr().out


def test_text_too_large_is_told(tmp_path) -> None:
    """A text beyond what a reader's connection may hold is told in one line, and the rest of the store can be read."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    conn.execute("UPDATE clauses SET text = ? WHERE text LIKE 'Wir verarbeiten%'", ("x " * 3_000_000,))
    conn.commit()
    conn.close()
    datasette = datasette_for(path, clock=lambda: NOW)
    broken, other = (asyncio.run(datasette.client.get(f"/version/{i}")) for i in (7, 1))
    closed(datasette)
    assert "too large to be shown" in _words(broken)
    assert other.status_code == 200


def test_no_trail_ends_in_a_sign_for_more(get) -> None:
    """The way to a page is told by the pages above it, and by no sign after the last of them."""
    for address in ("/watch/lumen-cartography", "/version/2", "/change/1"):
        (trail,) = lxml.html.fromstring(get(address).text).xpath("//nav[@class='crumbs']")
        assert not trail.text_content().strip().endswith("›")


def test_versions_are_counted_from_one(get):
    """A number that no version of a watch has is answered as such, and not with another version."""
    assert get("/watch/lumen-cartography/version/1").status_code == 200
    for number in (0, 99):
        answer = get(f"/watch/lumen-cartography/version/{number}")
        assert answer.status_code == 404
        assert "This watch has no such version." in answer.text
