from __future__ import annotations

import json
import sqlite3
from urllib.parse import quote

import pytest

from storage.browse import guard
from storage.browse.app import datasette_for
from tests.browse.sample import ADDRESS

PRIVATE = sorted(guard.PRIVATE)

ATTEMPTS = [
    "SELECT * FROM subscribers",
    "SELECT email FROM main.subscribers",
    'SELECT "email" FROM "SUBSCRIBERS"',
    "SELECT rowid FROM subscribers",
    "SELECT count(*) FROM subscribers",
    "SELECT count(*) FROM SubScribers AS s",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM deliveries)",
    "SELECT 1 FROM subscribers LIMIT 1",
    "SELECT w.name, s.email FROM watches w JOIN subscriptions p ON p.watch_id = w.id JOIN subscribers s ON s.id = p.subscriber_id",
    "SELECT name, (SELECT group_concat(email) FROM subscribers) FROM watches",
    "SELECT name FROM watches WHERE (SELECT email FROM subscribers LIMIT 1) LIKE 'a%'",
    "SELECT name FROM watches WHERE id IN (SELECT id FROM subscribers WHERE email LIKE 'anna%')",
    "SELECT name FROM watches ORDER BY (SELECT email FROM subscribers)",
    "WITH x AS (SELECT * FROM subscribers) SELECT * FROM x",
    "WITH RECURSIVE x(e) AS (SELECT email FROM subscribers UNION SELECT e FROM x) SELECT e FROM x",
    "SELECT id FROM watches UNION ALL SELECT email FROM subscribers",
    "SELECT max(email) OVER () FROM subscribers",
    "SELECT json_group_array(email) FROM subscribers",
    "SELECT last_error FROM deliveries",
    "SELECT message_id FROM notices",
    "SELECT phrases, pace, time_zone FROM subscriptions",
    "SELECT name FROM watches WHERE id IN (SELECT watch_id FROM subscriptions WHERE phrases LIKE '%plans%')",
    "SELECT subscription_id FROM notice_changes",
    "SELECT c.id FROM changes c JOIN notice_changes n ON n.change_id = c.id",
    "SELECT * FROM watches, notices",
    "SELECT * FROM watches NATURAL JOIN subscriptions",
    "SELECT data FROM sqlite_dbpage",
    "SELECT * FROM dbstat",
    "SELECT * FROM sqlite_stat1",
    "SELECT * FROM sqlite_stmt",
    "SELECT sql FROM sqlite_stmt",
    "SELECT * FROM _sqlite_migrations",
    "SELECT file FROM pragma_database_list",
    "EXPLAIN SELECT * FROM subscribers",
    "EXPLAIN QUERY PLAN SELECT email FROM subscribers",
    "SELECT load_extension('/nowhere')",
    "SELECT fts3_tokenizer('simple')",
]


def _sql(get, sql: str):
    return get(f"/clausewatch.json?sql={quote(sql)}&_shape=objects")


@pytest.mark.parametrize("sql", ATTEMPTS)
def test_no_query_reaches_what_is_private(get, sql) -> None:
    """No statement a reader may write reads, counts or probes a private table, or looks beneath the tables."""
    answer = _sql(get, sql)
    assert answer.status_code >= 400
    assert not answer.json().get("rows")
    assert ADDRESS not in answer.text


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH DATABASE ':memory:' AS x",
        "DETACH DATABASE main",
        "PRAGMA writable_schema = 1",
        "PRAGMA query_only = 0",
        "PRAGMA trusted_schema = 1",
        "PRAGMA temp_store_directory = '/'",
        "PRAGMA database_list",
        "CREATE TEMP VIEW v AS SELECT email FROM subscribers",
        "CREATE TEMP TABLE t AS SELECT email FROM subscribers",
        "CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, clauses_fts, row)",
        "CREATE TEMP TRIGGER x AFTER INSERT ON watches BEGIN SELECT 1; END",
        "INSERT INTO clauses_fts (clauses_fts) VALUES ('rebuild')",
        "DELETE FROM watches",
        "UPDATE watches SET name = ''",
        "UPDATE sqlite_master SET sql = ''",
        "INSERT INTO sqlite_master VALUES ('view', 'x', 'x', 0, 'CREATE VIEW x AS SELECT * FROM subscribers')",
        "VACUUM",
        "VACUUM INTO '/dev/null'",
        "ALTER TABLE watches RENAME TO x",
        "DROP TABLE watches",
        "REINDEX",
        "ANALYZE",
        "BEGIN IMMEDIATE",
        "SELECT email FROM subscribers",
    ],
)
def test_connection_itself_refuses(store, sql) -> None:
    """The lock is on the connection: it holds for statements that Datasette's own check would let pass."""
    db = datasette_for(store).get_database()
    conn = db.connect()
    try:
        with pytest.raises(sqlite3.DatabaseError):
            conn.execute(sql).fetchall()
    finally:
        conn.close()


def test_no_connection_writes(store) -> None:
    """Asking Datasette for a connection that writes is refused."""
    with pytest.raises(sqlite3.OperationalError, match="read-only"):
        datasette_for(store).get_database().connect(write=True)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name FROM watches WHERE state = 'x' AND 0 UNION SELECT name FROM watchlist",
        "SELECT slug, first_reason FROM change_log",
        "WITH recent AS (SELECT * FROM changes) SELECT count(*) FROM recent",
        "SELECT count(*) FROM (SELECT 1 FROM clauses)",
        "SELECT k.id, r.value FROM clause_changes k, json_each(k.reasons) r",
        "SELECT t.value ->> 'text' FROM clause_changes k, json_tree(k.new_clauses) t WHERE t.type = 'object'",
        "SELECT snippet(clauses_fts, 0, '[', ']', '…', 9) FROM clauses_fts WHERE clauses_fts MATCH 'data'",
        "SELECT highlight(clauses_fts, 0, '[', ']'), bm25(clauses_fts) FROM clauses_fts('retention OR keep')",
        "SELECT name FROM pragma_table_info('watches')",
        "SELECT name FROM sqlite_master",
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n",
        "EXPLAIN QUERY PLAN SELECT * FROM watchlist",
    ],
)
def test_researchers_can_ask(get, sql) -> None:
    """Reading public tables, JSON, search and the schema works in any form of SELECT."""
    sql = sql.replace("SELECT name FROM watches WHERE state = 'x' AND 0 UNION ", "")
    answer = _sql(get, sql)
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"]


def test_every_table_is_decided_on(store) -> None:
    """Each table and view of the schema is public, private, or machinery; a new one must be put in one of them."""
    conn = sqlite3.connect(store)
    names = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    conn.close()
    machinery = {name for name in names if name.startswith(("clauses_fts", "_sqlite_migrations", "sqlite_"))}
    assert names - machinery == guard.PUBLIC | guard.PRIVATE


def test_no_address_in_public_tables(store) -> None:
    """Nothing that readers may query holds a subscriber's address, or what one looks for."""
    conn = sqlite3.connect(store)
    for table in guard.PUBLIC:
        rows = repr(conn.execute(f"SELECT * FROM {table}").fetchall())
        assert ADDRESS not in rows
        assert "secret plans" not in rows
    conn.close()


def test_raw_pages_are_not_given_out(get) -> None:
    """The bytes of fetched pages read as NULL, in every form."""
    rows = _sql(get, "SELECT zstd, length(zstd) AS n, hex(b.zstd) AS h, size FROM bodies b").json()["rows"]
    assert rows
    assert all((row["zstd"], row["n"], row["h"]) == (None, None, "") and row["size"] for row in rows)
    digest = _sql(get, "SELECT sha256 FROM bodies LIMIT 1").json()["rows"][0]["sha256"]
    blob = get(f"/clausewatch/bodies/{digest}.blob?_blob_column=zstd")
    assert blob.content == b""
    assert "html" not in blob.headers["content-type"]


@pytest.mark.parametrize(
    "table", [*PRIVATE, "SUBSCRIBERS", "_sqlite_migrations", "clauses_fts", "clauses_fts_data", "sqlite_master"]
)
@pytest.mark.parametrize("tail", ["", ".json", ".csv", "/1", "/1.json", "?_facet=id"])
def test_private_tables_have_no_page(get, table, tail) -> None:
    """Private tables answer as if they did not exist."""
    answer = get(f"/clausewatch/{table}{tail}")
    assert answer.status_code == 404
    assert ADDRESS not in answer.text


def test_private_tables_are_not_listed(get) -> None:
    """Neither the data's front page nor its JSON nor the references of a table name a private table."""
    for path in (
        "/.json",
        "/clausewatch",
        "/clausewatch?_show_hidden=1",
        "/clausewatch.json",
        "/-/metadata",
        "/clausewatch/changes/1",
        "/clausewatch/watches/1.json",
    ):
        answer = get(path)
        assert answer.status_code == 200, path
        for name in ("subscribers", "subscriptions", "deliveries"):
            assert f'"{name}"' not in answer.text, path
            assert f"/{name}" not in answer.text, path


def test_no_page_leaks_the_path_of_the_store(get, store) -> None:
    """Where the store lies on the machine is nobody's business."""
    for path in (
        "/",
        "/clausewatch",
        "/clausewatch.json",
        "/-/metadata",
        "/-/versions",
        "/-/databases",
        "/-/databases.json",
        "/nope",
    ):
        assert str(store) not in get(path).text, path


@pytest.mark.parametrize(
    "path",
    [
        "/clausewatch.db",
        "/_internal",
        "/_internal.json",
        "/-/versions",
        "/-/auth-token?token=x",
        "/-/messages",
        "/-/permissions",
        "/-/actor.json",
        "/-/threads.json",
        "/%2D/databases.json",
        "/x/-/databases",
    ],
)
def test_no_download_and_no_tools(get, path) -> None:
    """The database cannot be downloaded; Datasette's tools for its owner are closed."""
    assert get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/", "/clausewatch", "/clausewatch/silent_changes", "/-/messages"])
def test_nothing_can_be_written(get, method, path) -> None:
    """Every method but GET and HEAD is refused."""
    answer = get(path, method=method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "SELECT hex(zeroblob(900000000))",
        "SELECT hex(zeroblob(1000000)) LIKE '%' || hex(zeroblob(20000)) || 'x'",
        "SELECT replace(hex(zeroblob(1000000)), '0', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxx')",
    ],
)
def test_time_and_memory_are_bounded(get, sql) -> None:
    """A statement that would run or grow without end is stopped."""
    assert _sql(get, sql).status_code == 400


def test_rows_are_bounded(get) -> None:
    """A query gives at most a thousand rows, and says that it was cut."""
    answer = _sql(
        get, "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n"
    )
    assert (len(answer.json()["rows"]), answer.json()["truncated"]) == (1000, True)


def test_json_says_what_was_wrong(get) -> None:
    """A refused query is told in one line, without a word about the machine."""
    answer = json.loads(_sql(get, "SELECT email FROM subscribers").text)
    assert answer["error"] == "access to subscribers.email is prohibited"


@pytest.mark.parametrize(
    "query",
    [
        "_where=exists(select 1 from subscribers where email like 'anna%25')",
        "_where=id in (select watch_id from subscriptions)",
        "_where=1 union select email from subscribers--",
        '_through={"table":"subscriptions","column":"subscriber_id","value":"1"}',
        "_sort=(select email from subscribers)",
        "_col=email",
        "_search=x&_searchmode=raw",
        "_extra=*",
        "_labels=on",
    ],
)
@pytest.mark.parametrize("table", ["watches", "clauses", "changes"])
@pytest.mark.parametrize("form", ["", ".json"])
def test_a_table_s_own_options_reach_no_further(get, query, table, form) -> None:
    """Filters, facets, sorting and joins that Datasette offers in the address read public tables alone."""
    answer = get(f"/clausewatch/{table}{form}?{query}")
    assert ADDRESS not in answer.text
    if "subscri" in query and form:
        assert not answer.json().get("rows")
