from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.errors import InvalidInputError
from monitor.core.records import MANY_TOLD, Significance, SnapshotReason, is_rewrite
from storage import notices, outbox
from storage.database import open_store, writing
from storage.deliveries import list_deliveries
from storage.enqueue import enqueue as put_notices
from storage.snapshots import clauses_of
from tests.mail.samples import NOW, THEN, added, put_change, put_watch, reworded, subscribe


def enqueue(store, watch_id, change_id, at=NOW):
    """Enqueue in a transaction of its own."""
    with writing(store) as conn:
        return put_notices(conn, change_id=change_id, watch_id=watch_id, at=at, domain="watch.example")


@pytest.fixture
def change(writing_to):
    """A change of a watch two people subscribe to; the ids of watch and change."""
    watch_id = writing_to(put_watch, emails=("ada@reader.example", "bob@reader.example"))
    return watch_id, writing_to(put_change, watch_id)


def test_each_subscriber_gets_one_notice(store, writing_to):
    """One who subscribes to the watch and to two of its tags hears of a change once; one of another tag never."""
    watch_id = writing_to(put_watch, tags=("eu", "hr"), emails=("ada@reader.example",))
    for email, tag in (
        ("ada@reader.example", "eu"),
        ("ada@reader.example", "hr"),
        ("bob@reader.example", "hr"),
        ("cy@reader.example", "us"),
    ):
        writing_to(subscribe, email, tag=tag)
    assert enqueue(store, watch_id, writing_to(put_change, watch_id)) == 2
    assert {d.address for d in list_deliveries(store)} == {"ada@reader.example", "bob@reader.example"}


def test_enqueueing_again_adds_nothing(store, change):
    """A change recorded twice by mistake is told once."""
    assert enqueue(store, *change) == 2
    assert enqueue(store, *change) == 0
    assert len(list_deliveries(store)) == 2


def test_message_ids_are_stable_and_differ(store, change, writing_to):
    """A message id depends on watch, change, time and address, and on nothing else."""
    enqueue(store, *change)
    first = [row[0] for row in store.execute("SELECT message_id FROM notices ORDER BY id")]
    assert len(set(first)) == 2
    writing_to(lambda conn: conn.execute("DELETE FROM notices"))
    enqueue(store, *change)
    assert [row[0] for row in store.execute("SELECT message_id FROM notices ORDER BY id")] == first
    writing_to(lambda conn: conn.execute("DELETE FROM notices"))
    enqueue(store, *change, at=NOW + timedelta(seconds=1))
    assert not {row[0] for row in store.execute("SELECT message_id FROM notices")} & set(first)


def test_a_rolled_back_change_leaves_no_notice(store, change):
    """Notices live and die with the transaction of their change."""

    def interrupted():
        with writing(store) as conn:
            put_notices(conn, change_id=change[1], watch_id=change[0], at=NOW, domain="watch.example")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list_deliveries(store) == ()


def claim(store, now=NOW, limit=10):
    """Claim with a lease of ten minutes."""
    return outbox.claim(store, now=now, limit=limit, lease_seconds=600)


def test_a_claim_keeps_others_away_until_its_lease_runs_out(store, change):
    """What one sender holds no other gets, until it is plain that the first is dead."""
    enqueue(store, *change)
    first = claim(store, limit=1)
    second = claim(store)
    assert len(first) == len(second) == 1
    assert first[0].notice_id != second[0].notice_id
    assert claim(store, NOW + timedelta(seconds=599)) == ()
    again = claim(store, NOW + timedelta(seconds=600))
    assert {c.notice_id for c in again} == {first[0].notice_id, second[0].notice_id}
    assert {c.attempt for c in again} == {2}


def test_claims_are_seen_by_other_connections(store, change, tmp_path):
    """Two senders with connections of their own never hold the same delivery."""
    enqueue(store, *change)
    other = open_store(tmp_path / "data")
    try:
        assert not {c.notice_id for c in claim(store, limit=1)} & {c.notice_id for c in claim(other)}
    finally:
        other.close()


def test_what_a_dead_sender_held_can_be_taken_over(store, change):
    """The only sender need not wait for a lease of one that died."""
    enqueue(store, *change)
    claim(store)
    assert outbox.take_over(store, now=NOW) == 2
    assert len(claim(store)) == 2


def test_what_is_sent_is_never_claimed_again(store, change):
    """A delivery marked sent is over, also for a sender whose lease ran out meanwhile."""
    enqueue(store, *change)
    late, _ = claim(store)
    much_later = NOW + timedelta(hours=1)
    again = next(c for c in claim(store, much_later) if c.delivery_id == late.delivery_id)
    outbox.sent(store, late, at=much_later)
    outbox.failed(store, again, error="451 later", next_attempt_at=much_later)
    done = next(d for d in list_deliveries(store) if d.id == late.delivery_id)
    assert (done.state, done.sent_at, done.next_attempt_at, done.last_error) == ("sent", much_later, None, "")


def test_a_late_failure_does_not_touch_a_newer_claim(store, change):
    """A sender whose lease ran out cannot release what another holds by now."""
    enqueue(store, *change)
    late = claim(store, limit=1)[0]
    claim(store, NOW + timedelta(hours=1))
    outbox.failed(store, late, error="too late", next_attempt_at=None)
    outbox.put_back(store, [late], error="too late", next_attempt_at=NOW)
    assert {d.state for d in list_deliveries(store)} == {"sending"}


def test_a_failed_attempt_waits_for_its_time(store, change):
    """A delivery that failed is due at the time given and no second before."""
    enqueue(store, *change)
    later = NOW + timedelta(minutes=5)
    for one in claim(store):
        outbox.failed(store, one, error="451 later", next_attempt_at=later)
    assert claim(store, later - timedelta(seconds=1)) == ()
    assert [c.attempt for c in claim(store, later)] == [2, 2]


def test_what_was_put_back_counts_no_attempt(store, change):
    """An attempt that never reached a server is not held against the message."""
    enqueue(store, *change)
    outbox.put_back(store, claim(store), error="no server", next_attempt_at=NOW)
    assert {(d.attempts, d.last_error) for d in list_deliveries(store)} == {(0, "no server")}
    assert [c.attempt for c in claim(store)] == [1, 1]


def test_retry_starts_anew(store, change):
    """What was given up can be sent again, all of it or one, with its attempts before it."""
    enqueue(store, *change)
    for one in claim(store):
        outbox.failed(store, one, error="550 no such user", next_attempt_at=None)
    assert claim(store, NOW + timedelta(days=9)) == ()
    one, _ = list_deliveries(store, states=["failed"])
    assert outbox.retry(store, [one.id], now=NOW) == 1
    assert [(c.delivery_id, c.attempt) for c in claim(store)] == [(one.id, 1)]
    assert outbox.retry(store, now=NOW) == 1


@pytest.mark.parametrize("state", ["sent", "unknown"])
def test_retry_refuses_what_cannot_be_sent_again(store, change, state):
    """A delivery that was sent, or none at all, is named in the error, and nothing is touched."""
    enqueue(store, *change)
    good, other = claim(store)
    outbox.failed(store, good, error="550", next_attempt_at=None)
    outbox.sent(store, other, at=NOW)
    wanted = other.delivery_id if state == "sent" else 999
    with pytest.raises(InvalidInputError, match=f"delivery {wanted} "):
        outbox.retry(store, [good.delivery_id, wanted], now=NOW)
    assert list_deliveries(store, states=["waiting"]) == ()


def test_what_was_dropped_is_not_sent_until_it_is_retried(store, change):
    """A delivery that waits is given up by hand, stays in the list with that, and can be taken up again."""
    enqueue(store, *change)
    one, other = list_deliveries(store)
    assert outbox.drop(store, [one.id]) == 1
    assert [(d.id, d.last_error) for d in list_deliveries(store, states=["failed"])] == [(one.id, outbox.DROPPED)]
    assert [c.delivery_id for c in claim(store)] == [other.id]
    with pytest.raises(InvalidInputError, match=f"delivery {other.id} "):
        outbox.drop(store, [one.id, other.id])
    assert outbox.retry(store, [one.id], now=NOW) == 1


def test_listing_filters_by_state(store, change):
    """The outbox shows newest first, of the states asked for."""
    enqueue(store, *change)
    one, other = claim(store)
    outbox.sent(store, one, at=NOW)
    assert [d.id for d in list_deliveries(store)] == [other.delivery_id, one.delivery_id]
    assert [d.id for d in list_deliveries(store, states=["sent", "failed"])] == [one.delivery_id]
    assert len(list_deliveries(store, limit=1)) == 1


def test_a_notice_reads_what_was_stored(store, writing_to):
    """All facts of a change come back as they were written, in their order."""
    told = (reworded(), added("We use Ünïcode — 条款.", significance=Significance.MINOR))
    watch_id = writing_to(put_watch, emails=("ada@reader.example",))
    enqueue(store, watch_id, writing_to(put_change, watch_id, told))
    content = notices.notice_content(store, claim(store)[0].notice_id)
    assert content.changes == told
    assert (content.address, content.watch_slug, content.watch_name) == (
        "ada@reader.example",
        "acme",
        "Acme privacy policy",
    )
    assert (content.old_at, content.new_at, content.created_at) == (THEN, NOW, NOW)
    assert (content.stated_old, content.stated_new, content.stated_words) == ("2024-02", "2024-02", "February 2024")
    assert (content.silent, content.significance, content.reason) == (
        True,
        Significance.MATERIAL,
        SnapshotReason.CHANGED,
    )


def test_a_notice_of_a_rewrite_reads_both_texts(store, writing_to):
    """Where more is told than anyone reads one by one, the notice has all clauses of the old and the new text."""
    watch_id = writing_to(put_watch, emails=("ada@reader.example",))
    enqueue(store, watch_id, writing_to(put_change, watch_id, [reworded()] * (MANY_TOLD + 1)))
    content = notices.notice_content(store, claim(store)[0].notice_id)
    old, new = (row["id"] for row in store.query("SELECT id FROM snapshots ORDER BY place"))
    assert content.texts == (clauses_of(store, old), clauses_of(store, new))
    assert is_rewrite(content.claim, content.changes)
    assert not is_rewrite(content.claim, content.changes[:MANY_TOLD])


def test_a_notice_goes_with_its_watch(store, change, writing_to):
    """A watch purged before its mail was sent leaves nothing to send."""
    enqueue(store, *change)
    taken = claim(store)
    writing_to(lambda conn: conn.execute("DELETE FROM watches"))
    assert notices.notice_content(store, taken[0].notice_id) is None
    assert list_deliveries(store) == ()
