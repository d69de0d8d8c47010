"""`doctor` and `backup`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import format_option, say, say_json, with_app, with_app_as_is
from monitor.core.errors import InvalidInputError
from monitor.core.steering import printable
from monitor.upkeep import examine
from storage.backups import back_up

if TYPE_CHECKING:
    from monitor.app import App


@click.command()
@format_option("text", "json")
@with_app_as_is
def doctor_command(app: App, form: str) -> int:
    """Look whether everything is there and sound. Exit code 1 when something is not."""
    if not os.path.isdir(app.folder):  # noqa: PTH112 - which a folder that may not be looked into cannot break
        raise InvalidInputError(f"there is no data folder {app.folder}; 'clausewatch add' makes one")
    found = list(examine(app))
    if form == "json":
        say_json([{"subject": f.subject, "fine": f.is_fine, "words": f.words} for f in found])
    else:
        for finding in found:
            mark = click.style("fine ", fg="green") if finding.is_fine else click.style("look!", fg="yellow", bold=True)
            click.echo(f"{mark}  {finding.subject + ':':15} {printable(' '.join(finding.words.split()))}")
    return 0 if all(f.is_fine for f in found) else 1


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
