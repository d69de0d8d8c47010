from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.database import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty store on disk."""
    database = open_store(tmp_path)
    yield database
    database.close()
