from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
import pytest

from monitor.cli.blanks import Clearable
from monitor.cli.main import cli
from storage.database import FILE_NAME, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Command

URL = "https://example.org/privacy"
BAD = [
    (["add", "privacy"], "web address"),
    (["add", "ftp://example.org/privacy"], "ftp"),
    (["add", URL, "--every", "0"], "interval"),
    (["add", URL, "--every", "abc"], "interval"),
    (["add", URL, "--email", "nobody"], "e-mail"),
    (["add", URL, "--include", "div[["], "selector"),
    (["add", URL, "--exclude", "a >> b"], "selector"),
    (["add", URL, "--kind", "recipes"], "recipes"),
    (["add"], "URL"),
    (["show", "nothing"], "nothing"),
    (["edit", "nothing", "--every", "1d"], "nothing"),
    (["edit", "--every", "1d"], "name a watch"),
    (["pause", "nothing"], "nothing"),
    (["resume", "nothing"], "nothing"),
    (["remove", "nothing"], "nothing"),
    (["check", "nothing"], "nothing"),
    (["history", "nothing"], "nothing"),
    (["diff", "nothing"], "nothing"),
    (["blame", "nothing"], "nothing"),
    (["register", "nothing"], "nothing"),
    (["register", "--fact", "colour"], "colour"),
    (["reprocess", "nothing"], "nothing"),
    (["backfill", "nothing", "."], "nothing"),
    (["extract", "."], "folder"),
    (["import", "missing.csv"], "missing.csv"),
    (["import", "."], "."),
    (["extract", "missing.html"], "missing.html"),
    (["extract", "ftp://example.org/x"], "ftp"),
    (["compare", "missing.md", "other.md"], "missing.md"),
    (["compare", "one.md"], "two files"),
    (["compare", "--pairs", "missing.jsonl"], "missing.jsonl"),
    (["browse"], "no store"),
    (["backup", "/"], ""),
    (["doctor"], "data folder"),
    (["outbox", "retry", "77"], "77"),
    (["outbox", "drop", "77"], "77"),
    (["outbox", "drop"], "NUMBER"),
    (["frobnicate"], "frobnicate"),
    (["list", "--format", "xml"], "xml"),
]


@pytest.mark.parametrize(("args", "word"), BAD, ids=lambda value: "-".join(value) if isinstance(value, list) else "")
def test_bad_input_is_one_line_and_writes_nothing(command: Command, args: list[str], word: str) -> None:
    """Bad input gives one clear line on standard error, exit code 2, and no row anywhere."""
    code, out, err = command.within(*args, *(["--no-trial"] if args[0] in {"add", "import"} else []))
    lines = err.strip().splitlines()
    assert (code, len(lines)) == (2, 1), err
    assert word in lines[0]
    assert out == ""
    if (command.folder / FILE_NAME).exists():
        db = open_store(command.folder)
        assert db.conn.execute("SELECT count(*) FROM watches").fetchone()[0] == 0
        db.close()


def _texts(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield how each option and argument that takes a text is named, behind the words of its command."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from _texts(command, (*words, name))
        for parameter in command.params if command and not isinstance(command, click.Group) else ():
            is_text = isinstance(parameter.type, click.Path | click.types.StringParamType)
            if is_text and not isinstance(parameter, Clearable):
                yield (*words, name, *parameter.opts[:1]) if isinstance(parameter, click.Option) else (*words, name)


@pytest.mark.parametrize("words", [("--data",), *_texts(cli)], ids=" ".join)
def test_no_blank_value_is_taken(command: Command, words: tuple[str, ...]) -> None:
    """Whatever takes a text refuses one with nothing in it, in one line that names it, and nothing is written."""
    for blank in ("", " "):
        code, out, err = command.within(*words, blank)
        assert (code, out, err.count("\n")) == (2, "", 1), err
        assert " is empty; give it a value or leave it out" in err
        assert not words[-1].startswith("-") or words[-1] in err
    assert not (command.folder / FILE_NAME).exists()


def test_a_bad_row_keeps_the_whole_import_out(command: Command, tmp_path: Path) -> None:
    """All bad rows of an import are told with their lines, nothing is written, and --skip-bad takes the rest."""
    file = tmp_path / "list.csv"
    file.write_text("url,every\nhttps://a.example/,1d\nftp://b.example/,1d\nhttps://c.example/,never\n")
    done = command.quick("import", file, "--no-trial", code=2)
    assert len(done.stderr.strip().splitlines()) == 1
    assert "line 3" in done.stderr
    assert "line 4" in done.stderr
    assert command.quick("export", "--format", "urls").stdout == ""
    command.quick("import", file, "--no-trial", "--skip-bad")
    assert command.quick("export", "--format", "urls").stdout == "https://a.example/\n"


def test_a_watch_without_versions_has_nothing_to_compare(command: Command) -> None:
    """Versions that are not there are called what `list` and `history` call them."""
    command.quick("add", URL, "--no-trial", "--name", "x")
    done = command.quick("diff", "x", code=2)
    assert done.stderr == "clausewatch: 'x' has no version; there is nothing to compare yet\n"
    done = command.quick("diff", "x", "--from", "7", "--to", "9", code=2)
    assert done.stderr == "clausewatch: 'x' has no version 7; 'clausewatch history x' lists them\n"


def test_a_name_in_the_place_of_a_short_name_is_told(command: Command) -> None:
    """Who writes the name of a watch is told its short name; what a person wrote is repeated no longer than a line."""
    command.quick("add", URL, "--no-trial", "--name", "Mill & Sons")
    assert "that is the name of 'mill-sons'" in command.quick("history", "Mill & Sons", code=2).stderr
    assert len(command.quick("history", "x" * 10_000, code=2).stderr) < 200
    assert "'??'" in command.quick("history", "\udcff\udcfe", code=2).stderr


def test_a_tag_that_is_not_there_cannot_be_taken_away(command: Command) -> None:
    """`edit W --untag T` names a tag that W has not, and changes nothing."""
    command.quick("add", URL, "--no-trial", "--name", "x", "--tag", "mill")
    done = command.quick("edit", "x", "--untag", "mil", "--every", "2d", code=2)
    assert done.stderr == "clausewatch: 'x' is not tagged 'mil'\n"
    assert '"1d"' in command.quick("list", "--format", "json").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuch"], "No such command 'nosuch'. 'clausewatch --help' says what there is."),
        (["edit", "x", "--email", "y"], "No such option '--email'. 'clausewatch edit --help' says what there is."),
        (
            ["outbox", "show", "9" * 20],
            "Invalid value for 'NUMBER': 99999999999999999999 is larger than any number here.",
        ),
        (["outbox", "show", "x"], "Invalid value for 'NUMBER': 'x' is not a valid whole number."),
    ],
    ids=["a command", "an option", "a huge number", "a number"],
)
def test_a_word_that_is_not_known_says_where_those_are(command: Command, words: list[str], told: str) -> None:
    """An unknown command or option is told with the help that lists what there is."""
    assert command.quick(*words, code=2).stderr == f"clausewatch: {told}\n"


def test_a_store_of_a_newer_version_is_refused(command: Command) -> None:
    """A store from a newer version is named in one line with exit code 2, and stays as it was."""
    db = open_store(command.folder)
    db.conn.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('clausewatch', 'm999', '')"
    )
    db.close()
    before = (command.folder / FILE_NAME).read_bytes()
    for args in (["list"], ["add", URL, "--no-trial"], ["check"]):
        done = command.quick(*args, code=2)
        assert len(done.stderr.strip().splitlines()) == 1
        assert "newer" in done.stderr
    assert (command.folder / FILE_NAME).read_bytes() == before


def test_a_data_folder_that_cannot_be_written_is_refused(command: Command, tmp_path: Path) -> None:
    """A data folder without write permission, or that is no folder, gives one line and exit code 2."""
    file = tmp_path / "file"
    file.touch()
    folders = [file, file / "below"]
    if os.geteuid() == 0:
        folders.append(tmp_path.__class__("/proc/nowhere"))
    else:
        tmp_path.joinpath("locked").mkdir(mode=0o500)
        folders.append(tmp_path / "locked")
    for folder in folders:
        done = command.quick("add", URL, "--no-trial", "--data", folder, code=2)
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "word"),
    [("concurrency = 0", "concurrency"), ("colour = 'red'", "colour"), ("concurrency = [", "clausewatch.toml")],
)
def test_a_bad_configuration_is_named(command: Command, text: str, word: str) -> None:
    """A configuration file with a bad value, an unknown key or broken syntax is told with its name."""
    command.folder.mkdir()
    (command.folder / "clausewatch.toml").write_text(text)
    done = command.quick("add", URL, code=2)
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert word in done.stderr


def test_a_bad_environment_is_named(tmp_path: Path, command: Command) -> None:
    """A bad value in the environment is told with the variable's name."""
    done = type(command)(tmp_path / "d", (("CLAUSEWATCH_HOST_DELAY", "soon"),)).quick("add", URL, code=2)
    assert "CLAUSEWATCH_HOST_DELAY" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_command_has_help(command: Command) -> None:
    """The help names every command with a sentence, and each command explains itself."""
    shown = command.quick("--help").stdout
    for name in ("add", "check", "run", "history", "extract", "compare", "backfill", "outbox", "doctor", "demo"):
        assert name in shown
    assert "Usage" in command.quick("outbox", "send", "--help").stdout


def test_help_says_what_names_a_watch(command: Command) -> None:
    """The help of each command that takes a watch says by what it is known; that of others does not."""
    for name in ("history", "pause", "remove", "edit", "backfill"):
        assert "W is a watch's short name, its number or its URL." in command.quick(name, "--help").stdout
    assert "short name, its number" not in command.quick("list", "--help").stdout


def test_an_edit_that_changes_nothing_is_told(command: Command) -> None:
    """`edit W` without an option is bad input."""
    command.quick("add", URL, "--no-trial", "--name", "Example")
    assert "what to change" in command.quick("edit", "example", code=2).stderr


@pytest.mark.parametrize("words", [["list"], ["add", URL, "--no-trial"], ["check"], ["export"]], ids=" ".join)
def test_a_bad_setting_stops_every_command(command: Command, words: list[str]) -> None:
    """An unknown key or a value out of bounds is told in one line before anything is done; `doctor` tells it too."""
    command.folder.mkdir(exist_ok=True)
    (command.folder / "clausewatch.toml").write_text('mail_from = "nobody"\n')
    lines = command.quick(*words, code=2).stderr.strip().splitlines()
    assert len(lines) == 1
    assert "mail_from" in lines[0]
    assert "not an e-mail address" in lines[0]
    assert not (command.folder / FILE_NAME).exists()
    assert "not an e-mail address" in command.quick("doctor", code=1).stdout


def test_many_bad_rows_stay_one_readable_line(command: Command, tmp_path: Path) -> None:
    """Of very many bad rows the first are named and the rest counted."""
    file = tmp_path / "list.txt"
    file.write_text("".join(f"ftp://{n}.example/\n" for n in range(1000)))
    told = command.quick("import", file, "--no-trial", code=2).stderr
    assert "line 20:" in told
    assert "and 980 more" in told
    assert "line 21:" not in told
