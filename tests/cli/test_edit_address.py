from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from storage.browse.app import datasette_for
from tests.browse.conftest import closed
from tests.policies import CZECH, edited, policy
from tests.servers import Site, page, validated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Command

TWO_PARTS = f"""<!doctype html><html lang="en"><title>Legal</title><main><h1>Legal</h1>
<section id="privacy"><h2>Privacy</h2><p>{"We keep what you tell us until your order is done. " * 20}</p></section>
<section id="terms"><h2>Terms</h2><p>{"You may return what you bought within two weeks. " * 20}</p></section></main></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as found:
        found["/old"] = validated(policy(), ETag='"1"')
        yield found


@pytest.fixture
def watched(command: Command, site: Site) -> Command:
    """A watch of a page that has been read once."""
    command.quick("add", site.url("/old"), "--no-trial", "--name", "Acme", "--email", "a@example.org")
    command.quick("check")
    return command


def _shown(command: Command) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(command.quick("show", "acme", "--format", "json").stdout)
    return found


def test_the_history_goes_on_at_the_new_address(watched: Command, site: Site) -> None:
    """The page of the new address is due at once, fetched whole, and compared with the last version of the old one."""
    site["/new"] = validated(edited(), ETag='"1"')
    before = _shown(watched)
    done = watched.quick("edit", "acme", "--url", site.url("/new"))
    assert "Privacy policy" in done.stdout  # the trial
    assert site.url("/new") in done.stdout.splitlines()[-1]
    seen = len(site.asked)
    assert "1 changed" in watched.quick("check").stdout
    assert [(one.path, "if-none-match" in one.headers) for one in site.asked[seen:] if "robots" not in one.path] == [
        ("/new", False),
        ("/new", False),
    ]
    after = _shown(watched)
    assert [after[name] for name in ("id", "slug", "name", "emails")] == [
        before[name] for name in ("id", "slug", "name", "emails")
    ]
    assert (after["url"], after["snapshots"]) == (site.url("/new"), 2)
    history = json.loads(watched.quick("history", "acme", "--format", "json").stdout)
    assert [one["reason"] for one in history] == ["first", "changed"]
    assert history[1]["change"]["changed"]
    assert "a@example.org" in watched.quick("outbox", "list").stdout


def test_a_mail_that_waits_keeps_the_address_of_its_change(watched: Command, site: Site) -> None:
    """What was seen at the old address is told with that address, also where its mail is sent after a move."""
    site["/old"] = page(edited())
    watched.quick("check", "acme")
    site["/new"] = page(edited())
    watched.quick("edit", "acme", "--url", site.url("/new"), "--no-trial")
    watched.quick("outbox", "send")
    (mail,) = (watched.folder / "mail").glob("*.eml")
    assert site.url("/old") in mail.read_text()
    assert site.url("/new") not in mail.read_text()


def test_both_addresses_are_shown_with_the_day_of_the_move(watched: Command, site: Site) -> None:
    """`show`, its JSON and the page of the watch have all addresses a watch has had, and until when."""
    for path in ("/new", "/newer"):
        site[path] = page(policy())
        watched.quick("edit", "acme", "--url", site.url(path), "--no-trial")
    with closing(sqlite3.connect(watched.folder / "clausewatch.sqlite")) as db, db:
        db.execute("UPDATE past_addresses SET until = '2026-03-09T08:00:00Z' WHERE number = 1")
    past = _shown(watched)["past_addresses"]
    assert [one["url"] for one in past] == [site.url("/old"), site.url("/new")]
    assert past[0]["until"] == "2026-03-09T08:00:00Z"
    line = next(line for line in watched.quick("show", "acme").stdout.splitlines() if line.startswith("Address:"))
    assert line.split()[1] == f"{site.url('/newer')};"
    assert f"until 9 March 2026, 08:00 UTC {site.url('/old')}" in line
    datasette = datasette_for(watched.folder / "clausewatch.sqlite")
    try:
        answer = asyncio.run(datasette.client.get("/watch/acme")).text
    finally:
        closed(datasette)
    assert "Until 9 March 2026, 08:00 UTC at" in answer
    assert site.url("/old") in answer
    assert "1 unchanged" in watched.quick("check", "acme").stdout


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/old", "is watched already, as 'acme'"),
        ("/other", "is watched already, as 'other'"),
        ("/removed", "'clausewatch remove gone --purge'"),
        ("/two#imprint", "imprint"),
    ],
)
def test_an_address_is_checked_as_by_add(watched: Command, site: Site, path: str, words: str) -> None:
    """An address that another watch has or had, or of a part that the page has not, changes nothing."""
    watched.quick("add", site.url("/other"), "--no-trial", "--name", "Other")
    watched.quick("add", site.url("/removed"), "--no-trial", "--name", "Gone")
    watched.quick("remove", "gone")
    site["/two"] = page(TWO_PARTS)
    before = _shown(watched)
    assert words in watched.quick("edit", "acme", "--url", site.url(path), "--every", "2d", code=2).stderr
    assert _shown(watched) == before


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org/", "https://a:b@example.org/", ""])
def test_what_is_no_address_is_refused(watched: Command, address: str) -> None:
    """Text that is no web address ends with one line and changes nothing."""
    before = _shown(watched)
    done = watched.quick("edit", "acme", "--url", address, code=2)
    assert done.stderr.count("\n") == 1
    assert _shown(watched) == before


def test_a_page_that_cannot_be_read_is_warned_of(watched: Command, site: Site) -> None:
    """The trial of the new address says what is wrong with it, as a private network is, and the watch moves all the same."""
    done = watched.quick("edit", "acme", "--url", "http://10.0.0.1/privacy")
    assert "private network" in done.stderr
    assert _shown(watched)["url"] == "http://10.0.0.1/privacy"


def test_a_part_of_a_page_can_be_the_new_address(watched: Command, site: Site) -> None:
    """An address with the name of a part leads to that part alone."""
    site["/two"] = page(TWO_PARTS)
    done = watched.quick("edit", "acme", "--url", site.url("/two#privacy"))
    assert "We keep what you tell us" in done.stdout
    assert "You may return" not in done.stdout


def test_the_old_address_is_free_for_another_watch(watched: Command, site: Site) -> None:
    """The old address names the watch until another has it; nothing of the one that moved comes along to that."""
    watched.quick("edit", "acme", "--url", site.url("/new"), "--no-trial")
    assert "acme (number 1)" in watched.quick("show", site.url("/old")).stdout
    watched.quick("add", site.url("/old"), "--no-trial", "--name", "Second")
    assert "second (number 2)" in watched.quick("show", site.url("/old")).stdout
    assert json.loads(watched.quick("show", "second", "--format", "json").stdout)["snapshots"] == 0


def test_what_was_held_of_the_old_address_is_seen_anew(watched: Command, site: Site) -> None:
    """A text that waits to be told was seen at the old address: what the new one shows has to stay by itself."""
    site["/old"] = page(CZECH)
    watched.quick("check", "acme")
    assert _shown(watched)["held"]
    site["/new"] = page(CZECH)
    watched.quick("edit", "acme", "--url", site.url("/new"), "--no-trial")
    assert _shown(watched)["held"] is None
    watched.quick("check", "acme")
    assert _shown(watched)["held"]["looks"] == 1


def test_a_version_of_the_old_address_stays_one(watched: Command, site: Site) -> None:
    """A version that is drawn again is read as a page of the address it came from, with its part, and is said to be."""
    site["/two"] = page(TWO_PARTS)
    watched.quick("add", site.url("/two#privacy"), "--no-trial", "--name", "Two")
    watched.quick("check", "two")
    watched.quick("edit", "two", "--url", site.url("/two#terms"), "--no-trial")
    watched.quick("reprocess", "two")
    with closing(sqlite3.connect(watched.folder / "clausewatch.sqlite")) as db, db:
        assert db.execute("SELECT count(*) FROM snapshots WHERE watch_id = 2").fetchone() == (1,)
        db.execute("UPDATE snapshots SET text_digest = 'other' WHERE watch_id = 2")
    watched.quick("reprocess", "two")
    first, again = json.loads(watched.quick("history", "two", "--format", "json").stdout)
    assert (again["reason"], again["clauses"]) == ("reprocessed", first["clauses"])
    with closing(sqlite3.connect(watched.folder / "clausewatch.sqlite")) as db:
        found = {url for (url,) in db.execute("SELECT url FROM snapshots WHERE watch_id = 2")}
    assert found == {site.url("/two#privacy")}
