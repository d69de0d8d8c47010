"""Whether new addresses are asked before mails go to them, and asking them: written to the outbox, as all mails are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.notices.notice import message_domain
from monitor.core.records import Consent
from storage.database import writing
from storage.questions import ask, end_lapsed, is_anybody_unconfirmed

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.config import Config


def asks(config: Config) -> bool:
    """Tell whether they are: that takes a mail server, and pages for the link to lead to."""
    return bool(config.smtp_host and config.public_url)


def has_pages(config: Config) -> bool:
    """Tell whether there are pages for links to lead to; without them a question waits."""
    return bool(config.public_url)


def missing_words(config: Config) -> str:
    """Return what has to be set before anybody is asked, with its verb: "public_url is"; "" for nothing."""
    missing = [name for name in ("smtp_host", "public_url") if not getattr(config, name)]
    return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'}" if missing else ""


def owner_of(config: Config) -> str:
    """Return the address of whoever runs the monitor, "" where the settings name none."""
    return config.contact.removeprefix("mailto:") if "@" in config.contact else ""


def consent_of(app: App, *, is_sure: bool, is_direct: bool = True) -> Consent:
    """Return what is known of whether the addresses that somebody names want mails."""
    config = app.config
    return Consent(is_asked=asks(config), is_sure=is_sure, is_direct=is_direct, owner=owner_of(config))


def ask_now(app: App) -> None:
    """Write the questions that may go out now, and end what nobody confirmed in time.

    Args:
        app: the data folder at work, whose store is there.

    Raises:
        StoreError: the store is broken or locked for too long.
    """
    if not is_anybody_unconfirmed(app.existing_db):
        return
    with writing(app.existing_db) as conn:
        end_lapsed(conn, now=app.clock())
        if asks(app.config):
            ask(conn, now=app.clock(), domain=message_domain(app.config.public_url))
