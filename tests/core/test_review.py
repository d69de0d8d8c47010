"""By when a change is to be reviewed, and what may be said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import InvalidInputError
from monitor.core.records import OPEN, Queue, ReviewState, Significance, Step, StepKind
from monitor.core.review import (
    LONGEST_COMMENT,
    QUEUE_FIELDS,
    check_comment,
    check_day,
    check_link,
    due_rule,
    newly_said,
    queue_of,
    standing,
    working_day_after,
)

DAY = date(2026, 3, 9)
SAID = st.fixed_dictionaries(
    {StepKind.STATE: st.sampled_from([*map(str, ReviewState)])},
    optional={
        StepKind.ASSIGNEE: st.sampled_from(["", "anna", "ben"]),
        StepKind.DUE: st.sampled_from(["", "2026-03-09", "2026-04-01"]),
        StepKind.COMMENT: st.sampled_from(["", "Ask legal."]),
    },
)


def steps(*said: tuple[StepKind, str], who: str = "anna") -> list[Step]:
    """Return what somebody said, step by step."""
    return [Step(at=datetime(2026, 3, 2, tzinfo=UTC), who=who, what=what, value=value) for what, value in said]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-30", 1, "2026-12-01"),
        ("2026-11-30", 4, "2026-12-04"),
        ("2026-11-30", 5, "2026-12-07"),
        ("2026-12-04", 1, "2026-12-07"),
        ("2026-12-04", 5, "2026-12-11"),
        ("2026-12-05", 1, "2026-12-07"),
        ("2026-12-06", 5, "2026-12-11"),
        ("2026-12-02", 13, "2026-12-21"),
    ],
)
def test_working_days_leave_weekends_out(day, count, expected) -> None:
    """Of working days only Monday to Friday count; what comes on a weekend counts from the Friday before."""
    assert working_day_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (check_day, "tomorrow"),
        (check_day, "2026-02-30"),
        (check_link, "javascript:alert(1)"),
        (check_link, "https://example.org/\n"),
        (check_comment, " "),
        (check_comment, "x" * (LONGEST_COMMENT + 1)),
    ],
)
def test_what_is_none_is_refused(check, text) -> None:
    """A day that is none, a link that could run or steer, and a comment without words or end are refused."""
    with pytest.raises(InvalidInputError):
        check(text)


def test_only_material_changes_have_a_day_by_the_rule() -> None:
    """A material change has its day so many working days after it was told, a minor one has none, and without days none has."""
    told = date(2026, 3, 2)
    assert due_rule(5)(Significance.MATERIAL, told) == DAY
    assert due_rule(5)(Significance.MINOR, told) is None
    assert due_rule(0)(Significance.MATERIAL, told) is None


@given(said=st.lists(SAID, max_size=4), form=SAID)
def test_a_form_says_what_is_new_in_it(said, form) -> None:
    """Of a form that shows how a review stands, those parts alone are said that differ, and afterwards it stands so."""
    history = steps(*(pair for one in said for pair in one.items()))
    before = standing(history, DAY)
    new = newly_said(form, history, seen=len(history), due=DAY)
    after = standing([*history, *steps(*new.items())], DAY)
    assert after == before | {what: value for what, value in form.items() if what is not StepKind.COMMENT}
    assert all(before.get(what) != value for what, value in new.items())


@given(seen=st.lists(SAID, max_size=2), since=st.lists(SAID, max_size=2), form=SAID)
def test_nobody_overwrites_what_they_have_not_seen(seen, since, form) -> None:
    """What was said since a form was shown stays, unless the form leaves the same part as it was shown."""
    shown = steps(*(pair for one in seen for pair in one.items()))
    history = [*shown, *steps(*(pair for one in since for pair in one.items()), who="ben")]
    was, now = standing(shown, DAY), standing(history, DAY)
    try:
        new = newly_said(form, history, seen=len(shown), due=DAY)
    except InvalidInputError as error:
        assert "ben" in str(error)
        assert any(was[what] != now[what] != form.get(what, now[what]) for what in was)
    else:
        assert all(was[what] == now[what] for what in new if what is not StepKind.COMMENT)
        assert new.get(StepKind.COMMENT, "") == form.get(StepKind.COMMENT, "")


def test_a_queue_is_asked_for_by_its_fields() -> None:
    """Without a field all that is open is asked for; each field narrows it, and what is none of its kind is told."""
    assert queue_of({}, user="anna") == Queue()
    assert queue_of({"view": "mine"}, user="anna") == Queue(assignee="anna")
    assert queue_of({"view": "unassigned", "assignee": "ben"}, user="anna") == Queue(assignee="")
    assert queue_of({"view": "overdue", "silent": "1"}, user="anna") == Queue(is_overdue=True, is_silent=True)
    assert {*queue_of({"view": "decided"}, user="anna").states} == {*ReviewState} - {*OPEN}
    assert queue_of({"since": "2026-03-09", "state": "seen"}, user="") == Queue(since=DAY, states=(ReviewState.SEEN,))
    for name in {*QUEUE_FIELDS} - {"assignee", "tag", "silent"}:
        with pytest.raises(InvalidInputError, match="odd"):
            queue_of({name: "odd"}, user="anna")


def test_a_comment_keeps_its_lines_and_steers_nothing() -> None:
    """Lines as browsers end them count once and stay lines; what would steer a terminal or turn words is shown as such."""
    assert check_comment(" First.\r\nSecond. ") == "First.\nSecond."
    assert check_comment("x\r\n" * 1500) == "x\n" * 1499 + "x"
    assert check_comment("red \x1b[31m \u202eturned") == "red \ufffd[31m \ufffdturned"
