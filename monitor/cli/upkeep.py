"""`doctor`, `backup` and `prune`."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import format_option, say, say_json, with_app, with_app_as_is
from monitor.core.errors import InvalidInputError
from monitor.core.phrases import count_words
from monitor.core.recipients import check_email
from monitor.core.steering import printable
from monitor.mail.compose import check_sender
from monitor.mail.post import server_of
from monitor.mail.probe import probe
from monitor.upkeep import Finding, examine
from storage.backups import back_up
from storage.pruning import give_back, prune

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.app import App


@click.command()
@click.option(
    "--mail",
    "address",
    default="",
    metavar="ADDRESS",
    help="Send a mail there instead, and say of each step how it went.",
)
@format_option("text", "json")
@with_app_as_is
def doctor_command(app: App, address: str, form: str) -> int:
    """Look whether everything is there and sound. Exit code 1 when something is not.

    With --mail a mail is sent by the mail server that is set: whether its name is found, it answers, its certificate is
    trusted, the login and the addresses are taken, and what to do where one of these fails.
    """
    if not os.path.isdir(app.folder):  # noqa: PTH112 - which a folder that may not be looked into cannot break
        raise InvalidInputError(f"there is no data folder {app.folder}; 'clausewatch add' makes one")
    found = list(_mailed(app, check_email(address)) if address else examine(app))
    if form == "json":
        say_json([{"subject": f.subject, "fine": f.is_fine, "words": f.words} for f in found])
    else:
        for finding in found:
            mark = click.style("fine ", fg="green") if finding.is_fine else click.style("look!", fg="yellow", bold=True)
            click.echo(f"{mark}  {finding.subject + ':':15} {printable(' '.join(finding.words.split()))}")
    return 0 if all(f.is_fine for f in found) else 1


def _mailed(app: App, address: str) -> Iterator[Finding]:
    config = app.config
    check_sender(config.mail_from)
    for step in probe(server_of(config), sender=config.mail_from, address=address, at=app.clock()):
        yield Finding(subject=step.name, is_fine=step.is_fine, words=step.words)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_app
def backup_command(app: App, file: Path) -> None:
    """Copy the store to FILE, whole and consistent, also while the schedule runs.

    To restore it, put it into a data folder as clausewatch.sqlite.
    """
    if not os.path.isdir(file.parent):  # noqa: PTH112 - which a folder that may not be looked into cannot break
        raise InvalidInputError(f"there is no folder {file.parent}")
    back_up(app.existing_view, file)
    say(f"Backed up to {file} ({file.stat().st_size / 1e6:.1f} MB).")


@click.command()
@click.option("--dry-run", "is_trial", is_flag=True, help="Only say what would go.")
@click.option(
    "--vacuum", "is_vacuumed", is_flag=True, help="Give free pages back to the disk; nothing may write meanwhile."
)
@format_option("text", "json")
@with_app
def prune_command(app: App, *, is_trial: bool, is_vacuumed: bool, form: str) -> None:
    """Let go of old checks that found the same, of failed checks' pages but the newest, and of what nothing refers to.

    No version and no change is ever touched, and whatever counts checks counts those that went. The schedule does the
    same each day. The file does not shrink without --vacuum; what is free in it is used again.
    """
    gone = prune(app.existing_db, is_trial=is_trial)
    if is_vacuumed and not is_trial:
        give_back(app.existing_db)
    if form == "json":
        say_json({"dry_run": is_trial, **asdict(gone)})
        return
    say("This would go:" if is_trial else "Gone:")
    say(f"  {count_words(gone.checks, 'old check')} that found the same as one that stays")
    say(f"  {count_words(gone.bodies, 'page')} of failed checks ({gone.body_bytes / 1e6:.1f} MB)")
    say(f"  {count_words(gone.unused, 'page or clause', 'pages and clauses')} that nothing refers to")
