"""How often the store is asked: for a list as often as for one, however long it is."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.history import blame, entries
from storage.database import open_store
from storage.deliveries import list_deliveries
from storage.summaries import all_watches, find_watch, summaries
from tests.project import tree

sys.path.insert(0, str(tree.ROOT / "benchmarks"))

import listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

LISTS: dict[str, Callable[[Database], object]] = {
    "list": lambda db: list(summaries(db)),
    "export": lambda db: list(all_watches(db)),
    "outbox list": lambda db: list_deliveries(db, limit=100_000),
    "history": lambda db: list(entries(db, find_watch(db, "1"))),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store of few watches and versions, and one of ten times as many."""
    few, many = tmp_path_factory.mktemp("few"), tmp_path_factory.mktemp("many")
    listing.fill(few, watches=4, versions=4)
    listing.fill(many, watches=40, versions=40)
    return few, many


def asked(folder: Path, read: Callable[[Database], object]) -> int:
    """Return how many statements a reading takes."""
    statements: list[str] = []
    with closing(open_store(folder)) as db:
        db.conn.set_trace_callback(statements.append)
        read(db)
        db.conn.set_trace_callback(None)
    return len(statements)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_no_oftener_when_it_is_longer(folders: tuple[Path, Path], name: str) -> None:
    """Ten times as many watches, versions or notices take as many statements."""
    few, many = (asked(folder, LISTS[name]) for folder in folders)
    assert few == many <= 4


def test_blame_asks_once_a_version(folders: tuple[Path, Path]) -> None:
    """To date each clause every version is read, once."""
    few, many = (asked(folder, lambda db: blame(db, find_watch(db, "1"))) for folder in folders)
    assert many - few == 40 - 4
