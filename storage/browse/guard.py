"""What a reader's connection may do: an allow-list that SQLite itself enforces on every statement.

Addresses of subscribers, and all that hangs on them, are out of reach of any SQL a reader writes.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette.database import Database

if TYPE_CHECKING:
    from datasette.app import Datasette

    from storage.browse.site import Site

PUBLIC = frozenset(
    {
        "watches",
        "watch_tags",
        "blind_spells",
        "bodies",
        "snapshots",
        "fetches",
        "clauses",
        "heading_paths",
        "snapshot_clauses",
        "changes",
        "clause_changes",
        "schedule",
        "watchlist",
        "change_log",
    }
)
PRIVATE = frozenset({"subscribers", "subscriptions", "notices", "notice_spells", "deliveries"})

# the index of full-text search reads its own tables through the reader's connection
_SEARCH = frozenset({"clauses_fts", *(f"clauses_fts_{part}" for part in ("data", "idx", "docsize", "config"))})
_SCHEMA = frozenset({"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"})
_PRAGMAS = frozenset(
    {
        "data_version",
        "foreign_key_list",
        "function_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "max_page_count",
        "page_count",
        "page_size",
        "schema_version",
        "table_info",
        "table_xinfo",
    }
)
_TABLE_FUNCTIONS = frozenset({"json_each", "json_tree", *(f"pragma_{name}" for name in _PRAGMAS)})
_READABLE = PUBLIC | _SEARCH | _SCHEMA | _TABLE_FUNCTIONS
_FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer"})

# a reader's statement may not build values that fill the memory
LONGEST_VALUE = 4_000_000
LONGEST_SQL = 100_000
# one comparison is one step to SQLite: the time limit is looked at before and after it, not within
LONGEST_PATTERN = 1_000


def _may_read(table: str, column: str) -> int:
    table = table.lower()
    if not column:
        # a table named without reading a column (count(*), EXISTS): the name may also be that of a WITH clause
        is_known = table in _READABLE or not (table in PRIVATE or "sqlite_" in table)
        return sqlite3.SQLITE_OK if is_known else sqlite3.SQLITE_DENY
    if table not in _READABLE:
        return sqlite3.SQLITE_DENY
    # raw pages are hostile input, and large: for readers the column is always NULL
    is_raw = (table, column.lower()) == ("bodies", "zstd")
    return sqlite3.SQLITE_IGNORE if is_raw else sqlite3.SQLITE_OK


def authorize(action: int, first: str | None, second: str | None, _database: str | None, _source: str | None) -> int:
    """Decide on one step of a statement while SQLite compiles it.

    Args:
        action: an SQLITE_* action code.
        first: its first subject: the table read, or the pragma run.
        second: its second: the column read, or the function called.

    Returns:
        SQLITE_OK, SQLITE_IGNORE (the column reads as NULL) or SQLITE_DENY.
    """
    if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ:
        return _may_read(first or "", second or "")
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if (first or "").lower() in _PRAGMAS else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_UPDATE:
        # SQLite asks so when it opens a virtual table; no statement can: the file is opened for reading only
        return sqlite3.SQLITE_OK if first == "sqlite_master" else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() in _FORBIDDEN_FUNCTIONS else sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


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

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002 - Datasette's signature
        """Return a connection that can only read, whoever asks."""
        if write:
            raise sqlite3.OperationalError("the store is opened read-only")
        conn: sqlite3.Connection = super().connect()
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL)
        conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
        conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        conn.execute("PRAGMA busy_timeout = 5000")
        conn.execute("PRAGMA query_only = 1")
        conn.set_authorizer(authorize)
        return conn

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
