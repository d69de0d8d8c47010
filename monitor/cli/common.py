"""What the commands share: the application, output for people and machines, progress."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from monitor.app import App
from monitor.core.errors import MonitorError, StoreError
from monitor.core.phrases import removed_words
from monitor.core.steering import STEERING, printable
from storage.faults import RESTORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.core.records import Watch

P = ParamSpec("P")
R = TypeVar("R")


class WholeNumber(click.IntRange):
    """A whole number within bounds; what is none is told as that, and so is one that no store can hold."""

    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the number; see `click.ParamType.convert`."""
        number = super().convert(value, param, ctx)
        if number > _LARGEST:
            self.fail(f"{value} is larger than any number here.", param, ctx)
        return number


_LARGEST = 2**63 - 1  # of an integer in SQLite
_DELETE = "\x7f"
WIDE = 200  # columns of a table that is not shown on a terminal, so that nothing is cut off


def default_folder() -> Path:
    """Return the data folder of someone who names none."""
    return Path(click.get_app_dir("clausewatch"))


def with_app(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the application as its first argument, its configuration checked, and close it afterwards."""

    def checked(app: App, *args: Any, **kwargs: Any) -> R:  # noqa: ANN401 - the options of any command
        app.config  # noqa: B018 - a bad setting is told before anything is done
        return command(app, *args, **kwargs)

    return with_app_as_is(update_wrapper(checked, command))


def with_app_as_is(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the application, whatever state its configuration is in."""

    def run(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401 - the options of any command
        context = click.get_current_context()
        folder = context.find_root().meta.get("folder") or default_folder()
        app = App(folder=folder)
        try:
            return command(app, *args, **kwargs)
        except (MonitorError, click.ClickException, click.Abort, OSError):
            raise
        except Exception as error:
            # what stands in a damaged page of the file may be anything, and be found wrong anywhere
            if damage := app.damage():
                raise StoreError(f"the store is damaged ({damage}); {RESTORE}") from error
            raise
        finally:
            app.close()

    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=True),
        expose_value=False,
        callback=_keep_folder,
        metavar="DIR",
        help="The store's folder. Also CLAUSEWATCH_DATA.",
    )(update_wrapper(run, command))


def is_folder_named() -> bool:
    """Tell whether someone named a data folder, by option or environment."""
    return "folder" in click.get_current_context().find_root().meta


def _keep_folder(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.find_root().meta["folder"] = value.expanduser()


def is_somebody_there() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def is_coloured() -> bool:
    """Tell whether what is printed is shown on a terminal that wants colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def one_of(values: Iterable[str]) -> click.Choice[str]:
    """Return the type of an option that takes one of these words, in capitals or not."""
    return click.Choice([*values], case_sensitive=False)


def format_option(*forms: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add `--format`, the first form being the default."""
    return click.option(
        "--format", "form", type=one_of(forms), default=forms[0], show_default=True, help="How to write it."
    )


def console() -> Console:
    """Return standard output for people: coloured and as wide as the terminal, or plain and wide."""
    return Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, soft_wrap=not sys.stdout.isatty())


def say(text: str) -> None:
    """Print a line on standard output, with nothing in it that could steer a terminal."""
    click.echo(printable(text))


def say_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Print labels and values, each on one line that fits the terminal, the labels bright on one that has colours."""
    out = console()
    width = max(20, out.width - 14)
    for label, value in rows:
        plain = printable(value)
        line = Text(f"{label + ':' if label else '':13} ", style="bold", end="")
        out.print(
            line, Text(plain if len(plain) <= width else plain[: width - 1].rstrip() + "…"), sep="", soft_wrap=True
        )


def warn(text: str) -> None:
    """Print a line on standard error."""
    click.echo(printable(" ".join(text.splitlines())), err=True)


def say_removed(watch: Watch, *, aside: bool) -> None:
    """Say of a watch that was removed that it was; `aside` on standard error, where the output is no text to read."""
    if watch.removed_at:
        (warn if aside else say)(f"{removed_words(watch.removed_at)}.")


def say_json(value: Any, *, indent: int | None = 1) -> None:  # noqa: ANN401 - anything JSON has
    """Print a value as JSON; what could steer a terminal is escaped, which JSON reads back as it was.

    A list has a line for each of its members: there may be thousands, and nobody reads those but a program.
    """
    if isinstance(value, list):
        text = "[" + ",\n ".join(map(_harmless, map(json.JSONEncoder(ensure_ascii=False).encode, value))) + "]"
    else:
        text = _harmless(json.dumps(value, ensure_ascii=False, indent=indent))
    click.echo(text)


def _harmless(text: str) -> str:
    """Return JSON with what could steer a terminal escaped; of ASCII nothing is looked for that JSON escapes itself."""
    if text.isascii() and _DELETE not in text:
        return text
    return STEERING.sub(lambda found: json.dumps(found[0])[1:-1], text)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar on standard error while the block runs, if that is a terminal.

    Args:
        what: what is being done.
        total: how many steps.

    Yields:
        To be called after each step.
    """
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
