"""`token` and its commands: by which tokens programs read the API of the pages."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from monitor.cli.blanks import CarefulGroup
from monitor.cli.common import format_option, say, say_json, warn, with_app
from monitor.cli.tables import Column, print_table
from monitor.core.contract import moment_json
from monitor.core.errors import InvalidInputError
from monitor.core.passwords import check_name
from monitor.core.phrases import day_words, moment_words
from monitor.core.records import Act
from monitor.core.tokens import end_of
from storage.acts import note_act
from storage.database import writing
from storage.tokens import add_token, revoke_token, tokens
from storage.users import user_named

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.app import App
    from monitor.core.records import Token

PREFIX = "cw_"  # by which people, and programs that look for secrets, know what it is
_BYTES = 32  # random ones
_COLUMNS = tuple(Column(name=name) for name in ("Name", "User", "Since", "Ends", "Last used"))


@click.group(cls=CarefulGroup)
def token_command() -> None:
    """See and change by which tokens programs read what the pages show, under /api/ (docs/api.md)."""


@token_command.command("add")
@click.argument("name", metavar="NAME")
@click.option(
    "--expires", default=None, metavar="WHEN", help="Its last day, as 2027-03-31, or how long, as 90d. [default: never]"
)
@click.option("--user", default="", metavar="USER", help="With whose account it ends. [default: nobody's]")
@with_app
def add_command(app: App, name: str, expires: str | None, user: str) -> None:
    """Make a token called NAME and print it, this once: the store keeps no more than a digest of it.

    Whoever has it may read what a reader may, and nothing else.
    """
    checked, now = check_name(name, of="a token"), app.clock()
    ends_at = None if expires is None else end_of(expires, now)
    owner = user_named(app.db, check_name(user)) if user else None
    if user and owner is None:
        raise InvalidInputError(f"there is no user {user!r}; 'clausewatch user list' shows all")
    token = f"{PREFIX}{secrets.token_urlsafe(_BYTES)}"
    with writing(app.db) as conn:
        add_token(conn, checked, token, user_id=owner.id if owner else None, ends_at=ends_at, now=now)
        detail = _told(checked, ends_at, owner.name if owner else "")
        note_act(conn, Act(at=now, who="", deed="add token", detail=detail))
    # the token alone on standard output, so that a script can take it
    warn(f"Added token {checked!r}. It is shown this once; send it as 'Authorization: Bearer TOKEN'.")
    click.echo(token)


def _told(name: str, ends_at: datetime | None, user: str) -> str:
    until = f"until {moment_words(ends_at)}" if ends_at else ""
    return ", ".join(filter(None, (name, user and f"of {user}", until)))


@token_command.command("list")
@format_option("table", "json")
@with_app
def list_command(app: App, form: str) -> None:
    """Show which tokens there are, how long they count and when they were used."""
    found, now = tokens(app.view), app.clock()
    if form == "json":
        say_json([_json(token) for token in found])
    elif found:
        print_table(_COLUMNS, (_cells(token, now) for token in found))
    else:
        say("There is no token; 'clausewatch token add NAME' makes one.")


@token_command.command("revoke")
@click.argument("name", metavar="NAME")
@with_app
def revoke_command(app: App, name: str) -> None:
    """End the token called NAME at once."""
    checked = check_name(name, of="a token")
    with writing(app.existing_db) as conn:
        if not revoke_token(conn, checked):
            raise InvalidInputError(f"there is no token {name!r}; 'clausewatch token list' shows all")
        note_act(conn, Act(at=app.clock(), who="", deed="revoke token", detail=checked))
    say(f"Revoked token {checked!r}.")


def _json(token: Token) -> dict[str, object]:
    return {
        "name": token.name,
        "user": token.user or None,
        "added_at": moment_json(token.added_at),
        "ends_at": moment_json(token.ends_at),
        "used_at": moment_json(token.used_at),
    }


def _cells(token: Token, now: datetime) -> tuple[str, ...]:
    ends = "never" if token.ends_at is None else moment_words(token.ends_at)
    has_ended = token.ends_at is not None and token.ends_at <= now
    used = moment_words(token.used_at) if token.used_at else "never"
    return (token.name, token.user, day_words(token.added_at), f"{ends} (over)" if has_ended else ends, used)
