"""Checks recorded many in one transaction: a commit waits for the disk, and one for each would be most of a recheck.

Each check stays whole or not at all. What a crash takes is what nobody was told of yet; those watches stay due.
They are written in a thread of their own: a page of some megabytes takes seconds of it, and a crawl whose event loop
stands still for so long gives no sign of life.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from monitor.core.errors import StaleDecisionError, StoreError
from storage.database import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    Write = Callable[[Database], None]
    _Waiting = tuple[Write, asyncio.Future[None]]

MOST = 50  # writes in one transaction, so that others who wait to write get their turn
SECONDS = 0.05  # a write waits so long for others; a fetch takes longer, so it does not show


class Batches:
    """Gathers writes for a moment and commits them together, in the order in which they came.

    Args:
        db: the store, in a connection that is used for nothing else.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._waiting: list[_Waiting] = []
        self._timer: asyncio.TimerHandle | None = None

    async def add(self, write: Write) -> None:
        """Have something written; it is committed when this returns.

        Args:
            write: writes to the store it is given, within `storage.database.writing`; called in another thread.

        Raises:
            StoreError: the store could not be written; nothing of the batch was.
            Exception: what `write` raised otherwise; nothing of it was written, the rest of the batch was.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((write, done))
        if len(self._waiting) >= MOST:
            self._flush(loop)
        elif self._timer is None:
            self._timer = loop.call_later(SECONDS, self._flush, loop)
        await done

    def close(self) -> None:
        """Wait for what is being written, and close the store."""
        self._thread.shutdown()
        self._db.close()

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        batch, self._waiting = self._waiting, []
        written = loop.run_in_executor(self._thread, _written, self._db, [write for write, _ in batch])
        written.add_done_callback(lambda ended: _tell([done for _, done in batch], ended.result()))


def _written(db: Database, writes: list[Write]) -> list[Exception | None]:
    """Write in one transaction, and return what became of each."""
    try:
        with writing(db):
            return [_tried(db, write) for write in writes]
    except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
        return [error] * len(writes)


def _tell(waiting: list[asyncio.Future[None]], errors: list[Exception | None]) -> None:
    for done, raised in zip(waiting, errors, strict=True):
        if done.cancelled():
            continue
        if raised:
            done.set_exception(raised)
        else:
            done.set_result(None)


def _tried(db: Database, write: Write) -> Exception | None:
    try:
        write(db)
    except StaleDecisionError as error:
        return error
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - the others of the batch must not pay for it
        return error
    return None
