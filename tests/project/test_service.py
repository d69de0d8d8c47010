"""The systemd unit in docs/."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess

import click
import pytest

from crawler.checking.worker import MOST_BYTES
from monitor.cli.main import cli
from tests.project import tree

UNIT = tree.ROOT / "docs" / "clausewatch.service"


def _setting(name: str) -> list[str]:
    return re.findall(rf"(?m)^{name}=(.*)$", UNIT.read_text(encoding="utf-8"))


def test_the_unit_starts_a_command_that_exists() -> None:
    """The command line of the unit is one the product takes."""
    program, name, *arguments = shlex.split(_setting("ExecStart")[0])
    assert program.endswith("/.venv/bin/clausewatch")
    command = cli.get_command(click.Context(cli), name)
    assert command.make_context(name, arguments, parent=click.Context(cli)).params["port"] == 8001


def test_the_unit_writes_where_it_may() -> None:
    """The data folder of the unit is the one folder systemd lets it write."""
    assert f"CLAUSEWATCH_DATA=/var/lib/{_setting('StateDirectory')[0]}" in _setting("Environment")
    assert _setting("ProtectSystem") == ["strict"]


def test_the_unit_leaves_room_for_two_workers() -> None:
    """The service as a whole may hold what two workers may, and as much again, and is slowed down before it is ended."""
    high, most = (int(_setting(name)[0].removesuffix("G")) * 2**30 for name in ("MemoryHigh", "MemoryMax"))
    assert 2 * MOST_BYTES < high < most
    assert int(_setting("TasksMax")[0]) >= 256


def test_systemd_takes_the_unit(tmp_path) -> None:
    """Systemd knows every setting of the unit and finds no fault in it."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    copy = tmp_path / "clausewatch.service"
    # the program and its user are there only once it is installed
    text = re.sub(r"(?m)^ExecStart=.*$", "ExecStart=/bin/true", UNIT.read_text(encoding="utf-8"))
    copy.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],  # noqa: S607 - wherever it is
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
