"""`run`, `browse` and `serve`."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from monitor.browsing import exposure_of
from monitor.cli.common import WholeNumber, say, warn, with_app
from monitor.service import log_to_terminal, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.app import App

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
_PORT = click.option("--port", type=WholeNumber(0, 65535), default=8001, show_default=True, help="0 takes a free one.")


@click.command()
@with_app
def run_command(app: App) -> None:
    """Run the schedule in the foreground: check what is due, send the mails. Ctrl-C stops it."""
    log_to_terminal()
    asyncio.run(serve(app, schedule=True, address=None, tell=_started(app, _tell)))
    _tell("Stopped.")


@click.command()
@_HOST
@_PORT
@with_app
def browse_command(app: App, host: str, port: int) -> None:
    """Open the history for browsing, in Datasette. Users may manage from there. Ctrl-C stops it."""
    _warn_of_readers(app, host)
    asyncio.run(serve(app, schedule=False, address=(host, port), tell=_where("Browse at"), invite=_invite))


@click.command()
@_HOST
@_PORT
@with_app
def serve_command(app: App, host: str, port: int) -> None:
    """Run the schedule and the pages together. Ctrl-C stops both."""
    log_to_terminal()
    _warn_of_readers(app, host)
    started = _started(app, _where("The schedule runs. Browse at"))
    asyncio.run(serve(app, schedule=True, address=(host, port), tell=started, invite=_invite))
    _tell("Stopped.")


def _warn_of_readers(app: App, host: str) -> None:
    if exposure := exposure_of(app.config, host):
        warn(exposure)


def _started(app: App, tell: Callable[[str], None]) -> Callable[[str], None]:
    """Tell likewise that the schedule runs, and what its mails lack."""

    def told(words: str) -> None:
        tell(words)
        if not app.config.public_url:
            with suppress(OSError):
                warn("public_url is not set: mails have no links, neither to what changed nor to stop them.")

    return told


def _where(words: str) -> Callable[[str], None]:
    return lambda address: _tell(f"{words} {address} (Ctrl-C stops it)")


def _invite(link: str) -> None:
    _tell(f"Nobody owns these pages yet. Whoever opens this link becomes the owner, who may manage there: {link}")


def _tell(text: str) -> None:
    """Say a line where somebody can hear it: the work goes on where the output is a closed pipe or on a full disk."""
    with suppress(OSError):
        say(text)
