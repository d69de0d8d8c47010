"""`export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import one_of, say, with_app
from monitor.core.errors import InvalidInputError
from monitor.core.records import Choice, Entry, Following
from monitor.core.watchlist import FORMATS, write_watchlist
from storage.sites import sites_of_watches
from storage.subscriptions import subscriptions
from storage.summaries import all_watches

if TYPE_CHECKING:
    from sqlite_utils import Database

    from monitor.app import App


@click.command()
@click.option("--format", "form", type=one_of(FORMATS), default="csv", show_default=True, help="How to write it.")
@click.option("--output", type=click.Path(path_type=Path), default=None, help="A file instead of standard output.")
@with_app
def export_command(app: App, form: str, output: Path | None) -> None:
    """Write the watchlist in a form that `import` reads back.

    CSV and JSON hold all there is to say of the watches: options, tags, who hears of them and of tags, what is paused,
    the sites for which they stand. The history is in the store; `backup` copies that.
    """
    text = exported(app.view, form)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(f"{output} cannot be written: {error.strerror}") from error
    say(f"{output} has the watchlist.")


def exported(db: Database, form: str) -> str:
    """Return all there is to say of the watches of a store, as one of `FORMATS`."""
    sites = sites_of_watches(db)
    entries = [
        Entry(spec=watch.spec, slug=watch.slug, is_paused=watch.is_paused, sites=sites.get(watch.id, ()))
        for watch in all_watches(db)
    ]
    urls = {entry.slug: entry.spec.url for entry in entries}
    followed = [
        Following(
            address=one.address,
            url=urls[one.watch] if one.watch else "",
            tag=one.tag,
            choice=one.choice,
            language=one.language,
        )
        for one in subscriptions(db)
        # who hears of a watch at once, and of whom nothing else is said, stands in its own row
        if not (one.watch and one.choice == Choice() and not one.language)
    ]
    return write_watchlist(entries, form, followed=followed)
