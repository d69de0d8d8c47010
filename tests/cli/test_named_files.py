"""Files that someone names: pipes, devices, deep and undecodable contents."""

from __future__ import annotations

import gzip
import os
import threading
from typing import TYPE_CHECKING

import pytest

from monitor.core.errors import InvalidInputError
from monitor.named_files import LARGEST, read_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

STRAY = "\udcff"  # how Python hands on a byte of the command line that is no text
LONE = r"\ud800"
URL = "https://a.example/"


@pytest.mark.parametrize(
    "words", [("import",), ("extract",), ("compare", "/dev/null"), ("compare", "--pairs")], ids=" ".join
)
def test_an_endless_file_is_told(command: Command, words: tuple[str, ...]) -> None:
    """A device that never ends is read up to the size a file may have, and told in one line."""
    code, _, err = command.within(*words, "/dev/zero")
    lines = err.strip().splitlines()
    assert (code, len(lines)) in {(2, 1), (1, 1)}
    assert "/dev/" in lines[0]


def test_a_pipe_without_a_writer_is_given_up(tmp_path: Path) -> None:
    """A pipe into which nobody writes is waited for as long as patience lasts, then told."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InvalidInputError, match="nothing came for"):
        read_file(pipe, patience=0.2)


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """What a shell hands over as a pipe is read like a file, however late and in whatever portions it comes."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    content = b"x" * 200_000
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    assert read_file(pipe) == content
    writer.join()


def test_what_comes_in_by_standard_input_is_read(command: Command) -> None:
    """A list of watches may come from another program."""
    command("import", "/dev/stdin", "--no-trial", stdin=f"{URL}\n")
    assert command.within("export", "--format", "urls")[1] == f"{URL}\n"


def test_a_file_that_unpacks_without_end_is_told(tmp_path: Path) -> None:
    """A packed file is bounded by what it unpacks to."""
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(bytes(LARGEST + 1)))
    with pytest.raises(InvalidInputError, match="larger than 64 MiB"):
        read_file(packed)


@pytest.mark.parametrize(
    "text",
    [
        f'["{URL}{LONE}"]',
        f'[{{"url": "{URL}?q={LONE}"}}]',
        f'[{{"url": "{URL}#{LONE}"}}]',
        f'[{{"url": "https://{LONE}.example/"}}]',
        f'[{{"url": "{URL}", "name": "{LONE}"}}]',
        f'[{{"url": "{URL}", "tags": ["{LONE}"]}}]',
        f'[{{"url": "{URL}", "emails": ["{LONE}@a.example"]}}]',
        f'[{{"url": "{URL}", "include": "{LONE}"}}]',
        f'[{{"url": "{URL}", "{LONE}": "x"}}]',
        "[" * 100_000,
        '[{"url": "' + URL + '", "every": ' + "9" * 5_000 + "}]",
        '[{"url":' + "[" * 100_000,
        '[{"url": "' + URL + '", "name": ' + "[" * 900 + "]" * 900 + "}]",
    ],
    ids=lambda text: text[:40],
)
def test_hostile_json_is_told(command: Command, tmp_path: Path, text: str) -> None:
    """Half of a character, or lists in lists without end, are a bad row or a bad file, told in one line."""
    file = tmp_path / "list.json"
    file.write_text(text, encoding="utf-8")
    code, _, err = command.within("import", file, "--no-trial")
    assert (code, len(err.strip().splitlines())) == (2, 1)
    err.encode()
    assert command.within("export")[1].count("\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"id":' + "[" * 100_000,
        '{"id":' + "[" * 400 + "]" * 400 + ',"old":"a","new":"b"}',
        '{"id":1,"old":"a\\u0000","new":"b"}',
        f'{{"id":1,"old":"{LONE}","new":"b"}}',
    ],
    ids=lambda text: text[:30],
)
def test_hostile_pairs_are_told(command: Command, tmp_path: Path, text: str) -> None:
    """Deep JSON, and names that no file can have, are bad lines or pairs that cannot be compared."""
    file = tmp_path / "pairs.jsonl"
    file.write_text(text + "\n", encoding="utf-8")
    code, out, err = command.within("compare", "--pairs", file)
    assert code == 2
    assert len((out + err).strip().splitlines()) == 1


def test_arguments_that_are_no_text_are_told(command: Command) -> None:
    """A byte of the command line that is no text names no watch, and is no address, tag or selector."""
    several = [
        *((name, STRAY) for name in ("show", "history", "diff", "blame", "check", "pause", "remove", "reprocess")),
        ("show", f"{URL}{STRAY}"),
        ("add", f"{URL}{STRAY}", "--no-trial"),
        ("add", f"{STRAY}.example"),
        ("add", URL, "--no-trial", "--name", STRAY),
        ("edit", "--tag", STRAY, "--subscribe", "me@a.example"),
        ("extract", f"{URL}{STRAY}"),
        ("extract", STRAY),
    ]
    for words in several:
        code, _, err = command.within(*words)
        assert (words, code, len(err.strip().splitlines())) == (words, 2, 1)


def test_a_file_whose_name_is_no_text_is_read(command: Command, tmp_path: Path) -> None:
    """A file may have any name: it is read, and named with what is no text escaped."""
    (tmp_path / f"{STRAY}.txt").write_text("We keep your loans for 12 months, and then we delete them.\n")
    shown = command("extract", tmp_path / f"{STRAY}.txt", "--format", "json")
    assert r"\udcff.txt" in shown.stdout
    assert r"\udcff" in command("extract", tmp_path / f"{STRAY}.md", code=2).stderr


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = '\x00'"], ids=["deep", "null"])
def test_hostile_settings_are_told(command: Command, text: str) -> None:
    """A settings file of whatever content is told in one line."""
    command.folder.mkdir()
    (command.folder / "clausewatch.toml").write_text(text)
    code, _, err = command.within("list")
    assert (code, len(err.strip().splitlines())) == (2, 1)


def test_a_header_without_end_is_told(command: Command, tmp_path: Path) -> None:
    """A list whose first line is one cell longer than any CSV has is told in one line."""
    file = tmp_path / "list.csv"
    file.write_bytes(bytes(2_000_000))
    code, _, err = command.within("import", file, "--no-trial")
    assert (code, len(err.strip().splitlines())) == (2, 1)
