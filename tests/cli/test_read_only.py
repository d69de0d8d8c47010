"""Folders that cannot be written, disks that are full, and things under the store's name that are none."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.database import FILE_NAME
from tests.damage import READING, WRITING, copied, make_whole
from tests.unprivileged import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Command

RELEASED = Path(__file__).parent.parent / "storage" / "schema_1.dump.sql"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound store; only copied."""
    return make_whole(tmp_path_factory.mktemp("whole"))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Take the right to write from a folder and all that is in it for the length of a block."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def timeless(said: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Return what commands said without times of the day: a watch that is due is checked now, which goes on."""
    return [(code, re.sub(r"\d+ \w+ \d{4}, \d\d:\d\d UTC", "then", out), err) for code, out, err in said]


def test_a_folder_that_cannot_be_written_is_read(command: Command, whole: Path) -> None:
    """Every command that only reads says the same of a folder without write permission as of one with it."""
    copied(whole, command.folder)
    reading = [words for words in READING if words != ("doctor",)]
    free = [command.within(*words) for words in reading]
    assert {code for code, _, _ in free} == {0}
    with locked(command.folder):
        assert timeless(runs(command, *reading)) == timeless(free)
        doctor = runs(command, ("doctor",))[0]
    assert "cannot be written" in doctor[1]
    assert "sound" in doctor[1]
    assert sorted(path.name for path in command.folder.iterdir()) == [FILE_NAME]


def test_a_folder_that_cannot_be_written_refuses_what_writes(command: Command, whole: Path) -> None:
    """What would write says in one line that it cannot, sending mail among it, and the file stays as it is."""
    path = copied(whole, command.folder)
    before = path.read_bytes()
    writing = [*WRITING, ("outbox", "retry", "1"), ("outbox", "drop", "1"), ("import", "missing.csv"), ("check", "1")]
    with locked(command.folder):
        ends = runs(command, *writing)
    for words, (code, out, err) in zip(writing, ends, strict=True):
        assert (words, code, len(err.strip().splitlines())) == (words, 2, 1), (out, err)
    assert path.read_bytes() == before


def test_an_older_store_that_cannot_be_written_is_told(command: Command) -> None:
    """A store that would have to be brought up to date first, and cannot, is told with what to do."""
    command.folder.mkdir()
    with closing(sqlite3.connect(command.folder / FILE_NAME)) as conn:
        conn.executescript(RELEASED.read_text(encoding="utf-8"))
    with locked(command.folder):
        code, _, err = runs(command, ("list",))[0]
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert "run this once with write access" in err


def test_what_another_user_writes_is_read(command: Command, whole: Path) -> None:
    """While someone else holds the store open, its log is read too; a log whose index is gone is told."""
    path = copied(whole, command.folder)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE watches SET name = 'Written last' WHERE id = 1")
        conn.commit()
        with locked(command.folder):
            code, out, _ = runs(command, ("show", "1"))[0]
        assert (code, "Written last" in out) == (0, True)
        shutil.copytree(command.folder, command.folder.with_name("copy"), ignore=shutil.ignore_patterns("*-shm"))
    copy = type(command)(command.folder.with_name("copy"))
    with locked(copy.folder):
        code, _, err = runs(copy, ("show", "1"))[0]
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert "copy the folder" in err


def test_a_list_makes_no_store(command: Command) -> None:
    """To look at a folder that is not there makes none, so a slip of the pen leaves nothing behind."""
    for words in (("list",), ("export",), ("outbox", "list")):
        assert command.within(*words)[0] == 0
    assert not command.folder.exists()


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop", "link", "closed"])
def test_a_data_folder_that_is_none_is_told(tmp_path: Path, command: Command, kind: str) -> None:
    """A file, a pipe, a device, a link to itself or to nothing, or a folder nobody may enter: one line, exit code 2."""
    several = [("list",), ("add", "https://example.org/p", "--no-trial"), ("doctor",)]
    odd = type(command)(_folder(tmp_path, kind))
    # who may enter a folder is asked as someone whom its mode binds
    listed, added, doctor = runs(odd, *several) if kind == "closed" else [odd.within(*words) for words in several]
    for code, out, err in (listed, added) if kind == "closed" else (listed, added, doctor):
        assert (code, len(err.strip().splitlines())) == (2, 1), out
    if kind == "closed":
        assert doctor[0] == 1
        assert "Permission denied" in doctor[1]


def _folder(tmp_path: Path, kind: str) -> Path:
    folder = tmp_path / "odd"
    if kind == "file":
        folder.write_text("a file")
    elif kind == "pipe":
        os.mkfifo(folder)
    elif kind == "device":
        return type(folder)("/dev/null")
    elif kind == "loop":
        folder.symlink_to(folder)
    elif kind == "link":
        folder.symlink_to(tmp_path / "nowhere" / "at-all")
        (tmp_path / "nowhere").write_text("in the way")
    else:
        folder.mkdir(mode=0)
    return folder


@pytest.mark.parametrize("kind", ["pipe", "folder", "link", "device"])
def test_what_stands_in_place_of_the_store_is_told(tmp_path: Path, command: Command, kind: str) -> None:
    """Whatever bears the store's name and is no file is told, and nothing waits for it."""
    command.folder.mkdir()
    path = command.folder / FILE_NAME
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nothing" if kind == "link" else "/dev/zero")
    for words in (("list",), ("show", "1"), ("add", "https://example.org/p", "--no-trial"), ("outbox", "send")):
        code, _, err = command.within(*words)
        assert (words, code, len(err.strip().splitlines())) == (words, 2, 1), err


def test_a_full_disk_is_told_by_every_command(command: Command, whole: Path) -> None:
    """Where no byte can be written any more, each command that writes says so in one line and the store stays whole."""
    path = copied(whole, command.folder)
    ends = runs(command, *WRITING, ("backup", str(command.folder / "copy.sqlite")), largest_file=0)
    for words, (code, out, err) in zip([*WRITING, ("backup",)], ends, strict=True):
        assert (words, code, len(err.strip().splitlines())) == (words, 2, 1), (out, err)
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert not list(command.folder.glob("*copy.sqlite*"))
    assert not list(command.folder.glob(".*"))


def test_a_full_disk_leaves_no_half_store(command: Command) -> None:
    """Where there is no room for a new store there is none afterwards, not one that is empty."""
    code, _, err = runs(command, ("add", "https://example.org/p", "--no-trial"), largest_file=20_000)[0]
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert list(command.folder.iterdir()) == []
    assert command.within("add", "https://example.org/p", "--no-trial")[0] == 0
