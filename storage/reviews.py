"""Reviews of told changes: steps are added and never changed, and the newest of each kind is how a review stands."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.records import Beside, Queue, QueueCounts, Review, ReviewState, Significance, Step, StepKind
from storage.database import reading
from storage.faults import decoded
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    Rule = Callable[[Significance, date], date | None]

EVERY = Queue(states=tuple(ReviewState))
"""All reviews there are."""
_NEVER = "9999-12-31"  # the day of those that have none, after all others
_CACHED_DAYS = 20_000  # of some fifty years


_WHICH = "[which]"
_IS_OPEN = "state NOT IN ('accepted', 'dismissed')"
_STANDING = f"""
WITH standing AS (
    SELECT c.id, w.slug, w.name, c.significance, c.silent, c.told_at, r.state, r.assignee, r.ticket, r.comments,
        coalesce(r.due, due_by_rule(c.significance, c.told_at)) AS due
    FROM reviews r JOIN changes c ON c.id = r.change_id JOIN watches w ON w.id = c.watch_id
    WHERE {_WHICH}
    AND (:significance = '' OR c.significance = :significance)
    AND (NOT :silent OR c.silent)
    AND (:kind = '' OR w.kind = :kind)
    AND (:since IS NULL OR c.told_at >= :since) AND (:before IS NULL OR c.told_at < :before)
    AND (:tag = '' OR EXISTS (SELECT 1 FROM watch_tags t WHERE t.watch_id = w.id AND t.tag = :tag))
    AND (:topic = '' OR EXISTS (
        SELECT 1 FROM clause_changes k JOIN json_each(k.topics) t
        WHERE k.change_id = c.id AND k.significance IN ('minor', 'material') AND t.value = :topic
    ))
), queue AS (
    SELECT *, iif(due = '', '{_NEVER}', due) AS by FROM standing
    WHERE instr(:states, ',' || state || ',')
    AND (:assignee IS NULL OR assignee = :assignee)
    AND (NOT :overdue OR (due <> '' AND due < :today AND {_IS_OPEN}))
)
"""
_REVIEWS = f"{_STANDING} SELECT * FROM queue ORDER BY by, id LIMIT :limit OFFSET :skip"
_COUNTS = f"""
{_STANDING}
SELECT count(*) FILTER (WHERE is_open) AS open,
    count(*) FILTER (WHERE is_open AND assignee = :user) AS mine,
    count(*) FILTER (WHERE is_open AND due <> '' AND due < :today) AS overdue,
    count(*) FILTER (WHERE is_open AND assignee = '') AS unassigned,
    count(*) FILTER (WHERE NOT is_open) AS decided
FROM (SELECT *, {_IS_OPEN} AS is_open FROM queue)
"""
_DAYS = f"""
SELECT iif({_IS_OPEN}, NULL, CAST(julianday(s.at) - julianday(c.told_at) AS INTEGER)) AS days, count(*) AS reviews
FROM reviews r JOIN changes c ON c.id = r.change_id
LEFT JOIN review_steps s ON s.id = (
    SELECT max(id) FROM review_steps WHERE change_id = r.change_id AND what = 'state'
)
WHERE c.told_at >= :since AND coalesce(s.who, '?') <> ''
AND (:tag = '' OR c.watch_id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag))
GROUP BY 1
"""
_BESIDE = f"""
{_STANDING}
SELECT count(*) AS count,
    count(*) FILTER (WHERE (by, id) <= (:by, :id)) * coalesce(max(id = :id), 0) AS place,
    (SELECT id FROM queue WHERE (by, id) < (:by, :id) ORDER BY by DESC, id DESC LIMIT 1) AS before,
    (SELECT id FROM queue WHERE (by, id) > (:by, :id) ORDER BY by, id LIMIT 1) AS after
FROM queue
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


def reviews(
    db: Database, due_of: Rule, queue: Queue = EVERY, *, today: date = date.min, limit: int = -1, skip: int = 0
) -> Iterator[Review]:
    """Stream reviews of told changes, the most urgent first.

    Args:
        db: the store.
        due_of: the rule for those of which nobody set the day: significance, and the day on which it was told.
        queue: which.
        today: by which a day is over.
        limit: at most so many, -1 for all.
        skip: how many of the first to leave out.

    Yields:
        How each stands.
    """
    values = {**_asked(db, due_of, queue, today), "limit": limit, "skip": skip}
    return map(_review, reading(db, _of(_REVIEWS, queue), values))


def review_of(db: Database, change_id: int, due_of: Rule) -> Review | None:
    """Return the review of one change, None where it was not told or there is none; `due_of` as above."""
    values = {**_asked(db, due_of, EVERY, date.min), "change": change_id, "limit": 1, "skip": 0}
    return next(map(_review, reading(db, _REVIEWS.replace(_WHICH, "r.change_id = :change"), values)), None)


def review_counts(db: Database, due_of: Rule, queue: Queue, *, user: str, today: date) -> QueueCounts:
    """Return how many reviews there are of those that a queue has; the others as above.

    Args:
        db: the store.
        due_of: the rule.
        queue: which are counted.
        user: whose are counted apart.
        today: by which a day is over.
    """
    row = next(reading(db, _of(_COUNTS, queue), {**_asked(db, due_of, queue, today), "user": user}))
    return QueueCounts(**{name: row[name] for name in row.keys()})  # noqa: SIM118 - a row is no mapping


def beside(db: Database, due_of: Rule, queue: Queue, review: Review, *, today: date) -> Beside:
    """Return what stands beside a review in a queue; where it is in it no more, where it stood.

    Args:
        db: the store.
        due_of: the rule.
        queue: the queue.
        review: the review as it stands, or stood.
        today: by which a day is over.
    """
    key = {"by": review.due.isoformat() if review.due else _NEVER, "id": review.change_id}
    row = next(reading(db, _of(_BESIDE, queue), {**_asked(db, due_of, queue, today), **key}))
    return Beside(before=row["before"], after=row["after"], place=row["place"], count=row["count"])


def _of(sql: str, queue: Queue) -> str:
    """Return a query with what lets SQLite find those that are open without reading all that were ever decided."""
    is_open = all(state.is_open for state in queue.states)
    return sql.replace(_WHICH, f"r.{_IS_OPEN}" if is_open else "1")


def days_to_decide(db: Database, *, since: str, tag: str) -> list[tuple[int | None, int]]:
    """Return how many reviews took how long.

    Args:
        db: the store.
        since: from when on their changes were told, as the store has times.
        tag: of their watches, "" for all.

    Returns:
        Full days until each was decided, None for those that are open, each with how many there are. What was told
        before reviews were kept is none of them.
    """
    rows = reading(db, _DAYS, {"since": since, "tag": tag})
    return [(row["days"], row["reviews"]) for row in rows]


def steps_of(db: Database, change_id: int) -> list[Step]:
    """Return the steps of a review in their order."""
    rows = reading(db, "SELECT * FROM review_steps WHERE change_id = :id ORDER BY id", {"id": change_id})
    return [
        Step(at=from_text(row["at"]), who=row["who"], what=StepKind(row["what"]), value=row["value"]) for row in rows
    ]


def _asked(db: Database, due_of: Rule, queue: Queue, today: date) -> dict[str, object]:
    """Return the values of a query, whose connection knows the rule from now on."""

    @lru_cache(maxsize=_CACHED_DAYS)
    def by_rule(significance: str, day: str) -> str:
        due = due_of(Significance(significance), date.fromisoformat(day))
        return due.isoformat() if due else ""

    db.conn.create_function("due_by_rule", 2, lambda significance, at: by_rule(significance, at[:10]))
    return {
        "states": f",{','.join(queue.states)},",
        "assignee": queue.assignee,
        "overdue": queue.is_overdue,
        "significance": queue.significance,
        "topic": queue.topic,
        "tag": queue.tag,
        "kind": queue.kind,
        "silent": queue.is_silent,
        "since": queue.since and queue.since.isoformat(),
        "before": queue.until and (queue.until + timedelta(days=1)).isoformat(),
        "today": today.isoformat(),
    }


@decoded
def _review(row: sqlite3.Row) -> Review:
    return Review(
        change_id=row["id"],
        watch=row["slug"],
        watch_name=row["name"],
        significance=Significance(row["significance"]),
        is_silent=bool(row["silent"]),
        told_at=from_text(row["told_at"]),
        state=ReviewState(row["state"]),
        assignee=row["assignee"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        ticket=row["ticket"],
        comments=row["comments"],
    )
