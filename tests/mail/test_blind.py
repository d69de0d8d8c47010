from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.records import Document, Failed, FailureKind, Fetched, FetchFailure, First, PolicyText, Unchanged
from monitor.demo.sink import Sink
from monitor.mail.delivery import BATCH, Letterhead, send_due
from storage.checks import record
from storage.database import FILE_NAME, open_store, problems, writing
from storage.deliveries import list_deliveries
from storage.known import known_of
from storage.summaries import summaries
from storage.watches import purge_watch, remove_watch, set_paused
from tests.mail.samples import NOW, put_watch, subscribe
from tests.mail.test_mail import part
from tests.mail.test_send_due import LETTERHEAD, Dying, Recording, smtp

ADA, BOB = "ada@reader.example", "bob@reader.example"
FAILED = Failed(failure=FetchFailure(kind=FailureKind.TIMEOUT, detail="no answer within 30 seconds"))
SEEN = Unchanged()
TEXT = PolicyText(
    document=Document(title="Policy", language="en", stated_date=None, extractor="r1", blocks=()),
    clauses=(),
    text_digest="first",
)
RELEASED = Path(__file__).parent.parent / "storage" / "schema_1.dump.sql"


class Checks:
    """Records checks of watches, an hour apart."""

    def __init__(self, store):
        self.store, self.hours = store, 0

    def __call__(self, watch_id, outcome, *, times=1, **more):
        for _ in range(times):
            self.hours += 1
            at = NOW + timedelta(hours=self.hours)
            fetched = Fetched(watch_id=watch_id, at=at, status=None, url="https://acme.example/privacy")
            known = known_of(self.store, watch_id)
            record(self.store, fetched, outcome, known=known, next_check_at=at, mail_domain="watch.example", **more)

    def sent(self, sink, **more):
        """Send what is due; return the new mails."""
        before = len(sink.messages)
        at = NOW + timedelta(hours=self.hours)
        send_due(self.store, smtp(sink.port), letterhead=LETTERHEAD, now=lambda: at, **more)
        return sink.messages[before:]


@pytest.fixture
def checks(store):
    return Checks(store)


@pytest.fixture
def sink():
    with Sink() as sink:
        yield sink


@pytest.fixture
def watch(writing_to):
    return writing_to(put_watch, emails=[ADA])


def subjects(messages):
    return [str(message["Subject"]) for message in messages]


def state_of(store):
    return [str(summary.state) for summary in summaries(store)]


def test_one_mail_when_blind_and_one_when_it_sees_again(store, checks, sink, watch):
    """Three failed checks in a row are told once, however many follow, and so is the first good one after them."""
    for _ in range(2):
        checks(watch, FAILED)
        assert (checks.sent(sink), state_of(store)) == ([], ["failing"])
    checks(watch, FAILED)
    assert subjects(checks.sent(sink)) == ["Acme privacy policy: blind"]
    checks(watch, FAILED, times=5)
    assert (checks.sent(sink), state_of(store)) == ([], ["blind"])
    checks(watch, SEEN)
    assert subjects(checks.sent(sink)) == ["Acme privacy policy: seen again"]
    checks(watch, SEEN, times=3)
    assert checks.sent(sink) == []
    checks(watch, FAILED, times=3)
    assert subjects(checks.sent(sink)) == ["Acme privacy policy: blind"]
    assert len({message["Message-ID"] for message in sink.messages}) == 3


def test_the_mails_say_what_since_when_why_and_what_to_do(checks, sink, watch):
    """Text and HTML tell the failure, its first time, what to do, the page's link and how to stop; the second, how long."""
    checks(watch, FAILED, times=4)
    (blind,) = checks.sent(sink)
    checks(watch, SEEN)
    (sees,) = checks.sent(sink)
    for kind in ("plain", "html"):
        told = " ".join(part(blind, kind).split())
        for words in (
            "The site took too long to answer",
            "see whether the page opens in a browser",
            "1 March 2026, 09:00 UTC",
            "no answer within 30 seconds",
            "https://watch.example/watch/acme",
            "https://acme.example/privacy",
            "To stop,",
            ADA,
        ):
            assert words in told
        told = " ".join(part(sees, kind).split())
        assert "Blind for 4 hours, from 1 March 2026, 09:00 UTC to 1 March 2026, 13:00 UTC." in told
        assert "The text is the same as before." in told
    assert blind["To"] == ADA
    assert blind["List-Unsubscribe"].endswith("subject=stop%20acme>")


def test_the_number_is_a_setting(store, checks, sink, watch):
    """A watch is blind after as many failures as are set, and stays so when the number is raised meanwhile."""
    checks(watch, FAILED, times=4, blind_after=5)
    assert state_of(store) == ["failing"]
    checks(watch, FAILED, blind_after=5)
    assert state_of(store) == ["blind"]
    checks(watch, FAILED, blind_after=50)
    assert state_of(store) == ["blind"]
    assert len(checks.sent(sink)) == 1


def test_watches_that_go_blind_together_are_one_mail(checks, sink, writing_to):
    """An outage of the monitor's network is one mail a subscriber, which suspects that network; so is its end."""
    ids = [writing_to(put_watch, f"site{n}", ["eu"], emails=[ADA]) for n in range(200)]
    writing_to(subscribe, BOB, tag="eu")
    for one in ids:
        checks(one, FAILED, times=3)
    mails = checks.sent(sink)
    assert sorted(message["To"] for message in mails) == [ADA, BOB]
    assert set(subjects(mails)) == {"200 watches are blind"}
    text = part(mails[0], "plain")
    assert text.count("https://watch.example/watch/site") == 200
    assert text.count("The site took too long to answer") == 1
    assert "own connection" in text
    assert list_deliveries(checks.store)[0].more_watches == 199
    for one in ids:
        checks(one, SEEN)
    assert subjects(checks.sent(sink)) == ["200 watches see again"] * 2


def test_a_spell_nobody_was_told_of_ends_unsaid(store, checks, sink, watch):
    """A watch that sees again before the mail was sent makes no mail at all."""
    checks(watch, FAILED, times=3)
    checks(watch, SEEN)
    assert (checks.sent(sink), list_deliveries(store)) == ([], ())
    assert problems(store) == []


def test_a_notice_in_a_senders_hands_is_not_withdrawn(store, checks, sink, watch):
    """What a sender may have handed over stays, the same to its last byte, and its end is told."""
    checks(watch, FAILED, times=3)
    at = NOW + timedelta(hours=3)
    with pytest.raises(KeyboardInterrupt):
        send_due(store, Dying(smtp(sink.port)), letterhead=LETTERHEAD, now=lambda: at)
    checks(watch, SEEN)
    assert subjects(checks.sent(sink)) == ["Acme privacy policy: blind", "Acme privacy policy: seen again"]
    assert sink.messages[0].as_bytes() == sink.messages[1].as_bytes()


def test_a_notice_that_was_taken_grows_no_more(store, checks, sink, watch, writing_to):
    """What goes blind after a sender took the notice is told by another, so that a repeat stays the same."""
    other = writing_to(put_watch, "other", emails=[ADA])
    checks(watch, FAILED, times=3)
    at = NOW + timedelta(hours=3)
    with pytest.raises(KeyboardInterrupt):
        send_due(store, Dying(smtp(sink.port)), letterhead=LETTERHEAD, now=lambda: at)
    checks(other, FAILED, times=3)
    mails = checks.sent(sink)
    assert subjects(mails) == ["Acme privacy policy: blind", "Other privacy policy: blind"]
    assert mails[0].as_bytes() == sink.messages[0].as_bytes()


def test_who_subscribes_later_hears_at_the_next_failed_check(checks, sink, watch, writing_to):
    """A watch that went blind with nobody to tell, or one more subscriber of it, is told at the next failed check."""
    lone = writing_to(put_watch, "lone")
    checks(watch, FAILED, times=3)
    checks(lone, FAILED, times=3)
    assert [message["To"] for message in checks.sent(sink)] == [ADA]
    writing_to(subscribe, BOB, watch_id=watch)
    writing_to(subscribe, BOB, watch_id=lone)
    for one in (watch, lone):
        checks(one, FAILED)
    (mail,) = checks.sent(sink)
    assert (mail["To"], mail["Subject"]) == (BOB, "2 watches are blind")


def test_who_was_never_told_or_left_hears_of_no_end(store, checks, sink, watch, writing_to):
    """The end of a spell is told to those who heard of its beginning and still subscribe."""
    writing_to(subscribe, "cy@reader.example", watch_id=watch)
    checks(watch, FAILED, times=3)
    assert len(checks.sent(sink)) == 2
    writing_to(subscribe, BOB, watch_id=watch)
    writing_to(lambda conn: conn.execute("DELETE FROM subscriptions WHERE subscriber_id = 2"))
    checks(watch, SEEN)
    assert [message["To"] for message in checks.sent(sink)] == [ADA]


def test_a_first_check_that_never_works_is_told(store, checks, sink, watch):
    """A watch that has never been read goes blind like any other, and its first version ends that."""
    checks(watch, FAILED, times=3)
    assert len(checks.sent(sink)) == 1
    checks(watch, First(drawn=TEXT))
    assert "Its first version is kept now." in part(checks.sent(sink)[0], "plain")


def test_a_removed_watch_is_told_of_no_more(store, checks, sink, watch):
    """Who takes a blind watch off the list gets no mail of it; a paused one stays blind until it is looked at again."""
    checks(watch, FAILED, times=3)
    with writing(store) as conn:
        remove_watch(conn, watch, now=NOW)
    assert (checks.sent(sink), list_deliveries(store)) == ([], ())


def test_a_paused_watch_is_blind_still_when_it_is_resumed(store, checks, sink, watch):
    """A pause is no end: the mail goes out, and the first good check after the pause tells the end."""
    checks(watch, FAILED, times=3)
    with writing(store) as conn:
        set_paused(conn, watch, since=NOW)
    assert (len(checks.sent(sink)), state_of(store)) == (1, ["paused"])
    with writing(store) as conn:
        set_paused(conn, watch, since=None)
    assert state_of(store) == ["blind"]
    checks(watch, SEEN)
    assert len(checks.sent(sink)) == 1


def test_a_purge_takes_one_watch_out_of_a_notice(store, checks, sink, watch, writing_to):
    """A notice of several watches loses the purged one; the last one takes the notice along."""
    other = writing_to(put_watch, "other", emails=[ADA])
    for one in (watch, other):
        checks(one, FAILED, times=3)
    with writing(store) as conn:
        purge_watch(conn, other)
    assert [(d.watch_slug, d.more_watches, d.tells) for d in list_deliveries(store)] == [("acme", 0, "blind")]
    with writing(store) as conn:
        purge_watch(conn, watch)
    assert (checks.sent(sink), list_deliveries(store), problems(store)) == ([], (), [])


def test_the_schedule_paces_the_mails_of_one_subscriber(checks, sink, writing_to):
    """Watches that go blind one after another for hours are gathered once the quota is used up; notices keep coming."""
    ids = [writing_to(put_watch, f"site{n}", emails=[ADA]) for n in range(12)]
    for one in ids:
        checks(one, FAILED, times=2)
    got = []
    for one in ids:
        checks.hours -= 1
        checks(one, FAILED)
        got += subjects(checks.sent(sink, health_quota=2))
    assert len(got) == 2
    assert checks.sent(sink, health_quota=0) == []
    checks.hours += 7
    assert subjects(checks.sent(sink, health_quota=2)) == ["10 watches are blind"]


def test_a_mail_server_that_is_down_makes_no_pile(store, checks, sink, writing_to):
    """What goes blind while no mail can be sent is gathered: the notice by which that was seen, and one with the rest."""
    ids = [writing_to(put_watch, f"site{n}", emails=[ADA]) for n in range(2 * BATCH)]
    with Sink() as gone:
        port = gone.port
    for one in ids:
        checks(one, FAILED, times=3)
        at = NOW + timedelta(hours=checks.hours)
        assert send_due(store, smtp(port), letterhead=Letterhead(sender=ADA), now=lambda at=at: at).sent == 0
    checks.hours += 2
    assert subjects(checks.sent(sink)) == ["Site0 privacy policy: blind", f"{2 * BATCH - 1} watches are blind"]


def test_nothing_is_told_without_a_mail_domain(store, watch):
    """A check that is to tell nobody leaves the watch blind and the outbox empty."""
    for hours in range(3):
        at = NOW + timedelta(hours=hours)
        fetched = Fetched(watch_id=watch, at=at, status=None, url="https://acme.example")
        record(store, fetched, FAILED, known=known_of(store, watch), next_check_at=at, mail_domain=None)
    assert (state_of(store), list_deliveries(store)) == (["blind"], ())


def test_a_store_of_schema_1_keeps_every_notice_and_delivery(tmp_path):
    """Migrating builds the tables of the outbox anew and loses no row of them; what was blind is, and will be told."""
    tables = ("notices", "deliveries", "subscribers", "subscriptions", "changes", "clause_changes")
    with sqlite3.connect(tmp_path / FILE_NAME) as old:
        old.executescript(RELEASED.read_text(encoding="utf-8"))
        old.execute("UPDATE deliveries SET state = 'sent', attempts = 4, sent_at = '2026-03-02T09:00:00Z' WHERE id = 1")
        old.execute("UPDATE deliveries SET last_error = '451 later', claimed_at = '2026-03-02T09:00:00Z' WHERE id = 2")
        old.execute("UPDATE watches SET failures = 3")
        columns = {table: ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table})")) for table in tables}
        told = "SELECT id, subscriber_id, change_id FROM notices ORDER BY id"
        changes_told = [tuple(row) for row in old.execute(told)]
        columns["notices"] = columns["notices"].replace("change_id, ", "")
        ask = {table: f"SELECT {columns[table]} FROM {table}" for table in tables}
        rows = {table: [tuple(row) for row in old.execute(ask[table])] for table in tables}
    old.close()
    assert all(len(rows[table]) >= 1 for table in tables)
    db = open_store(tmp_path)
    assert {table: [tuple(row) for row in db.conn.execute(ask[table])] for table in tables} == rows
    again = "SELECT notice_id, subscriber_id, change_id FROM notice_changes ORDER BY notice_id"
    assert [tuple(row) for row in db.conn.execute(again)] == changes_told
    assert (problems(db), state_of(db)) == ([], ["blind"])
    assert db.conn.execute("PRAGMA foreign_key_list(deliveries)").fetchone()["table"] == "notices"
    waiting = {d.id for d in list_deliveries(db, states=["waiting"])}
    Checks(db)(1, FAILED)
    new = [d for d in list_deliveries(db, states=["waiting"]) if d.id not in waiting]
    assert {d.tells for d in new} == {"blind"}
    assert len(new) == 2
    db.close()


def test_a_bad_address_fails_alone(store, checks, writing_to):
    """A notice to what is no address is given up with its reason, and its end is not told to it."""
    watch = writing_to(put_watch, emails=["x y"])
    checks(watch, FAILED, times=3)
    mailer = Recording(None)
    assert send_due(store, mailer, letterhead=LETTERHEAD, now=lambda: NOW + timedelta(hours=9)).failed == 1
    checks(watch, SEEN)
    assert list_deliveries(store, states=["waiting"]) == ()
