from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

URL = "https://example.org/privacy"
KEYS = {
    "id", "slug", "url", "name", "kind", "tags", "every", "language", "state", "snapshots",
    "last_check", "last_change_at", "next_check_at", "subscribers",
}  # fmt: skip


def listed(command: Command) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(command("list", "--format", "json").stdout)
    return found


def test_a_watch_goes_through_its_life(command: Command) -> None:
    """Add, show, edit, pause, resume, remove: each does what it says, by slug, number and URL."""
    command(
        "add", URL, "--no-trial", "--name", "Example", "--every", "6h", "--tag", "vendor", "--email", "a@example.org"
    )
    (watch,) = listed(command)
    assert set(watch) == KEYS
    assert (watch["slug"], watch["every"], watch["state"], watch["tags"]) == ("example", "6h", "new", ["vendor"])
    assert (watch["subscribers"], watch["last_check"], watch["snapshots"]) == (1, None, 0)
    command("edit", "1", "--every", "2w", "--tag", "eu", "--untag", "vendor", "--subscribe", "b@example.org")
    command("edit", "--subscribe", "legal@example.org", "--tag", "eu")
    (watch,) = listed(command)
    assert (watch["every"], watch["tags"], watch["subscribers"]) == ("2w", ["eu"], 3)
    assert "legal@example.org" in command("show", URL).stdout
    command("edit", "example", "--unsubscribe", "A@example.org")
    assert listed(command)[0]["subscribers"] == 2
    command("pause", "example")
    assert listed(command)[0]["state"] == "paused"
    command("resume", "example")
    assert listed(command)[0]["state"] == "new"
    command("remove", "example")
    assert listed(command) == []
    assert "history" in command("add", URL, "--no-trial").stdout or listed(command)[0]["id"] == 1
    command("remove", "example", "--purge")
    command("add", URL, "--no-trial")
    assert listed(command)[0]["slug"] == "example-org-privacy"


def test_the_same_address_is_watched_once(command: Command) -> None:
    """Another spelling of a watched URL is recognised as a duplicate."""
    command("add", URL, "--no-trial")
    done = command("add", "HTTPS://EXAMPLE.org:443/privacy#top", "--no-trial", code=2)
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
    command("import", source, "--no-trial")
    for form in ("csv", "json", "urls"):
        out = tmp_path / f"out.{form}"
        command("export", "--format", form, "--output", out)
        other = tmp_path / form
        command("import", out, "--no-trial", "--data", other)
        assert command("export", "--format", form, "--data", other).stdout == out.read_text(encoding="utf-8")
    assert [w["subscribers"] for w in listed(command)] == [0, 2]


def test_an_empty_watchlist_says_how_to_begin(command: Command) -> None:
    """A new user is told what to do next."""
    assert "clausewatch add" in command("list").stdout
    assert "Nothing is due" in command("check").stdout
    assert "empty" in command("outbox", "list").stdout
