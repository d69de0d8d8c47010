from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.records import Failed, FailureKind, Fetched, FetchFailure
from storage.bodies import LARGEST_FAILED
from storage.checks import record
from storage.database import FILE_NAME, problems, writing
from storage.growth import growth_of
from storage.known import known_of
from storage.past import looks_of
from storage.pruning import ALL_DAYS, DAILY_DAYS, Pruned, give_back, prune
from storage.summaries import summaries
from storage.times import from_text, to_text
from tests.mail.samples import put_change, put_watch

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
DAY = timedelta(days=1)
BROKEN = Failed(failure=FetchFailure(kind=FailureKind.EMPTY, detail="no text"))


@pytest.fixture
def watch(db):
    """Put a watch with two versions and a change into the store."""
    with writing(db) as conn:
        watch_id = put_watch(conn)
        put_change(conn, watch_id, at=NOW - 2 * DAY)
    return watch_id


def put_checks(db, watch, *, days, a_day=1, outcome="unchanged", kind=None, snapshot=None, is_aside=0):
    """Record checks as they were made, so many a day, the first the oldest."""
    times = [NOW - days * DAY + day * DAY + turn * DAY / a_day / 2 for day in range(days) for turn in range(a_day)]
    with writing(db) as conn:
        conn.executemany(
            "INSERT INTO fetches (watch_id, at, outcome, kind, url, snapshot_id, is_aside) VALUES (?, ?, ?, ?, '', ?, ?)",
            [(watch, to_text(at), outcome, kind, snapshot, is_aside) for at in times],
        )
    return times


def kept(db, outcome="unchanged"):
    """Return the times of the checks that are there."""
    rows = db.conn.execute("SELECT at FROM fetches WHERE outcome = ? ORDER BY id", [outcome])
    return [from_text(row["at"]) for row in rows]


def by_age(times):
    """Count the checks of each day, by how many days of checks came after it."""
    return Counter((NOW.date() - at.date()).days - 1 for at in times)


def counted(db):
    """Return how many checks are counted, and how many of them failed."""
    sql = "SELECT sum(stands_for), sum(iif(outcome = 'failed', stands_for, 0)) FROM fetches"
    return db.conn.execute(sql).fetchone()[:]


def test_old_checks_that_found_nothing_are_thinned_by_age(db, watch):
    """All of the last 30 days stay, one a day of the year before the present, one a week of what is older."""
    put_checks(db, watch, days=800, a_day=4)
    prune(db)
    ages = by_age(kept(db))
    recent, year, older = (
        [n for age, n in ages.items() if low <= age < high]
        for low, high in ((0, ALL_DAYS), (ALL_DAYS, DAILY_DAYS), (DAILY_DAYS, 800))
    )
    assert (len(recent), set(recent)) == (ALL_DAYS, {4})
    assert (len(year), set(year)) == (DAILY_DAYS - ALL_DAYS, {1})
    assert 60 <= len(older) <= 66


def test_failures_stay_a_year_and_then_one_of_each_kind_a_day(db, watch):
    """A watch that fails every half hour for a year keeps it all; older failures stay by day and kind."""
    put_checks(db, watch, days=400, a_day=48, outcome="failed", kind="timeout")
    put_checks(db, watch, days=400, a_day=2, outcome="failed", kind="dns")
    prune(db)
    ages = by_age(kept(db, "failed"))
    assert {ages[age] for age in range(DAILY_DAYS)} == {50}
    assert {ages[age] for age in range(DAILY_DAYS, 400)} == {2}


def test_pruning_changes_no_count_and_no_last_check(db, watch):
    """How often a watch was checked and failed, how it ended last, and since when stay as they were."""
    put_checks(db, watch, days=500, a_day=3)
    put_checks(db, watch, days=500, outcome="failed", kind="dns")
    first = db.conn.execute("SELECT min(at) FROM fetches").fetchone()[0]
    before = (counted(db), list(summaries(db)), first)
    gone = prune(db)
    assert gone.checks > 1000
    assert (counted(db), list(summaries(db)), db.conn.execute("SELECT min(at) FROM fetches").fetchone()[0]) == before
    assert prune(db) == Pruned()
    put_checks(db, watch, days=2, a_day=3)
    prune(db)
    assert counted(db) == (before[0][0] + 6, before[0][1])


def test_what_tells_of_the_past_stays(db, watch):
    """Checks that brought a version, and pages of the past, by which a second backfill knows them, are never thinned."""
    brought = put_checks(db, watch, days=500, outcome="changed", snapshot=2)
    past = put_checks(db, watch, days=900, is_aside=1)
    times = set(looks_of(db, watch))
    assert prune(db) == Pruned()
    assert set(brought) | set(past) == set(looks_of(db, watch)) == times


def test_a_clock_that_is_ahead_prunes_nothing(db, watch):
    """Age is counted in days of checks: a single check dated a year ahead makes the others no older."""
    put_checks(db, watch, days=20, a_day=10)
    with writing(db) as conn:
        conn.execute(
            "INSERT INTO fetches (watch_id, at, outcome, url) VALUES (?, ?, 'unchanged', '')",
            [watch, to_text(NOW + 365 * DAY)],
        )
    assert prune(db) == Pruned()


def fail(db, watch, body, *, after):
    """Record a check that could draw nothing from a page."""
    fetched = Fetched(watch_id=watch, at=NOW + after, status=200, url="https://acme.example", body=body)
    record(db, fetched, BROKEN, known=known_of(db, watch), next_check_at=NOW + DAY, mail_domain=None)


def bodies(db):
    """Count the bodies, but for the one of the sample versions."""
    return db.conn.execute("SELECT count(*) FROM bodies").fetchone()[0] - 1


def test_a_failing_page_does_not_grow_the_store(db, watch, tmp_path):
    """Of a watch that fails, only the newest page is kept, whatever it sends; what is too large is not kept at all."""
    for turn in range(20):
        fail(db, watch, os.urandom(100_000), after=turn * DAY)
        assert bodies(db) == 1
    size = (tmp_path / FILE_NAME).stat().st_size
    fail(db, watch, b"x" * (LARGEST_FAILED + 1), after=21 * DAY)
    assert bodies(db) == 1
    assert size < 1_000_000
    assert problems(db) == []


def test_a_page_that_a_version_has_outlives_the_failure(db, watch):
    """The body of a version stays, also where a failed check had the same bytes and lets go of them."""
    fail(db, watch, b"same", after=DAY)
    with writing(db) as conn:
        conn.execute("UPDATE snapshots SET body_sha256 = (SELECT body_sha256 FROM fetches) WHERE id = 2")
    fail(db, watch, b"other", after=2 * DAY)
    assert bodies(db) == 2


def test_pages_of_failed_checks_keep_within_their_quota(db):
    """Over all watches the oldest go first; of what an older version of the program left, only the newest a watch."""
    with writing(db) as conn:
        ids = [put_watch(conn, slug=f"w{number}") for number in range(4)]
    for turn, watch_id in enumerate([*ids, *ids]):
        fail(db, watch_id, os.urandom(10_000), after=turn * DAY)
    with writing(db) as conn:
        # as it was before: each failure had its page
        conn.execute("UPDATE fetches SET body_sha256 = (SELECT max(sha256) FROM bodies) WHERE id <= 2")
    assert prune(db, is_trial=True, failed_quota=25_000).bodies == 4
    gone = prune(db, failed_quota=25_000)
    assert (gone.bodies, 40_000 < gone.body_bytes < 41_000) == (4, True)
    rows = db.conn.execute("SELECT watch_id FROM fetches WHERE body_sha256 IS NOT NULL ORDER BY id")
    assert [row["watch_id"] for row in rows] == ids[2:]
    assert db.conn.execute("SELECT count(*) FROM bodies").fetchone()[0] == 2


def test_what_belongs_to_nothing_goes(db, watch):
    """Bodies and clauses without a version or check are removed, from the index of the search as well."""
    with writing(db) as conn:
        conn.execute("INSERT INTO bodies VALUES ('ff', '', '', 1, x'00')")
        conn.execute("INSERT INTO clauses (sha256, text) VALUES ('a', 'forsaken words')")
    assert prune(db, is_trial=True).unused == 2
    assert prune(db).unused == 2
    assert prune(db) == Pruned()
    assert db.conn.execute("SELECT count(*) FROM clauses_fts WHERE clauses_fts MATCH 'forsaken'").fetchone()[0] == 0
    assert bodies(db) == 0


def test_a_trial_says_what_would_go_and_removes_nothing(db, watch):
    """`is_trial` counts exactly what the next real run removes, and writes nothing."""
    put_checks(db, watch, days=500, a_day=2)
    before = list(db.conn.iterdump())
    told = prune(db, is_trial=True)
    assert list(db.conn.iterdump()) == before
    assert prune(db) == told


def test_pruning_goes_in_short_steps_and_can_be_ended(db, watch, tmp_path):
    """Between any two steps others may write; told to stop it stops, and what is done is whole and stays done."""
    put_checks(db, watch, days=700, a_day=4)
    before, written = counted(db), []

    def stopping(seconds):
        with closing(sqlite3.connect(tmp_path / FILE_NAME, timeout=0)) as other:
            # without waiting: nobody holds the store
            other.execute("UPDATE watches SET name = name || '.'")
            other.commit()
        written.append(seconds)
        return len(written) > 3

    assert 0 < prune(db, stopping=stopping).checks < 2000
    assert len(written) == 4
    assert counted(db) == before
    assert problems(db) == []


def test_free_pages_are_used_again_and_given_back_when_asked(db, watch, tmp_path):
    """Pruning leaves free pages in the file, which growth tells; `give_back` makes the file smaller."""
    put_checks(db, watch, days=900, a_day=6)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    size = (tmp_path / FILE_NAME).stat().st_size
    prune(db)
    assert growth_of(db, now=NOW).free > size / 3
    give_back(db)
    assert (tmp_path / FILE_NAME).stat().st_size < size * 2 / 3
    assert growth_of(db, now=NOW).free == 0


def test_growth_is_what_a_check_and_a_version_take_up(db, watch):
    """At one check an hour the rows of a day are told as the growth of a day; before the second day nothing is told."""
    assert growth_of(db, now=NOW).a_day is None
    put_checks(db, watch, days=30, a_day=24)
    found = growth_of(db, now=NOW)
    assert found.checks / 30 * 0.9 < found.a_day < found.size / 15
    assert found.failed == 0


def test_a_check_that_failed_without_a_page_keeps_the_page_before(db, watch):
    """A timeout brings no page, so the last one that could not be read stays to be looked into."""
    fail(db, watch, b"page", after=DAY)
    down = Failed(failure=FetchFailure(kind=FailureKind.TIMEOUT))
    fetched = Fetched(watch_id=watch, at=NOW + 2 * DAY, status=None, url="", failure=down.failure)
    record(db, fetched, down, known=known_of(db, watch), next_check_at=NOW + DAY, mail_domain=None)
    assert bodies(db) == 1
