"""Links by which whoever got a mail stops it, or chooses less."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.notices.chosen import make_choice
from monitor.core.notices.stopping import MOST_NUMBERS, Named, is_of, named_by, stop_token
from monitor.core.records import Choice, Pace, Significance
from monitor.linked import LONGEST_BODY, LinkPages
from monitor.mail.compose import compose
from storage.database import open_store, writing
from storage.enqueue import enqueue
from storage.keys import stop_key
from storage.notices import notice_content
from storage.rechosen import end_subscriptions
from storage.subscriptions import put_subscription, subscriptions
from tests.mail.samples import NOW, content_of, put_change, put_watch

ADA, BOB = "ada@reader.example", "bob@reader.example"
KEY = b"k" * 32
FORM = "application/x-www-form-urlencoded"


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=200))
def test_a_link_names_what_it_was_made_for(numbers):
    """The numbers are read back from their signature; of very many the first, and that there are more."""
    token, every = stop_token(numbers, ADA, KEY), sorted(set(numbers))
    has_all = len(every) > MOST_NUMBERS
    named = named_by(token, KEY)
    assert (named.numbers, named.has_all) == (tuple(every[:MOST_NUMBERS]), has_all)
    assert [is_of(named, address, KEY) for address in (ADA, ADA.upper(), BOB)] == [True, True, False]
    assert named_by(token, b"another") == Named()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "7",
        "7-",
        f"7-{'0' * 56}",
        stop_token([7], ADA, KEY)[:-1],
        stop_token([7], ADA, KEY) + "0",
        stop_token([7], ADA, KEY).replace("7-", "8-", 1),
        stop_token([7, 8], ADA, KEY).replace(".", "-", 1),
        stop_token([7], ADA, KEY).replace("-", "~-", 1),
        f"0{stop_token([7], ADA, KEY)}",
        f"{'7.' * 5000}7-{'0' * 56}",
    ],
)
def test_a_link_that_was_tampered_with_names_nothing(token):
    """Whatever is changed of a link, it stops nothing."""
    assert named_by(token, KEY) == Named()
    assert stop_token([], ADA, KEY) == stop_token([7], ADA, b"") == ""


class Stopping:
    """A store with subscriptions of two, and the pages before another application."""

    def __init__(self, folder):
        self.folder = folder
        with closing(open_store(folder)) as db, writing(db) as conn:
            watch = put_watch(conn, tags=("eu",))
            follow = {"email": ADA, "choice": Choice(), "now": NOW}
            self.tag = put_subscription(conn, watch_id=None, tag="eu", **follow)[0]
            self.all = put_subscription(conn, watch_id=None, tag=None, **follow | {"email": BOB})[0]
            change = put_change(conn, watch)
            enqueue(conn, change_id=change, watch_id=watch, at=NOW, domain="watch.example")
            self.token = stop_token([self.tag], ADA, stop_key(db))

    def ask(self, token="", *, method="GET", body="", path="", chunks=None):
        """Ask for a page; return its status, its text and its headers."""
        parts = [body.encode()] if chunks is None else list(chunks)
        received = [
            {"type": "http.request", "body": part, "more_body": place < len(parts) - 1}
            for place, part in enumerate(parts)
        ]
        sent = []

        async def other(scope, receive, send):
            sent.append({"status": 299, "headers": []})
            sent.append({"body": b"another page"})

        async def receive():
            return received.pop(0) if received else {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": method, "path": path or f"/stop/{token or self.token}", "headers": []}
        asyncio.run(LinkPages(other, self.folder)(scope, receive, send))
        return sent[0]["status"], sent[1]["body"].decode(), dict(sent[0]["headers"])

    def followed(self):
        """Return who hears of what, and how."""
        with closing(open_store(self.folder)) as db:
            return {one.address: one.choice for one in subscriptions(db)}


@pytest.fixture
def stopping(tmp_path):
    """Such a store."""
    return Stopping(tmp_path / "data")


def test_to_look_at_a_link_changes_nothing(stopping):
    """What opens every link of a mail stops nothing; the page says what would be stopped and offers less."""
    before = stopping.followed()
    for method in ("GET", "HEAD"):
        status, text, headers = stopping.ask(method=method)
        assert status == 200
        assert stopping.followed() == before
    assert text == ""
    _, text, headers = stopping.ask()
    assert "every watch tagged “eu”" in text
    assert re.findall(r'value="([a-z-]+)"', text) == ["stop", "daily", "weekly", "material", "no-health"]
    assert "script" not in text
    assert b"form-action 'self'" in headers[b"content-security-policy"]
    assert (headers[b"referrer-policy"], headers[b"cache-control"]) == (b"no-referrer", b"no-store")


@pytest.mark.parametrize(
    "body",
    [
        "List-Unsubscribe=One-Click",
        '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        "wish=stop",
    ],
)
def test_one_click_stops_one_subscription(stopping, body):
    """A mail program's click and the button end what the link was made for, and nothing of anybody else; again is the same."""
    status, text, _ = stopping.ask(method="POST", body=body)
    assert (status, list(stopping.followed())) == (200, [BOB])
    assert "These mails have been stopped" in text
    assert "1 change that waited will not be mailed" in text
    for method in ("POST", "GET"):
        status, text, _ = stopping.ask(method=method, body=body)
        assert (status, list(stopping.followed())) == (200, [BOB])
        assert "have been stopped" in text


@pytest.mark.parametrize(
    ("wish", "chosen"),
    [
        ("daily", Choice(pace=Pace.DAILY)),
        ("weekly", Choice(pace=Pace.WEEKLY)),
        ("material", Choice(least=Significance.MATERIAL)),
        ("no-health", Choice(has_health=False)),
    ],
)
def test_less_can_be_chosen_instead_of_nothing(stopping, wish, chosen):
    """A button changes one thing of what was chosen; what waits is treated as by `subscribe`."""
    status, text, _ = stopping.ask(method="POST", body=f"wish={wish}")
    assert (status, stopping.followed()) == (200, {ADA: chosen, BOB: Choice()})
    assert f'value="{wish}"' not in text
    with closing(open_store(stopping.folder)) as db:
        kinds = {row["kind"] for row in db.conn.execute("SELECT kind FROM notices n WHERE subscriber_id = 1")}
    assert kinds == {chosen.pace.value if chosen.pace is not Pace.AT_ONCE else "changes"}


def followed_too(stopping, choice=None, **what):
    """Have ADA follow something else; return the number of the subscription."""
    with closing(open_store(stopping.folder)) as db, writing(db) as conn:
        wanted = {"watch_id": None, "tag": None, "email": ADA, "choice": choice or Choice(), "now": NOW}
        return put_subscription(conn, **wanted | what)[0]


def test_what_still_mails_is_named_and_can_be_stopped_too(stopping):
    """Who stops one of two subscriptions is not promised silence: the other is named, with a link to stop that."""
    followed_too(stopping)
    text = stopping.ask(method="POST", body="wish=stop")[1]
    assert f"{ADA} is subscribed no more to every watch tagged “eu”." in text
    assert "hears no more" not in text
    assert f"{ADA} still hears of:" in text
    assert "<bdi>all watches</bdi>" in text
    assert "Stop these, too" in text
    assert list(stopping.followed()) == [ADA, BOB]
    link = re.search(r'action="([^"]+)"', text)[1]
    text = stopping.ask(link, method="POST", body="wish=stop")[1]
    assert f"{ADA} hears no more of all watches." in text
    assert list(stopping.followed()) == [BOB]


@pytest.mark.parametrize(("wish", "pace"), [("daily", Pace.DAILY), ("weekly", Pace.WEEKLY)])
def test_rarer_mails_are_made_no_more_frequent(stopping, wish, pace):
    """One mail a day is for what came at once; what comes weekly stays so, and what others mail at once is said."""
    weekly = followed_too(stopping, Choice(pace=Pace.WEEKLY, at=time(17), weekday=4), tag="us")
    with closing(open_store(stopping.folder)) as db:
        token = stop_token([stopping.tag, weekly], ADA, stop_key(db))
    assert "still mail at once" not in stopping.ask(token, method="POST", body=f"wish={wish}")[1]
    with closing(open_store(stopping.folder)) as db:
        chosen = {one.tag: one.choice for one in subscriptions(db, email=ADA)}
    assert chosen == {"eu": Choice(pace=pace), "us": Choice(pace=Pace.WEEKLY, at=time(17), weekday=4)}
    followed_too(stopping)
    text = stopping.ask(token, method="POST", body=f"wish={wish}")[1]
    assert "Other subscriptions still mail at once: all watches." in text


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("POST", "", 400),
        ("POST", "wish=everything", 400),
        ("POST", "wish=stop&wish=daily", 400),
        ("POST", "&" * 50 + "wish=stop", 400),
        ("POST", "wish=stop&" + "x" * LONGEST_BODY, 400),
        ("PUT", "wish=stop", 405),
        ("DELETE", "", 405),
    ],
)
def test_what_is_no_button_changes_nothing(stopping, method, body, status):
    """A request that nobody's button sends is refused in one line."""
    before = stopping.followed()
    assert stopping.ask(method=method, body=body)[0] == status
    assert stopping.followed() == before


def test_a_foreign_link_does_nothing_and_says_so(stopping, tmp_path):
    """A tampered link, and one of another store, stop nothing."""
    foreign = Stopping(tmp_path / "other").token
    tampered = stopping.token.replace(f"{stopping.tag}-", f"{stopping.all}-")
    for token in (foreign, tampered, f"{stopping.token}0", "-"):
        for method in ("GET", "POST"):
            status, text, _ = stopping.ask(token, method=method, body="wish=stop")
            assert status == 404
            assert "This is no link of ours; nothing was changed." in text
    assert len(stopping.followed()) == 2


def test_an_old_link_stops_nothing_newer(stopping):
    """The number of a subscription that ended is given to no other."""
    with closing(open_store(stopping.folder)) as db, writing(db) as conn:
        end_subscriptions(conn, [stopping.tag, stopping.all], now=NOW)
        put_subscription(conn, email=BOB, watch_id=None, tag="eu", choice=Choice(), now=NOW)
    assert stopping.ask(method="POST", body="wish=stop")[0] == 200
    assert list(stopping.followed()) == [BOB]


def test_a_number_that_became_another_persons_is_not_stopped(stopping):
    """After a restore from a backup an older link may name what is another's by now: it is no longer valid."""
    with closing(open_store(stopping.folder)) as db:
        token = stop_token([stopping.all], ADA, stop_key(db))
    for method in ("GET", "POST"):
        status, text, _ = stopping.ask(token, method=method, body="wish=stop")
        assert status == 410
        assert "This link is no longer valid; nothing was changed." in text
    assert len(stopping.followed()) == 2


def test_a_mail_of_very_many_subscriptions_is_stopped_whole(stopping):
    """Where a link has no room for all numbers it stops all that its reader follows."""
    with closing(open_store(stopping.folder)) as db, writing(db) as conn:
        watches = [put_watch(conn, f"watch-{number}") for number in range(MOST_NUMBERS + 25)]
        follow = {"email": ADA, "tag": None, "choice": Choice(), "now": NOW}
        numbers = [put_subscription(conn, watch_id=watch, **follow)[0] for watch in watches]
        token = stop_token(numbers, ADA, stop_key(db))
    assert "<li>and 6 more</li>" in stopping.ask(token)[1]
    assert stopping.ask(token, method="POST", body="wish=stop")[0] == 200
    assert list(stopping.followed()) == [BOB]


def test_a_body_that_breaks_off_changes_nothing(stopping):
    """Half a request is none."""
    sent = stopping.ask(method="POST", chunks=[b"wish=stop", b""])
    assert sent[0] == 200
    stopping.ask(method="POST", chunks=[])
    assert list(stopping.followed()) == [BOB]


def test_other_pages_are_left_to_others(stopping):
    """Only addresses of links that stop are answered."""
    for path in ("/", "/stop", "/stop/", "/watch/stop", f"/stop/{stopping.token}/more", "/stop/ABC"):
        assert stopping.ask(path=path)[0] == 299
    assert stopping.ask(path=f"/below/stop/{stopping.token}")[0] == 200


def test_hostile_names_are_inert(stopping):
    """What a tag or a phrase says is shown as text."""
    with closing(open_store(stopping.folder)) as db, writing(db) as conn:
        choice = make_choice({"phrases": ["<script>alert(1)</script>"]})
        number, _ = put_subscription(conn, email=ADA, watch_id=None, tag="<b>", choice=choice, now=NOW)
        token = stop_token([number], ADA, stop_key(db))
    text = stopping.ask(token)[1]
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text


def composed(content, **head):
    """The mail of a notice."""
    return compose(content, sender="watch@team.example", **head)


def test_a_mail_has_the_link_where_pages_are_served(stopping):
    """RFC 8058: an https link, and that a click of the mail program is enough; in the mail, text and HTML have the link."""
    with closing(open_store(stopping.folder)) as db:
        number = db.conn.execute("SELECT id FROM notices WHERE subscriber_id = 1").fetchone()[0]
        content = notice_content(db, number)
        mail = composed(content, public_url="https://policies.team.example/", stop_key=stop_key(db))
    link = f"https://policies.team.example/stop/{stopping.token}"
    assert mail["List-Unsubscribe"].startswith(f"<{link}>, <mailto:watch@team.example?subject=stop")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        assert link in mail.get_body((kind,)).get_content()
    long = composed(
        content_of(subscribed=tuple(range(10**6, 10**6 + 99))), public_url=f"https://{'x' * 490}.example", stop_key=KEY
    )
    assert max(map(len, long.as_bytes().split(b"\r\n"))) <= 998


def test_a_mail_says_truly_how_to_stop_where_no_pages_are_served():
    """Without a link the mail names the address to write to and the command that ends it."""
    content = content_of(subscribed=(7,), created_at=NOW + timedelta(days=1))
    for head in ({"public_url": ""}, {"public_url": "https://policies.team.example", "stop_key": b""}):
        mail = composed(content, **{"stop_key": KEY, **head})
        text = " ".join(mail.get_body(("plain",)).get_content().split())
        assert "write to watch@team.example" in text
        assert "'clausewatch unsubscribe ada@reader.example'" in text
        assert mail["List-Unsubscribe"].startswith("<mailto:")
        assert mail["List-Unsubscribe-Post"] is None
