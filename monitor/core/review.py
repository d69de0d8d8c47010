"""By when a change is to be reviewed, what may be said of that, and what of it is new."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.records import OPEN, WATCH_KINDS, Queue, ReviewState, Significance, StepKind
from monitor.core.significance.lexicon import TOPICS
from monitor.core.steering import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from monitor.core.records import Step

LONGEST_COMMENT = 4000  # characters; more belongs into the ticket
LONGEST_LINK = 1000  # characters of the address of a ticket
VIEWS = ("", "mine", "overdue", "unassigned", "decided")
"""What of the reviews is looked at: all that are open, or a part of these; or those that were accepted or dismissed."""
QUEUE_FIELDS = ("view", "state", "assignee", "significance", "topic", "tag", "kind", "silent", "since", "until")
_DECIDED = tuple(state for state in ReviewState if not state.is_open)
_TOLD = ("minor", "material")
_NAMES = {StepKind.STATE: "state", StepKind.ASSIGNEE: "assignee", StepKind.DUE: "day", StepKind.TICKET: "ticket"}
_SATURDAY = 5  # as `weekday` counts


def working_day_after(day: date, count: int) -> date:
    """Return the day some working days after another, Monday to Friday.

    >>> working_day_after(date(2026, 11, 27), 5).isoformat(), working_day_after(date(2026, 11, 28), 1).isoformat()
    ('2026-12-04', '2026-11-30')
    """
    weeks, rest = divmod(count, 5)
    found = day + timedelta(weeks=weeks)
    while found.weekday() >= _SATURDAY:
        # what comes on a weekend counts as come on the Friday before
        found -= timedelta(days=1)
    for _ in range(rest):
        found += timedelta(days=1 if found.weekday() < _SATURDAY - 1 else 3)
    return found


def due_rule(days: int) -> Callable[[Significance, date], date | None]:
    """Return the rule by when changes are to be reviewed of which nobody set the day.

    Args:
        days: working days within which a material one is to be reviewed, 0 for no day.

    Returns:
        What takes the significance of a change and the day on which it was told; None is no day.
    """

    def due_of(significance: Significance, told: date) -> date | None:
        return working_day_after(told, days) if days and significance is Significance.MATERIAL else None

    return due_of


def queue_of(fields: Mapping[str, str], *, user: str) -> Queue:
    """Return the queue that somebody asks for.

    Args:
        fields: by the names in `QUEUE_FIELDS`; "" and what is missing narrow nothing.
        user: whose reviews "mine" are.

    Raises:
        InvalidInputError: a field is none of those there are; it is named.
    """
    given = {name: fields.get(name, "").strip() for name in QUEUE_FIELDS}
    for name, known in (
        ("view", VIEWS), ("state", [*ReviewState]), ("significance", _TOLD), ("topic", TOPICS), ("kind", WATCH_KINDS)
    ):  # fmt: skip
        if given[name] and given[name] not in known:
            raise InvalidInputError(f"{given[name][:80]!r} is no {name}; known are {', '.join(filter(None, known))}")
    days = {name: date.fromisoformat(day) if (day := check_day(given[name])) else None for name in ("since", "until")}
    view = given["view"]
    whose = {"mine": user, "unassigned": ""}
    return Queue(
        states=(ReviewState(given["state"]),) if given["state"] else _DECIDED if view == "decided" else OPEN,
        assignee=whose.get(view, given["assignee"] or None),
        is_overdue=view == "overdue",
        significance=given["significance"],
        topic=given["topic"],
        tag=given["tag"],
        kind=given["kind"],
        is_silent=bool(given["silent"]),
        since=days["since"],
        until=days["until"],
    )


def standing(steps: Iterable[Step], due: date | None) -> dict[StepKind, str]:
    """Return what the steps of a review say of all but comments: of each kind the last.

    Args:
        steps: in their order.
        due: the day by the rule, for where nobody set one.
    """
    began = {
        StepKind.STATE: ReviewState.NEW.value,
        StepKind.ASSIGNEE: "",
        StepKind.DUE: due.isoformat() if due else "",
        StepKind.TICKET: "",
    }
    return began | {step.what: step.value for step in steps if step.what is not StepKind.COMMENT}


def newly_said(
    said: Mapping[StepKind, str], steps: Sequence[Step], *, seen: int, due: date | None
) -> dict[StepKind, str]:
    """Return what somebody says of a review that was not so before, of what a form of theirs has.

    Args:
        said: all that the form has; a comment of "" is none.
        steps: of the review, in their order.
        seen: how many of them there were when the form was shown.
        due: the day by the rule.

    Returns:
        What became of it; what the form only repeats is nobody's wish.

    Raises:
        InvalidInputError: somebody else has said otherwise of the same since the form was shown.
    """
    shown, now = standing(steps[:seen], due), standing(steps, due)
    for what, value in said.items():
        if what is not StepKind.COMMENT and value not in {shown[what], now[what]} and now[what] != shown[what]:
            raise InvalidInputError(meanwhile_words(next(step for step in reversed(steps) if step.what is what)))
    return {
        what: value
        for what, value in said.items()
        if (value if what is StepKind.COMMENT else value not in {shown[what], now[what]})
    }


def meanwhile_words(step: Step) -> str:
    """Say that somebody was faster."""
    who = step.who or "the command line"
    said = f"set the {_NAMES[step.what]} to {step.value!r}" if step.value else f"took the {_NAMES[step.what]} back"
    return f"{who} {said} meanwhile; look at it, and say yours again if it still holds"


def check_day(text: str) -> str:
    """Return a day as ISO 8601, "" for none; raise InvalidInputError where it is none."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise InvalidInputError(f"{text!r} is no day; write it as 2026-12-24") from None


def check_link(text: str) -> str:
    """Return the address of a ticket, "" for none; raise InvalidInputError where it is no web address."""
    if text and not (text.startswith(("https://", "http://")) and text.isprintable() and len(text) <= LONGEST_LINK):
        raise InvalidInputError(f"{text[:80]!r} is no web address; write it in full, as https://tickets.example.org/7")
    return text


def check_comment(text: str) -> str:
    """Return a comment with its lines as they are, and nothing in it that could steer what shows it.

    Raises:
        InvalidInputError: it is too long or says nothing.
    """
    # browsers end lines by two characters
    said = printable("\n".join(text.splitlines()).strip())
    if not said or len(said) > LONGEST_COMMENT:
        raise InvalidInputError(f"a comment has 1 to {LONGEST_COMMENT:,} characters; this one has {len(said):,}")
    return said
