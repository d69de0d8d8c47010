from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click import unstyle

from monitor.cli import listing
from monitor.cli.tables import lines_of
from monitor.core.records import CheckOutcome, FailureKind, LastCheck, Watch, WatchState, WatchSummary
from monitor.core.watchlist import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

URL = "https://example.org/privacy"
KEYS = {
    "id", "slug", "url", "name", "kind", "tags", "every", "language", "state", "snapshots",
    "last_check", "held", "last_change_at", "next_check_at", "subscribers",
}  # fmt: skip


def listed(command: Command) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(command.quick("list", "--format", "json").stdout)
    return found


def test_a_watch_goes_through_its_life(command: Command) -> None:
    """Add, show, edit, pause, resume, remove: each does what it says, by slug, number and URL."""
    command.quick(
        "add", URL, "--no-trial", "--name", "Example", "--every", "6h", "--tag", "vendor", "--email", "a@example.org"
    )
    (watch,) = listed(command)
    assert set(watch) == KEYS
    assert (watch["slug"], watch["every"], watch["state"], watch["tags"]) == ("example", "6h", "new", ["vendor"])
    assert (watch["subscribers"], watch["last_check"], watch["snapshots"]) == (1, None, 0)
    command.quick("edit", "1", "--every", "2w", "--tag", "eu", "--untag", "vendor", "--subscribe", "b@example.org")
    command.quick("edit", "--subscribe", "legal@example.org", "--tag", "eu")
    (watch,) = listed(command)
    assert (watch["every"], watch["tags"], watch["subscribers"]) == ("2w", ["eu"], 3)
    assert "legal@example.org" in command.quick("show", URL).stdout
    command.quick("edit", "example", "--unsubscribe", "A@example.org")
    assert listed(command)[0]["subscribers"] == 2
    command.quick("pause", "example")
    assert listed(command)[0]["state"] == "paused"
    command.quick("resume", "example")
    assert listed(command)[0]["state"] == "new"
    command.quick("remove", "example")
    assert listed(command) == []
    assert "--again" in command.quick("add", URL, "--no-trial", code=2).stderr
    command.quick("add", URL, "--no-trial", "--again")
    assert (listed(command)[0]["id"], listed(command)[0]["slug"]) == (1, "example")
    command.quick("remove", "example", "--purge")
    command.quick("add", URL, "--no-trial")
    assert listed(command)[0]["slug"] == "example-org-privacy"


def test_the_same_address_is_watched_once(command: Command) -> None:
    """Another spelling of a watched URL is recognised as a duplicate."""
    command.quick("add", URL, "--no-trial")
    done = command.quick("add", "HTTPS://EXAMPLE.org:443/privacy#top", "--no-trial", code=2)
    assert "already" in done.stderr


def test_lists_round_trip(command: Command, tmp_path: Path) -> None:
    """What export writes, import reads: CSV and JSON with all fields, a plain list with the addresses."""
    source = tmp_path / "in.csv"
    source.write_text(
        "url,name,kind,every,tags,email,include,exclude\n"
        'https://a.example/p,"Smith, Jones & Söhne",terms,6h,x;y,a@example.org;b@example.org,main,".ad, .promo"\n'
        "https://b.example/p,,,,,,,\n",
        encoding="utf-8",
    )
    command.quick("import", source, "--no-trial")
    for form in ("csv", "json", "urls"):
        out = tmp_path / f"out.{form}"
        command.quick("export", "--format", form, "--output", out)
        other = tmp_path / form
        command.quick("import", out, "--no-trial", "--data", other)
        assert command.quick("export", "--format", form, "--data", other).stdout == out.read_text(encoding="utf-8")
    assert [w["subscribers"] for w in listed(command)] == [0, 2]


def test_a_list_that_has_grown_is_imported_again(command: Command, tmp_path: Path) -> None:
    """What is watched already stays as it is and is counted; what is new in the list is added."""
    file = tmp_path / "list.csv"
    file.write_text("url,name\nhttps://a.example/p,One\n", encoding="utf-8")
    assert command.quick("import", file, "--no-trial").stdout == "Added 1 watch.\n"
    file.write_text("url,name\nhttps://a.example/p,Another\nhttps://b.example/p,Two\n", encoding="utf-8")
    assert command.quick("import", file, "--no-trial").stdout == "Added 1 watch, 1 is watched already.\n"
    assert command.quick("import", file).stdout == "Added 0 watches, 2 are watched already.\n"
    assert [watch["name"] for watch in listed(command)] == ["One", "Two"]


def test_no_good_row_is_lost_to_a_broken_one(command: Command, tmp_path: Path) -> None:
    """--skip-bad leaves out bad rows only: a file whose syntax is broken is refused whole, with the line."""
    file = tmp_path / "list.csv"
    file.write_text('url,name\nhttps://a.example/,"one" too\nhttps://b.example/,two\n', encoding="utf-8")
    done = command.quick("import", file, "--skip-bad", "--no-trial", code=2)
    assert "line 2: this is not CSV" in done.stderr
    assert "nothing was imported" in done.stderr
    file.write_text("url,name\nftp://a.example/,one\nhttps://b.example/,two\n", encoding="utf-8")
    assert command.quick("import", file, "--skip-bad", "--no-trial").stdout == "Added 1 watch, left out 1.\n"


def test_pages_of_one_host_are_called_by_other_names(command: Command, tmp_path: Path) -> None:
    """Where nobody says what to call them, `add` and `import` take words of the path that tell them apart."""
    for path in ("en/privacy", "de/privacy"):
        command.quick("add", f"https://a.example/{path}", "--no-trial")
    file = tmp_path / "list.txt"
    file.write_text("https://a.example/app/privacy\nhttps://a.example/shop/privacy\n", encoding="utf-8")
    command.quick("import", file, "--no-trial")
    names = {watch["name"]: watch["slug"] for watch in json.loads(command.quick("list", "--format", "json").stdout)}
    assert names == {
        f"a.example privacy{word}": f"a-example-privacy{word.replace(' ', '-')}"
        for word in ("", " de", " app", " shop")
    }


def test_an_empty_watchlist_says_how_to_begin(command: Command) -> None:
    """A new user is told what to do next."""
    assert "clausewatch add" in command.quick("list").stdout
    assert "Nothing is due" in command.quick("check").stdout
    assert "empty" in command.quick("outbox", "list").stdout


def test_a_number_always_means_the_watch_of_that_number(command: Command) -> None:
    """No short name is a mere number, so none hides the watch that has it."""
    command.quick("add", "https://a.example/", "--no-trial", "--name", "First")
    command.quick("add", "https://b.example/", "--no-trial", "--name", "1")
    shown = json.loads(command.quick("show", "1", "--format", "json").stdout)
    assert (shown["id"], shown["slug"]) == (1, "first")
    assert json.loads(command.quick("show", "2", "--format", "json").stdout)["slug"] == "1-privacy"


@pytest.mark.parametrize("width", [40, 60, 80, 100, 130])
def test_a_narrow_list_keeps_the_names(width: int) -> None:
    """On a narrow terminal columns are left out before the name of a watch is, and no line is wider than it."""
    now = datetime(2026, 11, 25, tzinfo=UTC)
    spec = make_spec({"url": "https://example.org/privacy", "name": "Example"})
    watch = Watch(
        id=1,
        slug="a-rather-long-name-of-a-watch-of-some-company",
        spec=spec,
        is_paused=False,
        next_check_at=now,
        failures=1,
        failing_since=now,
    )
    last = LastCheck(at=now, outcome=CheckOutcome.FAILED, kind=FailureKind.UNSUPPORTED_TYPE, status=200, detail="")
    summary = WatchSummary(
        watch=watch,
        state=WatchState.FAILING,
        language="",
        title="",
        stated_date=None,
        snapshots=0,
        last_check=last,
        last_change_at=None,
        subscribers=1,
    )
    columns, cells = listing.columns_for(width), listing.cells_of(summary, now)
    lines = [unstyle(line) for line in lines_of(columns, [[cells[column.name] for column in columns]], width)]
    assert "".join(line.split(" ")[0] for line in lines[1:]) == watch.slug
    assert max(len(line.rstrip()) for line in lines) <= width
