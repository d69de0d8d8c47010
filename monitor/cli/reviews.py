"""`review` and its commands: what people make of the changes that were told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.blanks import CarefulGroup, Clearable
from monitor.cli.common import WholeNumber, format_option, one_of, say, say_json, with_app
from monitor.cli.tables import fitting, print_table
from monitor.core.errors import InvalidInputError
from monitor.core.notices.gist import gist_of, gist_words
from monitor.core.passwords import check_name
from monitor.core.phrases import day_words, moment_words
from monitor.core.records import Review, ReviewState, Significance, Step, StepKind
from monitor.core.review import check_comment, check_day, check_link, working_day_after
from storage.database import writing
from storage.gists import gist_facts
from storage.reviews import add_step, review_of, reviews, steps_of
from storage.times import to_text
from storage.users import user_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from monitor.app import App

_COLUMNS = {"Change": 0, "Watch": 0, "State": 0, "For": 90, "Due": 60, "Told": 120, "Significance": 100, "What": 80}
_STATES = tuple(state.value for state in ReviewState)


@click.group(cls=CarefulGroup)
def review_command() -> None:
    """See and say what becomes of the changes that were told: who looks at which, by when, and how it ended."""


@review_command.command("list")
@click.option("--state", "states", type=one_of(_STATES), multiple=True, help="Only those that stand so.")
@click.option("--assignee", default=None, metavar="NAME", help="Only those that NAME looks at.")
@click.option("--overdue", is_flag=True, help="Only those whose day is over.")
@click.option("--all", "is_all", is_flag=True, help="Also those that were accepted or dismissed.")
@format_option("table", "json")
@with_app
def list_command(
    app: App, form: str, *, states: tuple[str, ...], assignee: str | None, overdue: bool, is_all: bool
) -> None:
    """Show the reviews that are open, the most urgent first."""
    today = app.clock().date()
    found = [
        one
        for one in reviews(app.view, _rule(app))
        if (one.state in states if states else is_all or one.state.is_open)
        and (assignee is None or one.assignee.casefold() == check_name(assignee).casefold())
        and (not overdue or _is_overdue(one, today))
    ]
    found.sort(key=lambda one: (one.due is None, one.due or today, one.change_id))
    gists = gist_facts(app.view, [one.change_id for one in found])
    words = {number: gist_words(gist_of(facts)) for number, facts in gists.items()}
    if form == "json":
        say_json([_json(one, today) | {"gist": words.get(one.change_id, "")} for one in found])
    elif found:
        columns = fitting(_COLUMNS, right=("Change",))
        rows = (_cells(one, words.get(one.change_id, ""), today) for one in found)
        print_table(columns, ([row[column.name] for column in columns] for row in rows))
    else:
        say("Nothing is to be reviewed.")


@review_command.command("show")
@click.argument("change", metavar="CHANGE", type=WholeNumber(min=1))
@format_option("text", "json")
@with_app
def show_command(app: App, change: int, form: str) -> None:
    """Show the review of a change step by step; CHANGE is its number, as 'review list' and the pages have it."""
    found, steps = _find(app, change), steps_of(app.view, change)
    today = app.clock().date()
    if form == "json":
        history = [{"at": to_text(s.at), "who": s.who or None, "what": s.what.value, "value": s.value} for s in steps]
        say_json({**_json(found, today), "steps": history})
        return
    say(f"Change {change} of {found.watch!r}, {found.significance}, told {moment_words(found.told_at)}: {found.state}.")
    say(f"For {found.assignee or 'nobody yet'}; {_due_words(found, today)}{'; ' * bool(found.ticket)}{found.ticket}.")
    for step in steps:
        say(f"  {moment_words(step.at)}, {step.who or 'command line'}: {step.what} {step.value or 'taken back'}")
    say(f"'clausewatch diff {found.watch}' shows the last change of this watch.")


@review_command.command("edit")
@click.argument("changes", metavar="CHANGE...", type=WholeNumber(min=1), nargs=-1, required=True)
@click.option("--state", type=one_of(_STATES), default=None, help="How it stands.")
@click.option("--assignee", cls=Clearable, default=None, metavar="NAME", help='Which user looks at it; "" for nobody.')
@click.option("--due", cls=Clearable, default=None, metavar="DAY", help='By when: 2026-12-24; "" for no day.')
@click.option("--ticket", cls=Clearable, default=None, metavar="URL", help='The link of a ticket; "" for none.')
@click.option("--comment", default=None, metavar="TEXT", help="What there is to say of it.")
@click.option("--by", default="", metavar="NAME", help="Which user says so. [default: the command line]")
@with_app
def edit_command(app: App, changes: tuple[int, ...], *, by: str, **given: str | None) -> None:
    """Say how the reviews of changes stand, who looks at them, by when, and what there is to say of them.

    What was said before stays known; 'review show' has it.
    """
    wished = _checked(app, given)
    if not wished:
        raise InvalidInputError("say what to change; 'clausewatch review edit --help' lists it")
    who = _user(app, by) if by else ""
    found = [_find(app, change) for change in dict.fromkeys(changes)]
    with writing(app.existing_db) as conn:
        for one in found:
            for what, value in wished.items():
                add_step(conn, one.change_id, Step(at=app.clock(), who=who, what=what, value=value))
    for one in found:
        now = _find(app, one.change_id)
        whom = now.assignee or "nobody yet"
        say(f"Change {now.change_id} of {now.watch!r}: {now.state}, for {whom}, {_due_words(now, app.clock().date())}.")


def _checked(app: App, given: dict[str, str | None]) -> dict[StepKind, str]:
    """Return what somebody says, each part of it usable."""
    check: dict[StepKind, Callable[[str], str]] = {
        StepKind.STATE: str,
        StepKind.ASSIGNEE: partial(_user, app),
        StepKind.DUE: check_day,
        StepKind.TICKET: check_link,
        StepKind.COMMENT: check_comment,
    }
    return {what: check[what](text.strip()) for what in StepKind if (text := given[what.value]) is not None}


def _user(app: App, name: str) -> str:
    if not name:
        return ""
    found = user_named(app.existing_view, check_name(name))
    if found is None:
        raise InvalidInputError(f"there is no user {name!r}; 'clausewatch user list' shows all")
    return found.name


def _find(app: App, change: int) -> Review:
    found = review_of(app.existing_view, change, _rule(app))
    if found is None:
        raise InvalidInputError(f"no change that was told has the number {change}; 'clausewatch review list --all'")
    return found


def _rule(app: App) -> Any:  # noqa: ANN401 - a function of significance and day
    days = app.config.review_days

    def due_of(significance: Significance, told: date) -> date | None:
        return working_day_after(told, days) if days and significance is Significance.MATERIAL else None

    return due_of


def _is_overdue(one: Review, today: date) -> bool:
    return one.state.is_open and one.due is not None and one.due < today


def _due_words(one: Review, today: date) -> str:
    if one.due is None:
        return "due on no day"
    return f"due on {one.due.isoformat()}{', which is over' * _is_overdue(one, today)}"


def _json(one: Review, today: date) -> dict[str, object]:
    return {
        "change": one.change_id,
        "watch": one.watch,
        "significance": one.significance.value,
        "silent": one.is_silent,
        "told_at": to_text(one.told_at),
        "state": one.state.value,
        "assignee": one.assignee or None,
        "due": one.due and one.due.isoformat(),
        "overdue": _is_overdue(one, today),
        "ticket": one.ticket or None,
        "comments": one.comments,
    }


def _cells(one: Review, gist: str, today: date) -> dict[str, str]:
    return {
        "Change": str(one.change_id),
        "Watch": one.watch,
        "State": one.state.value,
        "For": one.assignee,
        "Due": f"{one.due.isoformat()}{' (over)' * _is_overdue(one, today)}" if one.due else "",
        "Told": day_words(one.told_at),
        "Significance": one.significance.value,
        "What": gist,
    }
