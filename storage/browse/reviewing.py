"""Reviews as the pages of members need them, by connections of their own: readers' cannot see that table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.records import ReviewState, Role
from monitor.core.review import due_rule
from storage.browse.accounts import read
from storage.reviews import beside, review_counts, review_of, reviews, steps_of
from storage.users import users

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.records import Beside, Queue, QueueCounts, Review, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The review of one change, with what stands beside it in a queue.

    Args:
        review: how it stands.
        steps: all that was said of it, in its order.
        people: the names of those who may look at it.
        beside: what stands before and after it.
    """

    review: Review
    steps: tuple[Step, ...]
    people: tuple[str, ...]
    beside: Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """The reviews of a store; each call opens it and closes it, and may be made in any thread.

    Args:
        path: the store's file.
        days: working days within which a material change is to be reviewed, 0 for no day.
        today: by which a day is over.
    """

    path: Path
    days: int
    today: date

    def page(self, queue: Queue, *, user: str, size: int, skip: int) -> tuple[list[Review], QueueCounts]:
        """Return a part of a queue, and how many reviews there are in each of those that differ by whose they are."""
        rule = due_rule(self.days)
        narrowed = _without_whose(queue)
        return read(
            self.path,
            lambda db: (
                [*reviews(db, rule, queue, today=self.today, limit=size, skip=skip)],
                review_counts(db, rule, narrowed, user=user, today=self.today),
            ),
        )

    def shown(self, change: int, queue: Queue) -> Shown | None:
        """Return the review of a change, None where it was not told or there is none."""
        rule = due_rule(self.days)

        def found(db: Database) -> Shown | None:
            review = review_of(db, change, rule)
            if review is None:
                return None
            return Shown(
                review=review,
                steps=tuple(steps_of(db, change)),
                people=_people(db),
                beside=beside(db, rule, queue, review, today=self.today),
            )

        return read(self.path, found)

    def people(self) -> tuple[str, ...]:
        """Return the names of those who may look at reviews."""
        return read(self.path, _people)


def _people(db: Database) -> tuple[str, ...]:
    return tuple(user.name for user in users(db) if user.role.is_at_least(Role.MEMBER))


def _without_whose(queue: Queue) -> Queue:
    return replace(queue, states=tuple(ReviewState), assignee=None, is_overdue=False)
