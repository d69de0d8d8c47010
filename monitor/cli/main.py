"""The entry point: the group of commands, and errors as one line."""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from monitor.cli.blanks import CarefulGroup
from monitor.cli.unread import drop, go_on_unread
from monitor.core.errors import MonitorError
from monitor.core.steering import printable

COMMANDS = {
    "add": "adding",
    "list": "listing",
    "show": "listing",
    "edit": "editing",
    "pause": "pausing",
    "resume": "pausing",
    "remove": "pausing",
    "subscribe": "subscribing",
    "unsubscribe": "subscribing",
    "subscriptions": "subscribing",
    "import": "importing",
    "export": "exporting",
    "check": "checking",
    "run": "service",
    "browse": "service",
    "serve": "service",
    "tell": "telling",
    "history": "history",
    "diff": "history",
    "blame": "history",
    "register": "registering",
    "variants": "variants",
    "extract": "files",
    "compare": "files",
    "backfill": "past",
    "reprocess": "past",
    "notice": "previewing",
    "outbox": "outbox",
    "review": "reviews",
    "user": "users",
    "token": "tokens",
    "doctor": "upkeep",
    "backup": "upkeep",
    "prune": "upkeep",
    "demo": "demo",
}
READING = frozenset(
    {
        "list",
        "show",
        "subscriptions",
        "export",
        "history",
        "diff",
        "blame",
        "register",
        "variants",
        "extract",
        "compare",
    }
)
"""Commands that only say something: they end where nobody reads on. All others do what they were asked to."""

_WHAT_W_IS = "W is a watch's short name, its number or its URL."
_WATCHES = frozenset(["W", "[W]", "W...", "[W]..."])  # how commands call the watches they take
PRIVATE = 0o077  # store, mails and logs hold addresses: what a command makes is for its owner alone


class Commands(CarefulGroup):
    """The commands, each module imported only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"monitor.cli.{COMMANDS[cmd_name]}"), f"{cmd_name}_command")
        if any(parameter.human_readable_name in _WATCHES for parameter in command.params):
            command.epilog = command.epilog or _WHAT_W_IS
        return command


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_WHAT_W_IS,
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="The store's folder.")
@click.version_option(package_name="clausewatch", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, data: Path | None) -> None:
    """Watch privacy policies and tell what changed, clause by clause."""
    named = data or Path(os.environ["CLAUSEWATCH_DATA"]) if data or os.environ.get("CLAUSEWATCH_DATA") else None
    if named is not None:
        context.find_root().meta["folder"] = named.expanduser()
    if context.invoked_subcommand not in READING:
        go_on_unread()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line; every expected error is one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # the name of a file need not be text
    gc.set_threshold(50_000, 20, 20)  # texts and changes make no cycles; to look for some took an eighth of the time
    before, streams = os.umask(PRIVATE), (sys.stdout, sys.stderr)
    try:
        _run()
    finally:
        os.umask(before)
        sys.stdout, sys.stderr = streams


def _run() -> None:
    try:
        code = cli.main(prog_name="clausewatch", standalone_mode=False)
    except click.ClickException as error:
        _end(_with_advice(error))
    except MonitorError as error:
        _end(str(error))
    except BrokenPipeError:
        # the reader of our output has enough; the rest has nowhere to go
        drop(sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        # a full disk, a folder that may not be looked into: wherever it was met, it is no fault of ours
        _end(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _with_advice(error: click.ClickException) -> str:
    """Return what is wrong; where a command or an option is not known, with where those that are stand."""
    message = error.format_message().removesuffix(" Did you mean '--help'?")
    if isinstance(error, click.UsageError) and not isinstance(error, click.BadParameter) and error.ctx:
        return f"{message} '{error.ctx.command_path} --help' says what there is."
    return message


def _end(message: str) -> None:
    click.echo(printable(f"clausewatch: {' '.join(message.split())}"), err=True)
    sys.exit(2)
