"""What every command starts from: the data folder, its configuration, its store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.config import Config, load_config
from monitor.core.errors import InvalidInputError, UnknownWatchError
from monitor.core.urls import normalise_url
from storage.database import open_store
from storage.watches import find_watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.records import Watch


def utc_now() -> datetime:
    """Return the time, in UTC and whole seconds, as the store keeps it."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(kw_only=True)
class App:
    """One data folder at work.

    Args:
        folder: the data folder.
        clock: gives the time, UTC.
        given: the configuration, where it does not come from the folder and the environment.
    """

    folder: Path
    clock: Callable[[], datetime] = field(default=utc_now)
    given: Config | None = None

    @cached_property
    def config(self) -> Config:
        """The configuration, read when first asked for."""
        return self.given or load_config(self.folder)

    @cached_property
    def db(self) -> Database:
        """The store, made where there is none."""
        return open_store(self.folder)

    @cached_property
    def existing_db(self) -> Database:
        """The store, which has to be there."""
        return self.__dict__.get("db") or open_store(self.folder, create=False)

    def find(self, word: str) -> Watch:
        """Find a watch by slug, id or URL.

        Args:
            word: what the person wrote.

        Returns:
            The watch.

        Raises:
            UnknownWatchError: there is none.
        """
        try:
            url = normalise_url(word)
        except InvalidInputError:
            url = None
        if not (self.folder / "clausewatch.sqlite").exists():
            raise UnknownWatchError(word)
        return find_watch(self.existing_db, word, url=url)

    def close(self) -> None:
        """Close the store, if it was opened."""
        for name in ("db", "existing_db"):
            if name in self.__dict__:
                self.__dict__[name].close()
