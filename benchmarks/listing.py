"""Print what the commands that read the store cost where much has gathered in it; exit 1 when one is over its bound.

python benchmarks/listing.py [--watches 10000] [--versions 3000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from storage.database import open_store, writing  # noqa: E402 - the tree is on the path now

if TYPE_CHECKING:
    import sqlite3

MOST_SECONDS = 2.0
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
CHANGES = 4  # clause changes a version
CLAUSES = 60
WORDS = (
    "We keep the loans you make for {0} months after you return the book, and then we delete them from all systems. "
    * 3
)
COMMANDS = (
    ("list",),
    ("list", "--format", "json"),
    ("export",),
    ("outbox", "list", "--limit", "100000"),
    ("outbox", "list", "--limit", "100000", "--format", "json"),
    ("show", "1"),
    ("history", "1"),
    ("history", "1", "--format", "json"),
    ("diff", "1"),
    ("blame", "1"),
)


def at(hours: float) -> str:
    """Return a time as the store has it, so many hours after the beginning."""
    return (BEGAN + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def fill(folder: Path, *, watches: int, versions: int) -> None:
    """Write a store of many watches with two versions each, the first of them with very many."""
    with closing(open_store(folder)) as db, writing(db) as conn:
        conn.execute("INSERT INTO subscribers (id, email, added_at) VALUES (1, 'reader@example.org', ?)", [at(0)])
        conn.execute("INSERT INTO bodies VALUES ('none', 'text/html', 'utf-8', 1, x'00')")
        conn.execute("""INSERT INTO heading_paths VALUES (1, '["Privacy policy"]')""")
        texts = [(number, str(number), WORDS.format(number)) for number in range(1, 5000)]
        conn.executemany("INSERT INTO clauses VALUES (?, ?, ?)", texts)
        for watch in range(1, watches + 1):
            conn.execute(
                "INSERT INTO watches (id, slug, url, name, kind, every_seconds, added_at, next_check_at)"
                " VALUES (:id, 'supplier-' || :id || '-privacy', 'https://' || :id || '.example/privacy',"
                " 'Supplier ' || :id, 'privacy', 86400, :at, :at)",
                {"id": watch, "at": at(watch)},
            )
            conn.execute("INSERT INTO watch_tags VALUES (?, ?)", [watch, f"tag-{watch % 50}"])
            conn.execute("INSERT INTO subscriptions (subscriber_id, watch_id) VALUES (1, ?)", [watch])
            _versions(conn, watch, versions if watch == 1 else 2)


def _versions(conn: sqlite3.Connection, watch: int, versions: int) -> None:
    before = None
    for version in range(versions):
        values = {"watch": watch, "at": at(version), "digest": f"{watch} {version}", "first": version == 0}
        new = conn.execute(
            "INSERT INTO snapshots (watch_id, captured_at, reason, url, title, language, extractor, text_digest,"
            " clause_count, word_count, body_sha256) VALUES (:watch, :at, iif(:first, 'first', 'changed'),"
            f" 'https://a.example', 'Privacy', 'en', 'e', :digest, {CLAUSES}, 1000, 'none')",
            values,
        ).lastrowid
        conn.executemany(
            "INSERT INTO snapshot_clauses VALUES (?, ?, ?, 1, 'paragraph', '', 0)",
            [(new, place, 1 + (place * 7 + version // 50) % 4000) for place in range(CLAUSES)],
        )
        conn.execute(
            "INSERT INTO fetches (watch_id, at, outcome, url, snapshot_id)"
            " VALUES (:watch, :at, iif(:first, 'new', 'changed'), 'https://a.example', :new)",
            {**values, "new": new},
        )
        if before:
            _change(conn, watch, (before, new), version)
        before = new


def _change(conn: sqlite3.Connection, watch: int, snapshots: tuple[int, int], version: int) -> None:
    change = conn.execute(
        "INSERT INTO changes (watch_id, old_snapshot_id, new_snapshot_id, at, significance, silent)"
        " VALUES (?, ?, ?, ?, 'material', 0)",
        [watch, *snapshots, at(version)],
    ).lastrowid
    sides = [
        json.dumps(
            [{"position": 1, "kind": "paragraph", "heading_path": ["Privacy"], "label": "", "text": WORDS.format(n)}]
        )
        for n in (12, 36)
    ]
    reasons = json.dumps([{"rule": "period", "subject": "retention", "went": "12", "came": "36"}])
    redline = json.dumps([["equal", WORDS[:31]], ["delete", "12"], ["insert", "36"], ["equal", WORDS[33:]]])
    conn.executemany(
        "INSERT INTO clause_changes (change_id, place, kind, significance, similarity, topics, reasons,"
        " reason_details, old_clauses, new_clauses, redline)"
        " VALUES (?, ?, 'modified', 'material', 0.9, '[\"retention\"]', ?, ?, ?, ?, ?)",
        [(change, place, '["retention: 12 -> 36"]', reasons, *sides, redline) for place in range(CHANGES)],
    )
    notice = conn.execute(
        "INSERT INTO notices (subscriber_id, kind, message_id, created_at, due_at)"
        " VALUES (1, 'changes', '<' || :n || '>', :at, :at)",
        {"n": change, "at": at(version)},
    ).lastrowid
    conn.execute("INSERT INTO notice_changes (subscriber_id, change_id, notice_id) VALUES (1, ?, ?)", [change, notice])
    conn.execute(
        "INSERT INTO deliveries (notice_id, state, next_attempt_at) VALUES (?, 'waiting', ?)", [notice, at(version)]
    )


def measured(folder: Path, words: tuple[str, ...]) -> tuple[float, int]:
    """Run a command; return its processor time in seconds, its start included, and the bytes it wrote."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = [sys.executable, "-c", "from monitor.cli.main import main; main()", "--data", str(folder), *words]
    done = subprocess.run(start, capture_output=True, check=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, len(done.stdout)


def main() -> None:
    """Fill a store and run the commands on it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watches", type=int, default=10_000)
    parser.add_argument("--versions", type=int, default=3000, help="of one of the watches")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clausewatch-listing-") as name:
        fill(Path(name), watches=options.watches, versions=options.versions)
        print(f"{options.watches:,} watches, one of them with {options.versions:,} versions; processor time")
        over = 0
        for words in COMMANDS:
            seconds, size = measured(Path(name), words)
            over += seconds > MOST_SECONDS
            print(f"{' '.join(words):48} {seconds:6.2f} s {size / 1e6:8.2f} MB{'  over' * (seconds > MOST_SECONDS)}")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
