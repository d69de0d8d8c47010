from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from storage.browse.app import datasette_for
from storage.database import open_file
from storage.schedule import note_round_begun, note_round_over, note_sign
from tests.browse.conftest import closed
from tests.browse.sample import ADDRESS, NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def copy(store, tmp_path):
    """A copy of the sample store that a test may write."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(tmp_path / store.name)) as target:
        source.backup(target)
    return tmp_path / store.name


def answer(path, page):
    """Ask for one page of a store."""
    datasette = datasette_for(path, clock=lambda: NOW)
    try:
        return asyncio.run(datasette.client.get(page))
    finally:
        closed(datasette)


def note(path, function, **values):
    """Write the schedule's row."""
    with closing(open_file(path)) as db:
        function(db, **values)


def test_health_is_fine_while_signs_of_life_come(copy):
    """200 while the next sign of life is not overdue, 503 before the first run, once it is overdue and after a stop."""
    before = answer(copy, "/health.json")
    assert (before.status_code, before.json()["schedule"]["state"]) == (503, "never")
    note(copy, note_round_begun, now=NOW - 5 * MINUTE, due_by=NOW)
    note(copy, note_round_over, now=NOW - 2 * MINUTE, due_by=NOW + MINUTE, checks=7, failed=1)
    fine = answer(copy, "/health.json")
    assert fine.status_code == 200
    assert fine.json()["fine"] is True
    assert fine.json()["schedule"] == {
        "state": "running",
        "seen_at": "2026-03-10T09:28:00Z",
        "due_by": "2026-03-10T09:31:00Z",
        "round_began_at": None,
        "last_round": {
            "began_at": "2026-03-10T09:25:00Z",
            "ended_at": "2026-03-10T09:28:00Z",
            "checks": 7,
            "failed": 1,
        },
    }
    note(copy, note_sign, now=NOW - 2 * MINUTE, due_by=NOW - MINUTE)
    stuck = answer(copy, "/health.json")
    assert (stuck.status_code, stuck.json()["schedule"]["state"]) == (503, "stuck")
    note(copy, note_sign, now=NOW, due_by=None)
    assert answer(copy, "/health.json").json()["schedule"]["state"] == "stopped"


def test_metrics_are_what_prometheus_reads(copy):
    """Each line of `/metrics` is a sample or a comment of the text format, and the numbers are those of the store."""
    note(copy, note_round_begun, now=NOW - 5 * MINUTE, due_by=NOW)
    note(copy, note_round_over, now=NOW - 2 * MINUTE, due_by=NOW + MINUTE, checks=7, failed=1)
    got = answer(copy, "/metrics")
    assert got.status_code == 200
    assert got.headers["content-type"].startswith("text/plain; version=0.0.4")
    sample = re.compile(r'(\w+)(\{state="\w+"\})? (\S+)')
    lines = [line for line in got.text.splitlines() if not line.startswith("# ")]
    found = {f"{m[1]}{m[2] or ''}": float(m[3]) for m in map(sample.fullmatch, lines)}
    assert found["clausewatch_schedule_up"] == 1
    assert found["clausewatch_round_checks"] == 7
    assert found["clausewatch_round_failed_checks"] == 1
    assert found["clausewatch_round_ended_timestamp_seconds"] == (NOW - 2 * MINUTE).timestamp()
    with closing(sqlite3.connect(copy)) as conn:
        for state, count in conn.execute("SELECT state, count(*) FROM watchlist GROUP BY state"):
            assert found[f'clausewatch_watches{{state="{state}"}}'] == count
        for state, count in conn.execute("SELECT state, count(*) FROM deliveries GROUP BY state"):
            assert found[f'clausewatch_deliveries{{state="{state}"}}'] == count


@pytest.mark.parametrize("page", ["/health.json", "/metrics"])
def test_nothing_private_is_told(get, copy, page):
    """No address, name or slug of anybody stands in either, only names of states and numbers."""
    text = answer(copy, page).text
    with closing(sqlite3.connect(copy)) as conn:
        names = [value for row in conn.execute("SELECT slug, name, url FROM watches") for value in row]
    assert [word for word in (*names, ADDRESS, "@", "http") if word and word in text] == []


@pytest.mark.parametrize("page", ["/health.json", "/metrics"])
def test_a_store_that_cannot_be_read_is_unavailable(copy, page):
    """Where the file is damaged or taken away while the pages are open, both say 503 in one line and no more."""
    datasette = datasette_for(copy, clock=lambda: NOW)
    try:
        copy.write_bytes(b"\xff" * 8192)
        for side in ("-wal", "-shm"):
            copy.with_name(copy.name + side).unlink(missing_ok=True)
        got = asyncio.run(datasette.client.get(page))
        copy.unlink()
        gone = asyncio.run(datasette.client.get(page))
    finally:
        closed(datasette)
    assert got.status_code == gone.status_code == 503
    assert "is not in the data folder any more" in gone.text
    assert "cannot be read" in got.text
    assert len(got.text.splitlines()) == 1
    shutil.rmtree(copy.parent, ignore_errors=True)
