"""What members do to watches on the pages: as the commands do it, and noted with who did it."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from datetime import timedelta

import pytest

from monitor import child
from monitor.app import utc_now
from monitor.desk import OwnDesk
from storage.browse.app import datasette_for
from storage.database import open_store
from storage.schedule import note_sign
from storage.subscriptions import subscriptions
from storage.summaries import find_watch
from tests import forked
from tests.browse.conftest import closed
from tests.browse.people import Browser, cookie, with_users
from tests.policies import policy
from tests.servers import Site
from tests.servers import page as served

PAGE = "/watch/lumen-cartography/manage"
FORM = {
    "deed": "edit", "name": "Lumen", "url": "https://lumen-cartography.example/privacy", "kind": "terms",
    "every": "6h", "tags": "maps, towns", "include": "", "exclude": "", "accept_language": "",
}  # fmt: skip


@pytest.fixture
def path(store, tmp_path):
    """A copy of the sample store with users."""
    return with_users(store, tmp_path / "data")


@pytest.fixture
def app(path):
    """Its pages, whose acts are done."""
    made = datasette_for(path, clock=utc_now, desk=OwnDesk(path.parent))
    yield made
    closed(made)


@pytest.fixture
def done(app, path):
    """Send forms of the page of a watch as somebody, and return the last answer with what the store then has."""

    def asked(*forms: dict[str, str], who: str = "member"):
        async def sent():
            browser = Browser(app, **cookie(who))
            return [await browser.send(PAGE, "/account", **form) for form in forms][-1]

        answer = asyncio.run(sent())
        with closing(open_store(path.parent)) as db:
            acts = [tuple(row) for row in db.conn.execute("SELECT who, deed, watch, detail FROM acts ORDER BY id")]
            return answer, find_watch(db, "lumen-cartography", removed=True), acts

    return asked


def test_a_watch_is_paused_and_resumed(done) -> None:
    """What was paused is not checked until it is resumed; each is noted with who did it."""
    answer, watch, acts = done({"deed": "pause"})
    assert answer.status_code == 303
    assert watch.is_paused
    assert acts == [("member", "pause", "lumen-cartography", "")]
    answer, _, acts = done({"deed": "check"})
    assert answer.status_code == 400
    assert "resume it first" in answer.text
    assert len(acts) == 1
    assert not done({"deed": "resume"}, who="owner")[1].is_paused


def test_a_watch_is_removed_and_taken_up_again(done) -> None:
    """What was removed can only be taken up again, as it was."""
    before = done({"deed": "pause"}, {"deed": "resume"})[1]
    assert done({"deed": "remove"})[1].removed_at
    assert done({"deed": "pause"})[0].status_code == 400
    _, watch, acts = done({"deed": "take up again"})
    assert (watch.removed_at, watch.spec) == (None, before.spec)
    assert acts[-1][:3] == ("member", "take up again", "lumen-cartography")


def test_a_watch_is_edited(done) -> None:
    """The form changes what differs in it and nothing else; what cannot be is told, and nothing is written."""
    _, watch, acts = done({**FORM, "render": "yes"})
    assert (watch.spec.name, watch.spec.kind, watch.spec.every_seconds) == ("Lumen", "terms", 6 * 3600)
    assert (watch.spec.tags, watch.spec.is_rendered) == (("maps", "towns"), True)
    assert "render" in acts[-1][3]
    assert not done(FORM)[1].spec.is_rendered
    answer, watch, acts = done({**FORM, "every": "soon", "name": "<b>"})
    assert answer.status_code == 400
    assert 'value="&lt;b&gt;"' in answer.text
    assert watch.spec.name == "Lumen"
    assert len(acts) == 2


def test_one_follows_by_oneself(done, path) -> None:
    """A member follows a watch by the address of their account, and ends that again; nobody else's is touched."""

    def heard() -> list[str]:
        with closing(open_store(path.parent)) as db:
            theirs = subscriptions(db, email="member@example.org")
            return [f"{one.watch} {one.choice.pace} {one.choice.least}" for one in theirs]

    done({"deed": "follow", "when": "daily 08:00", "least": "material"})
    assert heard() == ["lumen-cartography daily material"]
    emails = done({"deed": "follow", "when": "at once", "least": "minor"})[1].spec.emails
    assert heard() == ["lumen-cartography at once minor"]
    assert {*done({"deed": "follow no more"})[1].spec.emails} == {*emails} - {"member@example.org"}
    assert heard() == []


@pytest.mark.parametrize("form", [{}, {"deed": "purge"}, {"deed": "tell"}, {"deed": "add"}])
def test_what_is_no_deed_is_told(done, form) -> None:
    """What is not known, or of which there is nothing, is told in one line."""
    answer, _, acts = done(form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert acts == []


@pytest.mark.parametrize("who", ["anonymous", "reader", "expired"])
def test_who_may_not_manage_changes_nothing(done, who) -> None:
    """Readers and strangers change nothing, and are told what to do."""
    answer, watch, acts = done({"deed": "remove"}, who=who)
    assert answer.status_code == 403
    assert "sign in" in answer.text.casefold() or "ask an owner" in answer.text
    assert (watch.removed_at, acts) == (None, [])


def test_a_wish_for_a_check_is_shown_until_it_is_done(app, path) -> None:
    """A check that is wished for makes the watch due; the page says that it waits, for which schedule, and when it was made."""

    async def asked() -> None:
        browser = Browser(app, **cookie("member"))
        begun = await browser.send(PAGE, deed="check")
        waiting = begun.headers["location"]
        assert "No schedule runs" in (await browser.get(PAGE)).text
        with closing(open_store(path.parent)) as db:
            assert find_watch(db, "lumen-cartography").next_check_at <= utc_now()
            note_sign(db, now=utc_now(), due_by=utc_now() + timedelta(hours=1))
        assert 'http-equiv="refresh"' in (await browser.get(waiting)).text
        page = (await browser.get(PAGE)).text
        assert "Wait for it" in page
        assert 'http-equiv="refresh"' not in page  # it would take away what somebody types
        with closing(open_store(path.parent)) as db:
            db.conn.execute(
                "INSERT INTO fetches (watch_id, url, at, outcome) SELECT id, url, strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 second'),"
                " 'unchanged' FROM watches WHERE slug = 'lumen-cartography'"
            )
        page = (await browser.get(waiting)).text
        assert 'http-equiv="refresh"' not in page
        assert "asked for" not in page

    asyncio.run(asked())


def test_names_are_shown_to_members_alone(done, app) -> None:
    """Who did what stands on the pages of members and owners, and on none that anyone may read."""
    done({"deed": "pause"})

    async def asked(who: str) -> str:
        browser = Browser(app, **cookie(who))
        paths = ("/", "/watch/lumen-cartography", PAGE, "/acts", "/changes", "/clausewatch")
        return " ".join([(await browser.get(path)).text for path in paths])

    assert "member, pause" in asyncio.run(asked("owner"))
    assert "member, pause" not in asyncio.run(asked("reader"))
    assert ">member<" not in asyncio.run(asked("anonymous"))


def test_a_page_is_looked_at_and_watched(app, path, monkeypatch) -> None:
    """A member names a page, sees what would be watched, and watches it, once; nobody else sees that look."""
    monkeypatch.setenv("CLAUSEWATCH_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("CLAUSEWATCH_HOST_DELAY", "0")
    monkeypatch.setattr(child, "subprocess", forked)  # as tests/within.py has it: a crawl that begins sooner

    async def asked(site: str) -> str:
        browser = Browser(app, **cookie("member"))
        begun = await browser.send("/add", url=site, kind="privacy", every="6h", tags="new, here", name="Fresh")
        at = begun.headers["location"]
        assert (await Browser(app, **cookie("owner")).get(at)).status_code == 404
        end = time.monotonic() + 120
        while 'http-equiv="refresh"' in (page := (await browser.get(at)).text):
            assert time.monotonic() < end
            await asyncio.sleep(0.1)
        assert "18 clauses" in page
        watched, again = await browser.send(at), await browser.send(at)
        assert "was on the watchlist already" in (await browser.get(again.headers["location"])).text
        assert "watched already" in (await browser.send("/add", url=site, kind="privacy")).text
        return watched.headers["location"]

    with Site() as site:
        site["/privacy"] = served(policy())
        assert asyncio.run(asked(site.url("/privacy"))) == "/watch/fresh/manage?wait=1"
    with closing(open_store(path.parent)) as db:
        spec = find_watch(db, "fresh").spec
        assert (spec.every_seconds, spec.tags) == (6 * 3600, ("here", "new"))
        assert [row[0] for row in db.conn.execute("SELECT deed FROM acts")] == ["add"]


@pytest.mark.parametrize("url", ["", "ftp://example.org", "http://[", "x" * 3000])
def test_what_cannot_be_looked_at_is_told(app, url) -> None:
    """An address that is none is told on the form, which keeps what was typed."""

    async def asked() -> tuple[int, str]:
        answer = await Browser(app, **cookie("member")).send("/add", url=url, kind="privacy", name="Kept")
        return answer.status_code, answer.text

    status, text = asyncio.run(asked())
    assert status == 400
    assert 'value="Kept"' in text
