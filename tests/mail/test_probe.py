"""A mail that is sent to see whether mails arrive."""

from __future__ import annotations

import socket
import ssl

import pytest
from aiosmtpd.smtp import AuthResult

from monitor.demo.sink import Keeper, Sink
from monitor.mail.probe import probe
from monitor.mail.transport import SmtpSecurity, SmtpServer
from tests.certificates import write_certificate
from tests.mail.samples import NOW
from tests.product import Product
from tests.servers import PATIENCE_SECONDS

ADA = "ada@reader.example"
LOGIN = {"user": "watch", "password": "open sesame"}
ALL = ["name", "connection", "encryption", "login", "sender", "recipient", "mail"]


class Choosy(Keeper):
    """Takes no mail of strangers, for nobody, or of a word."""

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802  the name is aiosmtpd's
        if address.startswith("stranger"):
            return "550 5.7.1 who are you"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  the name is aiosmtpd's
        if address.startswith(("nobody", "busy")):
            return "550 5.1.1 no such user" if address.startswith("nobody") else "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def check_login(_server, _session, _envelope, _mechanism, data):
    """Accept one user and password."""
    return AuthResult(success=(data.login, data.password) == tuple(v.encode() for v in LOGIN.values()), handled=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Certificates that sign themselves: a good one, one for another address, one that is over."""
    folder = tmp_path_factory.mktemp("tls")
    write_certificate(folder / "good.pem")
    write_certificate(folder / "other.pem", address="127.0.0.2")
    write_certificate(folder / "over.pem", hours=(-2, -1))
    return folder


def serving(path):
    """Return the context of a server with a certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


def steps(port, *, trusted=None, sender="watch@x.example", address=ADA, **values):
    """Send a mail; return the steps that went well, and what is said of the one that did not."""
    standard = {"host": "127.0.0.1", "port": port, "security": SmtpSecurity.NONE, "timeout": PATIENCE_SECONDS}
    context = ssl.create_default_context(cafile=trusted) if trusted else None
    server = SmtpServer(**(standard | values))
    found = list(probe(server, sender=sender, address=address, at=NOW, context=context))
    assert [one.name for one in found] == ALL[: len(found)]
    assert all(one.is_fine for one in found[:-1])
    return found[-1].name, "" if found[-1].is_fine else found[-1].words


# the server of the test warns that it takes a password without TLS, which is what is tried
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize("security", SmtpSecurity)
def test_a_mail_goes_through_in_seven_steps(folder, security):
    """Plain, by STARTTLS and by TLS from the first byte, with a login: each step is told, and the mail is there."""
    tls = serving(folder / "good.pem")
    options = {"authenticator": check_login, "auth_required": True, "auth_require_tls": False}
    if security is SmtpSecurity.STARTTLS:
        options |= {"tls_context": tls, "require_starttls": True}
    with Sink(Choosy(), context=tls if security is SmtpSecurity.TLS else None, **options) as sink:
        assert steps(sink.port, security=security, trusted=folder / "good.pem", **LOGIN) == ("mail", "")
    (mail,) = sink.messages
    assert (mail["To"], mail["From"], mail["Auto-Submitted"]) == (ADA, "watch@x.example", "auto-generated")


@pytest.mark.parametrize(
    ("values", "step", "words"),
    [
        ({"host": "no-such-host.invalid"}, "name", "typo in smtp_host"),
        (
            {"security": SmtpSecurity.STARTTLS},
            "encryption",
            "offers no STARTTLS on this port; set smtp_security to tls",
        ),
        ({"security": SmtpSecurity.TLS}, "encryption", "the server speaks no TLS there"),
        (LOGIN, "login", "leave smtp_user empty"),
        (
            {"sender": "stranger@x.example"},
            "sender",
            "550 5.7.1 who are you; the server does not let us send as stranger",
        ),
        (
            {"address": "nobody@reader.example"},
            "recipient",
            "550 5.1.1 no such user; the server takes no mail for that",
        ),
        ({"address": "busy@reader.example"}, "recipient", "451 4.7.1 greylisted; the server puts it off"),
    ],
)
def test_each_step_that_fails_says_what_to_do(values, step, words):
    """The first step that fails is the last one tried, and says what was found and what to do."""
    with Sink(Choosy()) as sink:
        found, said = steps(sink.port, **values)
    assert found == step
    assert words in said
    assert sink.messages == []


@pytest.mark.parametrize("security", [SmtpSecurity.STARTTLS, SmtpSecurity.TLS])
@pytest.mark.parametrize(
    ("certificate", "is_trusted", "words"),
    [
        ("good.pem", False, "add that to the certificates of this system, or name it in SSL_CERT_FILE"),
        ("other.pem", True, "smtp_host has to be a name that stands in the certificate"),
        ("over.pem", True, "the certificate has to be renewed"),
    ],
)
def test_a_wrong_certificate_is_told(folder, security, certificate, is_trusted, words):
    """One by nobody that is trusted, for another server or out of its time ends the encryption, each with its advice."""
    tls = serving(folder / certificate)
    options = {"tls_context": tls} if security is SmtpSecurity.STARTTLS else {"context": tls}
    with Sink(Choosy(), **options) as sink:
        found, said = steps(sink.port, security=security, trusted=folder / certificate if is_trusted else None)
    assert found == "encryption"
    assert said.startswith("the certificate is not trusted: ")
    assert words in said


def test_a_wrong_password_is_told_and_not_shown(folder):
    """The login fails with the server's answer and the user's name; the password is in no word of it."""
    tls = serving(folder / "good.pem")
    with Sink(Choosy(), tls_context=tls, authenticator=check_login, auth_required=True) as sink:
        wrong = LOGIN | {"password": "guessed"}
        port, trusted = sink.port, folder / "good.pem"
        found, said = steps(port, security=SmtpSecurity.STARTTLS, trusted=trusted, **wrong)
        without = steps(port, security=SmtpSecurity.STARTTLS, trusted=trusted)
    assert (found, "535" in said, "(watch)" in said, "guessed" in said) == ("login", True, True, False)
    assert (without[0], "set smtp_user and a password" in without[1]) == ("sender", True)


def test_a_port_where_nothing_listens_is_told():
    """A refused connection says which ports there are; a server that is silent, what may be in between."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        found, said = steps(port, timeout=0.2)
        assert (found, "a firewall may be in between" in said) == ("connection", True)
    found, said = steps(port)
    assert (found, "587 with starttls" in said) == ("connection", True)


def test_the_command_says_each_step(tmp_path, folder):
    """`doctor --mail` has a line for each step, for machines too, and ends with 1 where one failed or no server is set."""
    product = Product(tmp_path / "data", SSL_CERT_FILE=str(folder / "good.pem"))
    product.quick("subscribe", ADA, "--all")
    assert "no smtp_host is set" in product.quick("doctor", "--mail", ADA, code=2).stderr
    with Sink(Choosy(), tls_context=serving(folder / "good.pem")) as sink:
        product.environment |= {"CLAUSEWATCH_SMTP_HOST": "127.0.0.1", "CLAUSEWATCH_SMTP_PORT": str(sink.port)}
        lines = product.quick("doctor", "--mail", ADA).stdout.splitlines()
        failed = product.quick("doctor", "--mail", "nobody@reader.example", "--format", "json", code=1)
    assert [line.split()[:2] for line in lines] == [["fine", f"{name}:"] for name in ALL]
    assert "TLSv1." in lines[2]
    assert '"subject": "recipient", "fine": false' in failed.stdout
    assert product.json("outbox", "list") == []
