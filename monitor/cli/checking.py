"""`check`."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import format_option, progress, say, say_json, with_app
from monitor.cli.outbox import report_words
from monitor.cli.tables import Column, print_table
from monitor.cli.tagged import tag_option, tagged
from monitor.core.contract import summary_json
from monitor.core.failure_words import failure_words
from monitor.core.phrases import OUTCOMES, count_words
from monitor.core.records import CheckOutcome
from monitor.crawl import at_once, check_watches
from monitor.ending import ending
from monitor.mail.post import send_waiting
from monitor.ways.post import send_waiting_elsewhere
from storage.deliveries import list_deliveries
from storage.due import active_watches, due_watches
from storage.summaries import summaries

if TYPE_CHECKING:
    from crawler.messages import Checked
    from monitor.app import App
    from monitor.core.records import WatchSummary

MOST_AT_ONCE = 100_000  # watches: as many as a store is made for, so all that are due
INTERRUPTED = 130  # as shells say of a process ended by SIGINT: 128 + 2
_STYLES: dict[str, dict[str, Any]] = {
    CheckOutcome.FAILED: {"fg": "red"},
    CheckOutcome.CHANGED: {"fg": "yellow", "bold": True},
    CheckOutcome.NEW: {"fg": "cyan"},
}
_COLUMNS = [
    Column(name="Watch"),
    Column(name="Outcome", is_cut=True, styles=_STYLES),
    Column(name="What it means"),
]


@click.command()
@click.argument("watches", metavar="[W]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Check every watch that is not paused, due or not.")
@tag_option("Check every watch with this tag that is not paused, due or not; may be given several times.")
@click.option("--send", is_flag=True, help="Also send the notices, as 'outbox send' does.")
@format_option("table", "json")
@with_app
def check_command(
    app: App, watches: tuple[str, ...], *, everything: bool, tags: tuple[str, ...], send: bool, form: str
) -> int:
    """Check watches once, now: those named, else those that are due.

    Exit code 0 whatever the sites did; 1 when a watch that was named by itself, and not by its tag, failed.
    """
    named = dict.fromkeys(app.find(word).id for word in watches)
    if watches or tags:
        of_tags = [watch.id for watch in (tagged(app, tags) if tags else []) if not watch.is_paused]
        ids = list(named | dict.fromkeys(of_tags))
    elif everything:
        ids = active_watches(app.db)
    else:
        ids = due_watches(app.db, now=app.clock(), limit=MOST_AT_ONCE)
    told: list[Checked] = []
    with progress("checking", len(ids)) as step:

        def tell(check: Checked) -> None:
            told.append(check)
            step()

        with ending(signal.default_int_handler, code=INTERRUPTED):
            check_watches(ids, folder=app.folder, config=at_once(app.config), tell=tell)
    checked = list(summaries(app.db, [check.watch for check in told]))
    if form == "json":
        say_json([summary_json(summary) for summary in checked])
    else:
        _print(checked, told)
        _say_waiting(app, send=send)
    if form == "json" and send:
        send_waiting(app)
        send_waiting_elsewhere(app)
    failed = {check.watch for check in told if check.outcome is CheckOutcome.FAILED}
    return 1 if failed.intersection(named) else 0


def _print(checked: list[WatchSummary], told: list[Checked]) -> None:
    if not told:
        say("Nothing is due. 'clausewatch check --all' checks every watch.")
        return
    outcomes = {check.watch: check.outcome for check in told}
    print_table(_COLUMNS, ((s.watch.slug, outcomes[s.watch.id].value.replace("_", " "), _meaning(s)) for s in checked))
    counts = {kind: sum(o is kind for o in outcomes.values()) for kind in CheckOutcome}
    words = ", ".join(f"{count} {kind.value.replace('_', ' ')}" for kind, count in counts.items() if count)
    say(f"{count_words(len(told), 'watch', 'watches')} checked: {words}.")


def _meaning(summary: WatchSummary) -> str:
    check = summary.last_check
    if check is None:
        return ""
    if check.kind is None:
        return check.detail or OUTCOMES[check.outcome]
    words = failure_words(check.kind, check.status)
    return f"{words.what} ({check.kind}). {words.advice}"


def _say_waiting(app: App, *, send: bool) -> None:
    waiting = len(list_deliveries(app.db, states=("waiting",)))
    if send:
        say(report_words(app, send_waiting(app), send_waiting_elsewhere(app)))
    elif waiting:
        say(f"{count_words(waiting, 'notice')} waiting: 'clausewatch outbox send' mails what is due.")
