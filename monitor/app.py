"""What every command starts from: the data folder, its configuration, its store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.config import Config, load_config
from monitor.core.errors import InvalidInputError, RemovedWatchError, StoreError, UnknownWatchError
from monitor.core.phrases import day_words
from monitor.core.urls import normalise_url
from storage.database import is_there, open_store, open_view, problems
from storage.summaries import find_watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
        return self.__dict__.get("existing_db") or open_store(self.folder)

    @cached_property
    def existing_db(self) -> Database:
        """The store, which has to be there."""
        return self.__dict__.get("db") or open_store(self.folder, create=False)

    @cached_property
    def view(self) -> Database:
        """The store to read from, also where nothing can be written; an empty one where there is none."""
        return next(self._opened(), None) or open_view(self.folder)

    @property
    def existing_view(self) -> Database:
        """The store to read from, which has to be there."""
        if not is_there(self.folder):
            raise StoreError(f"there is no store in {self.folder}; 'clausewatch add' makes one")
        return self.view

    def _opened(self) -> Iterator[Database]:
        return (self.__dict__[name] for name in ("db", "existing_db", "view") if name in self.__dict__)

    def find(self, word: str) -> Watch:
        """Find a watch on the watchlist by slug, id or URL.

        Args:
            word: what the person wrote.

        Returns:
            The watch.

        Raises:
            UnknownWatchError: there is none.
            RemovedWatchError: it was removed.
        """
        found = self.find_ever(word)
        if found.removed_at:
            raise RemovedWatchError(found.slug, found.spec.url, day_words(found.removed_at))
        return found

    def find_ever(self, word: str) -> Watch:
        """Find a watch as `find` does, whether it was removed or not."""
        try:
            word.encode()  # not every argument of a command line is text
            url = normalise_url(word)
        except UnicodeEncodeError as error:
            raise UnknownWatchError(word) from error
        except InvalidInputError:
            url = None
        return find_watch(self.view, word, url=url, removed=True)

    def damage(self) -> str:
        """Return the first thing wrong with the store that was opened, "" where all is well or none was."""
        for db in self._opened():
            try:
                found = problems(db)
            except StoreError as error:
                return str(error)
            if found:
                return found[0]
        return ""

    def close(self) -> None:
        """Close the store, if it was opened."""
        for db in self._opened():
            db.close()
