"""`history`, `diff` and `blame`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.common import format_option, is_coloured, say, say_json, say_removed, with_app
from monitor.cli.tables import fitting, print_table
from monitor.core.claims import told_as
from monitor.core.comparison.render import comparison_markdown, comparison_page, comparison_text, summary
from monitor.core.contract import clause_json, comparison_json, provenance_json, version_json
from monitor.core.notices.gist import facts_of, gist_of, gist_words
from monitor.core.phrases import day_words, moment_words, stated_words
from monitor.core.provenance_words import came_in_short, kept_words
from monitor.core.records import SnapshotReason
from monitor.history import blame, compare_snapshots, entries, history_json, pick
from storage.changes import change_between
from storage.times import to_text

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.core.records import Comparison, Snapshot, Watch
    from monitor.history import Entry
    from storage.changes import Change

_LONGEST_DAY = len("30 September 2026")

# columns, each with the least width of a terminal on which it is shown beside the others
_COLUMNS = {
    "Version": 0,
    "As of": 0,
    "How it came": 60,
    "Why kept": 0,
    "Told": 140,
    "Stated date": 100,
    "Clauses": 80,
    "What changed": 0,
}


@click.command()
@click.argument("watch", metavar="W")
@format_option("table", "json")
@with_app
def history_command(app: App, watch: str, form: str) -> None:
    """Show the versions of W, oldest first: how each came, why it was kept, when it was told, and what changed.

    Versions are numbered in the order in which they came; pages of the past that are taken in later stand before older
    numbers. The date of a version that Clausewatch did not fetch is that in the name of its file.
    """
    found = app.find_ever(watch)
    say_removed(found, aside=form == "json")
    if form == "json":
        say_json(history_json(app.view, found))
        return
    rows = list(map(_cells, entries(app.view, found)))
    if rows:
        columns = fitting(_COLUMNS, right=("Version", "Clauses"))
        print_table(columns, ([row[column.name] for column in columns] for row in rows))
    else:
        _say_none(found)


def _say_none(watch: Watch) -> None:
    advice = "" if watch.removed_at else f" yet; 'clausewatch check {watch.slug}' reads it now"
    say(f"{watch.slug!r} has no version{advice}.")


def _cells(entry: Entry) -> dict[str, str]:
    snapshot, change = entry.snapshot, entry.change
    return {
        "Version": str(snapshot.number),
        "As of": moment_words(snapshot.captured_at),
        "How it came": came_in_short(snapshot.provenance.kind, snapshot.provenance.by),
        "Why kept": _why_kept(entry),
        "Told": moment_words(change.told_at) if change and change.told_at else "",
        "Stated date": stated_words(snapshot.stated_date.iso) if snapshot.stated_date else "",
        "Clauses": str(snapshot.clause_count),
        "What changed": _what_changed(entry.snapshot.reason, change) if change else "",
    }


def _what_changed(reason: SnapshotReason, change: Change) -> str:
    """Return what weighs most, in the words of the mail, then how much changed."""
    comparison = change.comparison
    facts = facts_of(
        comparison.changes,
        claim=change.claim,
        reason=reason,
        language_old=comparison.language_old,
        language=comparison.language_new,
    )
    return ". ".join(filter(None, (gist_words(gist_of(facts)), summary(comparison))))


def _why_kept(entry: Entry) -> str:
    reason, change = entry.snapshot.reason, entry.change
    # which two languages, the summary beside it says
    whole = told_as(change.claim, "", "", is_return=reason is SnapshotReason.REVERTED) if change else ""
    return whole or kept_words(reason, has_before=entry.has_before, is_first_fetch=entry.is_first_fetch)


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
    found = app.find_ever(watch)
    say_removed(found, aside=form != "text")
    older, newer = pick(app.view, found, old=old, new=new)
    # what was found when the newer one came, and told: without what varies from look to look
    change = change_between(app.view, found.id, old=older.id, new=newer.id)
    comparison = change.comparison if change else compare_snapshots(app.view, found, older, newer)
    if form == "json":
        versions = {"old": version_json(older), "new": version_json(newer)}
        say_json({**comparison_json(comparison, change and change.id), "versions": versions})
        return
    title = f"{found.slug}: {_version_words(older)} to {_version_words(newer)}"
    show_comparison(comparison, form, title=title, cosmetic=cosmetic)


def _version_words(snapshot: Snapshot) -> str:
    came = snapshot.provenance
    return f"version {snapshot.number} ({moment_words(snapshot.captured_at)}, {came_in_short(came.kind, came.by)})"


def show_comparison(comparison: Comparison, form: str, *, title: str = "", cosmetic: bool) -> None:
    """Print a comparison for people: text, markdown or html, under what is compared where that is said."""
    if form == "html":
        click.echo(comparison_page(comparison, title=title, cosmetic=cosmetic))
    elif form == "markdown":
        click.echo(comparison_markdown(comparison, title=title, cosmetic=cosmetic), nl=False)
    else:
        if title:
            say(f"{title}\n")
        click.echo(comparison_text(comparison, colour=is_coloured(), cosmetic=cosmetic), nl=False)


@click.command()
@click.argument("watch", metavar="W")
@format_option("text", "json")
@with_app
def blame_command(app: App, watch: str, form: str) -> None:
    """Show each clause of the latest version of W with the date since which it has stood there.

    What stands at a restless place is marked so: it is not told of while it varies. A date that is that of
    a version which was supplied, and not fetched, says so.
    """
    found = app.find_ever(watch)
    say_removed(found, aside=form == "json")
    lines = blame(app.view, found)
    if form == "json":
        say_json(
            [
                {
                    **clause_json(clause),
                    "since": to_text(first.captured_at),
                    "provenance": provenance_json(first.provenance),
                    "restless": varies,
                }
                for clause, first, varies in lines
            ]
        )
        return
    path: tuple[str, ...] = ()
    for clause, first, is_restless in lines:
        if clause.heading_path != path:
            path = clause.heading_path
            say(f"\n{' > '.join(path)}")
        came = first.provenance
        supplied = "" if came.is_ours else f"  ({came_in_short(came.kind, came.by)})"
        restless = "  (restless)" if is_restless else ""
        say(f"{day_words(first.captured_at):{_LONGEST_DAY}}{supplied}{restless}  {clause.text}")
    if not lines:
        _say_none(found)
