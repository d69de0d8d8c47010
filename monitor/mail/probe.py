"""A mail sent for no other reason than to see whether mails arrive: each step of it, and what to do where one fails."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

from monitor.core.notices.shorten import line
from monitor.mail.transport import SmtpSecurity, answer_words, connect
from monitor.mail.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from monitor.mail.transport import SmtpServer

_LONGEST_DETAIL = 300  # characters of what a server or the system says
_PERMANENT = 500  # RFC 5321 4.2.1
_LOGIN_FIRST = 530  # RFC 4954 section 6
_MOST_ADDRESSES = 3  # of a server that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of handing a mail over.

    Args:
        name: what was tried.
        is_fine: whether it worked; where it did not, no other follows.
        words: what was found, and what to do where it did not work.
    """

    name: str
    is_fine: bool
    words: str


class _FailedError(Exception):
    """A step that did not work."""

    def __init__(self, step: str, found: object, advice: str) -> None:
        words = f"{line(str(found) or type(found).__name__, _LONGEST_DETAIL)}; {advice}"
        super().__init__(words)
        self.step = Step(name=step, is_fine=False, words=words)


def probe(
    server: SmtpServer, *, sender: str, address: str, at: datetime, context: ssl.SSLContext | None = None
) -> Iterator[Step]:
    """Send a mail, step by step.

    Args:
        server: where it is handed in.
        sender: the From address.
        address: to whom.
        at: the time, UTC.
        context: certificates to trust, None for those of the system.

    Yields:
        The steps, up to the first that fails; nothing is raised because of a server.
    """
    wire = Wire()
    smtp: smtplib.SMTP | None = None
    with wire.cut_after(server.message_seconds):
        try:
            yield _found(server)
            smtp = _connected(server, wire, context or ssl.create_default_context())
            yield _answering(server)
            yield _encrypted(smtp, server, context or ssl.create_default_context())
            yield _logged_in(smtp, server)
            yield from _handed_over(smtp, server, sender=sender, address=address, at=at)
        except _FailedError as failed:
            if failed.step.name == "encryption" and smtp is None:
                yield _answering(server)
            yield failed.step
        finally:
            if smtp is not None:
                smtp.close()
            wire.let_go()


def _found(server: SmtpServer) -> Step:
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        advice = "look for a typo in smtp_host, and whether this machine can look names up"
        raise _FailedError("name", f"{server.host} is not found: {error}", advice) from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    more = f" and {len(addresses) - _MOST_ADDRESSES} more" if len(addresses) > _MOST_ADDRESSES else ""
    return Step(name="name", is_fine=True, words=f"{server.host} is {', '.join(addresses[:_MOST_ADDRESSES])}{more}")


def _answering(server: SmtpServer) -> Step:
    return Step(name="connection", is_fine=True, words=f"{server.host}, port {server.port}, answers")


def _connected(server: SmtpServer, wire: Wire, context: ssl.SSLContext) -> smtplib.SMTP:
    where = f"{server.host}, port {server.port}"
    try:
        return connect(server, wire, context)
    except ssl.SSLError as error:
        raise _tls_failed(error) from error
    except ConnectionRefusedError as error:
        advice = "nothing listens there: look at smtp_port (587 with starttls, 465 with tls, 25 with none)"
        raise _FailedError("connection", f"{where}: {error.strerror}", advice) from error
    except smtplib.SMTPResponseException as error:
        said = answer_words(error.smtp_code, error.smtp_error)
        raise _FailedError(
            "connection", f"{where}: {said}", "the server takes no mail from this machine now"
        ) from error
    except OSError as error:
        advice = (
            "it does not greet us as a mail server does: a firewall may be in between, many providers block port 25,"
            " and a server that speaks TLS from the first byte needs smtp_security tls"
        )
        raise _FailedError("connection", f"{where}: {error}", advice) from error


def _encrypted(smtp: smtplib.SMTP, server: SmtpServer, context: ssl.SSLContext) -> Step:
    if server.security is SmtpSecurity.NONE:
        words = "none, as smtp_security says: what is sent, and a password, can be read on the way"
        return Step(name="encryption", is_fine=True, words=words)
    try:
        if server.security is SmtpSecurity.STARTTLS:
            smtp.starttls(context=context)
    except ssl.SSLError as error:
        raise _tls_failed(error) from error
    except smtplib.SMTPNotSupportedError as error:
        advice = "set smtp_security to tls where the server speaks it from the first byte (port 465), or to none"
        raise _FailedError("encryption", "the server offers no STARTTLS on this port", advice) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _FailedError("encryption", error, "the server broke off; look into its log") from error
    sock = smtp.sock
    if not isinstance(sock, ssl.SSLSocket):
        raise _FailedError("encryption", "the server took STARTTLS for nothing", "ask whoever runs it")
    until = (sock.getpeercert() or {}).get("notAfter", "")
    words = (
        f"{sock.version()}, and the certificate is one for {server.host} by an issuer that is trusted, until {until}"
    )
    return Step(name="encryption", is_fine=True, words=words)


def _tls_failed(error: ssl.SSLError) -> _FailedError:
    if not isinstance(error, ssl.SSLCertVerificationError):
        advice = "the server speaks no TLS there: set smtp_security to starttls (port 587), or the port of TLS (465)"
        return _FailedError("encryption", error.reason or error, advice)
    found = error.verify_message or str(error)
    advice = (
        "where its issuer is one of your own, add that to the certificates of this system, or name it in SSL_CERT_FILE"
    )
    if "mismatch" in found or "not valid for" in found:
        advice = "smtp_host has to be a name that stands in the certificate"
    elif "expired" in found or "not yet valid" in found:
        advice = "the certificate has to be renewed, or the clock of this machine is wrong"
    return _FailedError("encryption", f"the certificate is not trusted: {found}", advice)


def _logged_in(smtp: smtplib.SMTP, server: SmtpServer) -> Step:
    try:
        smtp.ehlo_or_helo_if_needed()
        if not server.user:
            return Step(name="login", is_fine=True, words="none, for smtp_user is not set")
        smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        said = answer_words(error.smtp_code, error.smtp_error)
        advice = f"look at smtp_user ({server.user}) and the password; some providers want one made for programs"
        raise _FailedError("login", said, advice) from error
    except smtplib.SMTPNotSupportedError as error:
        advice = "the server lets nobody log in on this connection: encrypt it, or leave smtp_user empty"
        raise _FailedError("login", error, advice) from error
    except (OSError, ValueError, smtplib.SMTPException) as error:
        raise _FailedError("login", error, "the server broke off; look into its log") from error
    return Step(name="login", is_fine=True, words=f"{server.user} is let in")


def _handed_over(smtp: smtplib.SMTP, server: SmtpServer, *, sender: str, address: str, at: datetime) -> Iterator[Step]:
    own = parseaddr(sender)[1]
    local, _, domain = address.rpartition("@")
    to = f"{local}@{domain.encode('idna').decode('ascii')}"
    options = () if to.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
    try:
        code, reply = smtp.mail(own, options)
        if code >= _PERMANENT or code // 100 == 4:
            advice = f"the server does not let us send as {own}: look at mail_from"
            if code == _LOGIN_FIRST:
                advice = "the server wants a login: set smtp_user and a password"
            raise _FailedError("sender", answer_words(code, reply), advice)
        yield Step(name="sender", is_fine=True, words=f"{own} may send")
        code, reply = smtp.rcpt(to)
        if code // 100 != 2:
            advice = "the server takes no mail for that address: look for a typo, or whether it relays for us at all"
            if code < _PERMANENT:
                advice = "the server puts it off; mails are tried again by themselves"
            raise _FailedError("recipient", answer_words(code, reply), advice)
        yield Step(name="recipient", is_fine=True, words=f"{address} is taken")
        code, reply = smtp.data(_message(sender, to, at, server).as_bytes())
        if code // 100 != 2:
            raise _FailedError("mail", answer_words(code, reply), "the server refused what the mail says")
        said = answer_words(code, reply)
        yield Step(name="mail", is_fine=True, words=f"handed over ({said}); now look whether it arrives at {address}")
    except smtplib.SMTPNotSupportedError as error:
        raise _FailedError("sender", error, "the server cannot send to addresses outside ASCII") from error
    except (OSError, smtplib.SMTPException) as error:
        raise _FailedError("mail", error, "the server broke off; look into its log") from error


def _message(sender: str, to: str, at: datetime, server: SmtpServer) -> EmailMessage:
    message = EmailMessage(policy=SMTP.clone(utf8=not to.isascii()))
    message["From"], message["To"] = sender, to
    message["Subject"] = "Clausewatch can send mail"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<probe-{at:%Y%m%dT%H%M%SZ}@clausewatch.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"Whoever runs Clausewatch asked by 'clausewatch doctor --mail' whether mails arrive.\n"
        f"This one was handed to {server.host}, port {server.port}.\n"
    )
    return message
