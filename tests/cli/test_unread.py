"""Commands whose output nobody reads, as behind `| head`: what they were asked to do is done all the same."""

from __future__ import annotations

import io
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from monitor.demo.server import DemoSite
from tests.within import within

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command


def unread(command: Command, *words: str, is_buffered: bool = True) -> int:
    """Return the exit code of a command whose output is a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    raw = io.FileIO(writer, "w")
    out = io.TextIOWrapper(io.BufferedWriter(raw) if is_buffered else raw, write_through=not is_buffered)
    code, _, said = within(*words, environment=command.environment, told_to=out)
    with suppress(BrokenPipeError):  # of what was left in it
        out.close()
    assert said == ""
    return code


def listed(command: Command) -> list[dict[str, Any]]:
    """Return what `list` says."""
    found: list[dict[str, Any]] = json.loads(command.quick("list", "--format", "json").stdout)
    return found


def test_a_page_is_added_though_nobody_reads_what_was_found(command: Command) -> None:
    """`add` says what it found before it writes, and writes whether or not that is heard."""
    with DemoSite() as site:
        assert unread(command, "add", site.url_of(site.pages[0]), "--name", "tea") == 0
    assert [one["name"] for one in listed(command)] == ["tea"]


def test_what_is_asked_of_a_watch_is_done_though_nobody_reads_that_it_was(command: Command, tmp_path: Path) -> None:
    """So do all commands that write."""
    url = "https://mill.example/privacy"
    sheet = tmp_path / "list.csv"
    sheet.write_text(f"url,name\n{url},Mill\n")
    for words in (
        ("import", str(sheet), "--no-trial"),
        ("edit", url, "--tag", "vendor"),
        ("subscribe", "ann@mill.example", url, "--confirmed"),
        ("pause", url),
        ("backup", str(tmp_path / "copy.db")),
    ):
        assert unread(command, *words, is_buffered=words[0] != "pause") == 0
    (watch,) = listed(command)
    assert (watch["name"], watch["tags"], watch["subscribers"], watch["state"]) == ("Mill", ["vendor"], 1, "paused")
    assert (tmp_path / "copy.db").exists()
    assert unread(command, "remove", url) == 0
    assert listed(command) == []


def test_a_command_that_only_says_something_ends_where_nobody_reads_on(command: Command) -> None:
    """Nobody waits for a long list of which they wanted the first lines."""
    command.quick("add", "https://mill.example/privacy", "--no-trial")
    assert unread(command, "list") == 1
