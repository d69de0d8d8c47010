"""`backfill` and `reprocess`: texts drawn without a crawl."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.checking.pool import Workers
from monitor.backfill import backfill
from monitor.cli.common import format_option, progress, say, say_json, with_app
from monitor.core.errors import MOST_NAMED
from monitor.core.phrases import count_words
from monitor.dated import find_pages
from monitor.reprocess import reprocess
from monitor.supply import make_supply, name_of
from storage.due import active_watches

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.backfill import BackfillReport


@click.command()
@click.argument("watch", metavar="W")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--source", default="", metavar="URL", help="The archive the pages come from. [default: none, files]")
@click.option("--by", default="", metavar="NAME", help="Who supplies them. [default: the user that runs this]")
@format_option("text", "json")
@with_app
def backfill_command(app: App, watch: str, folder: Path, **said: str) -> None:
    """Take dated pages of the past into the history of W, with no notices.

    Each version that comes of them says that it was not fetched: out of the archive at URL, or a file, and who supplied
    it when. Nothing in a file, its name or beside it is read as saying so.

    FOLDER holds files named by their time, as 2024-02-27T18-32-41Z.html or .html.gz (also pdf, txt, md). All are looked
    at first: where one cannot be read it is named, and nothing is recorded. A second run adds nothing; after one that
    was interrupted it takes the rest, as if nothing had happened. A page that does not show the policy is no version,
    and is named with why. Pages dated between versions that are recorded already are left out, so take a folder before
    a check finds the next change.
    """
    found = app.find(watch)
    supply = make_supply(source=said["source"], by=said["by"], now=app.clock())
    pages = find_pages(folder)
    early = [name_of(page) for page in pages if page.at > app.clock()]
    if early and said["form"] == "text":
        say(f"Dated in the future, by the clock here: {count_words(len(early), 'page')}, the first {early[0]}.")
    with Workers(is_forked=True) as workers, progress("reading the past", len(pages)) as step:
        report = backfill(app.existing_db, found, pages, workers, supply=supply, tell=lambda _: step())
    if said["form"] == "json":
        say_json({"watch": found.slug, "pages": len(pages), "in_the_future": early, **_report_json(report)})
    else:
        _say_report(found.slug, len(pages), report)


def _report_json(report: BackfillReport) -> dict[str, Any]:
    return {
        "outcomes": report.outcomes,
        "known": report.known,
        "skipped": report.skipped,
        "failed": [
            {"file": name_of(page), "kind": why.kind, "status": why.status, "detail": why.detail}
            for page, why in report.failed
        ],
    }


def _say_report(slug: str, pages: int, report: BackfillReport) -> None:
    counts = ", ".join(f"{count} {kind.value.replace('_', ' ')}" for kind, count in report.outcomes.items())
    say(f"{slug}: {count_words(pages, 'page')}: {counts or 'nothing new'}.")
    for page, why in report.failed[:MOST_NAMED]:
        say(f"No version: {name_of(page)}: {why.detail or why.kind.replace('_', ' ')}.")
    if len(report.failed) > MOST_NAMED:
        say(f"No version: {count_words(len(report.failed) - MOST_NAMED, 'more page')}, which --format json names.")
    if report.known:
        say(f"{count_words(report.known, 'page')} recorded before.")
    if report.skipped:
        say(f"{count_words(report.skipped, 'page')} left out: dated between versions that are recorded already.")


@click.command()
@click.argument("watches", metavar="[W]...", nargs=-1)
@with_app
def reprocess_command(app: App, watches: tuple[str, ...]) -> None:
    """Draw the latest version of watches again from the stored page, after an upgrade of the rules.

    A text that comes out otherwise is kept as 'reprocessed': it is no change and mails nobody. Where it comes out the
    same, only what was left out of the page is recorded anew.
    """
    ids = [app.find(word).id for word in watches] or active_watches(app.db)
    renewed = 0
    with Workers(is_forked=True) as workers, progress("drawing again", len(ids)) as step:
        for watch_id in ids:
            renewed += reprocess(app.db, watch_id, workers, now=app.clock())
            step()
    say(f"{count_words(len(ids), 'watch', 'watches')} drawn again: {renewed} came out otherwise.")
