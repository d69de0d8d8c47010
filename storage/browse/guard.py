"""What a reader's connection may do: an allow-list that SQLite itself enforces on every statement.

Addresses of subscribers, and all that hangs on them, are out of reach of any SQL a reader writes.
"""

from __future__ import annotations

import re
import sqlite3

from monitor.core.collation import folded

PUBLIC = frozenset(
    {
        "watches",
        "watch_tags",
        "past_addresses",
        "sites",
        "blind_spells",
        "held",
        "held_provenance",
        "restless",
        "surroundings",
        "untold",
        "bodies",
        "snapshots",
        "fetches",
        "clauses",
        "heading_paths",
        "snapshot_clauses",
        "left_out",
        "alternates",
        "variants",
        "provenance",
        "registers",
        "facts",
        "changes",
        "clause_changes",
        "schedule",
        "watchlist",
        "watchlist_ever",
        "change_log",
    }
)
PRIVATE = frozenset(
    {
        "keys",
        "subscribers",
        "subscriptions",
        "stops",
        "notices",
        "notice_changes",
        "notice_spells",
        "notice_questions",
        "deliveries",
        "users",
        "sessions",
        "tokens",
        "acts",
        "review_steps",
        "reviews",
        "notice_reviews",
    }
)

# the index of full-text search reads its own tables through the reader's connection
_INDEXES = ("clauses_fts", "clauses_fts_headings")
_SEARCH = frozenset(
    {*_INDEXES, *(f"{index}_{part}" for index in _INDEXES for part in ("data", "idx", "docsize", "config"))}
)
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
# what reads, counts and shortens; not what makes much of nothing (printf, zeroblob) or reaches beneath the tables
_FUNCTIONS = frozenset({
    "->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "bm25", "ceil", "ceiling",
    "char", "coalesce", "cos", "cosh", "count", "cume_dist", "current_date", "current_time", "current_timestamp",
    "date", "datetime", "degrees", "dense_rank", "escape_fts", "exp", "first_value", "floor", "folded", "glob",
    "group_concat", "hex", "highlight", "ifnull", "iif", "instr", "json", "json_array", "json_array_length",
    "json_each", "json_extract", "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch",
    "json_quote",
    "json_remove", "json_replace", "json_set", "json_tree", "json_type", "json_valid", "julianday", "lag",
    "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10", "log2", "lower", "ltrim",
    "match", "max", "min", "mod", "nth_value", "ntile", "nullif", "octet_length", "percent_rank", "pi", "pow", "power",
    "quote", "radians", "random", "rank", "replace", "round", "row_number", "rtrim", "sign", "sin", "sinh", "snippet",
    "sqlite_version", "sqrt", "strftime", "string_agg", "substr", "substring", "sum", "tan", "tanh", "time",
    "timediff", "total", "trim", "trunc", "typeof", "unicode", "unixepoch", "unlikely", "upper",
})  # fmt: skip

# a reader's statement may not build values that fill the memory
LONGEST_VALUE = 4_000_000
LONGEST_SQL = 100_000  # bytes of a statement; nobody types so many
MOST_COLUMNS = 100  # of a result; no page can show more
# one comparison is one step to SQLite: the time limit is looked at before and after it, not within
LONGEST_PATTERN = 200

_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL),
    (sqlite3.SQLITE_LIMIT_COLUMN, MOST_COLUMNS),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
)
_PHRASES = re.compile(r'\s+|(".*?")')


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
        return sqlite3.SQLITE_OK if (second or "").lower() in _FUNCTIONS else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_DENY


def guard(conn: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection that from now on can only read what is public, in values and statements of bounded size."""
    for limit, most in _LIMITS:
        conn.setlimit(limit, most)
    conn.execute("PRAGMA busy_timeout = 5000")
    conn.execute("PRAGMA query_only = 1")
    conn.create_function("escape_fts", 1, escape_fts, deterministic=True)
    conn.create_function("folded", 1, _folded, deterministic=True)
    conn.set_authorizer(authorize)
    return conn


def _folded(value: object) -> str | None:
    return None if value is None else folded(str(value))


def escape_fts(query: str) -> str:
    """Return words as a query of full-text search that cannot be misread as its syntax, as Datasette's own does.

    >>> escape_fts('keep "third parties')
    '"keep" "third parties"'
    """
    balanced = query + '"' * (query.count('"') % 2)
    parts = [part for part in _PHRASES.split(balanced) if part and part != '""']
    return " ".join(part if part.startswith('"') else f'"{part}"' for part in parts)
