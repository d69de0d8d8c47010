"""`user` and its commands: who may use the pages, and for what."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.blanks import CarefulGroup, Clearable
from monitor.cli.common import format_option, is_somebody_there, one_of, say, say_json, with_app
from monitor.cli.tables import Column, print_table
from monitor.core.errors import InvalidInputError
from monitor.core.passwords import check_name
from monitor.core.phrases import day_words
from monitor.core.recipients import check_email
from monitor.core.records import Act, Role, User
from monitor.named_files import read_file
from storage.acts import note_act
from storage.browse.accounts import kept_of
from storage.database import writing
from storage.times import to_text
from storage.users import add_user, change_user, remove_user, user_named, users

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.app import App

LARGEST = 4096  # bytes of a file with a password
_COLUMNS = tuple(Column(name=name) for name in ("Name", "Role", "Password", "Mail address", "Since"))


def _password_options(command: Callable[..., None]) -> Callable[..., None]:
    for decorate in (
        click.option("--no-password", is_flag=True, help="None: they are signed in by a proxy alone."),
        click.option(
            "--password-file",
            default=None,
            type=click.Path(path_type=Path, allow_dash=True),
            metavar="FILE",
            help="Read the password from this file, - for standard input; else it is asked for.",
        ),
    ):
        command = decorate(command)
    return command


@click.group(cls=CarefulGroup)
def user_command() -> None:
    """See and change who may use the pages: readers read, members manage watches, owners see what was done too."""


@user_command.command("add")
@click.argument("name", metavar="NAME")
@click.option(
    "--role",
    type=one_of(role.value for role in Role),
    default=Role.MEMBER.value,
    show_default=True,
    help="What they may do.",
)
@click.option("--email", default="", metavar="ADDRESS", help="Where they hear of watches that they follow.")
@_password_options
@with_app
def add_command(app: App, name: str, role: str, email: str, password_file: Path | None, *, no_password: bool) -> None:
    """Let somebody use the pages, by NAME and a password."""
    checked, address = check_name(name), check_email(email) if email else ""
    if user_named(app.db, checked):
        raise InvalidInputError(f"there is a user {checked!r} already; 'clausewatch user edit {checked}' changes it")
    kept = "" if no_password else kept_of(_asked(password_file))
    with writing(app.db) as conn:
        add_user(conn, checked, Role(role), password=kept, email=address, now=app.clock())
        note_act(conn, Act(at=app.clock(), who="", deed="add user", detail=f"{checked}, {role}"))
    say(f"Added {checked!r}, {role}.")


@user_command.command("list")
@format_option("table", "json")
@with_app
def list_command(app: App, form: str) -> None:
    """Show who may use the pages."""
    found = users(app.view)
    if form == "json":
        say_json([_json(user) for user in found])
    elif found:
        print_table(_COLUMNS, map(_cells, found))
    else:
        say("Nobody has an account; 'clausewatch user add NAME --role owner' makes one.")


@user_command.command("edit")
@click.argument("name", metavar="NAME")
@click.option("--role", type=one_of(role.value for role in Role), default=None, help="What they may do.")
@click.option("--email", cls=Clearable, default=None, metavar="ADDRESS", help='Their mail address; "" for none.')
@click.option("--password", "is_changed", is_flag=True, help="Ask for another password.")
@_password_options
@with_app
def edit_command(  # noqa: PLR0913 - click's options
    app: App,
    name: str,
    role: str | None,
    email: str | None,
    password_file: Path | None,
    *,
    is_changed: bool,
    no_password: bool,
) -> None:
    """Change what NAME may do, or the password; wherever they are signed in, they have to sign in again."""
    found = _find(app, name)
    is_changed = is_changed or password_file is not None
    if role is None and email is None and not (is_changed or no_password):
        raise InvalidInputError("say what to change; 'clausewatch user edit --help' lists it")
    address = found.email if email is None else check_email(email) if email else ""
    kept = "" if no_password else kept_of(_asked(password_file)) if is_changed else found.password
    became = replace(found, role=Role(role) if role else found.role, email=address, password=kept)
    changed = [
        *([became.role.value] if became.role is not found.role else []),
        *(["mail address"] if became.email != found.email else []),
        *(["password"] if became.password != found.password else []),
    ]
    with writing(app.existing_db) as conn:
        change_user(
            conn,
            found.id,
            role=became.role if role else None,
            email=address if email is not None else None,
            password=kept if is_changed or no_password else None,
        )
        detail = f"{found.name}: {', '.join(changed) or 'as before'}"
        note_act(conn, Act(at=app.clock(), who="", deed="edit user", detail=detail))
    say(f"Changed {found.name!r}: {became.role}. Sessions of before have ended.")


@user_command.command("remove")
@click.argument("name", metavar="NAME")
@with_app
def remove_command(app: App, name: str) -> None:
    """Let NAME use the pages no more; what they did stays known."""
    found = _find(app, name)
    with writing(app.existing_db) as conn:
        remove_user(conn, found.id)
        note_act(conn, Act(at=app.clock(), who="", deed="remove user", detail=found.name))
    say(f"Removed {found.name!r}.")


def _find(app: App, name: str) -> User:
    found = user_named(app.existing_view, check_name(name))
    if found is None:
        raise InvalidInputError(f"there is no user {name!r}; 'clausewatch user list' shows all")
    return found


def _asked(path: Path | None) -> str:
    """Return a password from a file, from standard input, or from whoever sits at the terminal."""
    if path is not None:
        is_input = str(path) == "-"
        text = sys.stdin.read(LARGEST) if is_input else read_file(path, most=LARGEST).decode("utf-8", "replace")
        return text.splitlines()[0] if text else ""
    if not is_somebody_there():
        raise InvalidInputError("there is nobody to ask for a password; name a file with --password-file, or - ")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def _json(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": user.role.value,
        "has_password": bool(user.password),
        "email": user.email or None,
        "added_at": to_text(user.added_at),
    }


def _cells(user: User) -> tuple[str, ...]:
    return (user.name, user.role.value, "yes" if user.password else "none", user.email, day_words(user.added_at))
