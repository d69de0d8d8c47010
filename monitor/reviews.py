"""What people say of reviews, checked and written: by the command and by the pages alike."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crawler.checking.record import mail_domain
from monitor.core.contract import review_json, step_json
from monitor.core.errors import InvalidInputError
from monitor.core.passwords import check_name
from monitor.core.records import ReviewState, Step, StepKind
from monitor.core.review import check_comment, check_day, check_link, due_rule
from storage.enqueue import enqueue_review
from storage.reviews import add_step, review_of
from storage.users import user_named

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from monitor.app import App
    from monitor.core.records import Review


def find_review(app: App, change: int) -> Review:
    """Return the review of a change; raise InvalidInputError where it was not told, or there is none."""
    found = review_of(app.existing_view, change, due_rule(app.config.review_days))
    if found is None:
        raise InvalidInputError(f"no change that was told has the number {change}; 'clausewatch review list --all'")
    return found


def check_said(app: App, given: Mapping[str, str | None]) -> dict[StepKind, str]:
    """Return what somebody says of a review, each part of it usable.

    Args:
        app: the data folder at work.
        given: by the kinds of steps; None says nothing, "" takes back.

    Raises:
        InvalidInputError: something cannot be said.
    """
    check: dict[StepKind, Callable[[str], str]] = {
        StepKind.STATE: _state,
        StepKind.ASSIGNEE: partial(name_of_user, app),
        StepKind.DUE: check_day,
        StepKind.TICKET: check_link,
        StepKind.COMMENT: check_comment,
    }
    return {what: check[what](text.strip()) for what in StepKind if (text := given.get(what.value)) is not None}


def name_of_user(app: App, name: str) -> str:
    """Return the name of a user as they write it, "" for nobody; raise InvalidInputError where there is none."""
    if not name:
        return ""
    found = user_named(app.existing_view, check_name(name))
    if found is None:
        raise InvalidInputError(f"there is no user {name!r}; 'clausewatch user list' shows all")
    return found.name


def say_of(app: App, conn: sqlite3.Connection, review: Review, said: Mapping[StepKind, str], *, who: str) -> None:
    """Add steps to a review, and have programs told that chose to hear of that.

    Args:
        app: the data folder at work.
        conn: inside a write transaction of its store.
        review: the review.
        said: what is said of it, each part checked.
        who: the name of the user who says so, "" for the command line.
    """
    now = app.clock()
    steps = [Step(at=now, who=who, what=what, value=value) for what, value in said.items()]
    for step in steps:
        add_step(conn, review.change_id, step)
    after = review_of(app.existing_db, review.change_id, due_rule(app.config.review_days)) or review
    watch = app.find_ever(review.watch)
    told = {
        "review": review_json(after, now.date()),
        "steps": [*map(step_json, steps)],
        "watch": {"slug": watch.slug, "name": watch.spec.name, "url": watch.spec.url},
    }
    domain = mail_domain(app.config.public_url)
    enqueue_review(conn, change_id=review.change_id, watch_id=watch.id, told=told, at=now, domain=domain)


def _state(text: str) -> str:
    if text not in set(ReviewState):
        raise InvalidInputError(f"{text[:80]!r} is no state of a review; known are {', '.join(ReviewState)}")
    return text
