"""Addresses that confirm what they are to hear of, and stops that are remembered."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.errors import InvalidInputError
from monitor.core.notices.chosen import make_choice
from monitor.core.notices.confirming import MOST_NAMED, confirm_token, confirming_by, is_confirming
from monitor.core.notices.consent import LAPSE, MOST_ASKED, decided
from monitor.core.records import Choice, Consent, Hearing, Subscription
from monitor.linked import LinkPages
from monitor.mail.compose import compose
from monitor.mail.delivery import Letterhead, send_due
from monitor.mail.transport import FolderMailer
from storage.consents import LINK, Wanted, confirm, remember_stop, stopped_among, stops
from storage.database import open_store, writing
from storage.deliveries import list_deliveries
from storage.enqueue import enqueue
from storage.keys import stop_key
from storage.notices import notice_content
from storage.outbox import claim, failed, sent
from storage.questions import ask, end_lapsed, unconfirmed_of
from storage.rechosen import end_subscriptions
from storage.subscriptions import follow, follow_watch, put_subscription, subscriptions
from tests.mail.samples import NOW, put_change, put_watch

ADA, BOB = "ada@reader.example", "bob@reader.example"
KEY = b"k" * 32
ASKING = Consent(is_asked=True)
LISTED = replace(ASKING, is_direct=False)
SURE = replace(ASKING, is_sure=True)
DAY = timedelta(days=1)
URL = "https://watch.example"


@pytest.mark.parametrize(
    ("consent", "known", "stopped", "hearing"),
    [
        (Consent(), False, False, Hearing.HEARS),
        (Consent(), True, True, Hearing.STOPPED),
        (Consent(is_sure=True), False, True, Hearing.HEARS),
        (ASKING, False, False, Hearing.ASKED),
        (ASKING, True, False, Hearing.HEARS),
        (ASKING, True, True, Hearing.ASKED),
        (LISTED, False, False, Hearing.ASKED),
        (LISTED, False, True, Hearing.STOPPED),
        (SURE, False, True, Hearing.HEARS),
        (replace(ASKING, owner=ADA.upper()), False, False, Hearing.HEARS),
        (replace(ASKING, owner=BOB), False, False, Hearing.ASKED),
    ],
)
def test_who_is_asked(consent, known, stopped, hearing):
    """A new address is asked where mails can ask; who stopped is asked by a person alone; whoever vouches is believed."""
    assert decided(consent, ADA, is_known=known, is_stopped=stopped, has_refused=False) is hearing


@pytest.mark.parametrize(
    ("consent", "known", "hearing"),
    [
        (LISTED, False, Hearing.STOPPED),
        (Consent(is_direct=False), False, Hearing.STOPPED),
        (ASKING, False, Hearing.ASKED),
        (SURE, False, Hearing.HEARS),
        (LISTED, True, Hearing.HEARS),
    ],
)
def test_who_refused_is_asked_by_a_person_alone(consent, known, hearing):
    """Whoever answered not to be asked again is not asked about anything by a list, until they have confirmed."""
    assert decided(consent, ADA, is_known=known, is_stopped=False, has_refused=True) is hearing


def subscription(number=7, **values):
    """Make a subscription, with fields replaced."""
    return Subscription(**({"id": number, "subscriber": 1, "address": ADA, "tag": "eu", "choice": Choice()} | values))


@pytest.mark.parametrize("count", [1, MOST_NAMED, MOST_NAMED + 1])
def test_a_link_confirms_what_it_was_made_for(count):
    """It is good for each of its subscriptions, of very many for the first, and says that there are more."""
    asked = [subscription(number) for number in range(1, count + 1)]
    link = confirming_by(confirm_token(asked, KEY))
    assert [is_confirming(link, one, KEY) for one in asked] == [True] * min(count, MOST_NAMED) + [False] * (count - 20)
    assert link.has_all == (count > MOST_NAMED)


@pytest.mark.parametrize(
    "other",
    [
        subscription(8),
        subscription(address=BOB),
        subscription(tag="us"),
        subscription(tag="", watch="eu"),
        subscription(choice=make_choice({"phrases": ["voice"]})),
    ],
)
def test_a_link_is_bound_to_the_address_and_to_what_was_asked(other):
    """A number that another has by now, after a backup was restored, is not confirmed by the link of the first."""
    link = confirming_by(confirm_token([subscription()], KEY))
    assert is_confirming(link, subscription(address=ADA.upper()), KEY)
    assert not is_confirming(link, other, KEY)
    assert not is_confirming(link, subscription(), b"another")
    assert not is_confirming(confirming_by("~" + confirm_token([subscription()], KEY)), subscription(), KEY)


@pytest.mark.parametrize("token", ["", "7", "7-", "~", f"7-{'0' * 23}", f"07-{'0' * 24}", f"{'7-' + '0' * 24}." * 60])
def test_what_is_no_link_confirms_nothing(token):
    """What is cut short, made up or endless is no link."""
    assert confirming_by(token).signatures == {}
    assert confirm_token([], KEY) == confirm_token([subscription()], b"") == ""


def let(store, email=ADA, *, consent=ASKING, now=NOW, choice=None, **where):
    """Let an address hear of something; return the number of the subscription."""
    where = {"watch_id": None, "tag": "eu"} | where
    with writing(store) as conn:
        number, _ = put_subscription(conn, email=email, choice=choice or Choice(), now=now, consent=consent, **where)
        return number


def questions(store, now=NOW):
    """Ask whom may be asked now; return who is asked by mails that wait."""
    with writing(store) as conn:
        ask(conn, now=now, domain="watch.example")
    return sorted(one.address for one in list_deliveries(store) if one.kind == "confirm" and one.state == "waiting")


def hand_over(store, now=NOW):
    """Hand over what is due; return the mails."""
    mails = []
    for one in claim(store, now=now, limit=1000, lease_seconds=600):
        content = notice_content(store, one.notice_id)
        mails.append(compose(content, sender="watch@watch.example", public_url=URL, stop_key=stop_key(store)))
        sent(store, one, at=now)
    return mails


def waiting_of(store):
    """Return the addresses whose subscriptions are not confirmed."""
    return [one.address for one in subscriptions(store) if one.unconfirmed_since]


def test_nothing_but_the_question_goes_to_who_has_not_confirmed(store):
    """A change is told to those who confirmed alone; it is not told afterwards to one who confirms later."""
    with writing(store) as conn:
        watch = put_watch(conn, tags=("eu",))
    let(store)
    let(store, BOB, consent=SURE)
    questions(store)
    with writing(store) as conn:
        enqueue(conn, change_id=put_change(conn, watch), watch_id=watch, at=NOW, domain="watch.example")
    mails = hand_over(store)
    assert sorted((str(mail["To"]), "confirm" in str(mail["Subject"])) for mail in mails) == [(ADA, True), (BOB, False)]
    assert waiting_of(store) == [ADA]
    let(store, consent=SURE)
    assert (waiting_of(store), hand_over(store, NOW + DAY)) == ([], [])


def test_the_question_says_who_asks_what_and_what_happens(store):
    """It names what was asked for and how, the pages, whom to write to, the link, the end, and how to refuse for good."""
    with writing(store) as conn:
        watch = put_watch(conn)
    let(store, watch_id=watch, tag=None, choice=make_choice({"when": "weekly", "phrases": ["voice"]}))
    questions(store)
    (mail,) = hand_over(store)
    for part in mail.iter_parts():
        text = " ".join(part.get_content().split())
        for words in (
            URL,
            "watch@watch.example",
            "“voice” in Acme privacy policy",
            "weekly on Monday",
            "31 March 2026",
        ):
            assert words in text
        assert re.search(r"https://watch\.example/confirm/1-[0-9a-f]{24}", text)
        assert re.search(r"https://watch\.example/stop/1-[0-9a-f]{56}", text)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_question_of_very_many_names_the_first(store):
    """A list of hundreds of pages asks in one mail with room for some; its link confirms all that wait."""
    for number in range(250):
        let(store, tag=f"tag{number:03}")
    questions(store)
    (mail,) = hand_over(store)
    text = mail.get_body(("plain",)).get_content()
    assert (text.count("every watch tagged"), "and 200 more" in text) == (50, True)
    assert "/confirm/~1-" in text
    assert len(mail.as_bytes()) < 30_000


def test_no_question_goes_out_without_a_link(store):
    """Where no pages are set, the mail that could not be answered is not composed, and it is said why."""
    let(store)
    questions(store)
    (one,) = claim(store, now=NOW, limit=9, lease_seconds=600)
    with pytest.raises(InvalidInputError, match="public_url"):
        compose(notice_content(store, one.notice_id), sender="a@b.example", public_url="", stop_key=stop_key(store))


def test_a_question_waits_for_the_pages_its_link_leads_to(store, tmp_path):
    """While no pages are set it is not tried and not lost; it is sent as soon as they are set again."""
    let(store)
    questions(store)
    for url, at, state in (("", NOW, "waiting"), ("", NOW + 9 * DAY, "waiting"), (URL, NOW + 9 * DAY, "sent")):
        letterhead = Letterhead(sender="watch@watch.example", public_url=url, stop_key=stop_key(store))
        send_due(store, FolderMailer(tmp_path / "mail"), letterhead=letterhead, now=lambda at=at: at)
        assert [one.state for one in list_deliveries(store)] == [state]


def test_an_address_is_asked_once_a_day(store):
    """What is asked for meanwhile joins the mail that waits, or is asked a day later, all in one; nothing asks twice."""
    let(store)
    assert questions(store) == [ADA]
    let(store, tag="us")
    assert questions(store) == [ADA]
    (mail,) = hand_over(store)
    assert all(f"tagged “{tag}”" in mail.get_body(("plain",)).get_content() for tag in ("eu", "us"))
    for tag in ("uk", "fr", "eu"):
        let(store, tag=tag, now=NOW + timedelta(hours=1))
    assert questions(store, NOW + timedelta(hours=23)) == []
    assert questions(store, NOW + DAY) == [ADA]
    (mail,) = hand_over(store, NOW + DAY)
    assert re.findall(r"tagged “(\w+)”", mail.get_body(("plain",)).get_content()) == ["fr", "uk"]
    for days in range(2, 29):
        assert questions(store, NOW + days * DAY) == []


def test_who_is_named_again_is_asked_again_after_a_day(store):
    """A person who asks again a day later has the mail sent again; a list that is imported again does not."""
    let(store)
    questions(store)
    hand_over(store)
    let(store, now=NOW + DAY, consent=LISTED)
    assert questions(store, NOW + DAY) == []
    let(store, now=NOW + DAY)
    assert questions(store, NOW + DAY) == [ADA]


def test_so_many_are_asked_a_day_in_all(store):
    """A list of very many strangers sends a bounded number of mails a day; all are asked in the end."""
    addresses = [f"reader{number}@reader.example" for number in range(2 * MOST_ASKED + 1)]
    for address in addresses:
        let(store, address)
    for day, count in enumerate((MOST_ASKED, MOST_ASKED, 1, 0)):
        assert len(questions(store, NOW + day * DAY)) == count
        hand_over(store, NOW + day * DAY)
    assert unconfirmed_of(store, now=NOW).unasked == 0


def test_a_clock_that_was_ahead_holds_nobody_up(store):
    """Who was asked by a clock that was ahead is asked when it is right, and waits since then."""
    let(store, now=NOW + 400 * DAY)
    questions(store, NOW + 400 * DAY)
    hand_over(store, NOW + 400 * DAY)
    let(store, tag="us")
    assert questions(store) == [ADA]
    with writing(store) as conn:
        assert [end_lapsed(conn, now=NOW + days * DAY) for days in (0, 1)] == [0, 0]
    assert {one.unconfirmed_since for one in subscriptions(store)} == {NOW, NOW + DAY}


def test_what_nobody_confirms_ends_after_thirty_days(store):
    """It ends, is counted, and a list that names it again does not ask again; a person does."""
    let(store)
    questions(store)
    hand_over(store)
    with writing(store) as conn:
        assert end_lapsed(conn, now=NOW + LAPSE - timedelta(seconds=1)) == 0
        assert end_lapsed(conn, now=NOW + LAPSE) == 0  # a day later it is believed
        assert end_lapsed(conn, now=NOW + LAPSE + DAY) == 1
    assert (subscriptions(store), [one.is_lapsed for one in stops(store)]) == ((), [True])
    assert unconfirmed_of(store, now=NOW + LAPSE).lapsed == 1
    assert let(store, consent=LISTED, now=NOW + LAPSE) == 0
    assert let(store, now=NOW + LAPSE) > 0
    assert questions(store, NOW + LAPSE) == [ADA]


@pytest.mark.parametrize("wrong", [-20_000 * DAY, -700 * DAY, -DAY, 40 * DAY, 4_000 * DAY])
def test_a_clock_that_is_wrong_for_a_moment_ends_nothing(store, wrong):
    """Who is asked before, or during, a moment of a wrong clock may confirm until thirty days are over."""
    let(store)
    questions(store)
    hand_over(store)
    with writing(store) as conn:
        assert end_lapsed(conn, now=NOW + wrong) == 0
    questions(store, NOW + wrong)
    let(store, tag="us", now=NOW + wrong)
    with writing(store) as conn:
        assert end_lapsed(conn, now=NOW + timedelta(hours=1)) == 0
    questions(store, NOW + timedelta(hours=1))
    with writing(store) as conn:
        ended = [end_lapsed(conn, now=NOW + days * DAY) for days in range(1, 80)]
    assert (sum(ended[:29]), sum(ended), subscriptions(store)) == (0, 2, ())


def test_an_edit_of_a_watch_confirms_nobody(store):
    """What is written of a watch again with the addresses it has leaves them as they are."""
    with writing(store) as conn:
        watch = put_watch(conn)
        follow_watch(conn, watch, [ADA], now=NOW, consent=ASKING)
        follow_watch(conn, watch, [ADA], now=NOW)
    assert waiting_of(store) == [ADA]


def test_who_stopped_by_a_link_stays_stopped(store):
    """Neither a list nor a command lets them hear of the same again; a new question or somebody who vouches does."""
    number = let(store, consent=SURE)
    other = let(store, consent=SURE, tag="us")
    with writing(store) as conn:
        remember_stop(conn, number, LINK, now=NOW)
        end_subscriptions(conn, [number], now=NOW)
        assert not follow(conn, ADA, tag="eu", now=NOW)
        assert not follow(conn, ADA, tag="eu", now=NOW, consent=LISTED)
    wanted = [Wanted(ADA.upper(), tag="eu"), Wanted(ADA, tag="us"), Wanted(BOB, tag="eu")]
    assert [(one.address, one.tag, one.is_lapsed) for one in stopped_among(store, wanted)] == [(ADA, "eu", False)]
    assert [one.id for one in subscriptions(store)] == [other]
    let(store)
    assert (waiting_of(store), questions(store), stopped_among(store, wanted)) == ([ADA], [ADA], ())
    let(store, consent=SURE)
    assert (waiting_of(store), questions(store), stops(store)) == ([], [], ())


@pytest.mark.parametrize("consent", [ASKING, LISTED, Consent(), replace(ASKING, owner=ADA)])
def test_what_waits_for_an_answer_waits_whoever_names_it_again(store, consent):
    """Neither a command nor a list that names it once more confirms it, though its address is known; who vouches does."""
    let(store, consent=SURE, tag="us")
    number = let(store, consent=SURE)
    with writing(store) as conn:
        remember_stop(conn, number, LINK, now=NOW)
        end_subscriptions(conn, [number], now=NOW)
    let(store)
    for _ in range(2):
        let(store, consent=consent)
        with writing(store) as conn:
            follow(conn, ADA, tag="eu", now=NOW, consent=consent)
    assert waiting_of(store) == [ADA]
    let(store, consent=SURE)
    assert waiting_of(store) == []


def test_a_stop_is_remembered_until_somebody_confirms(store):
    """Where what is asked anew ends without an answer, it is as stopped as before."""
    let(store, consent=SURE, tag="us")
    number = let(store, consent=SURE)
    with writing(store) as conn:
        remember_stop(conn, number, LINK, now=NOW)
        end_subscriptions(conn, [number], now=NOW)
    number = let(store)
    with writing(store) as conn:
        end_subscriptions(conn, [number], now=NOW)
    assert let(store, consent=LISTED) == 0
    number = let(store)
    with writing(store) as conn:
        confirm(conn, [number], now=NOW)
    assert stops(store) == ()


def test_who_stopped_everything_is_asked_before_anything(store):
    """An address that has nothing left counts as new: it is asked before it hears of another watch."""
    number = let(store, consent=SURE)
    with writing(store) as conn:
        remember_stop(conn, number, LINK, now=NOW)
        end_subscriptions(conn, [number], now=NOW)
    let(store, tag="us", consent=LISTED)
    assert waiting_of(store) == [ADA]


def test_an_answered_question_is_not_asked(store):
    """Whoever vouches for an address takes back the question that waits, or was given up."""
    let(store)
    questions(store)
    (one,) = claim(store, now=NOW, limit=9, lease_seconds=600)
    failed(store, one, error="550 no", next_attempt_at=None)
    let(store, consent=SURE)
    assert list_deliveries(store) == ()


class Asked:
    """A store with an address that was asked, and the pages."""

    def __init__(self, folder):
        self.folder = folder
        with closing(open_store(folder)) as db:
            let(db)
            questions(db)
            (self.mail,) = hand_over(db)
        self.path = re.search(r"/confirm/[0-9a-f.~-]+", self.mail.get_body(("plain",)).get_content())[0]

    def ask(self, path="", *, method="GET", wish="", at=NOW):
        """Ask for a page at a time; return its status and its text."""
        received, answers = [{"type": "http.request", "body": f"wish={wish}".encode()}], []

        async def other(scope, receive, send):
            answers.append({"status": 299})
            answers.append({"body": b""})

        async def receive():
            return received.pop(0) if received else {"type": "http.disconnect"}

        async def send(message):
            answers.append(message)

        scope = {"type": "http", "method": method, "path": path or self.path, "headers": []}
        asyncio.run(LinkPages(other, self.folder, lambda: at)(scope, receive, send))
        return answers[0]["status"], answers[1]["body"].decode()

    def waiting(self):
        """Return who has not confirmed, and who hears."""
        with closing(open_store(self.folder)) as db:
            return [(one.address, one.tag, one.unconfirmed_since is None) for one in subscriptions(db)]


@pytest.fixture
def asked(tmp_path):
    """Such a store."""
    return Asked(tmp_path / "data")


def test_to_look_at_the_page_confirms_nothing(asked):
    """Programs open every link of a mail: the page says what is asked and has two buttons, and nothing is confirmed."""
    for method in ("GET", "HEAD", "GET"):
        status, text = asked.ask(method=method)
        assert status == 200
    assert f"{ADA} is to hear of" in text
    assert re.findall(r'value="([a-z-]+)"', text) == ["confirm", "refuse"]
    assert asked.waiting() == [(ADA, "eu", False)]


def test_the_button_confirms_once_and_for_all(asked):
    """What was asked is confirmed; pressed again, it says so and changes nothing."""
    status, text = asked.ask(method="POST", wish="confirm")
    assert (status, asked.waiting()) == (200, [(ADA, "eu", True)])
    assert f"{ADA} hears of every watch tagged “eu”" in text
    for method in ("POST", "GET"):
        status, text = asked.ask(method=method, wish="refuse")
        assert (status, "confirmed already" in text) == (200, True)
    assert asked.waiting() == [(ADA, "eu", True)]


@pytest.mark.parametrize("swept", [False, True], ids=["the click came first", "the sweep came first"])
def test_a_link_confirms_until_the_day_that_its_mail_names_is_over(asked, swept):
    """Until then it confirms; afterwards its page says that it is too late, whether anything has ended the request or not."""
    assert "31 March 2026" in asked.mail.get_body(("plain",)).get_content()
    end = NOW + LAPSE + DAY

    def sweep():
        with closing(open_store(asked.folder)) as db, writing(db) as conn:
            for at in (NOW + LAPSE, end) if swept else ():
                end_lapsed(conn, now=at)

    assert asked.ask(at=end - timedelta(seconds=1))[0] == 200
    sweep()
    for method in ("GET", "POST"):
        status, text = asked.ask(method=method, wish="confirm", at=end)
        assert (status, "nobody confirmed it in time" in text, "<button" in text) == (410, True, False)
    assert [hears for *_, hears in asked.waiting()] == [False] * (not swept)


def test_who_is_asked_anew_has_time_from_then_on(asked):
    """A later question about the same is open for as long as its own mail says."""
    with closing(open_store(asked.folder)) as db:
        let(db, now=NOW + 9 * DAY)
        questions(db, NOW + 9 * DAY)
    assert asked.ask(method="POST", wish="confirm", at=NOW + LAPSE + 5 * DAY)[0] == 200
    assert asked.waiting() == [(ADA, "eu", True)]


def test_who_refuses_late_has_refused(asked):
    """The button that refuses counts as long as there is something to refuse."""
    assert asked.ask(method="POST", wish="refuse", at=NOW + LAPSE + 5 * DAY)[0] == 200
    assert asked.waiting() == []
    with closing(open_store(asked.folder)) as db:
        assert let(db, consent=LISTED, tag="us") == 0


@pytest.mark.parametrize("how", ["confirmed", "ended"])
def test_a_question_that_is_being_sent_and_is_answered_is_not_tried_again(store, how):
    """Where it fails after its address has confirmed by another mail, or hears of nothing any more, it is dropped."""
    number = let(store)
    questions(store)
    (one,) = claim(store, now=NOW, limit=9, lease_seconds=600)
    with writing(store) as conn:
        if how == "confirmed":
            confirm(conn, [number], now=NOW)
        else:
            end_subscriptions(conn, [number], now=NOW)
    assert not failed(store, one, error="451 later", next_attempt_at=NOW + DAY)
    assert list_deliveries(store) == ()


def test_a_refusal_is_remembered(asked):
    """Who refuses hears of nothing, the link is over, and a list does not ask again."""
    assert asked.ask(method="POST", wish="refuse")[0] == 200
    assert asked.waiting() == []
    for method in ("GET", "POST"):
        assert asked.ask(method=method, wish="confirm")[0] == 410
    with closing(open_store(asked.folder)) as db:
        assert let(db, consent=LISTED) == 0
        assert let(db, consent=LISTED, tag="us") == 0
        wanted = [Wanted(ADA.upper(), tag="us"), Wanted(BOB, tag="us")]
        assert [(one.address, one.tag, one.is_refused) for one in stopped_among(db, wanted)] == [(ADA, "us", True)]


def test_a_refusal_by_the_button_of_the_mail_program_counts(asked):
    """Who stops the question itself, as mail programs offer, refused as well."""
    stop = re.search(r"/stop/[0-9a-f.~-]+", asked.mail.get_body(("plain",)).get_content())[0]
    assert asked.ask(stop, method="POST", wish="stop")[0] == 200
    with closing(open_store(asked.folder)) as db:
        assert let(db, consent=LISTED, tag="us") == 0


def test_a_refusal_outlasts_a_question_that_nobody_answers(asked):
    """Asked anew by a person and silent, one who refused is still asked by no list; having confirmed once, they hear."""
    asked.ask(method="POST", wish="refuse")
    with closing(open_store(asked.folder)) as db:
        let(db, tag="us")
        with writing(db) as conn:
            # a clock is believed a day later
            assert [end_lapsed(conn, now=NOW + LAPSE + days * DAY) for days in (0, 1)] == [0, 1]
        assert let(db, consent=LISTED, tag="uk") == 0
        number = let(db, tag="us")
        with writing(db) as conn:
            confirm(conn, [number], now=NOW)
        assert let(db, consent=LISTED, tag="uk") > 0
        assert waiting_of(db) == []


def test_a_link_that_was_used_confirms_no_later_question(asked):
    """Who confirmed, stopped and is asked anew is asked by another link; the old one does nothing and says so."""
    asked.ask(method="POST", wish="confirm")
    stop = re.search(r"/stop/[0-9a-f.~-]+", asked.mail.get_body(("plain",)).get_content())[0]
    assert asked.ask(stop, method="POST", wish="stop")[0] == 200
    with closing(open_store(asked.folder)) as db:
        let(db)
    assert asked.ask(method="POST", wish="confirm")[0] == 410
    assert asked.waiting() == [(ADA, "eu", False)]


def test_what_else_waits_is_offered(asked):
    """What was asked for after the mail is shown once its address is confirmed, with a button of its own."""
    with closing(open_store(asked.folder)) as db:
        let(db, tag="us")
    _, text = asked.ask(method="POST", wish="confirm")
    assert asked.waiting() == [(ADA, "eu", True), (ADA, "us", False)]
    assert f"{ADA} is also to hear of" in text
    link = re.search(r'action="([0-9a-f.~-]+)"', text)[1]
    asked.ask(f"/confirm/{link}", method="POST", wish="confirm")
    assert asked.waiting() == [(ADA, "eu", True), (ADA, "us", True)]


@pytest.mark.parametrize("change", [("1-", "2-"), ("1-", "~1-"), ("1-", "1-0"), ("/confirm/", "/confirm/3.")])
def test_a_tampered_link_confirms_nothing(asked, change):
    """Whatever is changed of a link, it says that it is none, or that nothing is left, and confirms nothing."""
    status, _ = asked.ask(asked.path.replace(*change, 1)[:80], method="POST", wish="confirm")
    assert status in {404, 410}
    assert asked.waiting() == [(ADA, "eu", False)]


def test_anothers_link_confirms_nothing(asked):
    """A number that is another address's by now, as after a restored backup, is not confirmed by the older link."""
    with closing(open_store(asked.folder)) as db, writing(db) as conn:
        conn.execute("UPDATE subscribers SET email = ?", [BOB])
    assert asked.ask(method="POST", wish="confirm")[0] == 410
    assert asked.waiting() == [(BOB, "eu", False)]


@pytest.mark.parametrize("wish", ["", "stop", "confirm&wish=refuse", "CONFIRM"])
def test_a_button_that_there_is_not_does_nothing(asked, wish):
    """What says neither yes nor no is refused."""
    assert asked.ask(method="POST", wish=wish)[0] == 400
    assert asked.ask(method="PUT", wish="confirm")[0] == 405
    assert asked.waiting() == [(ADA, "eu", False)]


def test_a_store_of_before_has_confirmed_addresses(tmp_path):
    """The addresses of a store that is migrated are confirmed, with what they follow; their mails wait as before."""
    released = Path(__file__).parent.parent / "storage" / "schema_5.dump.sql"
    with closing(sqlite3.connect(tmp_path / "clausewatch.sqlite")) as db:
        db.executescript(released.read_text(encoding="utf-8"))
    with closing(open_store(tmp_path)) as db:
        assert waiting_of(db) == []
        assert [one.state for one in list_deliveries(db)] == ["waiting", "waiting"]
        for email in ("a@example.org", "b@example.org"):
            let(db, email, tag="us")
        assert waiting_of(db) == []
