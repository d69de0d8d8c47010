from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from email import message_from_bytes, policy

import pytest
from aiosmtpd.smtp import AuthResult

from monitor.core.notices.resending import Trouble
from monitor.demo.sink import Keeper, Sink
from monitor.mail.compose import compose
from monitor.mail.transport import FolderMailer, SmtpMailer, SmtpSecurity, SmtpServer
from tests.certificates import write_certificate
from tests.mail.samples import content_of
from tests.product import wait_until
from tests.servers import PATIENCE_SECONDS


def mail_to(address="ada@reader.example", **values):
    """Compose a mail."""
    return compose(content_of(address=address, **values), sender="Clausewatch <watch@x.example>", public_url="")


@contextlib.contextmanager
def mailer_for(port, **values):
    """A mailer for a server on loopback without encryption, closed at the end."""
    standard = {"host": "127.0.0.1", "port": port, "security": SmtpSecurity.NONE, "timeout": PATIENCE_SECONDS}
    context = values.pop("context", None)
    mailer = SmtpMailer(SmtpServer(**(standard | values)), context=context)
    try:
        yield mailer
    finally:
        mailer.close()


@contextlib.contextmanager
def dripping(begin):
    """Serve connections that begin with these bytes and then bring one byte at a time without end; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()
        listening.settimeout(0.1)

        def drip(connection):
            with connection, contextlib.suppress(OSError):
                connection.sendall(begin)
                while not over.wait(0.1):
                    connection.sendall(b"2")

        def serve():
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    threads.append(threading.Thread(target=drip, args=(listening.accept()[0],)))
                    threads[-1].start()

        threads = [threading.Thread(target=serve)]
        threads[0].start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            for thread in threads:
                thread.join()


@pytest.mark.parametrize(
    ("security", "begin"),
    [
        (SmtpSecurity.NONE, b""),
        (SmtpSecurity.NONE, b"220 localhost\r\n250-"),
        (SmtpSecurity.TLS, b"\x16\x03\x03\x40\x00"),
    ],
    ids=["greeting", "answer", "tls"],
)
def test_a_server_that_drips_is_bounded_over_all(security, begin):
    """A server that is never idle for long and never done is given up when the message's whole time is over."""
    with dripping(begin) as port, mailer_for(port, security=security, message_seconds=1.0, timeout=600.0) as mailer:
        failure = mailer.send(mail_to())
    assert failure.trouble is Trouble.DOWN


@contextlib.contextmanager
def flooding(begin, line):
    """Serve connections that begin with these bytes and then bring the same line without end; yield the port."""

    def flood(connection):
        with connection, contextlib.suppress(OSError):
            connection.sendall(begin)
            while True:
                connection.sendall(line * 1000)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=flood, args=(listening.accept()[0],)).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize("line", [b"220-\n", b"250-" + b"x" * 4000 + b"\r\n"], ids=["short lines", "long lines"])
@pytest.mark.parametrize("begin", [b"", b"220 localhost\r\n"], ids=["greeting", "answer"])
def test_a_reply_without_end_is_bounded(begin, line):
    """Of a reply that never ends so much is read and no more, and that is told as trouble of the server."""
    with flooding(begin, line) as port, mailer_for(port, message_seconds=30.0) as mailer:
        failure = mailer.send(mail_to())
    assert failure.trouble is Trouble.DOWN
    assert failure.detail == f"mail server 127.0.0.1:{port}: its reply is longer than 64 KiB"


class Fussy(Keeper):
    """Answers by the words in the recipient's name."""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  the name is aiosmtpd's
        replies = {"nobody": "550 5.1.1 no such\tuser", "busy": "451 4.7.1 greylisted", "closing": "421 bye"}
        for word, reply in replies.items():
            if address.startswith(word):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802  the name is aiosmtpd's
        if address.startswith("stranger"):
            return "553 sender not allowed"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the name is aiosmtpd's
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 looks like spam"
        return await super().handle_DATA(server, session, envelope)


def test_a_mail_arrives_as_it_was_composed():
    """What the server gets is the message byte for byte, from the sender's to the reader's address."""
    message = mail_to(watch_slug="a-name-as-long-as-a-name-may-be-and-a-little-longer-still")
    with Sink() as sink, mailer_for(sink.port) as mailer:
        assert mailer.send(message) is None
        assert mailer.send(mail_to("bob@reader.example")) is None
    assert sink.messages[0]["Message-ID"] == message["Message-ID"]
    for kind in ("plain", "html"):
        arrived, composed = (m.get_body((kind,)).get_content().splitlines() for m in (sink.messages[0], message))
        assert arrived == composed
    for name in ("List-Unsubscribe", "Subject"):
        assert f"{name}: {message[name]}\n" in sink.messages[0].as_bytes().decode().replace("\r", "")
    assert [m["To"] for m in sink.messages] == ["ada@reader.example", "bob@reader.example"]


@pytest.mark.parametrize(
    ("local", "trouble", "words"),
    [
        ("nobody", Trouble.REFUSED, "550 5.1.1 no such user"),
        ("busy", Trouble.PASSING, "451 4.7.1 greylisted"),
        ("spam", Trouble.REFUSED, "554 looks like spam"),
        ("closing", Trouble.DOWN, "421 bye"),
    ],
)
def test_what_the_server_answers_decides(local, trouble, words):
    """5yz is final, 4yz passes, 421 means the server; and the next message goes through."""
    with Sink(Fussy()) as sink, mailer_for(sink.port) as mailer:
        failure = mailer.send(mail_to(f"{local}@reader.example"))
        assert (failure.trouble, failure.detail) == (trouble, words)
        assert mailer.send(mail_to()) is None
    assert len(sink.messages) == 1


def test_a_refused_sender_stops_all_mail():
    """The sender is the same for every mail, so its refusal is the server's, never one reader's."""
    message = compose(content_of(), sender="stranger@x.example", public_url="")
    with Sink(Fussy()) as sink, mailer_for(sink.port) as mailer:
        assert mailer.send(message).trouble is Trouble.DOWN


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_server_that_is_not_there_is_down():
    """Without a server the failure says where it was looked for."""
    port = free_port()
    with mailer_for(port) as mailer:
        failure = mailer.send(mail_to())
    assert failure.trouble is Trouble.DOWN
    assert f"127.0.0.1:{port}" in failure.detail


@pytest.mark.parametrize("host", ["a..b", "x" * 300])
def test_a_host_that_is_no_name_is_down(host):
    """A misspelt host is a failure to send, not a crash."""
    with mailer_for(25, host=host) as mailer:
        assert mailer.send(mail_to()).trouble is Trouble.DOWN


def test_a_server_that_hangs_is_down_in_time():
    """A server that takes the connection and never says a word is given up after the timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent, mailer_for(silent.getsockname()[1], timeout=0.3) as mailer:
        failure = mailer.send(mail_to())
    assert failure.trouble is Trouble.DOWN
    assert "timed out" in failure.detail


class Hanging(Keeper):
    """Takes everything but the message."""

    async def handle_RCPT(self, server, _session, _envelope, _address, _options):  # noqa: N802  the name is aiosmtpd's
        server.transport.abort()
        return "250 OK"


def test_a_connection_that_breaks_is_told_apart():
    """A break in the middle of a message is neither the reader's refusal nor a server that is down."""
    with Sink(Hanging()) as sink, mailer_for(sink.port) as mailer:
        assert mailer.send(mail_to()).trouble is Trouble.BROKEN


class OneEach(Keeper):
    """Ends the connection shortly after a message."""

    ended = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the name is aiosmtpd's
        server.loop.call_later(0.05, self.end, server.transport)
        return await super().handle_DATA(server, session, envelope)

    def end(self, transport):
        transport.close()
        self.ended = True


def test_a_connection_the_server_ended_is_opened_again():
    """A server may close an idle connection; the next message opens a new one and is not lost."""
    with Sink(OneEach()) as sink, mailer_for(sink.port) as mailer:
        assert mailer.send(mail_to()) is None
        wait_until(lambda: sink.keeper.ended)
        assert mailer.send(mail_to("bob@reader.example")) is None
    assert len(sink.messages) == 2


def test_addresses_outside_ascii_arrive():
    """A local part outside ASCII goes by SMTPUTF8, a domain outside ASCII in its IDNA form."""
    with Sink() as sink, mailer_for(sink.port) as mailer:
        assert mailer.send(mail_to("jörg@bücher.example")) is None
    assert sink.messages[0]["To"] == "jörg@xn--bcher-kva.example"


def test_addresses_outside_ascii_need_a_server_that_knows_them():
    """A server without SMTPUTF8 is asked for no such mail; it is refused with the reason, and the next goes through."""
    with Sink(enable_SMTPUTF8=False) as sink, mailer_for(sink.port) as mailer:
        assert mailer.send(mail_to("jörg@reader.example")).trouble is Trouble.REFUSED
        assert mailer.send(mail_to()) is None


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that signs itself; server and client contexts."""
    path = write_certificate(tmp_path_factory.mktemp("tls") / "server.pem")
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=path)


def test_tls_from_the_first_byte(certificate):
    """A certificate that is trusted is accepted, one that is not is refused before a word is said."""
    server, client = certificate
    with Sink(context=server) as sink:
        with mailer_for(sink.port, security=SmtpSecurity.TLS, context=client) as mailer:
            assert mailer.send(mail_to()) is None
        with mailer_for(sink.port, security=SmtpSecurity.TLS) as mailer:
            failure = mailer.send(mail_to())
    assert failure.trouble is Trouble.DOWN
    assert "certificate" in failure.detail.lower()
    assert len(sink.messages) == 1


LOGIN = {"user": "watch", "password": "open sesame"}


def check_login(_server, _session, _envelope, _mechanism, data):
    """Accept one user and password."""
    return AuthResult(success=(data.login, data.password) == tuple(v.encode() for v in LOGIN.values()), handled=False)


def test_starttls_with_a_login(certificate):
    """The password is sent after the connection is encrypted; a wrong one stops all mail and is not shown."""
    server, client = certificate
    options = {"tls_context": server, "require_starttls": True, "authenticator": check_login, "auth_required": True}
    with Sink(**options) as sink:
        port, security = sink.port, SmtpSecurity.STARTTLS
        with mailer_for(port, security=security, context=client, **LOGIN) as mailer:
            assert mailer.send(mail_to()) is None
        with mailer_for(port, security=security, context=client, **(LOGIN | {"password": "guessed"})) as mailer:
            failure = mailer.send(mail_to())
        with mailer_for(port, security=security, **LOGIN) as mailer:
            assert "certificate" in mailer.send(mail_to()).detail.lower()
    assert failure.trouble is Trouble.DOWN
    assert "guessed" not in failure.detail
    assert len(sink.messages) == 1


def test_a_server_without_starttls_gets_no_mail():
    """Where encryption was asked for, mail never goes in the clear."""
    with Sink() as sink, mailer_for(sink.port, security=SmtpSecurity.STARTTLS) as mailer:
        assert mailer.send(mail_to()).trouble is Trouble.DOWN
    assert sink.messages == []


def test_the_folder_gets_one_file_a_mail(tmp_path):
    """A repeat replaces its file, whose name sorts by time, and nothing half-written stays."""
    mailer = FolderMailer(tmp_path / "mail")
    for address in ("ada@reader.example", "ada@reader.example"):
        assert mailer.send(mail_to(address)) is None
    assert mailer.send(mail_to("bob@reader.example", message_id="<ffff@watch.example>")) is None
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert names == ["20260301T080000Z-acme-privacy-0123456789abcdef.eml", "20260301T080000Z-acme-privacy-ffff.eml"]
    read = message_from_bytes((tmp_path / "mail" / names[0]).read_bytes(), policy=policy.default)
    assert (read["To"], read["Message-ID"]) == ("ada@reader.example", "<0123456789abcdef@watch.example>")


@pytest.mark.usefixtures("faulty_mails")
def test_a_hostile_id_stays_in_the_folder(tmp_path):
    """No name a message carries leads out of the folder."""
    message = mail_to(message_id="<../../etc/passwd@x>", watch_slug="../up")
    assert FolderMailer(tmp_path / "mail").send(message) is None
    assert [path.parent for path in tmp_path.rglob("*.eml")] == [tmp_path / "mail"]


def test_a_folder_that_cannot_be_written_is_down(tmp_path):
    """A file in the way of the folder is a failure to send that names it."""
    (tmp_path / "mail").write_text("in the way")
    failure = FolderMailer(tmp_path / "mail").send(mail_to())
    assert failure.trouble is Trouble.DOWN
    assert "mail" in failure.detail
