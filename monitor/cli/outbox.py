"""`outbox` and its commands: what waits to be mailed, seen, sent, repeated and dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.blanks import CarefulGroup
from monitor.cli.common import WholeNumber, format_option, one_of, say, say_json, with_app
from monitor.cli.tables import fitting, print_table
from monitor.core.errors import InvalidInputError
from monitor.core.notices.brief import write_brief
from monitor.core.notices.payload import write_payload
from monitor.core.phrases import ago_words, count_words, moment_words
from monitor.core.recipients import masked
from monitor.core.records import ConfirmContent, NoticeKind, ReviewContent, Way, way_of
from monitor.mail.compose import compose
from monitor.mail.delivery import SendReport
from monitor.mail.post import MAIL_FOLDER, send_waiting
from monitor.questions import has_pages
from monitor.ways.post import send_waiting_elsewhere
from monitor.wording import catalogue_of
from storage.deliveries import answer_of, list_deliveries, notice_of, waiting_deliveries
from storage.keys import stop_key
from storage.notices import notice_content
from storage.outbox import drop, retry
from storage.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.app import App
    from monitor.core.records import ProgramContent
    from storage.deliveries import Delivery

# columns, each with the least width of a terminal on which it is shown beside the others
_COLUMNS = {
    "Number": 0,
    "State": 0,
    "To": 0,
    "Watch": 0,
    "Tells": 80,
    "Written": 100,
    "Due": 120,
    "Attempts": 100,
    "Last trouble": 80,
}
STATES = ("waiting", "sending", "sent", "failed")


@click.group(cls=CarefulGroup)
def outbox_command() -> None:
    """See and send the notices that wait to be mailed."""


@outbox_command.command("list")
@format_option("table", "json")
@click.option("--state", "states", type=one_of(STATES), multiple=True, help="Only these.")
@click.option("--limit", type=WholeNumber(1, 100_000), default=1000, show_default=True)
@with_app
def list_command(app: App, form: str, states: tuple[str, ...], limit: int) -> None:
    """Show the deliveries, the newest first."""
    found = list_deliveries(app.view, states=states, limit=limit)
    if form == "json":
        say_json([_delivery_json(delivery) for delivery in found])
    elif not found:
        say("The outbox is empty.")
    else:
        columns = fitting(_COLUMNS, right=("Number", "Attempts"))
        rows = (_cells(delivery, app.clock()) for delivery in found)
        print_table(columns, ([row[column.name] for column in columns] for row in rows))


@outbox_command.command("show")
@click.argument("number", metavar="NUMBER", type=WholeNumber(min=1))
@with_app
def show_command(app: App, number: int) -> None:
    """Show the mail of a delivery as text, or what else is handed over. 'list' gives the numbers."""
    notice = notice_of(app.view, number)
    content = notice_content(app.view, notice) if notice else None
    if content is None:
        raise InvalidInputError(f"there is no delivery {number}; 'clausewatch outbox list' shows them")
    config, key = app.config, stop_key(app.view)
    way = way_of(content.address)
    if isinstance(content, ReviewContent) or (way is not Way.MAIL and not isinstance(content, ConfirmContent)):
        _show_elsewhere(app, number, content, way)
        return
    catalogue = catalogue_of(content.told_in or config.notice_language)
    mail = compose(content, sender=config.mail_from, public_url=config.public_url, stop_key=key, catalogue=catalogue)
    text = mail.get_body(("plain",))
    say_mail(to=str(mail["To"]), subject=str(mail["Subject"]), text=text.get_content() if text else "")


def say_mail(*, to: str, subject: str, text: str) -> None:
    """Print a mail as it is read, without what carries it."""
    for line in [f"To: {to}", f"Subject: {subject}", "", *text.splitlines()]:
        say(line)


def _show_elsewhere(app: App, number: int, content: ProgramContent, way: Way) -> None:
    """Show what is handed over where that is no mail, and what the receiver said."""
    url, key = app.config.public_url, stop_key(app.view)
    say(f"To: {masked(content.address)}")
    if way is Way.APPRISE and not isinstance(content, ReviewContent):
        brief = write_brief(
            content, public_url=url, stop_key=key, catalogue=catalogue_of(content.told_in or app.config.notice_language)
        )
        lines = [f"Title: {brief.title}", "", *brief.text.splitlines()]
    else:
        lines = ["", write_payload(content, public_url=url, stop_key=key).decode()]
    answer = answer_of(app.view, number)
    for line in [*lines, *(["", "It answered:", *answer.splitlines()] if answer else [])]:
        say(line)


def _delivery_json(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "state": delivery.state,
        "address": masked(delivery.address),
        "watch": delivery.watch_slug,
        "more_watches": delivery.more_watches,
        "tells": delivery.tells,
        "kind": delivery.kind,
        "change": delivery.change_id,
        "changes": delivery.changes,
        "attempts": delivery.attempts,
        "created_at": to_text(delivery.created_at),
        "next_attempt_at": delivery.next_attempt_at and to_text(delivery.next_attempt_at),
        "sent_at": delivery.sent_at and to_text(delivery.sent_at),
        "last_error": delivery.last_error,
    }


def _cells(delivery: Delivery, now: datetime) -> dict[str, str]:
    return {
        "Number": str(delivery.id),
        "State": delivery.state,
        "To": masked(delivery.address),
        "Watch": delivery.watch_slug + (f" and {delivery.more_watches} more" if delivery.more_watches else ""),
        "Tells": _tells_words(delivery),
        "Written": ago_words(delivery.created_at, now),
        "Due": moment_words(due) if (due := delivery.next_attempt_at) and due > now else "",
        "Attempts": str(delivery.attempts),
        "Last trouble": delivery.last_error,
    }


def _tells_words(delivery: Delivery) -> str:
    what = delivery.tells.replace(
        "change", count_words(delivery.changes, "change") if delivery.changes > 1 else "change"
    )
    return f"{delivery.kind}: {what}" if delivery.kind in {NoticeKind.DAILY, NoticeKind.WEEKLY} else what


@outbox_command.command("send")
@with_app
def send_command(app: App) -> int:
    """Send what is due now. Exit code 1 when the mail server could not be reached."""
    report = send_waiting(app)
    elsewhere = send_waiting_elsewhere(app)
    say(report_words(app, report, elsewhere))
    return 1 if report.down else 0


def report_words(app: App, report: SendReport, elsewhere: SendReport) -> str:
    """Say what came of an emptying of the outbox: mails, which without a mail server are only files, and all else."""
    others = _elsewhere_words(elsewhere)
    if others and report == SendReport():
        return others
    where = "sent" if app.config.smtp_host else f"written to {app.folder / MAIL_FOLDER}, for no mail server is set"
    parts = [f"{count_words(report.sent, 'notice')} {where if report.sent else 'sent'}"]
    if report.waiting:
        parts.append(f"{report.waiting} will be tried again")
    if report.failed:
        parts.append(f"{report.failed} given up ('clausewatch outbox list --state failed' says why)")
    if report.dropped:
        parts.append(f"{report.dropped} dropped, for whoever got them has stopped that")
    if report.is_full:
        parts.append(f"what else is due waits, for mail_per_minute is {app.config.mail_per_minute}")
    advice = "; 'clausewatch doctor --mail ADDRESS' looks step by step" if app.config.smtp_host else ""
    trouble = f" No mail can be sent now: {report.down}{advice}." if report.down else ""
    waiting = "" if report.sent or elsewhere.sent else _waiting_words(app)
    return ", ".join(parts) + "." + trouble + waiting + (f" {others}" if others else "")


def _elsewhere_words(report: SendReport) -> str:
    """Say what came of what is no mail, "" where there was nothing."""
    told = {
        "handed over": report.sent,
        "will be tried again": report.waiting,
        "given up": report.failed,
        "dropped": report.dropped,
    }
    parts = [f"{count} {what}" for what, count in told.items() if count]
    gone = "".join(f" {masked(one)} is gone, and is told nothing any more." for one in report.gone)
    return f"To web hooks, services and the hook: {', '.join(parts)}.{gone}" if parts else ""


def _waiting_words(app: App) -> str:
    waiting = waiting_deliveries(app.existing_db, now=app.clock(), asks=has_pages(app.config))
    words = ""
    if waiting.until:
        wait = "1 notice waits" if waiting.count == 1 else f"{waiting.count:,} notices wait, the first"
        words += f" {wait} until {moment_words(waiting.until)}."
    if waiting.held:
        wait = "waits" if waiting.held == 1 else "wait"
        words += f" {count_words(waiting.held, 'question')} {wait} until public_url is set."
    return words


@outbox_command.command("retry")
@click.argument("numbers", metavar="[NUMBER]...", type=WholeNumber(min=1), nargs=-1)
@with_app
def retry_command(app: App, numbers: tuple[int, ...]) -> None:
    """Make deliveries due again that failed or wait; without NUMBER, all but those whose time is to come."""
    count = retry(app.db, numbers or None, now=app.clock())
    if not count:
        wait = _waiting_words(app)
        say(f"Nothing failed or is due.{wait}" if wait else "No delivery waits or failed.")
        return
    noun = "delivery is" if count == 1 else "deliveries are"
    say(f"{count} {noun} due now; 'clausewatch outbox send' sends them.")


@outbox_command.command("drop")
@click.argument("numbers", metavar="NUMBER...", type=WholeNumber(min=1), nargs=-1, required=True)
@with_app
def drop_command(app: App, numbers: tuple[int, ...]) -> None:
    """Give up deliveries that wait or failed. They stay in the list, and 'retry' takes them up again."""
    count = drop(app.db, numbers)
    say(f"{count_words(count, 'delivery', 'deliveries')} dropped.")
