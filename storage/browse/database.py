"""The store as Datasette has it: guarded connections, bounded answers, and what is private not listed."""

from __future__ import annotations

import logging
import sqlite3
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.database import Database, QueryInterrupted, Results

from storage.browse import asking
from storage.browse.guard import PUBLIC, guard
from storage.browse.statement import Bounds, run
from storage.database import reading_uri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datasette.app import Datasette

    from storage.browse.site import Site

log = logging.getLogger(__name__)

# the statements that the request which is answered brings along; the border says so
own_sql: ContextVar[frozenset[str]] = ContextVar("own_sql", default=frozenset())

BOUNDS = Bounds(seconds=1.5, memory=32_000_000)


class GuardedDatabase(Database):
    """The store as readers see it: read-only, with what is private neither listed nor readable.

    Args:
        datasette: the application it belongs to.
        path: the store's file.
        site: what the pages need to know.
    """

    def __init__(self, datasette: Datasette, path: str, site: Site) -> None:
        super().__init__(datasette, path, is_mutable=True)
        self.site = site
        self.uri = reading_uri(Path(path))
        if "immutable" in self.uri:
            log.warning(
                "%s lies where nothing can be written; it is read as it is now, later changes are not seen", path
            )

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002 - Datasette's signature
        """Return a connection that can only read."""
        if write:
            raise sqlite3.OperationalError("the store is opened read-only")
        conn = sqlite3.connect(self.uri, uri=True, check_same_thread=False)
        self._all_file_connections.append(conn)
        return guard(conn)

    async def execute(
        self,
        sql: str,
        params: Mapping[str, Any] | None = None,
        truncate: bool = False,  # noqa: FBT001, FBT002 - the same
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,  # noqa: FBT001, FBT002, ARG002 - the same
    ) -> Results:
        """Run one statement within bounds; a reader's own in a process that can be killed.

        Args:
            sql: the statement.
            params: its parameters.
            truncate: whether no more rows than a reader may have are given.
            custom_time_limit: milliseconds of processor time, where they shall be fewer than usual.
            page_size: how many rows are shown at once.
            log_sql_errors: not used: what a reader wrote has no place in our log.

        Raises:
            QueryInterrupted: it took too long.
            TooLargeError: its rows take too much memory.
            sqlite3.Error: it cannot be run.
        """
        most = self.ds.max_returned_rows
        most += most == (page_size or self.ds.page_size)
        try:
            if sql in own_sql.get():
                found = await asking.ask(self.uri, sql, params or {}, rows=most)
            else:
                limit = min(BOUNDS.seconds, (custom_time_limit or 1e6) / 1000)
                bounds = replace(BOUNDS, seconds=limit, rows=most if truncate else None)
                found = await self.execute_fn(lambda conn: run(conn, sql, params or {}, bounds))
        except asking.StoppedError as error:
            raise QueryInterrupted(error, sql, params) from error
        except sqlite3.OperationalError as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, sql, params) from error
            raise
        return Results(found.rows, found.is_cut, [(name,) for name in found.columns])

    async def table_names(self) -> list[str]:
        """Return the tables a reader may know of."""
        return [name for name in await super().table_names() if name in PUBLIC]

    async def hidden_table_names(self) -> list[str]:
        """Return none: what is not public is not listed at all."""
        return []

    async def get_all_foreign_keys(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """Return the references between public tables."""
        found = await super().get_all_foreign_keys()
        return {
            table: {way: [key for key in keys if key["other_table"] in PUBLIC] for way, keys in ways.items()}
            for table, ways in found.items()
            if table in PUBLIC
        }

    async def attached_databases(self) -> list[Any]:
        """Return none: nothing can be attached."""
        return []
