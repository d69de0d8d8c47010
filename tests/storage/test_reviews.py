"""Reviews in the store: what their steps come to, and which of very many are asked for."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.records import OPEN, Queue, Review, ReviewState, Step, StepKind
from monitor.core.review import due_rule, standing
from storage.database import open_store, writing
from storage.reviews import add_step, beside, review_counts, review_of, reviews, steps_of
from tests.browse.sample import make_store, told_all

TODAY = date(2026, 3, 10)
RULE = due_rule(5)
VALUES = {
    StepKind.STATE: [*map(str, ReviewState)],
    StepKind.ASSIGNEE: ["", "anna", "ben"],
    StepKind.DUE: ["", "2026-03-01", "2026-04-01"],
    StepKind.TICKET: ["", "https://t.example.org/7"],
    StepKind.COMMENT: ["Ask legal."],
}
SAID = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from([*VALUES]).flatmap(lambda w: st.tuples(st.just(w), st.sampled_from(VALUES[w]))),
    ),
    max_size=12,
)
QUEUES = st.builds(
    Queue,
    states=st.sampled_from([OPEN, tuple(ReviewState), (ReviewState.SEEN, ReviewState.ACCEPTED)]),
    assignee=st.sampled_from([None, "", "ANNA"]),
    is_overdue=st.booleans(),
    significance=st.sampled_from(["", "minor", "material"]),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The sample store with all its changes told."""
    with closing(open_store(make_store(tmp_path_factory.mktemp("reviews")).parent)) as db:
        told_all(db.conn)
        yield db


class UndoneError(Exception):
    """Undoes what an example has written."""


def _said(db, said) -> None:
    for change, (what, value) in said:
        add_step(db.conn, change, Step(at=datetime(2026, 3, 9, tzinfo=UTC), who="anna", what=what, value=value))


def _fits(review: Review, queue: Queue) -> bool:
    is_theirs = queue.assignee is None or review.assignee == queue.assignee.casefold()
    is_late = not queue.is_overdue or review.is_overdue(TODAY)
    return review.state in queue.states and is_theirs and is_late and queue.significance in {"", review.significance}


@given(said=SAID, queue=QUEUES)
def test_a_review_stands_as_its_steps_say(told, said, queue) -> None:
    """How a review stands is what its steps come to; a queue has what fits it in one order, and its neighbours and counts agree."""
    with suppress(UndoneError), writing(told):
        _said(told, said)
        every = [*reviews(told, RULE, today=TODAY)]
        for one in every:
            steps = steps_of(told, one.change_id)
            now = standing(steps, RULE(one.significance, one.told_at.date()))
            due = one.due.isoformat() if one.due else ""
            assert now == dict(zip(now, (one.state, one.assignee, due, one.ticket), strict=True))
            assert one.comments == sum(step.what is StepKind.COMMENT for step in steps)
            assert one == review_of(told, one.change_id, RULE)
        found = [*reviews(told, RULE, queue, today=TODAY)]
        assert found == [one for one in every if _fits(one, queue)]
        numbers = [one.change_id for one in found]
        for place, one in enumerate(found):
            stands = beside(told, RULE, queue, one, today=TODAY)
            assert (stands.place, stands.count) == (place + 1, len(found))
            assert stands.before == (numbers[place - 1] if place else None)
            assert stands.after == (numbers[place + 1] if place + 1 < len(found) else None)
        counts = review_counts(told, RULE, Queue(states=tuple(ReviewState)), user="Anna", today=TODAY)
        is_open = [one for one in every if one.state.is_open]
        assert (counts.open, counts.decided) == (len(is_open), len(every) - len(is_open))
        assert counts.mine == sum(one.assignee == "anna" for one in is_open)
        assert counts.overdue == sum(one.is_overdue(TODAY) for one in every)
        assert counts.unassigned == sum(not one.assignee for one in is_open)
        raise UndoneError


def test_what_is_open_is_found_without_reading_what_was_decided(told) -> None:
    """Of a store with very many decided reviews those that are open are read by their index."""
    plans: list[str] = []
    told.conn.set_trace_callback(plans.append)
    next(reviews(told, RULE, Queue(), today=TODAY))
    told.conn.set_trace_callback(None)
    plan = told.conn.execute(f"EXPLAIN QUERY PLAN {plans[0]}").fetchall()
    assert any("reviews_open" in row["detail"] for row in plan)
