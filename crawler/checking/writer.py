"""Checks recorded many in one transaction: a commit waits for the disk, and one for each would be most of a recheck.

Each check stays whole or not at all. What a crash takes is what nobody was told of yet; those watches stay due.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from monitor.core.errors import StaleDecisionError, StoreError
from storage.database import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

MOST = 50  # writes in one transaction, so that others who wait to write get their turn
SECONDS = 0.05  # a write waits so long for others; a fetch takes longer, so it does not show


class Batches:
    """Gathers writes for a moment and commits them together.

    Args:
        db: the store.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[tuple[Callable[[], None], asyncio.Future[None]]] = []
        self._timer: asyncio.TimerHandle | None = None

    async def add(self, write: Callable[[], None]) -> None:
        """Have something written; it is committed when this returns.

        Args:
            write: writes within `storage.database.writing`.

        Raises:
            StoreError: the store could not be written; nothing of the batch was.
            Exception: what `write` raised otherwise; nothing of it was written, the rest of the batch was.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((write, done))
        if len(self._waiting) >= MOST:
            self._flush()
        elif self._timer is None:
            self._timer = loop.call_later(SECONDS, self._flush)
        await done

    def _flush(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        batch, self._waiting = self._waiting, []
        try:
            with writing(self._db):
                errors = [_tried(write) for write, _ in batch]
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            errors = [error] * len(batch)
        for (_, done), raised in zip(batch, errors, strict=True):
            if done.cancelled():
                continue
            if raised:
                done.set_exception(raised)
            else:
                done.set_result(None)


def _tried(write: Callable[[], None]) -> Exception | None:
    try:
        write()
    except StaleDecisionError as error:
        return error
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - the others of the batch must not pay for it
        return error
    return None
