"""`review` and its commands: what people make of the changes that were told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.blanks import CarefulGroup, Clearable
from monitor.cli.common import WholeNumber, format_option, one_of, say, say_json, with_app
from monitor.cli.tables import fitting, print_table
from monitor.core.contract import review_json, step_json
from monitor.core.errors import InvalidInputError
from monitor.core.notices.gist import gist_of, gist_words
from monitor.core.passwords import check_name
from monitor.core.phrases import day_words, moment_words
from monitor.core.records import OPEN, WATCH_KINDS, Review, ReviewState
from monitor.core.review import due_rule, queue_of
from monitor.core.significance.lexicon import TOPICS
from monitor.reviews import check_said, find_review, name_of_user, say_of
from storage.database import writing
from storage.gists import gist_facts
from storage.reviews import reviews, steps_of

if TYPE_CHECKING:
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
@click.option("--unassigned", is_flag=True, help="Only those that nobody looks at.")
@click.option("--overdue", is_flag=True, help="Only those whose day is over.")
@click.option("--all", "is_all", is_flag=True, help="Also those that were accepted or dismissed.")
@click.option("--significance", type=one_of(("minor", "material")), default=None, help="Only changes of this.")
@click.option("--topic", type=one_of(TOPICS), default=None, help="Only changes that speak of this.")
@click.option("--tag", default="", help="Only of watches with this tag.")
@click.option("--kind", type=one_of(WATCH_KINDS), default=None, help="Only of documents of this kind.")
@click.option("--silent", is_flag=True, help="Only changes under a stated date that did not move.")
@click.option("--since", default="", metavar="DAY", help="Only what was told on this day or later: 2026-12-24.")
@click.option("--until", default="", metavar="DAY", help="Only what was told on this day or sooner.")
@format_option("table", "json")
@with_app
def list_command(app: App, form: str, *, states: tuple[str, ...], is_all: bool, **given: Any) -> None:  # noqa: ANN401
    """Show the reviews that are open, the most urgent first."""
    if given["unassigned"] and given["assignee"]:
        raise InvalidInputError("what NAME looks at is not unassigned; name one of --assignee and --unassigned")
    today = app.clock().date()
    fields = {name: given[name] or "" for name in ("significance", "topic", "tag", "kind", "since", "until")}
    queue = replace(
        queue_of(fields, user=""),
        states=tuple(map(ReviewState, states)) or (tuple(ReviewState) if is_all else OPEN),
        assignee="" if given["unassigned"] else given["assignee"] and check_name(given["assignee"]),
        is_overdue=given["overdue"],
        is_silent=given["silent"],
    )
    found = [*reviews(app.view, due_rule(app.config.review_days), queue, today=today)]
    gists = gist_facts(app.view, [one.change_id for one in found])
    words = {number: gist_words(gist_of(facts)) for number, facts in gists.items()}
    if form == "json":
        say_json([review_json(one, today) | {"gist": words.get(one.change_id, "")} for one in found])
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
    found, steps = find_review(app, change), steps_of(app.view, change)
    today = app.clock().date()
    if form == "json":
        say_json({**review_json(found, today), "steps": [*map(step_json, steps)]})
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
    said = check_said(app, given)
    if not said:
        raise InvalidInputError("say what to change; 'clausewatch review edit --help' lists it")
    who = name_of_user(app, by)
    found = [find_review(app, change) for change in dict.fromkeys(changes)]
    with writing(app.existing_db) as conn:
        for one in found:
            say_of(app, conn, one, said, who=who)
    for one in found:
        now = find_review(app, one.change_id)
        whom = now.assignee or "nobody yet"
        say(f"Change {now.change_id} of {now.watch!r}: {now.state}, for {whom}, {_due_words(now, app.clock().date())}.")


def _due_words(one: Review, today: date) -> str:
    if one.due is None:
        return "due on no day"
    return f"due on {one.due.isoformat()}{', which is over' * one.is_overdue(today)}"


def _cells(one: Review, gist: str, today: date) -> dict[str, str]:
    return {
        "Change": str(one.change_id),
        "Watch": one.watch,
        "State": one.state.value,
        "For": one.assignee,
        "Due": f"{one.due.isoformat()}{' (over)' * one.is_overdue(today)}" if one.due else "",
        "Told": day_words(one.told_at),
        "Significance": one.significance.value,
        "What": gist,
    }
