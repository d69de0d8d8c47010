from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from storage.database import open_store, tidy, writing

if TYPE_CHECKING:
    from pathlib import Path

_MANY = 2_000  # rows of which SQLite wants statistics


def _add(folder: Path, numbers: range, *, begun: Event, seconds: float) -> None:
    db = open_store(folder)
    with writing(db) as conn:
        rows = [(number, f"{number}@example.org", "2026-01-01T00:00:00.000Z") for number in numbers]
        conn.executemany("INSERT INTO subscribers (id, email, added_at) VALUES (?, ?, ?)", rows)
        tags = [(number, f"tag-{number}") for number in numbers]
        conn.executemany("INSERT INTO subscriptions (subscriber_id, tag) VALUES (?, ?)", tags)
        begun.set()
        Event().wait(seconds)
    db.close()


def test_tidying_waits_for_another_writer(tmp_path: Path) -> None:
    """What refreshes the statistics of a store beside a check waits for its transaction, and fails for none."""
    db = open_store(tmp_path)
    _add(tmp_path, range(_MANY), begun=Event(), seconds=0)
    assert len(db.execute("SELECT id FROM subscriptions WHERE tag = 'tag-5'").fetchall()) == 1
    begun = Event()
    where = range(_MANY, 2 * _MANY)
    other = Thread(target=_add, args=[tmp_path, where], kwargs={"begun": begun, "seconds": 0.3})
    other.start()
    begun.wait()
    tidy(db)
    other.join()
    assert db.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'subscriptions'").fetchall()
    db.close()
