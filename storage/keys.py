"""Keys with which the store signs what it must recognise as its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import reading

if TYPE_CHECKING:
    from sqlite_utils import Database


def stop_key(db: Database) -> bytes:
    """Return the key of the links that stop subscriptions."""
    return bytes(next(reading(db, "SELECT key FROM keys WHERE name = 'stop'"))["key"])
