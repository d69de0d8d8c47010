"""The two ways a mail leaves: by SMTP, or as a file in a folder where no SMTP server is configured."""

from __future__ import annotations

import os
import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from monitor.core.notices.resending import SendFailure, Trouble
from monitor.core.notices.shorten import line
from monitor.mail.wire import LONGEST_REPLY, Replies, Wire

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

_LONGEST_DETAIL = 300  # characters of what a server says, which is shown on a line
_SERVICE_CLOSING = 421  # RFC 5321 4.2.3: service not available
_TOO_LARGE = 552  # RFC 5321 4.2.3: exceeded storage allocation
_PERMANENT = 500  # RFC 5321 4.2.1: from here on the answer is final


class Mailer(Protocol):
    """What hands one message to one address."""

    def send(self, message: EmailMessage) -> SendFailure | None:
        """Hand a message to the address in its To header; return why not, or None when it was taken."""

    def close(self) -> None:
        """End what is open; the next `send` opens it again."""


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is kept private."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed in.

    Args:
        host: name or address.
        port: usually 587 with STARTTLS, 465 with TLS.
        security: none, starttls or tls.
        user: "" for no login.
        password: its password.
        timeout: seconds without an answer after which the server counts as down.
        message_seconds: what handing over one message may take in all, with connecting and a second try.
    """

    host: str
    port: int
    security: SmtpSecurity = SmtpSecurity.STARTTLS
    user: str = ""
    password: str = ""
    timeout: float = 30.0
    message_seconds: float = 90.0


class FolderMailer:
    """Writes each message as an `.eml` file; a repeat replaces its file by the same bytes.

    Args:
        folder: it is made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> SendFailure | None:
        """Write the file whole or not at all, and safe from a power cut."""
        target = self._folder / eml_name(message)
        partial = target.with_suffix(".partial")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
            _sync_folder(self._folder)
        except OSError as error:
            return SendFailure(trouble=Trouble.DOWN, detail=f"{target}: {error.strerror or error}")
        return None

    def close(self) -> None:
        """Do nothing; no file stays open."""


def eml_name(message: EmailMessage) -> str:
    """Name the file of a message: its time, its list and its id, so that names sort and a repeat has the same."""
    moment = message["Date"].datetime.strftime("%Y%m%dT%H%M%SZ")
    words = (str(message["List-Id"]).split(".")[0], str(message["Message-ID"]).partition("@")[0])
    return "-".join((moment, *(re.sub(r"[^A-Za-z0-9-]", "", word) for word in words))) + ".eml"


def _sync_folder(folder: Path) -> None:
    # the new name itself lives in the folder, which not every system lets us open
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Smtp(smtplib.SMTP):
    """A connection that can be cut from the moment it is made, while it is greeted as well, and whose replies end."""

    file: Replies | None

    def __init__(self, server: SmtpServer, wire: Wire) -> None:
        self._wire = wire
        super().__init__(server.host, server.port, _own_name(), timeout=server.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # for subclasses
        self._wire.hold(made)
        return made

    def getreply(self) -> tuple[int, bytes]:
        replies = self.file = self.file or Replies(self.sock.makefile("rb"))  # type: ignore[union-attr]  # it is there
        replies.begin()
        try:
            return super().getreply()
        except smtplib.SMTPServerDisconnected as error:
            if not replies.is_endless:
                raise
            detail = f"its reply is longer than {LONGEST_REPLY // 1024} KiB"
            raise smtplib.SMTPServerDisconnected(detail) from error


class _TlsSmtp(smtplib.SMTP_SSL, _Smtp):
    """The same with TLS from its first byte; `smtplib` asks for the socket first, then for the handshake on it."""

    def __init__(self, server: SmtpServer, wire: Wire, context: ssl.SSLContext) -> None:
        self._wire = wire
        smtplib.SMTP_SSL.__init__(self, server.host, server.port, _own_name(), timeout=server.timeout, context=context)


def connect(server: SmtpServer, wire: Wire, context: ssl.SSLContext) -> smtplib.SMTP:
    """Connect to a server that has greeted us, by TLS where it is spoken from the first byte.

    Raises:
        OSError: it cannot be reached or does not greet, its certificate is not trusted, or it speaks no TLS.
    """
    return _TlsSmtp(server, wire, context) if server.security is SmtpSecurity.TLS else _Smtp(server, wire)


class SmtpMailer:
    """Hands messages to an SMTP server over one connection, opened at the first and again when it was lost.

    Args:
        server: where and how.
        context: certificates to trust, None for those of the system; certificate and host name are always checked.
    """

    def __init__(self, server: SmtpServer, *, context: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._context = context or ssl.create_default_context()
        self._smtp: smtplib.SMTP | None = None
        self._wire = Wire()

    def send(self, message: EmailMessage) -> SendFailure | None:
        """Hand a message over; see `Mailer`. A server that answers, but ever so slowly, counts as one that does not."""
        with self._wire.cut_after(self._server.message_seconds):
            return self._send(message)

    def _send(self, message: EmailMessage) -> SendFailure | None:
        was_open = self._smtp is not None
        try:
            smtp = self._connected()
        except (OSError, ValueError) as error:
            self._drop()
            return SendFailure(trouble=Trouble.DOWN, detail=self._words(error))
        failure = self._hand_over(smtp, message)
        if failure and failure.trouble in {Trouble.BROKEN, Trouble.DOWN}:
            self._drop()
            # a server may end a connection that was idle or carried enough messages; a new one tells
            return self._send(message) if was_open and not self._wire.is_cut else failure
        return failure

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._smtp is not None:
            with suppress(OSError), self._wire.cut_after(self._server.timeout):
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        # no goodbye: a server that failed may let us wait for its answer
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()
        self._wire.let_go()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = connect(self._server, self._wire, self._context)
            if self._server.security is SmtpSecurity.STARTTLS:
                self._smtp.starttls(context=self._context)
            if self._server.user:
                self._smtp.login(self._server.user, self._server.password)
            self._smtp.ehlo_or_helo_if_needed()
        return self._smtp

    def _hand_over(self, smtp: smtplib.SMTP, message: EmailMessage) -> SendFailure | None:
        sender, address = parseaddr(str(message["From"]))[1], message["To"].addresses[0].addr_spec
        try:
            options = () if address.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
            smtp.sendmail(sender, [address], message.as_bytes(), options)
        except smtplib.SMTPRecipientsRefused as refused:
            return _answered(*refused.recipients[address])
        except smtplib.SMTPSenderRefused as refused:
            failure = _answered(refused.smtp_code, refused.smtp_error)
            # the sender is the same for all messages, so one that is not taken stops them all
            is_own = refused.smtp_code == _TOO_LARGE
            return failure if is_own else SendFailure(trouble=Trouble.DOWN, detail=failure.detail)
        except smtplib.SMTPDataError as refused:
            return _answered(refused.smtp_code, refused.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return SendFailure(trouble=Trouble.REFUSED, detail=self._words(error))
        except OSError as error:
            return SendFailure(trouble=Trouble.BROKEN, detail=self._words(error))
        return None

    def _words(self, error: Exception) -> str:
        where = f"mail server {self._server.host}:{self._server.port}"
        if isinstance(error, smtplib.SMTPResponseException):
            return f"{where}: {_answered(error.smtp_code, error.smtp_error).detail}"
        said = (isinstance(error, OSError) and error.strerror) or error or type(error).__name__
        return line(f"{where}: {said}", _LONGEST_DETAIL)


def _own_name() -> str:
    # not socket.getfqdn(), which may ask the network and wait; an address literal is what RFC 5321 4.1.3 has instead
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"


def answer_words(code: int, reply: bytes | str) -> str:
    """Return what a server answered as one line."""
    return _answered(code, reply).detail


def _answered(code: int, reply: bytes | str) -> SendFailure:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    trouble = Trouble.REFUSED if code >= _PERMANENT else Trouble.PASSING
    trouble = Trouble.DOWN if code == _SERVICE_CLOSING else trouble
    return SendFailure(trouble=trouble, detail=line(f"{code} {words}", _LONGEST_DETAIL))
