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
from monitor.dated import look_into
from monitor.named_files import shown_name
from monitor.reprocess import reprocess
from monitor.supply import make_supply
from storage.due import active_watches

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.backfill import BackfillReport
    from monitor.dated import Folder


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
    and is named with why. Named as well is what is passed over: files with other names, all but one page of a second,
    and pages dated in the future. Pages dated between versions that are recorded already, or before a check that found
    the newest of them unchanged, are left out, so take a folder before a check finds the next change.
    """
    found = app.find(watch)
    supply = make_supply(source=said["source"], by=said["by"], now=app.clock())
    held = look_into(folder, now=app.clock())
    with Workers(is_forked=True) as workers, progress("reading the past", len(held.pages)) as step:
        report = backfill(app.existing_db, found, held.pages, workers, supply=supply, tell=lambda _: step())
    if said["form"] == "json":
        say_json({"watch": found.slug, "pages": len(held.pages), **_report_json(held, report)})
    else:
        _say_report(found.slug, held, report)


def _report_json(held: Folder, report: BackfillReport) -> dict[str, Any]:
    return {
        "outcomes": report.outcomes,
        "known": report.known,
        "skipped": report.skipped,
        "failed": [
            {"file": shown_name(page.path), "kind": why.kind, "status": why.status, "detail": why.detail}
            for page, why in report.failed
        ],
        "passed_over": [{"file": one.name, "why": one.why} for one in held.passed_over],
    }


def _say_report(slug: str, held: Folder, report: BackfillReport) -> None:
    counts = ", ".join(f"{count} {kind.value.replace('_', ' ')}" for kind, count in report.outcomes.items())
    say(f"{slug}: {count_words(len(held.pages), 'page')}: {counts or 'nothing new'}.")
    failed = [(shown_name(page.path), why.detail or why.kind.replace("_", " ")) for page, why in report.failed]
    _say_named("No version", failed, "page")
    _say_named("Passed over", [(one.name, one.why) for one in held.passed_over], "file")
    if report.known:
        say(f"{count_words(report.known, 'page')} recorded before.")
    if report.skipped:
        say(
            f"{count_words(report.skipped, 'page')} left out: dated between versions that are recorded already, or "
            "before a check that found the newest of them unchanged."
        )


def _say_named(what: str, files: list[tuple[str, str]], thing: str) -> None:
    for name, why in files[:MOST_NAMED]:
        say(f"{what}: {name}: {why}.")
    if len(files) > MOST_NAMED:
        say(f"{what}: {count_words(len(files) - MOST_NAMED, f'more {thing}')}, which --format json names.")


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
