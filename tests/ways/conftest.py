"""Stores with notices for web hooks, commands and services."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network

import pytest

from monitor.core.records import Way
from monitor.ways.command import Command
from monitor.ways.lane import Terms, send_elsewhere
from monitor.ways.receivers import Pages
from monitor.ways.services import Services
from monitor.ways.web import WebHooks
from storage.database import open_store, writing
from storage.deliveries import list_deliveries
from storage.enqueue import enqueue
from storage.keys import hook_key, stop_key
from tests.mail.samples import NOW, put_change, put_watch, subscribe
from tests.servers import PATIENCE_SECONDS

LOOPBACK = (ip_network("127.0.0.0/8"),)


class Outbox:
    """A store, and what leaves it by other ways than mail."""

    def __init__(self, db):
        self.db = db
        self.watches = 0

    def put(self, *addresses, changes=1):
        """Have changes told to some addresses, a notice each; return the number of the last change."""
        change = 0
        for _ in range(changes):
            self.watches += 1
            with writing(self.db) as conn:
                watch = put_watch(conn, slug=f"acme-{self.watches}", tags=[f"tag {self.watches}"])
                for address in addresses:
                    subscribe(conn, address, tag=f"tag {self.watches}")
                change = put_change(conn, watch)
                enqueue(conn, change_id=change, watch_id=watch, at=NOW, domain="watch.example")
        return change

    def send(self, *, at=NOW, seconds=PATIENCE_SECONDS, networks=LOOPBACK, words=(), stopping=bool):
        """Empty it at a time, within some seconds for each receiver."""
        pages = Pages(public_url="https://watch.example", stop_key=stop_key(self.db))
        receivers = {
            Way.WEB: WebHooks(pages=pages, key=hook_key(self.db), now=lambda: at, networks=networks, seconds=seconds),
            Way.HOOK: Command(words, seconds=seconds, pages=pages),
            Way.APPRISE: Services(pages=pages, networks=networks, seconds=seconds),
        }
        return send_elsewhere(self.db, receivers, Terms(now=lambda: at, stopping=stopping, group_window=timedelta(0)))

    def deliveries(self):
        """All deliveries, the oldest first."""
        return [*reversed(list_deliveries(self.db))]

    def only(self):
        """The one delivery there is."""
        (found,) = self.deliveries()
        return found

    def states(self):
        """The state of each delivery, the oldest first."""
        return [one.state for one in self.deliveries()]


@pytest.fixture
def outbox(tmp_path):
    """A fresh store in a file."""
    db = open_store(tmp_path / "data")
    yield Outbox(db)
    db.close()
