"""What a command makes is for its owner alone: store, log, backup, list, mails."""

from __future__ import annotations

import os
import re
import stat
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from monitor.child import _environment
from monitor.config import Config
from storage.database import FILE_NAME, open_store
from tests.damage import copied, make_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from tests.conftest import Command

URL = "https://example.org/privacy"


@contextmanager
def careless() -> Iterator[None]:
    """Let whatever says nothing of modes make files for everyone."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> set[tuple[str, int]]:
    """Return what others, or the group, may do with a folder or with anything in it."""
    found = ((path, stat.S_IMODE(path.stat().st_mode) & 0o077) for path in (folder, *folder.rglob("*")))
    return {(path.name, mode) for path, mode in found if mode}


def test_what_a_command_makes_is_private(command: Command, tmp_path: Path) -> None:
    """Data folder, store, log and its index, backup and exported list are for their owner, whatever the umask."""
    with careless():
        assert command.within("add", URL, "--no-trial", "--email", "me@example.org")[0] == 0
        with closing(open_store(command.folder)) as db:
            db.conn.execute("UPDATE watches SET name = 'with a log'")
            assert (command.folder / f"{FILE_NAME}-wal").exists()
            assert modes(command.folder) == set()
        made = tmp_path / "made"
        made.mkdir(mode=0o700)
        assert command.within("backup", made / "copy.sqlite")[0] == 0
        assert command.within("export", "--output", made / "list.csv")[0] == 0
        assert len(list(made.iterdir())) == 2
        assert modes(made) == set()


def test_mails_and_logs_are_private(command: Command, tmp_path: Path) -> None:
    """Mails written as files and the crawl's log hold addresses, so they are for their owner."""
    whole = make_whole(tmp_path / "whole")
    with careless():
        copied(whole, command.folder)
        assert command.within("outbox", "retry")[0] == 0
        assert command.within("outbox", "send")[0] == 0
        command.quick("check", "1", code=1)
    mails = list((command.folder / "mail").glob("*.eml"))
    assert len(mails) == 1
    assert (command.folder / "crawl.log").exists()
    # the store was copied there by someone else, with a mode of its own
    assert {name for name, _ in modes(command.folder)} <= {"data", FILE_NAME}


def test_a_folder_that_is_there_keeps_its_mode(command: Command) -> None:
    """Whoever made the data folder decided who may look into it; doctor only says where others can read addresses."""
    command.folder.mkdir()
    command.folder.chmod(0o755)
    command.within("add", URL, "--no-trial")
    assert stat.S_IMODE(command.folder.stat().st_mode) == 0o755
    assert _access(command).startswith("fine")
    (command.folder / FILE_NAME).chmod(0o644)
    assert re.search(rf"look!.*others can read .*{FILE_NAME}: chmod o-r", _access(command))
    command.folder.chmod(0o750)
    assert _access(command).startswith("fine")


def test_a_password_others_can_read_is_told(command: Command, tmp_path: Path) -> None:
    """Doctor names a settings file with a password, or a password's own file, that others can read."""
    command.folder.mkdir(mode=0o755)
    settings = command.folder / "clausewatch.toml"
    settings.write_text('smtp_host = ""\n')
    settings.chmod(0o644)
    command.folder.chmod(0o755)
    assert _access(command).startswith("fine")
    settings.write_text('smtp_password = "secret"\n')
    assert f"others can read {settings}" in _access(command)
    settings.chmod(0o600)
    assert _access(command).startswith("fine")
    tmp_path.chmod(0o755)
    alone = tmp_path / "password"
    alone.write_text("secret")
    alone.chmod(0o644)
    settings.write_text(f'smtp_password_file = "{alone}"\n')
    assert f"others can read {alone}" in _access(command)


def _access(command: Command) -> str:
    out = command.within("doctor")[1]
    return next(line for line in out.splitlines() if " access:" in line)


def test_a_crawl_is_told_no_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The process that parses hostile pages gets the settings of crawling, and nothing that sends mail."""
    names = ("SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_PASSWORD_FILE", "MAIL_FROM", "TICK", "DATA")
    for name in names:
        monkeypatch.setenv(f"CLAUSEWATCH_{name}", "secret")
    monkeypatch.setenv("UNRELATED", "kept")
    told = _environment(tmp_path, Config.model_construct(contact="me@example.org"))
    ours = {name.removeprefix("CLAUSEWATCH_"): value for name, value in told.items() if name.startswith("CLAUSEWATCH_")}
    assert "secret" not in ours.values()
    assert ours.keys().isdisjoint(names[:7])
    assert (ours["CONTACT"], ours["DATA"], told["UNRELATED"]) == ("me@example.org", str(tmp_path), "kept")
