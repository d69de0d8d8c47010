"""`tell`: what is held is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crawler.checking.pool import Workers
from crawler.checking.record import mail_domain
from monitor.cli.common import say, with_app
from monitor.tell import tell

if TYPE_CHECKING:
    from monitor.app import App


@click.command()
@click.argument("watch", metavar="W")
@with_app
def tell_command(app: App, watch: str) -> None:
    """Tell at once what is held of W, without waiting for it to stay.

    'show W' says what is held, since when, and when it is told of itself.
    """
    found = app.find(watch)
    with Workers(is_forked=True) as workers:
        change = tell(app.existing_db, found, workers, now=app.clock(), domain=mail_domain(app.config.public_url))
    say(f"{found.slug}: {change.detail}. 'clausewatch diff {found.slug}' shows it.")
