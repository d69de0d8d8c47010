"""Checks that are committed together."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import pytest

from crawler.checking.writer import MOST, SECONDS, Batches
from monitor.core.errors import StaleDecisionError, StoreError
from storage.database import FILE_NAME, open_store, writing
from storage.subscriptions import follow
from tests.servers import PATIENCE_SECONDS

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def db(tmp_path):
    """An empty store on disk."""
    with closing(open_store(tmp_path)) as database:
        yield database


def seen_elsewhere(folder) -> list[str]:
    """Return what another connection sees."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as conn:
        return [row[0] for row in conn.execute("SELECT email FROM subscribers ORDER BY email")]


def put(db, *, name: str, error: Exception | None = None) -> None:
    with writing(db) as conn:
        follow(conn, f"{name}@reader.example", tag="shops", now=NOW)
        if error:
            raise error


def test_what_returned_is_committed(db, tmp_path) -> None:
    """Whoever waited for a write finds it in the file, as any other process would."""
    asyncio.run(Batches(db).add(partial(put, name="ada")))
    assert seen_elsewhere(tmp_path) == ["ada@reader.example"]


def test_nothing_is_committed_before_its_batch(db, tmp_path) -> None:
    """Writes wait until there are enough of them, and then become visible together."""

    async def work() -> None:
        batches = Batches(db)
        tasks = [asyncio.create_task(batches.add(partial(put, name=f"r{number:02d}"))) for number in range(MOST - 1)]
        await asyncio.sleep(0)
        assert seen_elsewhere(tmp_path) == []
        await batches.add(partial(put, name="last"))
        assert len(seen_elsewhere(tmp_path)) == MOST
        await asyncio.gather(*tasks)

    asyncio.run(work())


@pytest.mark.parametrize("error", [StaleDecisionError("late"), ValueError("a bug")])
def test_one_that_fails_takes_no_other_with_it(db, tmp_path, error) -> None:
    """A write that raises leaves no trace, is told so, and the others of its batch stand."""

    async def work() -> list[object]:
        batches = Batches(db)
        writes = [partial(put, name="ada"), partial(put, name="bob", error=error), partial(put, name="eve")]
        return await asyncio.gather(*map(batches.add, writes), return_exceptions=True)

    assert asyncio.run(work()) == [None, error, None]
    assert seen_elsewhere(tmp_path) == ["ada@reader.example", "eve@reader.example"]


def test_a_store_that_fails_fails_the_whole_batch(db, tmp_path) -> None:
    """Where the store itself cannot be written, nobody is told that it was."""
    error = StoreError("disk full")

    async def work() -> list[object]:
        batches = Batches(db)
        writes = [partial(put, name="ada"), partial(put, name="bob", error=error)]
        return await asyncio.gather(*map(batches.add, writes), return_exceptions=True)

    assert asyncio.run(work()) == [error, error]
    assert seen_elsewhere(tmp_path) == []


def test_the_loop_goes_on_while_something_is_written(db, tmp_path) -> None:
    """A write takes as long as it takes; meanwhile the event loop turns, and gathers what is written next, in order."""
    turned, order = threading.Event(), []

    def slow(db) -> None:
        assert turned.wait(PATIENCE_SECONDS)
        put(db, name="first")
        order.append("first")

    def next_one(db) -> None:
        put(db, name="second")
        order.append("second")

    async def work() -> None:
        batches = Batches(db)
        first = asyncio.create_task(batches.add(slow))
        await asyncio.sleep(2 * SECONDS)
        second = asyncio.create_task(batches.add(next_one))
        await asyncio.sleep(2 * SECONDS)
        assert (order, first.done(), second.done()) == ([], False, False)
        turned.set()
        await asyncio.gather(first, second)

    asyncio.run(work())
    assert order == ["first", "second"]
    assert seen_elsewhere(tmp_path) == ["first@reader.example", "second@reader.example"]


def test_closing_waits_for_what_is_written(db, tmp_path) -> None:
    """What is being written when the crawl ends is committed before the store is closed."""
    begun = threading.Event()

    def slow(db) -> None:
        begun.set()
        time.sleep(0.2)
        put(db, name="ada")

    async def work() -> None:
        batches = Batches(open_store(tmp_path))
        adding = asyncio.create_task(batches.add(slow))
        assert await asyncio.to_thread(begun.wait, PATIENCE_SECONDS)
        batches.close()
        await adding

    asyncio.run(work())
    assert seen_elsewhere(tmp_path) == ["ada@reader.example"]
