from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
from datetime import timedelta
from ipaddress import ip_network

import pytest

from monitor.app import App
from monitor.config import Config
from monitor.core.errors import LockedError
from monitor.core.notices.signing import hook_secret, signed_headers
from monitor.core.records import Way
from monitor.lock import holding
from monitor.ways.post import LOCK, send_waiting_elsewhere
from storage.keys import hook_key
from storage.notices import notice_content
from storage.subscriptions import subscriptions
from tests.certificates import write_certificate
from tests.mail.samples import NOW
from tests.servers import (
    PATIENCE_SECONDS,
    Site,
    dripping,
    endless,
    flooding,
    hanging,
    page,
    redirect,
    resetting,
    sending,
)

OK = page("", status=204)
SHORT_SECONDS = 0.5  # of which a receiver that never answers uses all


@pytest.fixture
def site():
    """A receiver on loopback whose every answer is set by the test."""
    with Site() as served:
        served["/hook"] = OK
        yield served


def signature_of(asked, secret):
    """Work the signature out as the specification says a receiver does."""
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def test_a_hook_gets_the_change_signed(outbox, site):
    """A web hook gets the change as JSON, with an id, the time of sending and a signature over all three."""
    url = site.url("/hook")
    change = outbox.put(url)
    assert outbox.send().sent == 1
    (asked,) = site.asked
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert asked.headers["webhook-signature"] == signature_of(asked, hook_secret(url, hook_key(outbox.db)))
    told = json.loads(asked.body)
    assert (told["id"], told["type"]) == (asked.headers["webhook-id"], "notice.changes")
    (one,) = told["data"]["changes"]
    assert (one["id"], one["watch"]["slug"], one["whole"]) == (change, "acme-1", True)
    assert one["changes"][0]["reasons"] == ["period: 12 months -> 36 months"]
    assert told["data"]["stop"].startswith("https://watch.example/stop/")


def test_the_signature_is_that_of_the_specification():
    """Id, time and body of the specification's own kind of secret give the signature that its libraries give."""
    headers = signed_headers(
        b'{"test": 2432232314}',
        identifier="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=NOW.fromtimestamp(1614265330, NOW.tzinfo),
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",  # noqa: S106 - the one of the example
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_another_address_has_another_secret():
    """Two hooks, be it on one host, share no secret, so that one who knows theirs forges nothing for the other."""
    one, other = (hook_secret(f"https://a.example/{name}", b"k" * 32) for name in "ab")
    assert one != other
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (page("", status=200), "sent", ""),
        (page("{}", status=202), "sent", ""),
        (endless(), "sent", ""),
        (page("", status=400), "failed", "it answered 400"),
        (page("", status=404), "failed", "it answered 404"),
        (page("", status=408), "waiting", "it answered 408"),
        (page("", status=429), "waiting", "it answered 429"),
        (page("", status=500), "waiting", "it answered 500"),
        (page("", status=503), "waiting", "it answered 503"),
        (redirect("/elsewhere"), "waiting", "redirects are not followed"),
        (sending(b"HTTP/9.9 what?\r\n\r\n"), "waiting", "127.0.0.1"),
        (sending(b"\x00" * 300_000), "waiting", "127.0.0.1"),
        (sending(b""), "waiting", "127.0.0.1"),
        (flooding(), "waiting", "127.0.0.1"),
    ],
)
def test_what_an_answer_means(outbox, site, answer, state, words):
    """A success is sent; what will never be taken is given up; all else is tried again, and the reason is kept."""
    site["/hook"], site["/elsewhere"] = answer, OK
    outbox.put(site.url("/hook"))
    outbox.send()
    delivery = outbox.only()
    assert (delivery.state, words in delivery.last_error) == (state, True), delivery.last_error
    assert site.times_asked("/elsewhere") == 0


@pytest.mark.parametrize("answer", [hanging(), dripping("")])
def test_one_that_never_ends_an_answer_is_cut_off(outbox, site, answer):
    """A receiver that hangs is left after its time and tried again; one that dripped a success has taken it."""
    site["/hook"] = answer
    outbox.put(site.url("/hook"))
    outbox.send(seconds=SHORT_SECONDS)
    assert outbox.only().state in {"waiting", "sent"}


def test_a_hook_that_hangs_delays_nobody(outbox, site):
    """While one receiver hangs with all its notices, another gets all of theirs, in the order of the changes."""
    site["/slow"] = hanging()
    outbox.put(site.url("/slow"), changes=3)
    outbox.put(site.url("/hook"), changes=12)
    outbox.send(stopping=lambda: site.times_asked("/hook") == 12)
    assert site.times_asked("/slow") == 1
    told = [json.loads(asked.body)["data"]["changes"][0]["id"] for asked in site.asked if asked.path == "/hook"]
    assert (len(told), told) == (12, sorted(set(told)))


def test_a_hook_that_fails_is_left_alone_with_all_its_notices(outbox, site):
    """Of a receiver that takes nothing one notice is tried; the others wait as long, and none of their attempts count."""
    site["/hook"] = page("", status=500)
    outbox.put(site.url("/hook"), changes=3)
    outbox.send()
    assert [one.attempts for one in outbox.deliveries()] == [1, 0, 0]
    assert {one.next_attempt_at for one in outbox.deliveries()} == {NOW + timedelta(minutes=1)}
    site["/hook"] = OK
    assert outbox.send(at=NOW + timedelta(minutes=1)).sent == 3


def test_repeats_are_the_same(outbox, site):
    """A repeat has the same id and the same body, byte for byte, and is signed with its own time."""
    site["/hook"] = page("", status=500)
    outbox.put(site.url("/hook"))
    outbox.send()
    outbox.send(at=NOW + timedelta(minutes=5))
    first, second = site.asked
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]


def test_one_that_fails_for_days_is_given_up(outbox, site):
    """A receiver that always fails is tried for more than three days, ever more rarely, and then shown as failed."""
    site["/hook"] = page("", status=500)
    outbox.put(site.url("/hook"))
    at = NOW
    while outbox.states() == ["waiting"]:
        at = outbox.only().next_attempt_at
        outbox.send(at=at)
    assert (outbox.states(), len(site.asked)) == (["failed"], 12)
    assert timedelta(days=3) < at - NOW < timedelta(days=6)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("600", timedelta(minutes=10)),
        ("5", timedelta(minutes=1)),
        ("99999999", timedelta(days=1)),
        ("soon", timedelta(minutes=1)),
    ],
)
def test_one_who_asks_for_time_gets_it(outbox, site, asked, wait):
    """Retry-After is heeded, up to a day; what asks for less than we would wait, or for nothing readable, changes nothing."""
    site["/hook"] = page("", status=429, Retry_After=asked)
    outbox.put(site.url("/hook"))
    outbox.send()
    assert outbox.only().next_attempt_at == NOW + wait


def test_one_that_is_gone_is_told_nothing_any_more(outbox, site, caplog):
    """410 ends all subscriptions of the address, drops what waits for it, and is told in the log."""
    site["/hook"] = page("", status=410)
    outbox.put(site.url("/hook"), changes=2)
    outbox.put("https://other.example/hook")
    report = outbox.send()
    assert report.gone == (site.url("/hook"),)
    assert [one.address for one in subscriptions(outbox.db)] == ["https://other.example/hook"]
    assert [one.address for one in outbox.deliveries()] == ["https://other.example/hook"]
    assert "is gone" in caplog.text
    assert site.times_asked("/hook") == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_private_address_is_reached(outbox, site, host):
    """A hook in a private network gets nothing unless the network is allowed, whatever its address is written like."""
    outbox.put(site.url("/hook", host=host))
    outbox.send(networks=())
    assert (outbox.states(), site.asked) == (["waiting"], [])
    assert "allow_networks" in outbox.only().last_error or "not found" in outbox.only().last_error


def test_a_name_that_turns_inwards_is_not_followed(outbox, site, monkeypatch):
    """A name is looked up once a request, and what was judged is what is connected to: it cannot turn in between."""
    asked = []

    def look_up(host, *_args, **_kwargs):
        asked.append(host)
        address = "127.0.0.2" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, site.port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    outbox.put(f"http://turning.example:{site.port}/hook")
    outbox.send(networks=(ip_network("127.0.0.2/32"),))
    assert (asked, site.asked) == (["turning.example"], [])


def test_a_name_server_that_hangs_delays_nobody(outbox, site, monkeypatch):
    """While the system asks for a name that nobody answers for, others are told, and the sender ends without it."""
    answered, look_up = threading.Event(), socket.getaddrinfo

    def ask(host, *args, **kwargs):
        if host == "silent.example":
            answered.wait(PATIENCE_SECONDS)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    outbox.put("http://silent.example/hook", site.url("/hook"))
    outbox.send(stopping=lambda: bool(site.asked))
    is_asking = not answered.is_set()
    answered.set()
    assert (len(site.asked), is_asking) == (1, True)


def test_no_redirect_leads_inwards(outbox, site):
    """A receiver that redirects, be it to another address of ours, has the request made nowhere else."""
    with Site() as inner:
        site["/hook"] = redirect(inner.url("/secret"), status=307)
        outbox.put(site.url("/hook"))
        outbox.send()
        assert inner.asked == []


def test_no_proxy_of_the_environment_is_asked(outbox, site, monkeypatch):
    """Proxy variables of the environment are not heeded."""
    with Site() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url(""))
        outbox.put(site.url("/hook"))
        assert outbox.send().sent == 1
        assert proxy.asked == []


def test_a_certificate_has_to_be_valid(outbox, tmp_path, monkeypatch):
    """Over https nothing is sent to one whose certificate nobody trusts; it is, to the same, where it is trusted."""
    certificate = write_certificate(tmp_path / "server.pem")
    with Site(certificate=certificate) as safe:
        safe["/hook"] = OK
        outbox.put(safe.url("/hook"))
        outbox.send()
        assert (outbox.states(), safe.asked) == (["waiting"], [])
        assert "certificate" in outbox.only().last_error
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert outbox.send(at=outbox.only().next_attempt_at).sent == 1


def test_only_one_process_hands_over(outbox, site, tmp_path):
    """While another process is at it, nothing is handed over, and it is said who is."""
    outbox.put(site.url("/hook"))
    app = App(folder=tmp_path / "data", given=Config())
    with holding(app.folder / LOCK, what="hands over notices"), pytest.raises(LockedError, match="hands over notices"):
        send_waiting_elsewhere(app)
    app.close()
    assert site.asked == []


def test_a_receiver_that_breaks_off_is_tried_again(outbox, site):
    """A connection that is refused, or broken by a reset, is a failure in passing."""
    site["/hook"] = resetting("")
    outbox.put(site.url("/hook"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        outbox.put(f"http://127.0.0.1:{probe.getsockname()[1]}/")
    outbox.send()
    assert outbox.states()[1] == "waiting"


def test_an_error_is_kept_with_what_it_says(outbox, site):
    """The beginning of an answer that is no success is kept for the owner, and no more of it than some KB."""
    site["/hook"] = page("the key is wrong " * 100_000, status=500)
    outbox.put(site.url("/hook"))
    outbox.send()
    (kept,) = outbox.db.query("SELECT answer FROM deliveries")
    assert kept["answer"].startswith("the key is wrong")
    assert len(kept["answer"]) <= 4_000


def test_stopping_leaves_what_hangs_to_be_sent_again(outbox, site):
    """Asked to stop, it waits some seconds for what is under way and then leaves it, due at once, its attempt not counted."""
    site["/hook"] = hanging()
    outbox.put(site.url("/hook"))
    report = outbox.send(stopping=lambda: bool(site.asked))
    delivery = outbox.only()
    assert (report.sent, delivery.state, delivery.attempts, delivery.next_attempt_at) == (0, "waiting", 0, NOW)


def test_what_nobody_foresaw_costs_one_notice(outbox, site, caplog):
    """A bug in handing one notice over keeps no other from leaving, and is logged."""
    outbox.put("http://[broken/", site.url("/hook"))
    outbox.send()
    assert sorted(outbox.states()) == ["sent", "waiting"]
    assert "a notice was not handed over" in caplog.text


def test_the_way_stands_in_the_store_as_in_the_code(outbox):
    """The column that tells ways apart says of each address what the code says."""
    from monitor.core.records import way_of  # noqa: PLC0415 - beside what it is held against

    addresses = (
        "a@b.example",
        "hook@b.example",
        "hook",
        "HTTPS://a.example/",
        "http://a",
        "apprise:json://a",
        "https@b.example",
    )
    outbox.put(*addresses)
    rows = {row["email"]: row["way"] for row in outbox.db.query("SELECT email, way FROM subscribers")}
    assert rows == {address: way_of(address) for address in addresses}
    assert {Way(way) for way in rows.values()} == set(Way)


def test_notice_content_is_asked_once_it_is_fixed(outbox, site):
    """What a notice tells does not grow once somebody may have got it."""
    site["/hook"] = page("", status=500)
    outbox.put(site.url("/hook"))
    outbox.send()
    before = notice_content(outbox.db, 1)
    outbox.put(site.url("/hook"))
    assert notice_content(outbox.db, 1) == before
