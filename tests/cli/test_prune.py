from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta

from monitor.app import utc_now
from storage.database import open_store, writing
from storage.times import to_text
from tests.mail.samples import put_watch

DAY = timedelta(days=1)


def put_checks(command, *, days, failed=0):
    """Put a watch into the store with two checks a day that found nothing, and failed ones that each kept a page."""
    with closing(open_store(command.folder)) as db, writing(db) as conn:
        watch = put_watch(conn)
        conn.executemany(
            "INSERT INTO fetches (watch_id, at, outcome, url) VALUES (?, ?, 'unchanged', '')",
            [(watch, to_text(utc_now() - turn * DAY / 2)) for turn in range(2 * days, 0, -1)],
        )
        conn.executemany(
            "INSERT INTO bodies VALUES (?, '', '', 100000, zeroblob(50000))", [(f"{n}",) for n in range(failed)]
        )
        conn.executemany(
            "INSERT INTO fetches (watch_id, at, outcome, kind, url, body_sha256) VALUES (?, ?, 'failed', 'empty', '', ?)",
            [(watch, to_text(utc_now()), f"{n}") for n in range(failed)],
        )


def test_prune_says_what_goes(command):
    """`prune --dry-run` tells what `prune` then removes; a third run finds nothing; --vacuum shrinks the file."""
    put_checks(command, days=100, failed=5)
    told = json.loads(command.within("prune", "--dry-run", "--format", "json")[1])
    assert told == {"dry_run": True, "checks": told["checks"], "bodies": 4, "body_bytes": 200_000, "unused": 0}
    assert 68 <= told["checks"] <= 72
    code, out, _ = command.within("prune")
    assert code == 0
    assert f"{told['checks']} old checks that found the same" in out
    assert "4 pages of failed checks (0.2 MB)" in out
    store = command.folder / "clausewatch.sqlite"
    size = store.stat().st_size
    again = json.loads(command.within("prune", "--vacuum", "--format", "json")[1])
    assert (again["checks"], again["bodies"]) == (0, 0)
    assert store.stat().st_size < size - 150_000


def test_prune_needs_a_store(command):
    """Where there is no store nothing is made: one line and exit code 2."""
    code, _, err = command.within("prune")
    assert (code, len(err.splitlines()), command.folder.exists()) == (2, 1, False)


def findings(command):
    """Return what `doctor` found, by subject."""
    return {one["subject"]: one for one in json.loads(command.within("doctor", "--format", "json")[1])}


def test_doctor_tells_of_a_clock_that_was_ahead(command):
    """Watches dated ahead are told with what mends them; where nothing is, that is fine."""
    put_checks(command, days=3)
    with closing(open_store(command.folder)) as db, writing(db) as conn:
        conn.execute("UPDATE watches SET next_check_at = ?", [to_text(utc_now() + DAY)])
    assert findings(command)["clock"] == {"subject": "clock", "fine": True, "words": "nothing is dated ahead"}
    with closing(open_store(command.folder)) as db, writing(db) as conn:
        conn.execute("UPDATE watches SET next_check_at = ?", [to_text(utc_now() + 365 * DAY)])
    found = findings(command)["clock"]
    assert not found["fine"]
    assert "1 watch (the next check mends it)" in found["words"]


def test_doctor_tells_how_the_store_grows(command):
    """The size, what of it are failed pages, and the growth of a day stand in one line."""
    put_checks(command, days=20, failed=2)
    found = findings(command)["growth"]
    assert found["fine"]
    assert "pages of failed checks 0.1" in found["words"]
    assert "MB more a day" in found["words"]
