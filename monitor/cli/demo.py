"""`demo`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import is_folder_named, is_somebody_there, say, with_app
from monitor.demo.run import prepare, run_demo
from monitor.service import serve

if TYPE_CHECKING:
    from email.message import EmailMessage

    from monitor.app import App

DEFAULT_FOLDER = Path("demo-data")
PORT = 8001  # Datasette's own; --browse shows the demo there


@click.command()
@click.option("--no-browse", is_flag=True, help="Do not serve the history afterwards.")
@with_app
def demo_command(app: App, *, no_browse: bool) -> None:
    """Show the main job from end to end, on a small site and a mail server of its own.

    Everything goes into the folder demo-data, unless --data names another one; nothing leaves this machine. On a
    terminal the history is then served for browsing until Ctrl-C.
    """
    folder = app.folder if is_folder_named() else DEFAULT_FOLDER
    prepare(folder)
    result = run_demo(folder, tell=say)
    for mail in result.mails:
        _show(mail)
    say(f"The mails are saved in {folder / 'mail'}, each as .eml and as .html.")
    browse = f"clausewatch browse --data {folder}"
    if no_browse or not is_somebody_there():
        say(f"Browse the history: {browse}")
        result.app.close()
        return
    say(f"Later: {browse}")
    asyncio.run(serve(result.app, schedule=False, address=("127.0.0.1", PORT), tell=_where))
    result.app.close()


def _show(mail: EmailMessage) -> None:
    body = mail.get_body(("plain",))
    say(f"\n{'─' * 78}\nTo:      {mail['To']}\nSubject: {mail['Subject']}\n")
    say(body.get_content().replace("\r\n", "\n") if body else "")


def _where(address: str) -> None:
    say(f"Browse the history at {address} (Ctrl-C ends it)")
