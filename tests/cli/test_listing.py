from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from tests.conftest import Command
from tests.terminals import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

WAITING = """
INSERT INTO fetches (watch_id, at, outcome, url) VALUES (1, '2026-03-02T08:00:00Z', 'unchanged', '');
INSERT INTO untold (watch_id, text, headings, beside, is_gone, is_known, since, looks)
VALUES (1, 'We sell your data.', '[]', '[]', 0, 0, '2026-03-02T08:00:00Z', 1);
"""
LONG = "https://example.com/legal/a/very/long/address/of/a/policy/that/goes/on/and/on/for/ever.html?lang=en"
WATCHES = {
    "Zebra": ("https://zebra.example/p", "privacy", ()),
    "さくら": ("https://sakura.example/p", "terms", ("vendor",)),
    "Émile & Fils": ("https://emile.example/p", "cookies", ("vendor", "eu")),
    "Emma": (LONG, "privacy", ()),
}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Command:
    command = Command(tmp_path_factory.mktemp("listed") / "data")
    for name, (url, kind, tags) in WATCHES.items():
        more = [word for tag in tags for word in ("--tag", tag)]
        command.quick("add", url, "--no-trial", "--name", name, "--kind", kind, *more)
    return command


@pytest.mark.parametrize("width", [30, 40, 80, 120, 200])
def test_a_terminal_shows_all_names_of_a_watch(listed: Command, width: int) -> None:
    """Name, kind, tags and address stand whole below each watch, on a terminal of any width, and no line is wider."""
    code, shown = on_terminal(listed, "list", width=width)
    assert code == 0
    assert max(map(cell_len, shown.splitlines())) <= width
    joined = "".join(shown.split())
    for name, (url, kind, tags) in WATCHES.items():
        parts = [name, kind, ", ".join(sorted(tags)), url]
        assert "".join("".join(parts).split()) in joined.replace("·", "")


@pytest.mark.parametrize("width", [80, 120])
def test_an_address_that_fits_is_not_broken(listed: Command, width: int) -> None:
    """What fits into a line stands in one, so that it can be copied."""
    shown = on_terminal(listed, "list", width=width)[1].splitlines()
    for url, _, _ in WATCHES.values():
        assert len(url) > width - 2 or any(line.endswith(url) for line in shown)


def test_the_next_check_is_written_as_all_times_are(listed: Command) -> None:
    """The day of the next check has its month in words, whatever the machine's language, and its year."""
    with closing(sqlite3.connect(listed.folder / "clausewatch.sqlite")) as db, db:
        db.execute("UPDATE watches SET next_check_at = '2199-03-02T08:05:00Z' WHERE name = 'Emma'")
    line = next(line for line in listed.quick("list").stdout.splitlines() if "Emma" in line)
    assert "2 March 2199, 08:05 UTC" in line


def test_a_program_finds_each_watch_in_a_line(listed: Command, tmp_path: Path) -> None:
    """Where the list is no terminal's, each watch is one line with a column for each of these."""
    heading, *lines = listed.quick("list").stdout.splitlines()
    assert heading.split()[:4] == ["Watch", "Name", "Kind", "Tags"]
    assert heading.split()[-1] == "Address"
    assert len(lines) == len(WATCHES)
    assert lines[0].endswith("https://emile.example/p")


def test_the_list_is_sorted_by_name(listed: Command) -> None:
    """Accented letters stand at their plain ones and other scripts behind Latin, whatever the locale."""
    names = [one["name"] for one in json.loads(listed.quick("list", "--format", "json").stdout)]
    assert names == ["Émile & Fils", "Emma", "Zebra", "さくら"]


def test_where_a_sentence_waits_nothing_is_called_unchanged(command: Command) -> None:
    """`list` and `show` say of a watch whose last check found nothing new that a sentence waits, where one does."""
    command.quick("add", "https://emma.example/p", "--no-trial", "--name", "Emma")
    with closing(sqlite3.connect(command.folder / "clausewatch.sqlite")) as db:
        db.executescript(WAITING)
    for words in (("list",), ("show", "emma")):
        shown = command.quick(*words).stdout
        assert "1 sentence waits until 4 March 2026" in shown
        assert "unchanged" not in shown
