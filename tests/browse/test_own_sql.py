from __future__ import annotations

import asyncio
import doctest
import json
import os
import sqlite3
import sys
from urllib.parse import quote

import pytest

from storage.browse import asking, cells, guard, own_sql, visitors
from storage.browse.app import datasette_for
from storage.browse.statement import Bounds, TooLargeError, run
from storage.database import reading_uri
from tests.browse.bombs import BOMBS
from tests.browse.conftest import closed
from tests.browse.sample import NOW

ROWS = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n"


@pytest.fixture
def ask(store):
    """Ask a statement of the sample store in a process of its own."""
    return lambda sql, rows=1000, **values: asyncio.run(asking.ask(reading_uri(store), sql, values, rows=rows))


def test_doctests() -> None:
    """The examples in the docstrings are what the functions return."""
    for module in (cells, guard, visitors):
        assert doctest.testmod(module).failed == 0


def test_values_come_as_they_are(ask) -> None:
    """Every kind of value SQLite has comes back from the process as it was."""
    found = ask("SELECT 1, 1.5, NULL, x'00ff' AS b, 'ä\U0001f600' AS t, 9e999 AS i, :word AS w", word="x")
    assert found.rows == [[1, 1.5, None, b"\x00\xff", "ä\U0001f600", float("inf"), "x"]]
    assert found.columns[3:] == ("b", "t", "i", "w")


def test_rows_are_cut(ask) -> None:
    """No more rows leave the process than were asked for, and it says that there were more."""
    found = ask(ROWS, rows=7)
    assert ([row[0] for row in found.rows], found.is_cut) == ([1, 2, 3, 4, 5, 6, 7], True)


def test_bytes_are_cut(ask) -> None:
    """An answer is bounded in bytes, not in rows alone."""
    found = ask(BOMBS["long rows"])
    assert found.is_cut
    assert 0 < sum(len(text) for (text,) in found.rows) <= own_sql.BOUNDS.memory


# those that end at once; the drills have all of them
@pytest.mark.parametrize("name", ["a format without end", "long rows", "wide rows", "a trim", "bytes of nothing"])
def test_bombs_end(get, name) -> None:
    """Whatever a statement does, the reader gets rows or one line, in bounded size, and its process is gone."""
    answer = get(f"/clausewatch.json?sql={quote(BOMBS[name])}")
    assert answer.status_code in {200, 400}
    assert len(answer.content) < 2 * own_sql.BOUNDS.memory
    if answer.status_code == 400:
        assert len(answer.json()["error"]) < 150


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
def test_a_statement_that_is_stopped_is_told(get, monkeypatch, form) -> None:
    """A statement that was stopped is told in one line in every form, and as the reader's to change."""
    monkeypatch.setattr(asking, "DEADLINE", 0.5)
    answer = get(f"/clausewatch{form}?sql={quote(BOMBS['a search within one step'])}")
    assert answer.status_code == 400
    assert "Ask for less" in answer.text


def test_a_process_that_does_not_end_is_killed(ask, monkeypatch) -> None:
    """Past the deadline the process is killed, whatever step it is in."""
    monkeypatch.setattr(asking, "DEADLINE", 0.5)
    with pytest.raises(asking.StoppedError):
        ask(BOMBS["a search within one step"])


def test_the_kernel_holds_the_bounds(store) -> None:
    """The process bounds its own processor time and memory before it opens the store."""
    code = (
        "import resource; from storage.browse import own_sql; own_sql.limit();"
        "print([resource.getrlimit(k)[0] for k in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE)])"
    )

    async def asked() -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE, env=asking._environment()
        )
        return (await process.communicate())[0]

    assert json.loads(asyncio.run(asked())) == [own_sql.CPU_SECONDS, own_sql.MEMORY, 0]


def test_no_setting_reaches_the_process(monkeypatch) -> None:
    """The process that runs strangers' SQL does not know our settings, of which one is a password."""
    monkeypatch.setenv("CLAUSEWATCH_SMTP_PASSWORD", "secret")
    assert "secret" not in asking._environment().values()
    assert asking._environment()["PATH"] == os.environ["PATH"]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT email FROM subscribers", "prohibited"),
        ("SELECT printf('%1000000d', 1)", "not authorized"),
        ("SELECT randomblob(9)", "not authorized"),
        ("SELECT format('%s', 1)", "not authorized"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT nope", "no such column"),
        (f"SELECT {', '.join('1' for _ in range(guard.MOST_COLUMNS + 1))}", "too many columns"),
        ("SELECT 9223372036854775807 + abs(-9223372036854775808)", "overflow"),
    ],
)
def test_what_cannot_be_run_is_told(ask, sql, words) -> None:
    """A statement that is refused or wrong is told in SQLite's own line."""
    with pytest.raises(sqlite3.OperationalError, match=words):
        ask(sql)


@pytest.mark.drill
def test_two_at_once_and_the_next_is_told_so(store) -> None:
    """Two statements of readers run at once, a third is told to come back, and pages to read are answered meanwhile."""
    slow = f"/clausewatch.json?sql={quote(BOMBS['a join of everything'])}"
    datasette = datasette_for(store, clock=lambda: NOW)

    async def asked():
        paths = (slow, slow, slow, "/", "/change/1", "/clausewatch/watches")
        return await asyncio.gather(*map(datasette.client.get, paths))

    answers = asyncio.run(asked())
    closed(datasette)
    assert sorted(answer.status_code for answer in answers[:3]) == [400, 400, 503]
    (refused,) = (answer for answer in answers if answer.status_code == 503)
    assert refused.headers["retry-after"]
    assert refused.json()["error"].startswith("Others ask for much")
    assert [answer.status_code for answer in answers[3:]] == [200, 200, 200]


def test_a_busy_clock_is_no_reason(store) -> None:
    """The limit counts processor time: a statement that waits is not stopped for what others do."""
    conn = guard.guard(sqlite3.connect(reading_uri(store), uri=True))
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n"
    assert run(conn, count, {}, Bounds(seconds=30, memory=1000)).rows == [(300000,)]
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        run(conn, count, {}, Bounds(seconds=0.001, memory=1000))
    with pytest.raises(TooLargeError):
        run(conn, "SELECT * FROM watches", {}, Bounds(seconds=30, memory=1000))
    conn.close()


def test_tables_are_bounded_in_bytes(get, monkeypatch) -> None:
    """A table's page whose rows would take too much memory is refused with a hint, as a page and as JSON."""
    monkeypatch.setattr("storage.browse.database.BOUNDS", Bounds(seconds=30, memory=4000))
    answer = get("/clausewatch/clause_changes.json?_size=max")
    assert (answer.status_code, "fewer rows" in answer.json()["error"]) == (413, True)
    assert get("/version/1").status_code == 413
