"""Reviews of told changes: steps are added and never changed, and the newest of each kind is how a review stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from monitor.core.records import Review, ReviewState, Significance, Step, StepKind
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database


def _last(what: StepKind) -> str:
    return (
        f"(SELECT s.value FROM review_steps s WHERE s.change_id = c.id AND s.what = '{what}'"
        f" ORDER BY s.id DESC LIMIT 1) AS {what}"
    )


_REVIEWS = f"""
SELECT c.id, w.slug, c.significance, c.silent, c.told_at,
    {", ".join(_last(what) for what in StepKind if what is not StepKind.COMMENT)},
    (SELECT count(*) FROM review_steps s WHERE s.change_id = c.id AND s.what = 'comment') AS comments
FROM changes c JOIN watches w ON w.id = c.watch_id
WHERE c.told_at IS NOT NULL AND c.significance IN ('minor', 'material') AND (:change IS NULL OR c.id = :change)
ORDER BY c.told_at, c.id
"""


def add_step(conn: sqlite3.Connection, change_id: int, step: Step) -> None:
    """Add a step to the review of a change, inside a write transaction."""
    conn.execute(
        "INSERT INTO review_steps (change_id, at, who, what, value) VALUES (:change, :at, :who, :what, :value)",
        {
            "change": change_id,
            "at": to_text(step.at),
            "who": step.who,
            "what": step.what.value,
            "value": step.value,
        },
    )


def reviews(db: Database, due_of: Callable[[Significance, date], date | None]) -> Iterator[Review]:
    """Stream the reviews of all told changes, the first told first.

    Args:
        db: the store.
        due_of: the rule for those of which nobody set the day: significance, and the day on which it was told.

    Yields:
        How each stands.
    """
    return (_review(row, due_of) for row in reading(db, _REVIEWS, {"change": None}))


def review_of(db: Database, change_id: int, due_of: Callable[[Significance, date], date | None]) -> Review | None:
    """Return the review of one change, None where it was not told or there is none; `due_of` as above."""
    return next((_review(row, due_of) for row in reading(db, _REVIEWS, {"change": change_id})), None)


def steps_of(db: Database, change_id: int) -> list[Step]:
    """Return the steps of a review in their order."""
    rows = reading(db, "SELECT * FROM review_steps WHERE change_id = :id ORDER BY id", {"id": change_id})
    return [
        Step(at=from_text(row["at"]), who=row["who"], what=StepKind(row["what"]), value=row["value"]) for row in rows
    ]


@decoded
def _review(row: sqlite3.Row, due_of: Callable[[Significance, date], date | None]) -> Review:
    significance, told_at = Significance(row["significance"]), from_text(row["told_at"])
    set_day = row["due"]
    due = due_of(significance, told_at.date()) if set_day is None else date.fromisoformat(set_day) if set_day else None
    return Review(
        change_id=row["id"],
        watch=row["slug"],
        significance=significance,
        is_silent=bool(row["silent"]),
        told_at=told_at,
        state=ReviewState(row["state"] or ReviewState.NEW),
        assignee=row["assignee"] or "",
        due=due,
        ticket=row["ticket"] or "",
        comments=row["comments"],
    )
