"""What waits for its reader's time, in the store: nothing told twice, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from monitor.core.notices.choosing import due, is_wanted
from monitor.core.notices.chosen import make_choice
from monitor.core.records import Choice, DigestContent, NoticeContent, NoticeKind, Pace
from storage import outbox
from storage.database import open_file, writing
from storage.deliveries import list_deliveries
from storage.enqueue import enqueue, news_of
from storage.notices import notice_content
from storage.rechosen import end_subscriptions, rechoose
from storage.subscriptions import follow_watch, put_subscription, subscriptions, subscriptions_to
from storage.times import to_text
from storage.watches import purge_watch, remove_watch
from tests.mail.samples import NOW, added, put_change, put_watch, reworded

ADA, BOB = "ada@reader.example", "bob@reader.example"
TEN = timedelta(minutes=10)
DAILY, WEEKLY = make_choice({"when": "daily 08:00"}), make_choice({"when": "weekly mon 08:00"})


def follow(store, choice, *, email=ADA, watch=None, tag=None):
    """Subscribe an address to a watch, a tag or all; return the number of the subscription."""
    with writing(store) as conn:
        return put_subscription(conn, email=email, watch_id=watch, tag=tag, choice=choice, now=NOW)[0]


def happen(store, watch, at=NOW, *changes, window=timedelta(0)):
    """Record a change of a watch, with its notices; return its number."""
    with writing(store) as conn:
        change = put_change(conn, watch, changes or None, at=at)
        enqueue(conn, change_id=change, watch_id=watch, at=at, domain="watch.example", group_window=window)
    return change


def sent(store, now, **more):
    """Send what is due; return what each mail tells."""
    found = []
    for one in outbox.claim(store, now=now, limit=1000, lease_seconds=600, **more):
        found.append(notice_content(store, one.notice_id))
        outbox.sent(store, one, at=now)
    return found


def told(contents):
    """Return the changes that mails tell, in order, by their addresses."""
    found = {}
    for content in contents:
        changes = content.changes if isinstance(content, DigestContent) else [content]
        found.setdefault(content.address, []).extend(change.change_id for change in changes)
    return {address: sorted(changes) for address, changes in found.items()}


@pytest.fixture
def watch(writing_to):
    """A watch of a tag, which nobody follows yet."""
    return writing_to(put_watch, tags=("eu",))


def test_a_digest_gathers_what_comes_until_its_time(store, writing_to, watch):
    """All changes of the day are in one mail, which goes out at its time and not before."""
    other = writing_to(put_watch, "brill", tags=("eu",))
    follow(store, DAILY, tag="eu")
    first, second = happen(store, watch), happen(store, other, NOW + timedelta(hours=5))
    assert sent(store, datetime(2026, 3, 2, 7, 59, 59, tzinfo=UTC)) == []
    (digest,) = sent(store, datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    assert (digest.kind, told([digest])) == (NoticeKind.DAILY, {ADA: [first, second]})
    third = happen(store, watch, datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    assert sent(store, datetime(2026, 3, 3, 7, 59, tzinfo=UTC)) == []
    assert told(sent(store, datetime(2026, 3, 3, 8, 0, tzinfo=UTC))) == {ADA: [third]}


def test_a_digest_that_was_taken_is_fixed(store, watch):
    """What comes while a digest is handed over, or tried again, is told in the next: a repeat is the same mail."""
    follow(store, DAILY)
    first = happen(store, watch)
    time = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    (taken,) = outbox.claim(store, now=time, limit=9, lease_seconds=600)
    outbox.failed(store, taken, error="451 later", next_attempt_at=time + TEN)
    before = notice_content(store, taken.notice_id)
    second = happen(store, watch, time - timedelta(minutes=1))
    assert notice_content(store, taken.notice_id) == before
    assert told(sent(store, time + TEN)) == {ADA: [first, second]}
    assert len({d.id for d in list_deliveries(store)}) == 2


def test_a_digest_with_nothing_in_it_is_not_sent(store, watch):
    """Who follows what does not change gets no mail."""
    follow(store, DAILY)
    assert sent(store, NOW + timedelta(days=9)) == []


def test_changes_at_once_are_one_mail_within_the_window(store, writing_to, watch):
    """Several watches that change within the window make one mail; the schedule lets it pass, a person need not."""
    other = writing_to(put_watch, "brill")
    follow(store, Choice())
    first = happen(store, watch, window=TEN)
    second = happen(store, other, NOW + TEN - timedelta(seconds=1), window=TEN)
    third = happen(store, watch, NOW + TEN + timedelta(seconds=1), window=TEN)
    assert sent(store, NOW + TEN - timedelta(seconds=1), group_window=TEN) == []
    (group,) = sent(store, NOW + TEN, group_window=TEN)
    assert (group.kind, told([group])) == (NoticeKind.CHANGES, {ADA: [first, second]})
    (alone,) = sent(store, NOW + TEN + timedelta(seconds=2))
    assert isinstance(alone, NoticeContent)
    assert alone.change_id == third


def test_without_a_window_each_change_is_a_mail(store, watch):
    """Where changes are not to be gathered, not even those of one second are."""
    follow(store, Choice())
    happen(store, watch), happen(store, watch)
    assert [type(one) for one in sent(store, NOW)] == [NoticeContent, NoticeContent]


def test_what_comes_in_quiet_hours_is_one_mail_at_their_end(store, watch):
    """Nobody who asked for quiet is woken; in the morning all of the night is one mail."""
    follow(store, make_choice({"quiet": "22:00-07:00"}))
    night = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    changes = [happen(store, watch, night + timedelta(hours=hours), window=TEN) for hours in (0, 3, 6)]
    assert sent(store, night + timedelta(hours=8)) == []
    assert told(sent(store, night.replace(day=2, hour=7, minute=0))) == {ADA: changes}


def test_a_change_that_several_subscriptions_want_is_told_once(store, watch):
    """By the phrase at once, and then not again in the digest of all."""
    follow(store, WEEKLY)
    follow(store, make_choice({"phrases": ["model training"]}), tag="eu")
    change = happen(store, watch, NOW, added("We use it for model training."))
    (mail,) = sent(store, NOW)
    assert (mail.change_id, mail.subscription.choice.phrases) == (change, ("model training",))
    assert sent(store, NOW + timedelta(days=8)) == []


def test_a_sooner_time_takes_along_what_waits(store, watch):
    """What waits for Monday goes at once where its reader now wants it at once, in one mail."""
    number = follow(store, WEEKLY)
    changes = [happen(store, watch), happen(store, watch)]
    follow(store, Choice())
    with writing(store) as conn:
        became = rechoose(conn, number, now=NOW + TEN)
    assert (became.waiting, became.due, became.dropped) == (2, NOW + TEN, 0)
    (mail,) = sent(store, NOW + TEN)
    assert told([mail]) == {ADA: changes}


def test_what_is_chosen_no_more_is_told_no_more(store, watch):
    """A change that waits and is no longer wanted is dropped, and how many were is said."""
    number = follow(store, DAILY)
    happen(store, watch)
    follow(store, make_choice({"when": "daily 08:00", "topics": ["security"]}))
    with writing(store) as conn:
        became = rechoose(conn, number, now=NOW)
    assert (became.waiting, became.dropped) == (0, 1)
    assert list_deliveries(store) == ()


def test_what_waits_is_told_where_another_subscription_wants_it(store, watch):
    """To end one subscription takes nothing from another."""
    number = follow(store, DAILY, tag="eu")
    follow(store, WEEKLY)
    change = happen(store, watch)
    with writing(store) as conn:
        became = end_subscriptions(conn, [number], now=NOW)
    assert (became.waiting, became.due) == (1, due(WEEKLY, NOW))
    assert told(sent(store, due(WEEKLY, NOW))) == {ADA: [change]}


def test_whoever_follows_no_more_hears_no_more(store, watch):
    """What waits at once or for a digest is dropped with the subscription; what others follow stays."""
    gone = [follow(store, DAILY), follow(store, Choice(), email=BOB)]
    kept = follow(store, DAILY, email="cy@reader.example")
    change = happen(store, watch)
    with writing(store) as conn:
        assert end_subscriptions(conn, gone, now=NOW).dropped == 2
    assert told(sent(store, NOW + timedelta(days=1))) == {"cy@reader.example": [change]}
    assert [one.id for one in subscriptions(store)] == [kept]


def test_what_is_in_a_senders_hands_stays(store, watch):
    """A mail that a sender has taken is no more to be changed."""
    number = follow(store, Choice())
    happen(store, watch)
    outbox.claim(store, now=NOW, limit=9, lease_seconds=600)
    with writing(store) as conn:
        assert end_subscriptions(conn, [number], now=NOW).dropped == 0
    assert [d.state for d in list_deliveries(store)] == ["sending"]


@pytest.mark.parametrize("how", ["failed", "refused", "down", "died"])
def test_what_is_being_sent_to_who_stops_is_not_tried_again(store, watch, how):
    """A mail in a sender's hands may still come; where it fails, in whatever way, it is dropped, and another's is not."""
    number, _ = follow(store, Choice()), follow(store, Choice(), email=BOB)
    happen(store, watch)
    ada, bob = outbox.claim(store, now=NOW, limit=9, lease_seconds=600)
    with writing(store) as conn:
        became = end_subscriptions(conn, [number], now=NOW)
    assert (became.dropped, became.sending) == (0, 1)
    wanted = []
    for one in (ada, bob):
        if how in {"failed", "refused"}:
            again = NOW + TEN if how == "failed" else None
            wanted.append(outbox.failed(store, one, error="no", next_attempt_at=again))
    if how == "down":
        wanted = [outbox.put_back(store, [ada, bob], error="down", next_attempt_at=NOW + TEN, tried=ada) == 1]
    if how == "died":
        assert [
            one.delivery_id for one in outbox.claim(store, now=NOW + timedelta(hours=1), limit=9, lease_seconds=600)
        ] == [bob.delivery_id]
        outbox.take_over(store, now=NOW)
    assert wanted == {"failed": [False, True], "refused": [False, True], "down": [True], "died": []}[how]
    outbox.retry(store, now=NOW)
    assert [(one.address, one.state) for one in list_deliveries(store)] == [(BOB, "waiting")]


def test_what_is_being_sent_and_comes_has_come(store, watch):
    """A mail that its reader stopped while it was sent, and that was handed over all the same, counts as sent."""
    number = follow(store, Choice())
    happen(store, watch)
    (one,) = outbox.claim(store, now=NOW, limit=9, lease_seconds=600)
    with writing(store) as conn:
        end_subscriptions(conn, [number], now=NOW)
    outbox.sent(store, one, at=NOW)
    outbox.take_over(store, now=NOW)
    assert [d.state for d in list_deliveries(store)] == ["sent"]


def put_off(store, *, given_up=False):
    """Try what is due and fail; return the message ids."""
    for one in outbox.claim(store, now=NOW, limit=1000, lease_seconds=600):
        outbox.failed(store, one, error="451 later", next_attempt_at=None if given_up else NOW + TEN)
    return [row[0] for row in store.execute("SELECT message_id FROM notices ORDER BY id")]


@pytest.mark.parametrize("given_up", [False, True])
def test_a_stop_stops_what_was_tried(store, watch, given_up):
    """What was tried and waits, or was given up, is dropped with the subscription that caused it, and counted."""
    ada, _ = follow(store, Choice(), watch=watch), follow(store, Choice(), email=BOB, watch=watch)
    change = happen(store, watch)
    put_off(store, given_up=given_up)
    with writing(store) as conn:
        assert end_subscriptions(conn, [ada], now=NOW).dropped == 1
    outbox.retry(store, now=NOW)
    assert told(sent(store, NOW + TEN)) == {BOB: [change]}


def test_less_chosen_drops_what_was_tried(store, watch):
    """What was tried is dropped where the new choice does not want it, and stays the same mail where it does."""
    ada = follow(store, Choice(), watch=watch)
    change, before = happen(store, watch), put_off(store)
    follow(store, DAILY, watch=watch)
    with writing(store) as conn:
        assert rechoose(conn, ada, now=NOW).dropped == 0
    (mail,) = store.execute("SELECT message_id FROM notices").fetchall()
    assert [mail[0]] == before
    follow(store, make_choice({"topics": ["do-not-track"]}), watch=watch)
    with writing(store) as conn:
        assert rechoose(conn, ada, now=NOW).dropped == 1
    assert told(sent(store, NOW + TEN)) == {}
    assert change


def test_a_mail_that_was_tried_goes_whole_where_any_of_it_is_wanted(store, writing_to, watch):
    """A repeat of what may have come tells the same; with the last of what caused it, all of it is dropped."""
    other = writing_to(put_watch, slug="other")
    first, second = follow(store, Choice(), watch=watch), follow(store, Choice(), watch=other)
    changes = [happen(store, one, window=TEN) for one in (watch, other)]
    before = put_off(store)
    with writing(store) as conn:
        assert end_subscriptions(conn, [first], now=NOW).dropped == 0
    (mail,) = [notice_content(store, row[0]) for row in store.execute("SELECT id FROM notices")]
    assert ([mail.message_id], told([mail])) == (before, {ADA: changes})
    with writing(store) as conn:
        assert end_subscriptions(conn, [second], now=NOW).dropped == 2
    assert list_deliveries(store) == ()


def test_what_waits_because_of_nothing_known_goes_with_the_last_that_wants_it(store, watch):
    """A mail written before notices said because of what is dropped when nothing of its reader's covers the watch."""
    every, one = follow(store, Choice()), follow(store, Choice(), watch=watch)
    happen(store, watch)
    with writing(store) as conn:
        conn.execute("UPDATE notice_changes SET subscription_id = NULL")
        assert end_subscriptions(conn, [every], now=NOW).dropped == 0
        assert end_subscriptions(conn, [one], now=NOW).dropped == 1
    assert list_deliveries(store) == ()


def test_a_removed_watch_is_told_of_to_the_end(store, writing_to, watch):
    """What was seen of a watch before it was removed is told; of one that was purged nothing is left."""
    other = writing_to(put_watch, "brill")
    follow(store, DAILY)
    first = happen(store, watch)
    happen(store, other)
    writing_to(remove_watch, watch, now=NOW)
    writing_to(purge_watch, other)
    assert told(sent(store, NOW + timedelta(days=1))) == {ADA: [first]}


def test_editing_a_watch_leaves_what_its_subscribers_chose(store, watch):
    """Who is named again as an address of a watch keeps pace, topics and what waits."""
    follow(store, DAILY, watch=watch)
    follow(store, make_choice({"phrases": ["voice"]}), watch=watch)
    before = subscriptions(store)
    with writing(store) as conn:
        assert follow_watch(conn, watch, [ADA.upper(), BOB], now=NOW) == []
    assert [one for one in subscriptions(store) if one.address == ADA] == [*before]
    with writing(store) as conn:
        assert follow_watch(conn, watch, [BOB], now=NOW) == [before[0].id]


def test_choosing_again_replaces_the_choice(store, watch):
    """One subscription says how its reader hears of the same; another phrase is another subscription."""
    number = follow(store, DAILY, watch=watch)
    assert follow(store, WEEKLY, watch=watch) == number
    assert follow(store, make_choice({"phrases": ["voice"]}), watch=watch) != number
    assert [one.choice.pace for one in subscriptions(store, email=ADA)] == [Pace.WEEKLY, Pace.AT_ONCE]


def test_to_retry_all_sends_no_digest_before_its_time(store, watch):
    """Whoever has failed mails tried again does not send the digests of others; one that is named goes at once."""
    follow(store, WEEKLY)
    follow(store, Choice(), email=BOB)
    change = happen(store, watch)
    (taken,) = outbox.claim(store, now=NOW, limit=9, lease_seconds=600)
    outbox.failed(store, taken, error="550 no", next_attempt_at=None)
    assert outbox.retry(store, now=NOW) == 1
    assert told(sent(store, NOW)) == {BOB: [change]}
    (waiting,) = list_deliveries(store, states=["waiting"])
    assert outbox.retry(store, [waiting.id], now=NOW) == 1
    assert told(sent(store, NOW)) == {ADA: [change]}


def test_to_retry_all_takes_whatever_an_outage_put_off(store, writing_to):
    """What was due when the server was down is due at once again, tried or not; what is to go later waits for its time."""
    watch = writing_to(put_watch, emails=(ADA, BOB, "cy@reader.example"))
    follow(store, DAILY, email="dee@reader.example", watch=watch)
    happen(store, watch, NOW + TEN)
    taken = outbox.claim(store, now=NOW + TEN, limit=10, lease_seconds=600)
    outbox.put_back(store, taken, error="down", next_attempt_at=NOW + 2 * TEN, tried=taken[0])
    assert outbox.retry(store, now=NOW + TEN) == 3
    assert len(outbox.claim(store, now=NOW + TEN, limit=10, lease_seconds=600)) == 3


def test_a_clock_that_was_ahead_keeps_no_digest_back(store, watch):
    """What a clock that was a year ahead wrote down is sent when it is right again, and digests go on."""
    follow(store, WEEKLY)
    first = happen(store, watch, NOW + timedelta(days=365))
    second = happen(store, watch, NOW)
    outbox.take_over(store, now=NOW)
    assert told(sent(store, NOW)) == {ADA: [first]}
    assert told(sent(store, due(WEEKLY, NOW))) == {ADA: [second]}


def test_a_mail_that_was_put_back_ahead_of_time_goes_out(store, watch):
    """What a clock that was three days ahead put back, untried, waits no longer than any mail that is tried again."""
    follow(store, Choice())
    change = happen(store, watch)
    ahead = NOW + timedelta(days=3)
    taken = outbox.claim(store, now=ahead, limit=9, lease_seconds=600)
    outbox.put_back(store, taken, error="down", next_attempt_at=ahead + TEN)
    outbox.take_over(store, now=NOW)
    assert told(sent(store, NOW)) == {ADA: [change]}


def test_a_digest_that_waits_for_its_day_is_not_misdated(store, watch):
    """A weekly digest waits for days, which is no sign of a wrong clock."""
    follow(store, WEEKLY)
    happen(store, watch)
    outbox.take_over(store, now=NOW)
    assert sent(store, NOW + timedelta(seconds=1)) == []


def test_what_stayed_the_same_is_counted(store, writing_to, watch):
    """A digest says how many other watches, of those its reader follows so, were looked at and were as before."""
    names = ("brill", "corvo", "dunlin", "egret", "finch")
    others = {name: writing_to(put_watch, name, tags=("eu",)) for name in names}
    stranger = writing_to(put_watch, "gull")
    follow(store, DAILY, tag="eu")
    happen(store, watch)
    looks = [(others[name], "unchanged", NOW) for name in ("brill", "corvo")]
    looks += [(others["dunlin"], "unchanged", NOW - timedelta(days=3)), (stranger, "unchanged", NOW)]
    looks += [(others["egret"], "failed", NOW), (watch, "unchanged", NOW), (others["finch"], "not_modified", NOW)]
    with writing(store) as conn:
        for number, outcome, at in looks:
            conn.execute(
                "INSERT INTO fetches (watch_id, at, outcome, kind, url) VALUES (?, ?, ?, ?, '')",
                [number, to_text(at), outcome, "timeout" if outcome == "failed" else None],
            )
        conn.execute("UPDATE watches SET removed_at = ? WHERE id = ?", [to_text(NOW), others["finch"]])
    (digest,) = sent(store, NOW + timedelta(days=1))
    assert digest.same == 2


def test_what_was_not_seen_to_the_end_did_not_stay_the_same(store, writing_to, watch):
    """The last look of the period counts: what is held or failing by then, or blind, is none of those that stayed."""
    others = [writing_to(put_watch, name, tags=("eu",)) for name in ("brill", "corvo", "dunlin", "egret")]
    follow(store, DAILY, tag="eu")
    happen(store, watch)
    ends = dict(zip(others, ("unchanged", "held", "failed", "failed"), strict=True))
    with writing(store) as conn:
        for at, looks in ((NOW, dict.fromkeys(others, "unchanged")), (NOW + TEN, ends)):
            for number, outcome in looks.items():
                conn.execute(
                    "INSERT INTO fetches (watch_id, at, outcome, kind, url) VALUES (?, ?, ?, ?, '')",
                    [number, to_text(at), outcome, "timeout" if outcome == "failed" else None],
                )
        conn.execute(
            "INSERT INTO blind_spells (watch_id, since, found_at, kind) VALUES (?, ?, ?, 'timeout')",
            [others[3], to_text(NOW + TEN), to_text(NOW + TEN)],
        )
    (digest,) = sent(store, NOW + timedelta(days=1))
    assert (digest.same, digest.held, digest.failing, digest.blind) == (1, 1, 1, 1)


PHRASE = "model training"
_CHOICES = [
    Choice(),
    DAILY,
    WEEKLY,
    make_choice({"quiet": "06:00-20:00"}),
    make_choice({"when": "daily 20:00", "least": "material"}),
    make_choice({"phrases": [PHRASE]}),
    make_choice({"topics": ["security"], "when": "daily 08:00"}),
]


@dataclass
class Reader:
    """What a reader should hear and heard."""

    wanted: set[int] = field(default_factory=set)
    heard: list[int] = field(default_factory=list)


class Telling(RuleBasedStateMachine):
    """Subscriptions, changes, choices and mails in any order."""

    @initialize()
    def begin(self):
        self.store = open_file(":memory:")
        self.now = NOW
        self.numbers = {}
        with writing(self.store) as conn:
            self.watches = [put_watch(conn, slug, tags=("eu",)) for slug in ("acme", "brill")]
            self.watches.append(put_watch(conn, "corvo"))
        self.readers = {ADA: Reader(), BOB: Reader()}

    def _wanting(self, change, watch):
        """Return whose subscriptions want a change, by the rule that is under test elsewhere."""
        covering = subscriptions_to(self.store.conn, watch)
        news = news_of(self.store.conn, change, covering)
        return {one.address for one in covering if is_wanted(one.choice, news)}

    @rule(email=st.sampled_from([ADA, BOB]), choice=st.sampled_from(_CHOICES), what=st.integers(0, 3))
    def subscribe(self, email, choice, what):
        """Somebody begins to follow something, or chooses otherwise of it."""
        where = {"watch_id": self.watches[what] if what < 2 else None, "tag": "eu" if what == 2 else None}
        with writing(self.store) as conn:
            number, before = put_subscription(conn, email=email, choice=choice, now=self.now, **where)
            if before:
                rechoose(conn, number, now=self.now)
        self._forget(email)

    @rule(email=st.sampled_from([ADA, BOB]), place=st.integers(0, 9))
    def unsubscribe(self, email, place):
        """Somebody follows something no longer."""
        if found := subscriptions(self.store, email=email):
            with writing(self.store) as conn:
                end_subscriptions(conn, [found[place % len(found)].id], now=self.now)
            self._forget(email)

    def _forget(self, email):
        """What was not heard of yet and is wanted no more need not be told; all that is in the outbox has to be."""
        rows = self.store.conn.execute(
            "SELECT i.change_id FROM notice_changes i JOIN subscribers s ON s.id = i.subscriber_id WHERE s.email = ?",
            [email],
        )
        reader, kept = self.readers[email], {row[0] for row in rows}
        for change in reader.wanted - kept:
            assert change not in reader.heard
            watch = self.store.conn.execute("SELECT watch_id FROM changes WHERE id = ?", [change]).fetchone()[0]
            assert email not in self._wanting(change, watch)
        reader.wanted &= kept

    @rule(place=st.integers(0, 2), says=st.booleans(), window=st.sampled_from([timedelta(0), TEN]))
    def change(self, place, says, window):
        """A watch changes."""
        changes = [added(f"We use it for {PHRASE}.")] if says else [reworded()]
        watch = self.watches[place]
        change = happen(self.store, watch, self.now, *changes, window=window)
        for email in self._wanting(change, watch):
            self.readers[email].wanted.add(change)

    @rule(minutes=st.sampled_from([1, 9, 11, 60, 700, 1500, 9000]), window=st.sampled_from([timedelta(0), TEN]))
    def send(self, minutes, window):
        """Time passes, and what is due goes out."""
        self.now += timedelta(minutes=minutes)
        self._send(self.now, window)

    def _send(self, now, window):
        for email, changes in told(sent(self.store, now, group_window=window)).items():
            self.readers[email].heard += changes

    @rule()
    def die(self):
        """A sender takes what is due and dies."""
        taken = outbox.claim(self.store, now=self.now, limit=1000, lease_seconds=600)
        before = [notice_content(self.store, one.notice_id) for one in taken]
        outbox.take_over(self.store, now=self.now)
        assert [notice_content(self.store, one.notice_id) for one in taken] == before

    @invariant()
    def nothing_is_told_twice_or_unasked(self):
        """No reader hears of a change twice, nor of one that they did not want."""
        for reader in getattr(self, "readers", {}).values():
            assert len(reader.heard) == len(set(reader.heard))
            assert set(reader.heard) <= reader.wanted

    def teardown(self):
        """In the end everybody has heard of all they wanted to hear of."""
        if hasattr(self, "store"):
            self._send(self.now + timedelta(days=15), timedelta(0))
            for reader in self.readers.values():
                assert set(reader.heard) == reader.wanted
                assert len(reader.heard) == len(reader.wanted)
            self.store.close()


TestTelling = Telling.TestCase
TestTelling.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
