"""Keys with which the store signs what it must recognise as its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import reading

if TYPE_CHECKING:
    from sqlite_utils import Database


def stop_key(db: Database) -> bytes:
    """Return the key of the links that stop subscriptions."""
    return _key(db, "stop")


def hook_key(db: Database) -> bytes:
    """Return the key that the secrets of web hooks are made of."""
    return _key(db, "hook")


def _key(db: Database, name: str) -> bytes:
    return bytes(next(reading(db, "SELECT key FROM keys WHERE name = :name", {"name": name}))["key"])
