"""One sample store for all tests of the pages, and a reader that asks as a browser does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from storage.browse.app import datasette_for
from tests.browse.sample import NOW, make_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx
    from datasette.app import Datasette


def closed(datasette: Datasette) -> None:
    """Let go of an application's threads and files."""
    datasette.executor.shutdown()
    for db in datasette.databases.values():
        db.close()


@pytest.fixture(scope="session")
def store(tmp_path_factory) -> Path:
    """The sample store's file; only read."""
    return make_store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def datasette(store) -> Iterator[Datasette]:
    """The application on the sample store, as of the sample's day."""
    datasette = datasette_for(store, clock=lambda: NOW)
    yield datasette
    closed(datasette)


@pytest.fixture
def get(datasette) -> Callable[..., httpx.Response]:
    """Ask for one page of the sample store."""

    def asked(path: str, *, method: str = "get", **more) -> httpx.Response:
        return asyncio.run(getattr(datasette.client, method)(path, **more))

    return asked


@pytest.fixture
def get_under(store) -> Callable[[str, str], httpx.Response]:
    """Ask for one page of the sample store at a public address."""

    def asked(public_url: str, path: str, **more) -> httpx.Response:
        datasette = datasette_for(store, public_url=public_url, clock=lambda: NOW)
        try:
            return asyncio.run(datasette.client.request("GET", path, **more))
        finally:
            closed(datasette)

    return asked
