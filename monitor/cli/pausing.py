"""`pause`, `resume` and `remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.common import say, with_app
from monitor.cli.tagged import counted, named_or_tagged, tag_option
from storage.database import writing
from storage.rechosen import waiting_of
from storage.watches import purge_watch, remove_watch, set_paused

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.app import App


@click.command()
@click.argument("watches", metavar="[W]...", nargs=-1)
@tag_option("Also all watches with this tag; may be given several times.")
@with_app
def pause_command(app: App, watches: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Suspend the checks of watches; their history stays."""
    _set(app, watches, tags, since=app.clock(), said="Paused")


@click.command()
@click.argument("watches", metavar="[W]...", nargs=-1)
@tag_option("Also all watches with this tag; may be given several times.")
@with_app
def resume_command(app: App, watches: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Take up the checks of paused watches again."""
    _set(app, watches, tags, since=None, said="Resumed")


def _set(app: App, words: tuple[str, ...], tags: tuple[str, ...], *, since: datetime | None, said: str) -> None:
    found = named_or_tagged(app, words, tags)
    changed = [watch for watch in found if watch.is_paused is (since is None)]
    with writing(app.existing_db) as conn:
        for watch in changed:
            set_paused(conn, watch.id, since=since)
    if tags:
        say(f"{said} {counted(len(changed), len(found), tags)}.")
    else:
        for watch in found:
            say(f"{said} {watch.slug!r}.")


@click.command()
@click.argument("watches", metavar="W...", nargs=-1, required=True)
@click.option("--purge", is_flag=True, help="Delete the history too. This cannot be undone.")
@with_app
def remove_command(app: App, watches: tuple[str, ...], *, purge: bool) -> None:
    """Take watches off the list. Their history is kept, unless --purge, which takes watches that were removed, too."""
    found = [app.find_ever(word) if purge else app.find(word) for word in watches]
    waiting = {watch.id: waiting_of(app.existing_db, watch.id) for watch in found}
    with writing(app.existing_db) as conn:
        for watch in found:
            if purge:
                purge_watch(conn, watch.id)
            else:
                remove_watch(conn, watch.id, now=app.clock())
    for watch in found:
        say(
            f"Removed {watch.slug!r}"
            + (" with its history." if purge else "; its history is kept, and 'add' with --again takes it up again.")
        )
        if count := waiting[watch.id]:
            one = count == 1
            whose = "1 change of it that waits" if one else f"{count:,} changes of it that wait"
            is_told = f"{'is' if one else 'are'} told {'no more' if purge else 'all the same'}"
            say(f"{whose} to be mailed {is_told}.")
