"""Backups of a store that real transactions are written to, each compared with the store at its moment, and killed ones."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from storage.database import FILE_NAME
from tests.conftest import ROOT
from tests.product import Product

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.drill, pytest.mark.timeout(1800)]

BACKUPS = 20
KILLS = 30
# real transactions through the store's own functions: a check with its body, snapshot, change and notices, one after the other
WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from monitor.core.watchlist import make_spec
from monitor.core.records import Fetched
from crawler.checking.judge import RULES, judge
from storage.checks import record
from storage.database import open_store
from storage.known import baseline_of, known_of
from storage.watches import add_all
from tests.policies import policy

db = open_store(Path(sys.argv[1]))
spec = make_spec({"url": "https://example.org/p", "emails": ["a@example.org", "b@example.org"]})
(watch,) = add_all(db, [(spec, "p")], now=datetime(2026, 1, 1, tzinfo=UTC))
print("ready", flush=True)
for number in range(1, 100_000):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    body = policy(1).replace(" months after", f" months and {number + 1} days after").encode()
    fetched = Fetched(watch_id=watch, at=at, status=200, url=spec.url, body=body, media_type="text/html")
    # an edit is told by its second look
    for _ in range(2):
        known = known_of(db, watch, at=at)
        outcome = judge(known, baseline_of(db, known, rules=RULES), fetched)
        record(db, fetched, outcome, known=known, next_check_at=at, mail_domain="example.org")
"""
TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'clauses_fts_%'
AND name NOT IN ('watches', 'held', 'held_provenance', 'restless', 'untold', 'deliveries', 'clauses_fts')
"""


def test_a_backup_during_writes_equals_the_store_at_its_moment(tmp_path: Path) -> None:
    """Each of twenty copies is sound and holds, table by table, exactly the rows the store had after one transaction."""
    product = Product(tmp_path / "data")
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(product.folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            copies = [tmp_path / f"{place}.sqlite" for place in range(BACKUPS)]
            for copy in copies:
                product.run("backup", str(copy))
                assert writer.poll() is None
        finally:
            writer.kill()
    moments = [_equals_at_its_moment(product.folder / FILE_NAME, copy) for copy in copies]
    assert moments == sorted(moments)
    assert moments[-1] > moments[0]


def _equals_at_its_moment(store: Path, copy: Path) -> int:
    """Compare a copy with the rows the store had when the copy's last check was written; return which check that was."""
    with closing(sqlite3.connect(copy)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        conn.execute("ATTACH ? AS live", [str(store)])
        moment = conn.execute("SELECT max(id) FROM main.fetches").fetchone()[0] or 0
        snapshot = conn.execute("SELECT max(snapshot_id) FROM live.fetches WHERE id <= ?", [moment]).fetchone()[0] or 0
        change = (
            conn.execute("SELECT max(id) FROM live.changes WHERE new_snapshot_id <= ?", [snapshot]).fetchone()[0] or 0
        )
        until = {
            "fetches": f"id <= {moment}",
            "snapshots": f"id <= {snapshot}",
            "snapshot_clauses": f"snapshot_id <= {snapshot}",
            "left_out": f"snapshot_id <= {snapshot}",
            "provenance": f"snapshot_id <= {snapshot}",
            "bodies": f"sha256 IN (SELECT body_sha256 FROM live.fetches WHERE id <= {moment})"
            f" OR sha256 IN (SELECT body_sha256 FROM live.snapshots WHERE id <= {snapshot})"
            " OR sha256 IN (SELECT body_sha256 FROM main.held)",
            "clauses": f"id IN (SELECT clause_id FROM live.snapshot_clauses WHERE snapshot_id <= {snapshot})",
            "heading_paths": f"id IN (SELECT heading_path_id FROM live.snapshot_clauses WHERE snapshot_id <= {snapshot})",
            "changes": f"id <= {change}",
            "clause_changes": f"change_id <= {change}",
            "notice_changes": f"change_id <= {change}",
            "reviews": f"change_id <= {change}",
            "notices": f"id IN (SELECT notice_id FROM live.notice_changes WHERE change_id <= {change})",
        }
        for (table,) in conn.execute(TABLES).fetchall():
            mine = conn.execute(f"SELECT * FROM main.{table} ORDER BY 1, 2").fetchall()
            theirs = conn.execute(f"SELECT * FROM live.{table} WHERE {until.get(table, '1')} ORDER BY 1, 2").fetchall()
            assert mine == theirs, (table, moment, len(mine), len(theirs))
        found = conn.execute("SELECT count(*) FROM main.clauses_fts WHERE clauses_fts MATCH 'months'").fetchone()[0]
        assert found == conn.execute("SELECT count(*) FROM main.clauses WHERE text LIKE '%months%'").fetchone()[0]
        assert (
            conn.execute("SELECT count(*) FROM main.deliveries").fetchone()
            == conn.execute("SELECT count(*) FROM main.notices").fetchone()
        )
    return int(moment)


def test_a_killed_backup_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    """Killed at any moment, a backup is whole or is not there, and what it left goes with the next one."""
    product = Product(tmp_path / "data")
    product.add("https://example.org/p")
    product.query("CREATE TABLE ballast (x)")
    product.query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                  " INSERT INTO ballast SELECT randomblob(20000) FROM n")  # fmt: skip
    began = time.monotonic()
    product.run("backup", str(tmp_path / "first.sqlite"))
    lasts = time.monotonic() - began
    rng = random.Random(1)  # noqa: S311 - moments, not secrets
    target, halves = tmp_path / "copy.sqlite", 0
    for _ in range(KILLS):
        target.unlink(missing_ok=True)
        with product.start("backup", str(target), stderr=subprocess.DEVNULL) as process:
            time.sleep(lasts * rng.uniform(0.4, 1.0))
            process.send_signal(signal.SIGKILL)
        left = list(tmp_path.glob(".copy.sqlite.*"))
        halves += bool(left)
        assert len(left) <= 1
        if target.exists():
            with closing(sqlite3.connect(target)) as conn:
                assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert halves
    target.unlink(missing_ok=True)
    product.run("backup", str(target))
    assert list(tmp_path.glob(".copy.sqlite.*")) == []
