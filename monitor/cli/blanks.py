"""Blank values of options and arguments, which somebody wrote by mistake: refused, whatever the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.core.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Clearable(click.Option):
    """An option of which an empty value takes back what was set."""


class CarefulGroup(click.Group):
    """Commands of which none takes a blank value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the name of a command."""
        refuse_blanks(self, args, name=ctx.info_name, parent=ctx.parent)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named, and look at what is written for it."""
        name, command, rest = super().resolve_command(ctx, args)
        if command and not isinstance(command, click.Group):
            refuse_blanks(command, rest, name=name, parent=ctx)
        return name, command, rest


def refuse_blanks(
    command: click.Command, args: Sequence[str], *, name: str | None, parent: click.Context | None
) -> None:
    """Look at what somebody wrote for a command, before anything is made of it.

    Args:
        command: the command.
        args: its words.
        name: what it is called on the command line.
        parent: the context of its group, None for the outermost.

    Raises:
        InvalidInputError: an option or argument is there and has nothing in it; an empty variable of a script would
            else be taken for the current folder, or for a wish that the value be left out.
        click.UsageError: the words are none that the command has.
    """
    context = click.Context(command, parent=parent, info_name=name, **command.context_settings)
    given, _, _ = command.make_parser(context).parse_args(list(args))
    for parameter in command.params:
        value = given.get(parameter.name or "")
        texts = value if isinstance(value, list | tuple) else [value]
        if any(isinstance(text, str) and not text.strip() for text in texts) and not isinstance(parameter, Clearable):
            is_option = isinstance(parameter, click.Option)
            called = max(parameter.opts, key=len) if is_option else parameter.human_readable_name.strip("[].")
            raise InvalidInputError(f"{called} is empty; give it a value or leave it out")
