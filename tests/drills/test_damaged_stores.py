"""Every column spoilt in every way, hundreds of flipped stores, real checks and kills among them."""

from __future__ import annotations

import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from storage.database import FILE_NAME
from tests.damage import IMPOSSIBLE, READING, WRITING, columns, copied, flip, is_told, make_whole, spoil
from tests.product import Product

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Command

pytestmark = [pytest.mark.drill, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound store; only copied."""
    return make_whole(tmp_path_factory.mktemp("whole"))


def test_every_column_may_hold_anything(command: Command, whole: Path) -> None:
    """No value in any column of any table makes a command that reads raise."""
    told = []
    for table, column in columns(whole):
        for value in IMPOSSIBLE:
            if spoil(copied(whole, command.folder), table, column, value):
                found = (is_told(command, words) for words in READING)
                told += [f"{table}.{column} = {value}: {trouble}" for trouble in found if trouble]
    assert told == []


def test_three_hundred_flipped_stores(command: Command, whole: Path) -> None:
    """Whatever bytes a disk changed, each command works or says in one line that it cannot."""
    told = []
    for seed in range(1000, 1300):
        what = flip(copied(whole, command.folder), seed)
        found = (is_told(command, words) for words in READING + WRITING)
        told += [f"seed {seed}, {what}: {trouble}" for trouble in found if trouble]
    assert told == []


def test_checks_of_flipped_stores(command: Command, whole: Path) -> None:
    """A real check of a damaged store ends by itself, with a line for each watch or one line of error."""
    for seed in range(2000, 2015):
        what = flip(copied(whole, command.folder), seed)
        done = command("check", "1", code=None)
        assert done.returncode in {0, 1, 2}, what
        assert "Traceback" not in done.stderr, what
        assert len(done.stderr.strip().splitlines()) <= 1, (what, done.stderr)


def test_a_kill_while_the_store_is_made(tmp_path: Path) -> None:
    """Killed at any moment of its first command, a folder has no store or a whole one, and the next command works."""
    product = Product(tmp_path / "unhurried")
    began = time.monotonic()
    product.run("add", "https://example.org/privacy", "--no-trial")
    lasts = time.monotonic() - began
    made = 0
    for place in range(40):
        product = Product(tmp_path / str(place))
        with product.start("add", "https://example.org/privacy", "--no-trial", stderr=subprocess.DEVNULL) as process:
            # the last few come late, for where the machine has more to do by now than at first
            time.sleep(lasts * (0.5 + place / 60 if place < 30 else place / 10 - 2))
            process.send_signal(signal.SIGKILL)
        path = product.folder / FILE_NAME
        made += path.exists()
        assert not path.exists() or product.problems() == []
        assert len(product.run("list", "--format", "json").stdout) > 0
        product.run("add", f"https://example.org/{place}", "--no-trial")
        assert [left.name for left in product.folder.glob(".*")] == []
    assert made > 0
