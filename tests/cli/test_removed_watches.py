from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.core.failure_words import failure_words
from storage.browse.app import datasette_for
from tests.browse.conftest import closed
from tests.conftest import Command
from tests.policies import edited, policy
from tests.servers import Site, page
from tests.terminals import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

REMOVED_AT = "2026-03-09T08:00:00Z"
SINCE = "No longer watched since 9 March 2026"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as found:
        yield found


@pytest.fixture(scope="module")
def removed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """A watch with two versions and one change, a tag and a subscriber, removed on a day in March."""
    command = Command(tmp_path_factory.mktemp("removed") / "data")
    command.quick(
        "add", site.url("/privacy"), "--no-trial", "--name", "Acme", "--kind", "terms", "--every", "6h",
        "--tag", "vendor", "--email", "a@example.org",
    )  # fmt: skip
    for text in (policy(), edited()):
        site["/privacy"] = page(text)
        command.quick("check", "acme")
    command.quick("remove", "acme")
    with closing(sqlite3.connect(command.folder / "clausewatch.sqlite")) as db, db:
        db.execute("UPDATE watches SET removed_at = ?", [REMOVED_AT])
    return command


def _page(command: Command, path: str) -> httpx.Response:
    datasette = datasette_for(command.folder / "clausewatch.sqlite")
    try:
        return asyncio.run(datasette.client.get(path))
    finally:
        closed(datasette)


@pytest.mark.parametrize("words", [("show",), ("history",), ("diff",), ("blame",)])
def test_commands_that_read_say_since_when_it_is_watched_no_more(removed: Command, words: tuple[str, ...]) -> None:
    """What is kept of a removed watch is shown as before, with the day on which it was removed."""
    for name in ("acme", "1"):
        assert SINCE in removed.quick(*words, name).stdout
    done = removed.quick(*words, "acme", "--format", "json")
    assert json.loads(done.stdout)
    assert "Next check" not in removed.quick("show", "acme").stdout


def test_json_has_the_time_of_the_removal(removed: Command) -> None:
    """`show` and `list --removed` give a program the time since when nobody looks; the history is what it was."""
    shown = json.loads(removed.quick("show", "acme", "--format", "json").stdout)
    assert (shown["state"], shown["removed_at"], shown["snapshots"]) == ("removed", REMOVED_AT, 2)
    (listed,) = json.loads(removed.quick("list", "--removed", "--format", "json").stdout)
    assert (listed["slug"], listed["removed_at"]) == ("acme", REMOVED_AT)
    assert [one["reason"] for one in json.loads(removed.quick("history", "acme", "--format", "json").stdout)] == [
        "first",
        "changed",
    ]
    assert SINCE in removed.quick("diff", "acme", "--format", "json").stderr


def test_only_a_list_of_removed_watches_has_it(removed: Command) -> None:
    """`list` leaves a removed watch out, `list --removed` shows it with the day."""
    assert "Nothing is watched" in removed.quick("list").stdout
    line = removed.quick("list", "--removed").stdout.splitlines()[1]
    assert line.startswith("acme ")
    assert "9 March 2026" in line
    assert "No watch is like that" in removed.quick("list", "--removed", "--tag", "other").stdout


@pytest.mark.parametrize("words", [("edit", "acme", "--every", "1d"), ("check", "acme"), ("pause", "acme")])
def test_what_only_a_watch_can_do_says_how_to_take_it_up_again(removed: Command, words: tuple[str, ...]) -> None:
    """A command that would change a removed watch, or look at its page, ends with one line that names the way back."""
    done = removed.quick(*words, code=2)
    assert "no longer watched since 9 March 2026" in done.stderr
    assert "--again" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "path", ["/watch/acme", "/change/1", "/version/1", "/version/2", "/watch/acme/version/2", "/watch/acme/compare"]
)
def test_every_page_that_a_mail_links_to_is_there(removed: Command, path: str) -> None:
    """The pages of a removed watch, its changes and its versions stay, and say that it is watched no more."""
    answer = _page(removed, path)
    assert answer.status_code == 200
    assert SINCE in answer.text


def test_nobody_is_told_to_mend_what_is_watched_no_more(removed: Command, tmp_path: Path) -> None:
    """Why the last check of a removed watch failed is told, and no longer what to do about it."""
    copy, words = Command(shutil.copytree(removed.folder, tmp_path / "data")), failure_words("timeout")
    with closing(sqlite3.connect(copy.folder / "clausewatch.sqlite")) as db, db:
        db.execute("UPDATE fetches SET outcome = 'failed', kind = 'timeout', snapshot_id = NULL")
    for text in (copy.quick("show", "acme").stdout, _page(copy, "/watch/acme").text):
        assert words.what in text
        assert words.advice not in text


def test_the_watchlist_in_the_browser_leads_to_removed_watches(removed: Command) -> None:
    """The first page leaves removed watches out, and leads to a list of them."""
    answer = _page(removed, "/").text
    assert "/watch/acme" not in answer.partition('id="watches"')[2]
    assert "?state=removed" in answer
    assert "/watch/acme" in _page(removed, "/?state=removed").text


@pytest.fixture
def copy(removed: Command, tmp_path: Path) -> Command:
    """A copy of that store, to be changed."""
    with closing(sqlite3.connect(removed.folder / "clausewatch.sqlite")) as db:
        (tmp_path / "data").mkdir()
        with closing(sqlite3.connect(tmp_path / "data" / "clausewatch.sqlite")) as other:
            db.backup(other)
    return Command(tmp_path / "data")


def _watch(command: Command) -> dict[str, object]:
    found: dict[str, object] = json.loads(command.quick("show", "acme", "--format", "json").stdout)
    return found


def test_the_same_address_is_not_taken_up_unasked(copy: Command, site: Site) -> None:
    """Where nobody can be asked, `add` of a removed watch's address names --again in one line, and does nothing."""
    done = copy.quick("add", site.url("/privacy"), "--no-trial", code=2)
    assert "--again" in done.stderr
    assert done.stderr.count("\n") == 1
    assert _watch(copy)["removed_at"] == REMOVED_AT


def test_again_takes_it_up_with_all_it_had(copy: Command, site: Site) -> None:
    """Slug, number, history, tags and subscribers go on; what is asked otherwise is changed, the next check is due."""
    before = _watch(copy)
    done = copy.quick("add", site.url("/privacy"), "--again", "--every", "2d", "--tag", "eu")
    assert "Took up 'acme' again, with 2 versions" in done.stdout
    after = _watch(copy)
    same = ("id", "slug", "name", "kind", "emails", "snapshots", "last_change_at")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert (after["removed_at"], after["state"], after["every"]) == (None, "fine", "2d")
    assert after["tags"] == ["eu", "vendor"]
    assert copy.quick("history", "acme").stdout.count("\n") == 3
    assert "1 unchanged" in copy.quick("check").stdout


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 130)])
def test_somebody_at_a_terminal_is_asked(copy: Command, site: Site, answer: str, code: int) -> None:
    """On a terminal `add` asks, and does what is answered."""
    ended, shown = on_terminal(copy, "add", site.url("/privacy"), "--no-trial", answer=answer)
    assert ended == code, shown
    assert "was watched as 'acme' until 9 March 2026" in " ".join(shown.split())
    assert (_watch(copy)["removed_at"] is None) is (code == 0)


def test_a_removed_watch_can_be_purged(copy: Command, site: Site) -> None:
    """`remove --purge` deletes the history of one that was removed before; its address is then a new one."""
    assert "no longer watched" in copy.quick("remove", "acme", code=2).stderr
    copy.quick("remove", "acme", "--purge")
    assert "no watch has the short name, number or address 'acme'" in copy.quick("show", "acme", code=2).stderr
    assert "Added" in copy.quick("add", site.url("/privacy"), "--no-trial").stdout


def _list_of(site: Site, tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(f"url,name,tags,every\n{site.url('/privacy')},,eu,2d\n{site.url('/other')},Other,,\n")
    return file


def test_an_import_takes_up_nothing_unasked(copy: Command, site: Site, tmp_path: Path) -> None:
    """Where nobody can be asked, `import` leaves a removed watch, names its row and --again, and adds the rest."""
    review = tmp_path / "review.csv"
    done = copy.quick("import", _list_of(site, tmp_path), "--no-trial", "--review", review)
    assert "line 2: " in done.stderr
    assert "removed: it was watched as 'acme' until 9 March 2026; --again takes it up" in done.stderr
    assert "Added 1 watch, left out 1." in done.stdout
    assert _watch(copy)["removed_at"] == REMOVED_AT
    assert "removed,it was watched as 'acme' until 9 March 2026" in review.read_text()


def test_an_import_asked_to_takes_up_with_all_it_had(copy: Command, site: Site, tmp_path: Path) -> None:
    """With --again, `import` takes up a removed watch with its history; only what the row names is changed."""
    before = _watch(copy)
    done = copy.quick("import", _list_of(site, tmp_path), "--no-trial", "--again")
    assert "Added 1 watch, took up 1 again." in done.stdout
    after = _watch(copy)
    same = ("id", "slug", "name", "kind", "emails", "snapshots", "last_change_at")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert (after["removed_at"], after["every"], after["tags"]) == (None, "2d", ["eu"])


@pytest.mark.parametrize("answer", ["y\n", "n\n"])
def test_who_imports_at_a_terminal_is_asked(copy: Command, site: Site, tmp_path: Path, answer: str) -> None:
    """On a terminal `import` shows the rows of removed watches, asks once for all, and does what is answered."""
    ended, shown = on_terminal(copy, "import", _list_of(site, tmp_path), "--no-trial", answer=answer)
    assert ended == 0, shown
    assert "Take up again the watch that was removed" in " ".join(shown.split())
    assert (_watch(copy)["removed_at"] is None) is (answer == "y\n")
