from __future__ import annotations

import socket
from datetime import timedelta

import pytest

from monitor.core.errors import InvalidInputError, LockedError
from monitor.core.notices.resending import SendFailure, Trouble
from monitor.demo.sink import Keeper, Sink
from monitor.lock import holding
from monitor.mail.delivery import BATCH, LEASE_SECONDS, Letterhead, SendReport, send_due
from monitor.mail.transport import FolderMailer, SmtpMailer, SmtpSecurity, SmtpServer
from storage import outbox
from storage.database import writing
from storage.deliveries import list_deliveries
from storage.enqueue import enqueue
from tests.mail.samples import NOW, put_change, put_watch
from tests.servers import PATIENCE_SECONDS

LETTERHEAD = Letterhead(sender="watch@team.example", public_url="https://watch.example")
PEOPLE = ("ada", "nobody", "bob", "busy", "cy")


def fill(store, names=PEOPLE):
    """Put one waiting notice for each name into the outbox."""
    with writing(store) as conn:
        watch_id = put_watch(conn, emails=[f"{name}@reader.example" for name in names])
        change_id = put_change(conn, watch_id)
        enqueue(conn, change_id=change_id, watch_id=watch_id, at=NOW, domain="watch.example")


def smtp(port, timeout=PATIENCE_SECONDS):
    """A mailer for a plain server on loopback."""
    return SmtpMailer(SmtpServer(host="127.0.0.1", port=port, security=SmtpSecurity.NONE, timeout=timeout))


def send(store, mailer, *, at=NOW, stopping=bool):
    """Send what is due at a time."""
    return send_due(store, mailer, letterhead=LETTERHEAD, now=lambda: at, stopping=stopping)


def states(store):
    """The state of each delivery by the reader's name."""
    return {d.address.partition("@")[0]: d.state for d in list_deliveries(store)}


class Fussy(Keeper):
    """Refuses one reader for good and one for now."""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  the name is aiosmtpd's
        for word, reply in {"nobody": "550 no such user", "busy": "451 greylisted"}.items():
            if address.startswith(word):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_one_bad_reader_blocks_no_other(store):
    """A reader who is refused, for good or for now, keeps no other from the mail, and is kept with the reason."""
    fill(store)
    with Sink(Fussy()) as sink:
        assert send(store, smtp(sink.port)) == SendReport(sent=3, waiting=1, failed=1)
        assert [m["To"].partition("@")[0] for m in sink.messages] == ["ada", "bob", "cy"]
        assert states(store) == {"ada": "sent", "nobody": "failed", "bob": "sent", "busy": "waiting", "cy": "sent"}
        assert send(store, smtp(sink.port)) == SendReport()
        assert send(store, smtp(sink.port), at=NOW + timedelta(minutes=1)) == SendReport(waiting=1)
    errors = {d.address.partition("@")[0]: d.last_error for d in list_deliveries(store)}
    assert errors["nobody"] == "550 no such user"
    assert errors["busy"] == "451 greylisted"


def test_the_server_is_given_so_many_mails_a_minute(store):
    """Within any minute, whichever runs there are in it, no more are tried than are set; the others wait and are told of."""
    fill(store, ("ada", "nobody", "bob", "cy", "dee"))
    with Sink(Fussy()) as sink:
        for seconds, report in (
            (0, SendReport(sent=1, failed=1, is_full=True)),
            (59, SendReport(is_full=True)),
            (60, SendReport(sent=2, is_full=True)),
            (90, SendReport(is_full=True)),
            (120, SendReport(sent=1)),
        ):
            at = NOW + timedelta(seconds=seconds)
            mailer = smtp(sink.port)
            assert send_due(store, mailer, letterhead=LETTERHEAD, now=lambda at=at: at, per_minute=2) == report
    assert len(sink.messages) == 4


def test_a_reader_who_never_answers_is_given_up_after_days(store):
    """A 451 for ever is tried for some days and then shown as failed."""
    fill(store, ("busy",))
    at, tries = NOW, 0
    with Sink(Fussy()) as sink:
        while states(store) == {"busy": "waiting"}:
            at = list_deliveries(store)[0].next_attempt_at
            send(store, smtp(sink.port), at=at)
            tries += 1
    assert (states(store), tries) == ({"busy": "failed"}, 12)
    assert timedelta(days=4) < at - NOW < timedelta(days=6)


def test_a_server_that_is_down_costs_nobody_an_attempt(store):
    """With no server everything waits, for however long; once it stands, all is sent."""
    fill(store, [f"reader{n}" for n in range(BATCH + 5)])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    at = NOW
    for _ in range(30):
        report = send(store, smtp(port), at=at)
        assert (report.sent, report.failed) == (0, 0)
        assert f"127.0.0.1:{port}" in report.down
        at += timedelta(hours=12)
    assert set(states(store).values()) == {"waiting"}
    assert {d.attempts for d in list_deliveries(store)} == {0}
    with Sink() as sink:
        assert send(store, smtp(sink.port), at=at).sent == BATCH + 5
    assert len({m["Message-ID"] for m in sink.messages}) == BATCH + 5


def test_a_server_that_hangs_ends_the_run_in_time(store):
    """One message waits for the timeout, not each of them."""
    fill(store)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        report = send(store, smtp(silent.getsockname()[1], timeout=0.2))
    assert report.waiting == len(PEOPLE)
    assert "timed out" in report.down


class Breaking(Keeper):
    """Breaks the connection at some readers."""

    def __init__(self, *names):
        super().__init__()
        self.names = names

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802  the name is aiosmtpd's
        if address.startswith(self.names):
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_a_message_that_breaks_the_connection_is_stepped_over(store):
    """One message on which the server chokes does not stop the next."""
    fill(store)
    with Sink(Breaking("bob")) as sink:
        assert send(store, smtp(sink.port)) == SendReport(sent=4, waiting=1)
    assert states(store)["bob"] == "waiting"


def test_a_server_that_breaks_twice_is_left_alone(store):
    """Two breaks in a row end the run; what was not tried is not counted as tried."""
    fill(store)
    with Sink(Breaking("nobody", "bob")) as sink:
        report = send(store, smtp(sink.port))
    assert (report.sent, report.waiting, bool(report.down)) == (1, 4, True)
    assert {d.address.partition("@")[0]: d.attempts for d in list_deliveries(store)} == {
        "ada": 1,
        "nobody": 1,
        "bob": 1,
        "busy": 0,
        "cy": 0,
    }


def test_an_address_that_is_none_is_given_up(store):
    """A stored address that cannot be written to fails with its reason, and the others are sent."""
    fill(store, ("ada", "x y"))
    with Sink() as sink:
        assert send(store, smtp(sink.port)) == SendReport(sent=1, failed=1)
    assert "not a mail address" in list_deliveries(store, states=["failed"])[0].last_error


class Dying:
    """Hands a message over and dies before it can be marked."""

    def __init__(self, mailer):
        self.mailer = mailer

    def send(self, message):
        self.mailer.send(message)
        raise KeyboardInterrupt

    def close(self):
        self.mailer.close()


def test_a_death_between_sending_and_marking_repeats_the_same_message(store):
    """A mail may come twice, with the same Message-ID and the same text, and never not at all."""
    fill(store, ("ada", "bob"))
    with Sink() as sink:
        with pytest.raises(KeyboardInterrupt):
            send(store, Dying(smtp(sink.port)))
        assert send(store, smtp(sink.port)) == SendReport()
        assert send(store, smtp(sink.port), at=NOW + timedelta(seconds=LEASE_SECONDS)).sent == 2
    assert sink.messages[0].as_bytes() == sink.messages[1].as_bytes()
    assert {m["To"] for m in sink.messages} == {"ada@reader.example", "bob@reader.example"}


def test_what_a_dead_sender_held_is_sent_at_once_by_the_only_one(store):
    """Whoever holds the sender's lock need not wait for a lease."""
    fill(store, ("ada",))
    with Sink() as sink:
        with pytest.raises(KeyboardInterrupt):
            send(store, Dying(smtp(sink.port)))
        outbox.take_over(store, now=NOW)
        assert send(store, smtp(sink.port)).sent == 1


def test_a_stop_leaves_the_rest_for_the_next_run(store):
    """Asked to stop, the run ends after the message in hand, and the rest is due at once."""
    fill(store)
    answers = iter([False, False, False, True])
    with Sink() as sink:
        assert send(store, smtp(sink.port), stopping=lambda: next(answers)).sent == 2
        assert send(store, smtp(sink.port)).sent == 3
    assert len(sink.messages) == 5


def test_the_folder_takes_what_no_server_does(store, tmp_path):
    """Without a server each notice becomes one file; a second run adds none."""
    fill(store)
    assert send(store, FolderMailer(tmp_path / "mail")).sent == 5
    assert send(store, FolderMailer(tmp_path / "mail")).sent == 0
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 5


class Recording:
    """Counts what it is given; answers with a failure that was made before."""

    def __init__(self, failure):
        self.failure, self.seen = failure, 0

    def send(self, _message):
        self.seen += 1
        return self.failure

    def close(self):
        pass


def test_a_notice_whose_watch_went_is_not_sent(store):
    """A watch purged while its notice was claimed gives no mail and stops nothing."""
    fill(store, ("ada",))
    mailer = Recording(SendFailure(trouble=Trouble.PASSING, detail="x"))
    with writing(store) as conn:
        conn.execute("DELETE FROM watches")
    assert send(store, mailer) == SendReport()
    assert mailer.seen == 0


def test_a_sender_that_is_none_costs_no_notice(store):
    """A misspelt sender is said before anything is tried, and every notice waits."""
    fill(store)
    with pytest.raises(InvalidInputError, match="set mail_from"):
        send_due(store, Recording(None), letterhead=Letterhead(sender="watch@a..b"), now=lambda: NOW)
    assert {(d.state, d.attempts) for d in list_deliveries(store)} == {("waiting", 0)}


class Stumbling(Recording):
    """Fails in a way nobody foresaw at one reader."""

    def send(self, message):
        if message["To"].startswith("ada"):
            raise RuntimeError("a bug")
        return super().send(message)


def test_a_bug_at_one_notice_does_not_block_the_rest(store):
    """What nobody foresaw is raised, and yet the next run sends all the others before it meets it again."""
    fill(store, ("ada", "bob", "cy"))
    mailer = Stumbling(None)
    with pytest.raises(RuntimeError, match="a bug"):
        send(store, mailer)
    outbox.take_over(store, now=NOW)
    assert send(store, mailer).sent == 2
    assert states(store) == {"ada": "waiting", "bob": "sent", "cy": "sent"}
    assert list_deliveries(store, states=["waiting"])[0].last_error == "unexpected RuntimeError: a bug"


class Purging(Recording):
    """Takes a message and purges every watch meanwhile."""

    def __init__(self, store):
        super().__init__(None)
        self.store = store

    def send(self, message):
        with writing(self.store) as conn:
            conn.execute("DELETE FROM watches")
        return super().send(message)


def test_a_watch_purged_in_the_middle_of_a_batch_stops_nothing(store):
    """A claimed notice whose watch went is skipped, and the run ends as usual."""
    fill(store, ("ada", "bob"))
    mailer = Purging(store)
    assert send(store, mailer).sent == 1
    assert mailer.seen == 1


def test_a_break_at_the_last_message_puts_nothing_back(store):
    """When nothing is left to put back, the run still says that the server broke off."""
    fill(store, ("nobody", "bob"))
    with Sink(Breaking("nobody", "bob")) as sink:
        report = send(store, smtp(sink.port))
    assert (report.waiting, bool(report.down)) == (2, True)


def test_only_one_holds_a_lock(tmp_path):
    """A second holder is told at once; when the first lets go, the next may hold it."""
    path = tmp_path / "outbox.lock"
    with (
        holding(path, what="sends mail"),
        pytest.raises(LockedError, match="sends mail already"),
        holding(path, what="sends mail"),
    ):
        pass
    with holding(path, what="sends mail"):
        pass
