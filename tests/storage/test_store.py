from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.decide import decide
from monitor.core.errors import DuplicateWatchError, StaleDecisionError, UnknownWatchError
from monitor.core.records import (
    Block,
    BlockKind,
    Body,
    Changed,
    Claim,
    Document,
    Failed,
    FailureKind,
    Fetched,
    FetchFailure,
    First,
    Held,
    Outcome,
    PolicyText,
    Precision,
    StatedDate,
    WatchSpec,
    WatchState,
)
from storage.bodies import get_body, put_body
from storage.changes import changes_of
from storage.checks import record
from storage.database import open_file, problems, writing
from storage.due import due_watches
from storage.known import baseline_of, known_of
from storage.snapshots import clauses_of, snapshots_of
from storage.subscriptions import follow, tag_subscribers
from storage.summaries import all_watches, find_watch, summaries
from storage.watches import add_watch, purge_watch, remove_watch, set_paused

if TYPE_CHECKING:
    from sqlite_utils import Database

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
SPEC = WatchSpec(
    url="https://example.org/privacy",
    name="Example",
    kind="privacy",
    every_seconds=3600,
    tags=("vendor",),
    emails=("a@example.org",),
)
texts = st.text(min_size=1, max_size=60).map(lambda t: t.replace("\x00", "")).filter(lambda t: t.strip())
blocks = st.builds(
    Block,
    kind=st.sampled_from(list(BlockKind)),
    text=texts,
    level=st.integers(1, 6),
    label=st.sampled_from(["", "1.", "a)"]),
)


def drawn(*found: Block) -> PolicyText:
    stated = StatedDate(iso="2026-02", precision=Precision.MONTH, words="February 2026")
    return policy_text(Document(title="Policy", language="en", stated_date=stated, extractor="r1", blocks=found))


def paragraphs(*lines: str) -> PolicyText:
    return drawn(*(Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines))


def add(db: Database, spec: WatchSpec = SPEC, slug: str = "example") -> int:
    with writing(db) as conn:
        return add_watch(conn, spec, slug=slug, now=NOW)


def fetch(watch_id: int, content: bytes, *, hours: int = 0) -> Fetched:
    return Fetched(
        watch_id=watch_id, at=NOW + timedelta(hours=hours), status=200, url=SPEC.url, body=content, etag='"1"'
    )


def check(db: Database, watch_id: int, text: PolicyText, *, hours: int) -> Outcome:
    """Check a watch as `clausewatch check` does: an edit is confirmed by a second look."""
    outcome = look(db, watch_id, text, hours=hours)
    is_to_confirm = isinstance(outcome, Held) and outcome.held.claim.is_edit
    return look(db, watch_id, text, hours=hours, first=text) if is_to_confirm else outcome


def look(db: Database, watch_id: int, text: PolicyText, *, hours: int, first: PolicyText | None = None) -> Outcome:
    known = known_of(db, watch_id)
    fetched = fetch(watch_id, repr(text.clauses).encode(), hours=hours)
    outcome = decide(known, baseline_of(db, known), text, at=fetched.at, visible_sha256=f"v{hours}", first=first)
    record(db, fetched, outcome, known=known, next_check_at=fetched.at, mail_domain="example.org")
    return outcome


@given(st.lists(blocks, min_size=1, max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_snapshot_reads_back_as_it_was_drawn(found: list[Block]) -> None:
    """Clauses come back from the store as they went in: text, place, label, kind and headings."""
    db = open_file(":memory:")
    text = drawn(*found)
    watch_id = add(db)
    record(
        db,
        fetch(watch_id, b"x"),
        First(drawn=text),
        known=known_of(db, watch_id),
        next_check_at=NOW,
        mail_domain=None,
    )
    (snapshot,) = snapshots_of(db, watch_id)
    assert clauses_of(db, snapshot.id) == text.clauses
    assert snapshot.stated_date == text.document.stated_date
    assert snapshot.text_digest == text.text_digest
    db.close()


def test_a_change_reads_back_as_it_was_compared(db: Database) -> None:
    """A recorded change is the comparison itself, redlines and reasons included."""
    old = paragraphs("We keep logs for 6 months.", "We never sell data.", "Write to us.")
    new = paragraphs("We keep logs for 9 months.", "We never sell data.", "Call us, or write to us.", "We like tea.")
    watch_id = add(db)
    check(db, watch_id, old, hours=0)
    check(db, watch_id, new, hours=1)
    (change,) = changes_of(db, watch_id)
    snapshot_id, comparison = change.snapshot, change.comparison
    assert comparison == compare(old, new)
    assert snapshot_id == list(snapshots_of(db, watch_id))[-1].id


def test_what_comes_where_another_came_an_hour_ago_is_held(db: Database) -> None:
    """The version before the latest is at hand where an edit is held, so that texts that turn are not told each."""
    watch_id, offers = add(db), ("Pay by card in 3 months.", "Half price lamps: 20 % off.")
    around = "We keep logs for 6 months.", "We never sell your data.", "Write to privacy@example.org."
    check(db, watch_id, paragraphs(*around), hours=0)
    told, held = (check(db, watch_id, paragraphs(*around[:2], one, around[2]), hours=n) for n, one in enumerate(offers))
    assert isinstance(told, Changed)
    assert isinstance(held, Held)
    assert held.held.claim is Claim.DOUBTFUL


def test_a_change_is_known_by_its_gravest_reason(db: Database) -> None:
    """Of a period and a sale of data that come together the log of changes names the sale, wherever it stands."""
    watch_id = add(db)
    check(db, watch_id, paragraphs("We are a shop."), hours=0)
    more = paragraphs("We are a shop.", "Invoices are kept for two years.", "We sell your data to brokers.")
    check(db, watch_id, more, hours=1)
    (told,) = (row["first_reason"] for row in db.conn.execute("SELECT first_reason FROM change_log"))
    assert told == "sale of data: sell your data added"


def test_an_unchanged_clause_is_stored_once_for_all_time(db: Database) -> None:
    """Ten versions that share a clause hold its text once."""
    watch_id = add(db)
    for number in range(10):
        check(db, watch_id, paragraphs("We never sell your data.", f"We keep logs for {number} days."), hours=number)
    assert db.conn.execute("SELECT count(*) FROM snapshots").fetchone()[0] == 10
    assert db.conn.execute("SELECT count(*) FROM clauses WHERE text LIKE 'We never%'").fetchone()[0] == 1


def test_a_change_and_its_notices_are_written_together(db: Database) -> None:
    """Each subscriber, by watch or by tag, gets one notice a change; a cosmetic one and the first text give none."""
    watch_id = add(db)
    with writing(db) as conn:
        follow(conn, "b@example.org", tag="vendor", now=NOW)
        follow(conn, "a@example.org", tag="vendor", now=NOW)
    check(db, watch_id, paragraphs("We keep logs for 6 months."), hours=0)
    assert db.conn.execute("SELECT count(*) FROM notices").fetchone()[0] == 0
    check(db, watch_id, paragraphs("We keep logs for 8 months."), hours=1)
    check(db, watch_id, paragraphs("We keep logs for 8 months .."), hours=2)
    assert db.conn.execute("SELECT count(*) FROM notices").fetchone()[0] == 2
    assert db.conn.execute("SELECT count(*) FROM deliveries WHERE state = 'waiting'").fetchone()[0] == 2
    assert tag_subscribers(db, watch_id) == ["a@example.org", "b@example.org"]
    assert next(iter(summaries(db))).subscribers == 2


def test_a_decision_on_an_outdated_state_is_refused(db: Database) -> None:
    """When another process recorded a snapshot in between, nothing is written."""
    watch_id = add(db)
    stale = known_of(db, watch_id)
    check(db, watch_id, paragraphs("We keep logs for 6 months."), hours=0)
    outcome = decide(stale, None, paragraphs("We keep logs for 7 months."), at=NOW + timedelta(hours=1))
    with pytest.raises(StaleDecisionError):
        record(db, fetch(watch_id, b"y", hours=1), outcome, known=stale, next_check_at=NOW, mail_domain="x.org")
    assert db.conn.execute("SELECT count(*) FROM fetches").fetchone()[0] == 1


def test_no_change_becomes_a_first_version(db: Database) -> None:
    """A first version is refused where a version is kept, whatever is said to be known of the watch."""
    watch_id = add(db)
    check(db, watch_id, paragraphs("We keep logs for 6 months."), hours=0)
    outcome = First(drawn=paragraphs("We keep logs for 7 years and sell them."))
    for known in (known_of(db, watch_id), replace(known_of(db, watch_id), latest=0)):
        with pytest.raises(StaleDecisionError):
            record(db, fetch(watch_id, b"y", hours=1), outcome, known=known, next_check_at=NOW, mail_domain="x.org")
    assert [snapshot.reason for snapshot in snapshots_of(db, watch_id)] == ["first"]


def test_a_failed_check_keeps_the_body_and_makes_no_snapshot(db: Database) -> None:
    """What could not be drawn last is kept raw, each is counted, and the next good check ends the count."""
    watch_id = add(db)
    failure = Failed(failure=FetchFailure(kind=FailureKind.EMPTY, detail="no text"))
    for hours in range(3):
        fetched = fetch(watch_id, b"<html></html>", hours=hours)
        record(db, fetched, failure, known=known_of(db, watch_id), next_check_at=NOW, mail_domain=None)
    summary = next(iter(summaries(db)))
    assert (summary.state, summary.snapshots, summary.watch.failures) == (WatchState.BLIND, 0, 3)
    assert summary.last_check is not None
    assert summary.last_check.kind is FailureKind.EMPTY
    kept = db.conn.execute("SELECT body_sha256 FROM fetches ORDER BY id DESC").fetchone()[0]
    assert get_body(db.conn, kept).content == b"<html></html>"
    check(db, watch_id, paragraphs("We keep logs for 6 months."), hours=4)
    summary = next(iter(summaries(db)))
    assert (summary.state, summary.watch.failures, summary.watch.failing_since) == (WatchState.FINE, 0, None)


def test_a_removed_watch_keeps_its_history_and_returns_with_it(db: Database) -> None:
    """Removing hides a watch; adding its URL again brings the history back, and twice is a duplicate."""
    watch_id = add(db)
    check(db, watch_id, paragraphs("We keep logs for 6 months."), hours=0)
    with writing(db) as conn:
        remove_watch(conn, watch_id, now=NOW)
    assert list(all_watches(db)) == []
    with pytest.raises(UnknownWatchError):
        find_watch(db, "example")
    assert add(db, replace(SPEC, name="Again")) == watch_id
    assert next(iter(summaries(db))).snapshots == 1
    with pytest.raises(DuplicateWatchError, match="example"):
        add(db)


def test_purging_leaves_nothing_but_what_others_share(db: Database) -> None:
    """A purge deletes history, clauses, bodies and notices of one watch and nothing of another."""
    one, two = add(db), add(db, replace(SPEC, url="https://example.org/terms"), "terms")
    shared, own = "We never sell data to anyone.", "We keep logs for 6 months."
    check(db, one, paragraphs(shared, own), hours=0)
    check(db, one, paragraphs(shared, "We keep logs for 7 months."), hours=1)
    check(db, two, paragraphs(shared), hours=0)
    with writing(db) as conn:
        purge_watch(conn, one)
    assert [row[0] for row in db.conn.execute("SELECT text FROM clauses")] == [shared]
    for table in ("snapshots", "bodies", "fetches"):
        assert db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 1
    assert db.conn.execute("SELECT count(*) FROM clauses_fts WHERE clauses_fts MATCH 'logs'").fetchone()[0] == 0
    assert problems(db) == []


def test_paused_and_removed_watches_are_never_due(db: Database) -> None:
    """Only active watches whose time has come are due, the longest overdue first."""
    ids = [add(db, replace(SPEC, url=f"https://example.org/{n}"), f"w{n}") for n in range(3)]
    assert due_watches(db, now=NOW, limit=10) == ids
    with writing(db) as conn:
        set_paused(conn, ids[0], since=NOW)
        remove_watch(conn, ids[1], now=NOW)
    assert due_watches(db, now=NOW, limit=10) == ids[2:]
    assert due_watches(db, now=NOW - timedelta(seconds=1), limit=10) == []


def test_a_watch_is_found_by_slug_number_and_address(db: Database) -> None:
    """All three names lead to the same watch, and slugs that collide get a number."""
    first = add(db)
    second = add(db, replace(SPEC, url="https://example.org/other"))
    assert find_watch(db, "example").id == find_watch(db, str(first)).id == first
    assert find_watch(db, "x", url=SPEC.url).id == first
    assert find_watch(db, "example-2").id == second


@given(st.binary(max_size=3000), st.sampled_from(["", "text/html"]))
@settings(max_examples=30, deadline=None)
def test_a_body_comes_back_byte_for_byte(content: bytes, media_type: str) -> None:
    """Bodies are kept by digest and return as they came."""
    db = open_file(":memory:")
    with writing(db) as conn:
        digest = put_body(conn, Body(content=content, media_type=media_type))
        assert put_body(conn, Body(content=content, media_type=media_type)) == digest
    assert get_body(db.conn, digest) == Body(content=content, media_type=media_type)
    db.close()
