"""Sending what waits in the outbox of a data folder, one process at a time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.lock import holding
from monitor.mail.delivery import Letterhead, SendReport, send_due
from monitor.mail.transport import FolderMailer, Mailer, SmtpMailer, SmtpSecurity, SmtpServer
from monitor.named_files import read_file
from monitor.questions import ask_now
from storage.keys import stop_key
from storage.outbox import take_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.app import App
    from monitor.config import Config

LOCK = "outbox.lock"
MAIL_FOLDER = "mail"
LONGEST_PASSWORD = 64 * 1024  # bytes; a larger file holds no password
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


def mailer_for(config: Config, folder: Path) -> Mailer:
    """Choose how mail leaves: by SMTP where a server is set, else as files in the folder `mail`.

    Args:
        config: the configuration.
        folder: the data folder.

    Returns:
        The mailer.

    Raises:
        InvalidInputError: the file that should hold the password cannot be read.
    """
    return SmtpMailer(server_of(config)) if config.smtp_host else FolderMailer(folder / MAIL_FOLDER)


def server_of(config: Config) -> SmtpServer:
    """Return the mail server that is set.

    Raises:
        InvalidInputError: none is, or the file that should hold the password cannot be read.
    """
    if not config.smtp_host:
        raise InvalidInputError("no smtp_host is set: mails are written as files, and none can be sent")
    return SmtpServer(
        host=config.smtp_host,
        port=config.smtp_port or _PORTS[config.smtp_security],
        security=SmtpSecurity(config.smtp_security),
        user=config.smtp_user,
        password=_password(config),
    )


def _password(config: Config) -> str:
    if not config.smtp_password_file:
        return config.smtp_password.get_secret_value()
    try:
        return read_file(Path(config.smtp_password_file), most=LONGEST_PASSWORD).decode("utf-8").strip()
    except (InvalidInputError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"the SMTP password in {config.smtp_password_file} cannot be read: {error}") from error


def send_waiting(
    app: App,
    *,
    stopping: Callable[[], bool] = bool,
    health_quota: int | None = None,
    group_window: timedelta = timedelta(0),
) -> SendReport:
    """Send every notice that is due, and the questions that may go out now.

    What a killed sender had claimed is taken over at once: this one holds the lock, so no other is at work.

    Args:
        app: the data folder at work.
        stopping: asked before each message whether to end early.
        health_quota: how many notices of blind watches one subscriber may get in six hours, None for all there are.
        group_window: how long a notice of changes waits for others to join it.

    Returns:
        What came of it.

    Raises:
        LockedError: another process is sending.
        StoreError: the store is broken or locked for too long.
    """
    config = app.config
    mailer = mailer_for(config, app.folder)
    with holding(app.folder / LOCK, what="sends mail"):
        take_over(app.existing_db, now=app.clock())
        ask_now(app)
        key = stop_key(app.existing_db)
        letterhead = Letterhead(
            sender=config.mail_from, public_url=config.public_url, stop_key=key, language=config.notice_language
        )
        return send_due(
            app.existing_db,
            mailer,
            letterhead=letterhead,
            now=app.clock,
            stopping=stopping,
            health_quota=health_quota,
            group_window=group_window,
            per_minute=config.mail_per_minute if config.smtp_host else 0,
        )
