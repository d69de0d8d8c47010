"""One sample store for all tests of the pages, and a reader that asks as a browser does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from storage.browse.app import datasette_for
from tests.browse.sample import NOW, make_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx


@pytest.fixture(scope="session")
def store(tmp_path_factory) -> Path:
    """The sample store's file; only read."""
    return make_store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def get(store) -> Callable[..., httpx.Response]:
    """Ask for one page of the sample store."""
    return lambda path, **more: ask(store, path, **more)


def ask(store: Path, path: str, *, method: str = "get", public_url: str = "", **more) -> httpx.Response:
    """Ask for one page of a store, as of the sample's day."""

    async def asked() -> httpx.Response:
        datasette = datasette_for(store, public_url=public_url, clock=lambda: NOW)
        try:
            return await getattr(datasette.client, method)(path, **more)
        finally:
            datasette.executor.shutdown()
            for db in datasette.databases.values():
                db.close()

    return asyncio.run(asked())
