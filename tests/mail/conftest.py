"""Stores to test with."""

from __future__ import annotations

import pytest

from storage.database import open_store, writing


@pytest.fixture
def store(tmp_path):
    """Open a fresh store in a file."""
    db = open_store(tmp_path / "data")
    yield db
    db.close()


@pytest.fixture
def writing_to(store):
    """Run a function inside a write transaction of the store."""

    def run(function, *args, **values):
        with writing(store) as conn:
            return function(conn, *args, **values)

    return run
