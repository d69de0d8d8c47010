from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clauses import policy_text
from monitor.core.decide import decide
from monitor.core.notices.resending import Trouble, wait_after, wait_while_down
from monitor.core.patience import held_on, wait_of
from monitor.core.records import (
    Block,
    BlockKind,
    CheckOutcome,
    Claim,
    Document,
    Failed,
    FailureKind,
    Fetched,
    FetchFailure,
    Held,
    Redrawn,
    WatchSpec,
)
from monitor.core.schedule import next_check
from storage import outbox
from storage.changes import changes_of
from storage.checks import put_reprocessed, record
from storage.database import open_file, writing
from storage.due import due_watches
from storage.held import put_held
from storage.known import baseline_of, known_of
from storage.misdated import Misdated, misdated
from storage.snapshots import snapshots_of
from storage.summaries import summaries
from storage.times import from_text, to_text
from storage.watches import add_watch

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC) - NOW
EVERY = 86_400
FINE = Misdated(watches=0, mails=0, versions=0)


@pytest.fixture
def store():
    """Open an empty store with one watch that one person hears of."""
    with closing(open_file(":memory:")) as db:
        spec = WatchSpec(
            url="https://s.example/p", name="s", kind="privacy", every_seconds=EVERY, emails=("ada@reader.example",)
        )
        with writing(db) as conn:
            add_watch(conn, spec, slug="s", now=NOW)
        yield db


def text_of(number):
    """Return a short policy; each number gives another period."""
    lines = (
        f"We keep logs for {number + 2} months.",
        "We never sell data to anyone.",
        "Write to our office in Bristol.",
    )
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines)
    return policy_text(Document(title="Policy", language="en", stated_date=None, extractor="r1", blocks=blocks))


def check(db, number, at, *, failure=None, may_look_again=True):
    """Check the watch as the pipeline does, at a time its clock shows; `number` names the text that is there."""
    known = known_of(db, 1)
    body = f"page {number}".encode()
    fetched = Fetched(watch_id=1, at=at, status=200, url=known.url, body=b"" if failure else body, failure=failure)
    text = text_of(number)
    first = text if known.held else None
    outcome = Failed(failure=failure) if failure else decide(known, baseline_of(db, known), text, at=at, first=first)
    failures = known.failures + 1 if failure else 0
    due = next_check(at, every_seconds=EVERY, watch_id=1, failures=failures)
    record(db, fetched, outcome, known=known, next_check_at=due, mail_domain="watch.example")
    if may_look_again and isinstance(outcome, Held) and outcome.held.claim.is_edit and outcome.held.looks == 1:
        return check(db, number, at)
    return outcome.kind


def fail(db, at, kind=FailureKind.TIMEOUT):
    """Let a check fail."""
    return check(db, 0, at, failure=FetchFailure(kind=kind))


CLOCKS = {
    "a year ahead once": [DAY, YEAR, 2 * DAY, 3 * DAY],
    "a year ahead from the first check on": [YEAR, YEAR + DAY, 2 * DAY, 3 * DAY],
    "a day back": [2 * DAY, DAY, DAY + HOUR, 3 * DAY],
    "without a battery": [DAY, LONG_AGO, 2 * DAY, 3 * DAY],
    "standing still": [DAY, DAY, DAY, DAY],
    "to and fro": [YEAR, LONG_AGO, 2 * YEAR, DAY],
}


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_every_edit_is_told_once_whatever_the_clock_says(store, clock):
    """Versions stand in the order in which they came, each edit is a change with its notice, the last one is the latest."""
    outcomes = [check(store, number, NOW + step) for number, step in enumerate(clock)]
    assert outcomes == [CheckOutcome.NEW, *[CheckOutcome.CHANGED] * 3]
    digests = [text_of(number).text_digest for number in range(4)]
    assert [snapshot.text_digest for snapshot in snapshots_of(store, 1)] == digests
    baseline = baseline_of(store, known_of(store, 1))
    assert (baseline.drawn.text_digest, baseline.earlier) == (digests[-1], tuple(digests[2::-1]))
    pairs = store.conn.execute("SELECT old_snapshot_id, new_snapshot_id FROM changes ORDER BY id").fetchall()
    assert [tuple(pair) for pair in pairs] == [(1, 2), (2, 3), (3, 4)]
    assert [change.snapshot for change in changes_of(store, 1)] == [2, 3, 4]
    assert store.conn.execute("SELECT count(*), count(DISTINCT change_id) FROM notice_changes").fetchone()[:] == (3, 3)
    (summary,) = summaries(store)
    assert (summary.last_check.at, summary.last_check.outcome) == (NOW + clock[-1], "changed")
    assert summary.last_change_at == NOW + clock[-1]


def test_a_version_drawn_again_is_not_another_look(store):
    """A check whose request began before `reprocess` is judged, not put aside: only a look at the page overtakes."""
    check(store, 1, NOW)
    known = known_of(store, 1)
    redrawn = Redrawn(snapshot=baseline_of(store, known).snapshot, drawn=replace(text_of(2), text_digest="drawn again"))
    put_reprocessed(store, known, redrawn, now=NOW - YEAR)
    again = known_of(store, 1)
    assert (again.seen, baseline_of(store, again).snapshot.text_digest) == (known.seen, "drawn again")


def due_row(db, *, ahead, every, failures, checked):
    """Set when the watch is due and was last checked; tell whether it is checked now."""
    with writing(db) as conn:
        conn.execute("DELETE FROM fetches")
        conn.execute(
            "INSERT INTO fetches (watch_id, at, outcome, kind, url) VALUES (1, ?, 'failed', 'dns', '')",
            [to_text(NOW + checked)],
        )
        conn.execute(
            "UPDATE watches SET next_check_at = ?, every_seconds = ?, failures = ?",
            [to_text(NOW + ahead), every, failures],
        )
    return due_watches(db, now=NOW, limit=5) == [1]


@pytest.mark.parametrize(
    ("ahead", "every", "failures", "checked", "is_due"),
    [
        (timedelta(), EVERY, 0, -DAY, True),
        (HOUR, EVERY, 0, -DAY, False),
        (1.5 * DAY, EVERY, 0, timedelta(), False),
        (1.5 * DAY + HOUR, EVERY, 0, timedelta(), True),
        (YEAR, EVERY, 0, YEAR - DAY, True),
        (8 * DAY, 7 * EVERY, 0, DAY, False),
        (7 * DAY, EVERY, 1, -HOUR, False),
        (7 * DAY + HOUR, EVERY, 1, -HOUR, True),
        (6 * DAY, 300, 3, 6 * DAY - HOUR, True),
        (YEAR, 364 * EVERY, 0, -DAY, False),
    ],
)
def test_a_watch_waits_no_longer_than_its_interval_allows(store, ahead, every, failures, checked, is_due):
    """What is due further ahead than any check asks for, or failed in the future, is due at once; nothing else is."""
    assert due_row(store, ahead=ahead, every=every, failures=failures, checked=checked) is is_due


@pytest.fixture(scope="module")
def rule():
    """Open a store with one watch, for the rule of what cannot be."""
    with closing(open_file(":memory:")) as db:
        with writing(db) as conn:
            add_watch(
                conn,
                WatchSpec(url="https://s.example/p", name="s", kind="privacy", every_seconds=EVERY),
                slug="s",
                now=NOW,
            )
        yield db


@given(
    every=st.integers(300, 52 * 604_800),
    failures=st.integers(0, 30),
    watch_id=st.integers(1, 100_000),
    retry=st.one_of(st.none(), st.integers(-(10**6), 10**8)),
)
def test_no_check_asks_for_a_time_that_counts_as_impossible(rule, every, failures, watch_id, retry):
    """Whatever the schedule answers is not taken for a fault of the clock."""
    retry_at = None if retry is None or not failures else NOW + timedelta(seconds=retry)
    due = next_check(NOW, every_seconds=every, watch_id=watch_id, failures=failures, retry_at=retry_at)
    assert not due_row(rule, ahead=due - NOW, every=every, failures=failures, checked=timedelta())


def test_impossible_dates_come_after_the_backlog_and_within_the_batch(store):
    """A crowd of misdated watches keeps within the batch, and keeps no room from what is long overdue."""
    with writing(store) as conn:
        for number in range(2, 30):
            spec = WatchSpec(url=f"https://s.example/{number}", name="s", kind="privacy", every_seconds=EVERY)
            add_watch(conn, spec, slug="s", now=NOW - DAY if number < 20 else NOW + YEAR)
        conn.execute("UPDATE watches SET next_check_at = ? WHERE id = 1", [to_text(NOW + YEAR)])
    assert due_watches(store, now=NOW, limit=12) == [*range(2, 11), 1, 20, 21]


@pytest.mark.parametrize(
    ("state", "due", "claimed", "created", "is_taken"),
    [
        ("waiting", -HOUR, None, -DAY, True),
        ("waiting", HOUR, -HOUR, -DAY, False),
        ("waiting", DAY, -HOUR, -DAY, False),
        ("waiting", YEAR, None, YEAR, True),
        ("waiting", HOUR, None, HOUR, True),
        ("waiting", YEAR + DAY, YEAR, -DAY, True),
        ("waiting", 3 * HOUR, 2 * HOUR, -DAY, True),
        ("waiting", YEAR, None, -DAY, True),
        ("sending", YEAR, YEAR, -DAY, True),
        ("sent", YEAR, YEAR, -DAY, False),
        ("failed", YEAR, YEAR, -DAY, False),
    ],
)
def test_a_mail_waits_no_longer_than_any_mail_has_to(store, state, due, claimed, created, is_taken):
    """What waits for a time that only a clock that was ahead can have set is sent now; a true wait is kept."""
    check(store, 1, NOW - 2 * DAY)
    check(store, 2, NOW - DAY)
    with writing(store) as conn:
        conn.execute(
            "UPDATE deliveries SET state = ?, next_attempt_at = ?, claimed_at = ?",
            [state, to_text(NOW + due), claimed and to_text(NOW + claimed)],
        )
        conn.execute("UPDATE notices SET created_at = ?", [to_text(NOW + created)])
    outbox.take_over(store, now=NOW)
    assert bool(outbox.claim(store, now=NOW, limit=5, lease_seconds=60)) is is_taken


def test_no_wait_between_attempts_counts_as_impossible():
    """The longest wait the rules of sending know is shorter than what is taken for a fault of the clock."""
    waits = [wait_after(Trouble.PASSING, attempt) for attempt in range(1, 20)]
    longest = max(*filter(None, waits), wait_while_down(YEAR))
    assert NOW + longest < from_text(outbox.in_future(NOW)["furthest"])


def test_mails_sent_in_the_future_use_up_no_quota(store):
    """Notices of blind watches that went out while the clock was ahead hold back none of the next."""
    for hours in range(3):
        fail(store, NOW + hours * HOUR)
    with writing(store) as conn:
        conn.execute("UPDATE deliveries SET state = 'sent', sent_at = ?", [to_text(NOW + YEAR)])
        conn.execute("UPDATE blind_spells SET ended_at = since")
    fail(store, NOW + 4 * HOUR)
    later = NOW + 5 * HOUR
    assert len(outbox.claim(store, now=later, limit=5, lease_seconds=60, health_quota=1)) == 1
    assert outbox.claim(store, now=later, limit=5, lease_seconds=60, health_quota=0) == ()


def test_what_a_clock_that_was_ahead_left_is_seen_and_mended_by_the_next_check(store):
    """Due date, last check, failing and blind since: told as dated ahead, right after one check by the right clock."""
    check(store, 1, NOW)
    for hours in range(3):
        fail(store, NOW + YEAR + hours * HOUR)
    assert misdated(store, now=NOW + DAY) == Misdated(watches=1, mails=1, versions=0)
    assert due_watches(store, now=NOW + DAY, limit=5) == [1]
    fail(store, NOW + DAY)
    outbox.take_over(store, now=NOW + DAY)
    assert misdated(store, now=NOW + DAY) == FINE
    since, found = store.conn.execute("SELECT since, found_at FROM blind_spells").fetchone()
    (summary,) = summaries(store)
    assert {from_text(since), from_text(found), summary.watch.failing_since} == {NOW + DAY}
    assert due_watches(store, now=NOW + DAY, limit=5) == []


def test_a_blind_spell_is_ended_by_its_own_change_whatever_its_date(store):
    """The change that ends a spell is the one that check found, also where the clock stepped in between."""
    check(store, 1, NOW + YEAR)
    check(store, 2, NOW + YEAR, may_look_again=False)
    for hours in range(3):
        fail(store, NOW + YEAR + hours * HOUR)
    check(store, 2, NOW + DAY)
    spell = store.conn.execute("SELECT since, ended_at, ended_by, change_id FROM blind_spells").fetchone()
    assert tuple(spell) == (to_text(NOW + DAY), to_text(NOW + DAY), "changed", 1)


def test_a_version_dated_ahead_is_named_and_holds_up_nothing(store):
    """The date of a version is history and stays; the next version follows it all the same."""
    check(store, 1, NOW + YEAR)
    check(store, 2, NOW + DAY)
    assert misdated(store, now=NOW + DAY) == Misdated(watches=0, mails=0, versions=1)
    assert [s.captured_at for s in snapshots_of(store, 1)] == [NOW + YEAR, NOW + DAY]


def test_a_text_held_in_the_future_is_counted_from_now(store):
    """A held text does not wait for the clock to come to the time at which it was first seen."""
    check(store, 1, NOW)
    check(store, 2, NOW + DAY)
    with writing(store) as conn:
        held = held_on(
            None,
            Claim.RETURNED,
            text_of(1).text_digest,
            at=NOW + YEAR,
            stays=False,
            wait=wait_of(Claim.RETURNED),
        )
        put_held(conn, Fetched(watch_id=1, at=NOW, status=200, url=known_of(store, 1).url, body=b"x"), held)
    fail(store, NOW + 2 * DAY)
    assert known_of(store, 1).held.since == NOW + 2 * DAY
