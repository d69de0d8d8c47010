"""`history`, `diff` and `blame`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.common import format_option, say, say_json, with_app
from monitor.cli.tables import Column, print_table
from monitor.core.claims import told_as
from monitor.core.comparison.render import comparison_markdown, comparison_page, comparison_text, summary
from monitor.core.contract import clause_json, comparison_json
from monitor.core.phrases import REASONS, day_words, moment_words, stated_words
from monitor.core.records import SnapshotReason
from monitor.history import blame, compare_snapshots, entries, history_json, pick
from storage.changes import change_between
from storage.times import to_text

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.core.records import Comparison, Snapshot
    from storage.changes import Change

_COLUMNS = [
    Column(name=name, is_right=name in {"Version", "Clauses"})
    for name in ("Version", "Captured", "Why kept", "Stated date", "Clauses", "What changed")
]


@click.command()
@click.argument("watch", metavar="W")
@format_option("table", "json")
@with_app
def history_command(app: App, watch: str, form: str) -> None:
    """Show the versions of W, oldest first, with what changed."""
    found = app.find(watch)
    if form == "json":
        say_json(history_json(app.view, found))
        return
    rows = [
        (
            str(snapshot.id),
            moment_words(snapshot.captured_at),
            _why_kept(snapshot, change),
            stated_words(snapshot.stated_date.iso) if snapshot.stated_date else "",
            str(snapshot.clause_count),
            summary(change.comparison) if change else "",
        )
        for snapshot, change in entries(app.view, found)
    ]
    if rows:
        print_table(_COLUMNS, rows)
    else:
        say(f"{found.slug!r} has no version yet; 'clausewatch check {found.slug}' reads it now.")


def _why_kept(snapshot: Snapshot, change: Change | None) -> str:
    # which two languages, the summary beside it says
    is_return = snapshot.reason is SnapshotReason.REVERTED
    return (change and told_as(change.claim, "", "", is_return=is_return)) or REASONS[snapshot.reason]


@click.command()
@click.argument("watch", metavar="W")
@click.option("--from", "old", type=int, default=None, metavar="N", help="The older version. [default: the one before]")
@click.option("--to", "new", type=int, default=None, metavar="M", help="The newer version. [default: the latest]")
@click.option("--all", "cosmetic", is_flag=True, help="Also show changes of form only.")
@format_option("text", "markdown", "html", "json")
@with_app
def diff_command(app: App, watch: str, *, old: int | None, new: int | None, cosmetic: bool, form: str) -> None:
    """Compare two versions of W, clause by clause. 'history' gives their numbers.

    Of two neighbours it shows the change as it was found and told, without what varies from look to look; of two others
    all that differs.
    """
    found = app.find(watch)
    older, newer = pick(app.view, found, old=old, new=new)
    # what was found when the newer one came, and told: without what varies from look to look
    change = change_between(app.view, found.id, old=older.id, new=newer.id)
    comparison = change.comparison if change else compare_snapshots(app.view, older, newer)
    if form == "json":
        say_json(comparison_json(comparison, change and change.id))
        return
    if form == "text":
        say(f"{found.slug}: version {older.id} ({day_words(older.captured_at)}) to version {newer.id}"
            f" ({day_words(newer.captured_at)})\n")  # fmt: skip
    show_comparison(comparison, form, cosmetic=cosmetic)


def show_comparison(comparison: Comparison, form: str, *, cosmetic: bool) -> None:
    """Print a comparison for people: text, markdown or html."""
    if form == "html":
        click.echo(comparison_page(comparison, cosmetic=cosmetic))
    elif form == "markdown":
        click.echo(comparison_markdown(comparison, cosmetic=cosmetic))
    else:
        click.echo(comparison_text(comparison, colour=sys.stdout.isatty(), cosmetic=cosmetic))


@click.command()
@click.argument("watch", metavar="W")
@format_option("text", "json")
@with_app
def blame_command(app: App, watch: str, form: str) -> None:
    """Show each clause of the latest version of W with the date since which it has stood there.

    What stands at a restless place is marked so: it is not told of while it varies.
    """
    found = app.find(watch)
    lines = blame(app.view, found)
    if form == "json":
        each = ({**clause_json(clause), "since": to_text(since), "restless": varies} for clause, since, varies in lines)
        say_json([*each])
        return
    path: tuple[str, ...] = ()
    for clause, since, is_restless in lines:
        if clause.heading_path != path:
            path = clause.heading_path
            say(f"\n{' > '.join(path)}")
        say(f"{since:%Y-%m-%d}  {'(restless) ' if is_restless else ''}{clause.text}")
    if not lines:
        say(f"{found.slug!r} has no version yet; 'clausewatch check {found.slug}' reads it now.")
