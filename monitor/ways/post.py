"""Sending what waits in the outbox of a data folder by other ways than mail, one process at a time."""

from __future__ import annotations

import shlex
from datetime import timedelta
from ipaddress import ip_network
from typing import TYPE_CHECKING

from monitor.core.records import Way
from monitor.lock import holding
from monitor.mail.delivery import SendReport
from monitor.ways.command import Command
from monitor.ways.lane import Terms, send_elsewhere
from monitor.ways.receivers import Pages
from monitor.ways.services import Services
from monitor.ways.web import WebHooks
from storage.keys import hook_key, stop_key
from storage.outbox import OTHERS, is_any_open, take_over

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.app import App
    from monitor.config import Config
    from monitor.core.networks import Network
    from monitor.ways.receivers import Receiver

LOCK = "ways.lock"


def send_waiting_elsewhere(
    app: App,
    *,
    stopping: Callable[[], bool] = bool,
    health_quota: int | None = None,
    group_window: timedelta = timedelta(0),
) -> SendReport:
    """Hand over every notice that is due and leaves by another way than mail.

    Args:
        app: the data folder at work.
        stopping: asked again and again whether to end early.
        health_quota: how many notices of blind watches one subscriber may get in six hours, None for all there are.
        group_window: how long a notice of changes waits for others to join it.

    Returns:
        What came of it.

    Raises:
        LockedError: another process is at it.
        StoreError: the store is broken or locked for too long.
    """
    if not is_any_open(app.existing_db, OTHERS):
        return SendReport()
    terms = Terms(now=app.clock, stopping=stopping, health_quota=health_quota, group_window=group_window)
    with holding(app.folder / LOCK, what="hands over notices"):
        take_over(app.existing_db, now=app.clock(), ways=OTHERS)
        return send_elsewhere(app.existing_db, _receivers(app), terms)


def _receivers(app: App) -> Mapping[Way, Receiver]:
    config, db = app.config, app.existing_db
    pages = Pages(public_url=config.public_url, stop_key=stop_key(db), language=config.notice_language)
    networks = allowed_networks(config)
    return {
        Way.WEB: WebHooks(pages=pages, key=hook_key(db), now=app.clock, networks=networks),
        Way.HOOK: Command(shlex.split(config.hook), seconds=config.hook_timeout, pages=pages),
        Way.APPRISE: Services(pages=pages, networks=networks),
    }


def allowed_networks(config: Config) -> tuple[Network, ...]:
    """Return the private networks that may be reached."""
    return tuple(map(ip_network, config.allow_networks))
