"""The outbox as a sender has it: deliveries taken on, handed over, put off or given up; nothing here sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.records import Way
from storage.database import reading, writing
from storage.faults import decoded
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlite_utils import Database

MAIL = frozenset({Way.MAIL})
OTHERS = frozenset(Way) - MAIL
"""The ways that are gone in one go: mail over its server, the others each to a receiver of its own."""

_LONGEST_ERROR = 500  # characters; what comes in is shorter already, see monitor/mail/transport.py
_QUOTA_SECONDS = 6 * 3600  # in which HEALTH_QUOTA of monitor/mail/sender.py counts
LONGEST_ANSWER = 4_000
"""Characters of what a receiver said that are kept."""
DROPPED = "dropped by hand"
_AGAIN = (
    "UPDATE deliveries SET state = 'waiting', attempts = 0, next_attempt_at = :now WHERE state IN ('failed', 'waiting')"
)
# what nobody has tried and whose reader's time is to come waits for that, and for nothing else
_IN_TIME = (
    "AND (state = 'failed' OR claimed_at IS NOT NULL OR next_attempt_at <= :now"
    " OR notice_id IN (SELECT id FROM notices WHERE due_at <= :now))"
)
_DROP = "UPDATE deliveries SET state = 'failed', last_error = :error WHERE state IN ('failed', 'waiting')"
_WITHDRAWN = "DELETE FROM notices WHERE id IN (SELECT notice_id FROM deliveries WHERE is_withdrawn"
_LONGEST_WAIT = 25 * 3600  # an hour more than monitor/core/notices/resending.py ever asks for
_LONGEST_TO_DIGEST = 8 * 86_400  # from one weekly digest to the next, where a clock is set back in between

# No attempt sets the next one further ahead, no digest is further away, and nothing was written or tried in the future:
# where that is not so the clock was ahead, and nobody waits until it is right.
IMPOSSIBLE = """
d.state IN ('waiting', 'sending') AND d.next_attempt_at > :now AND (
    d.claimed_at > :now OR d.next_attempt_at > :furthest_digest OR EXISTS (
        SELECT 1 FROM notices n WHERE n.id = d.notice_id AND (
            d.claimed_at IS NULL AND n.created_at > :now
            OR d.next_attempt_at > :furthest AND (d.claimed_at IS NOT NULL OR d.next_attempt_at <> n.due_at)
        )
    )
)
"""

_BY_WAY = """
notice_id IN (SELECT n.id FROM notices n JOIN subscribers s ON s.id = n.subscriber_id
    WHERE instr(',' || :ways || ',', ',' || s.way || ','))
"""
_DUE = """
SELECT d.id, d.notice_id, d.attempts + 1 AS attempt, d.next_attempt_at, n.created_at, n.subscriber_id
FROM deliveries d JOIN notices n ON n.id = d.notice_id JOIN subscribers s ON s.id = n.subscriber_id
WHERE d.state IN ('waiting', 'sending') AND d.next_attempt_at <= :now AND NOT d.is_withdrawn
AND instr(',' || :ways || ',', ',' || s.way || ',')
AND (:quota IS NULL OR n.kind <> 'health' OR :quota > (
    SELECT count(*) FROM notices o JOIN deliveries p ON p.notice_id = o.id
    WHERE o.subscriber_id = n.subscriber_id AND o.kind = 'health' AND p.sent_at BETWEEN :lately AND :now))
AND (n.kind <> 'changes' OR n.created_at <= :settled OR n.created_at > :now)
AND (:asks OR n.kind <> 'confirm')
"""
_CLAIMED = f"{_DUE} ORDER BY d.next_attempt_at, d.id LIMIT :limit"
# who hangs holds one sender at most, and nothing overtakes what went to them before
_CLAIMED_EACH_ONCE = f"""
SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY subscriber_id ORDER BY next_attempt_at, id) AS place FROM ({_DUE})
)
WHERE place = 1 AND subscriber_id NOT IN (
    SELECT n.subscriber_id FROM deliveries d JOIN notices n ON n.id = d.notice_id
    WHERE d.state = 'sending' AND d.next_attempt_at > :now
)
ORDER BY next_attempt_at, id LIMIT :limit
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery that one sender took on until its lease runs out.

    Args:
        delivery_id: the delivery.
        notice_id: the notice to hand over.
        subscriber: the number of whom it goes to.
        attempt: which attempt this is, from 1.
        waited: since the notice was written.
    """

    delivery_id: int
    notice_id: int
    subscriber: int
    attempt: int
    waited: timedelta


@decoded
def claim(  # noqa: PLR0913 - what one taking is bound by
    db: Database,
    *,
    now: datetime,
    limit: int,
    lease_seconds: int,
    ways: Collection[Way] = MAIL,
    health_quota: int | None = None,
    group_window: timedelta = timedelta(0),
    asks: bool = True,
) -> tuple[Claim, ...]:
    """Take on deliveries that are due, the longest due first; by other ways than mail one of each subscriber at a time.

    A claim is due again when its lease has run out, so what a dead sender held is sent by the next one: at least once.

    Args:
        db: the store.
        now: UTC.
        limit: at most so many.
        lease_seconds: how long nobody else may take them.
        ways: by which they leave.
        health_quota: how many notices of blind watches one subscriber may get in six hours; those beyond wait, and grow
            meanwhile. None for as many as there are, 0 for none now.
        group_window: how old a notice of changes has to be, which others may join until then.
        asks: whether questions may leave; else they wait.

    Returns:
        The claims; their attempts are counted already.
    """
    with writing(db) as conn:
        rows = conn.execute(
            _CLAIMED if Way.MAIL in ways else _CLAIMED_EACH_ONCE,
            {
                "ways": ",".join(ways),
                "now": to_text(now),
                "limit": limit,
                "quota": health_quota,
                "lately": to_text(now - timedelta(seconds=_QUOTA_SECONDS)),
                "settled": to_text(now - group_window),
                "asks": asks,
            },
        ).fetchall()
        until = to_text(now + timedelta(seconds=lease_seconds))
        conn.executemany(
            "UPDATE deliveries SET state = 'sending', claimed_at = :now, next_attempt_at = :until,"
            " attempts = attempts + 1 WHERE id = :id",
            [{"id": row["id"], "now": to_text(now), "until": until} for row in rows],
        )
    return tuple(
        Claim(
            delivery_id=row["id"],
            notice_id=row["notice_id"],
            subscriber=row["subscriber_id"],
            attempt=row["attempt"],
            waited=max(now - from_text(row["created_at"]), timedelta()),
        )
        for row in rows
    )


def claimed_since(db: Database, since: datetime, *, now: datetime) -> int:
    """Return how many mails were taken on after a time, by whatever sender, and not put back untried."""
    sql = f"SELECT count(*) AS count FROM deliveries WHERE claimed_at > :since AND claimed_at <= :now AND {_BY_WAY}"
    values = {"since": to_text(since), "now": to_text(now), "ways": ",".join(MAIL)}
    return int(next(reading(db, sql, values))["count"])


def take_over(db: Database, *, now: datetime, ways: Collection[Way] = MAIL) -> int:
    """Make every open claim due at once; only for a caller who knows that no other sender lives.

    What its reader wanted no more while it was being sent is dropped. What waits for a time that only a clock that was
    ahead can have set is due at once as well.

    Args:
        db: the store.
        now: UTC.
        ways: by which they leave.

    Returns:
        How many claims a dead sender had left.
    """
    with writing(db) as conn:
        conn.execute(f"{_WITHDRAWN} AND state = 'sending' AND {_BY_WAY})", {"ways": ",".join(ways)})
        conn.execute(
            f"UPDATE deliveries AS d SET next_attempt_at = :now WHERE {IMPOSSIBLE} AND {_BY_WAY}",
            {**in_future(now), "ways": ",".join(ways)},
        )
        return conn.execute(
            f"UPDATE deliveries SET state = 'waiting', next_attempt_at = :now WHERE state = 'sending' AND {_BY_WAY}",
            {"now": to_text(now), "ways": ",".join(ways)},
        ).rowcount


def in_future(now: datetime) -> dict[str, str]:
    """Return the values that `IMPOSSIBLE` asks for."""
    return {
        "now": to_text(now),
        "furthest": to_text(now + timedelta(seconds=_LONGEST_WAIT)),
        "furthest_digest": to_text(now + timedelta(seconds=_LONGEST_TO_DIGEST)),
    }


def is_any_open(db: Database, ways: Collection[Way]) -> bool:
    """Tell whether anything waits to leave by some ways, or is being sent."""
    rows = reading(
        db,
        f"SELECT EXISTS (SELECT 1 FROM deliveries WHERE state IN ('waiting', 'sending') AND {_BY_WAY}) AS found",
        {"ways": ",".join(ways)},
    )
    return bool(next(rows)["found"])


def sent(db: Database, taken: Claim, *, at: datetime, answer: str = "") -> None:
    """Record that a notice was handed over; true whichever process holds the claim by now.

    Args:
        db: the store.
        taken: the claim.
        at: when, UTC.
        answer: what the receiver said.
    """
    with writing(db) as conn:
        conn.execute(
            "UPDATE deliveries SET state = 'sent', sent_at = coalesce(sent_at, :at), last_error = '', answer = :answer"
            " WHERE id = :id",
            {"id": taken.delivery_id, "at": to_text(at), "answer": answer[:LONGEST_ANSWER]},
        )


def failed(db: Database, taken: Claim, *, error: str, next_attempt_at: datetime | None, answer: str = "") -> bool:
    """Record an attempt that failed; nothing happens where another sender holds the delivery by now.

    What its reader wanted no more while it was being sent is dropped: nothing tries it again.

    Args:
        db: the store.
        taken: the claim.
        error: why, one line.
        next_attempt_at: when to try again, UTC; None gives it up.
        answer: what the receiver said.

    Returns:
        Whether it is still wanted.
    """
    with writing(db) as conn:
        if _is_dropped(conn, taken):
            return False
        conn.execute(
            "UPDATE deliveries SET state = iif(:at IS NULL, 'failed', 'waiting'),"
            " next_attempt_at = coalesce(:at, next_attempt_at), last_error = :error, answer = :answer"
            " WHERE id = :id AND state = 'sending' AND attempts = :attempt",
            {
                "id": taken.delivery_id,
                "attempt": taken.attempt,
                "at": next_attempt_at and to_text(next_attempt_at),
                "error": error[:_LONGEST_ERROR],
                "answer": answer[:LONGEST_ANSWER],
            },
        )
        return True


def _is_dropped(conn: sqlite3.Connection, taken: Claim) -> bool:
    """Drop what was claimed where its reader wants it no more; tell whether that is so, or it is gone already."""
    values = {"id": taken.delivery_id, "attempt": taken.attempt}
    conn.execute(f"{_WITHDRAWN} AND id = :id AND state = 'sending' AND attempts = :attempt)", values)
    return conn.execute("SELECT 1 FROM deliveries WHERE id = :id", values).fetchone() is None


def put_off(db: Database, subscriber: int, *, until: datetime) -> None:
    """Leave a receiver alone to whom a notice could not be handed: the others wait as long; no attempt counts.

    Args:
        db: the store.
        subscriber: whose notices.
        until: when the one that failed is tried again, UTC.
    """
    with writing(db) as conn:
        conn.execute(
            "UPDATE deliveries SET next_attempt_at = :until WHERE state = 'waiting' AND next_attempt_at < :until"
            " AND notice_id IN (SELECT id FROM notices WHERE subscriber_id = :subscriber)",
            {"subscriber": subscriber, "until": to_text(until)},
        )


def put_back(
    db: Database, taken: Iterable[Claim], *, error: str, next_attempt_at: datetime, tried: Claim | None = None
) -> int:
    """Return claims that were never tried, as when the mail server is down; the attempt does not count.

    What its reader wanted no more meanwhile is dropped.

    Args:
        db: the store.
        taken: the claims.
        tried: the one of them by which it was seen that the server is down; the others were in nobody's hands, so one
            that tells of blind watches may go on growing.
        error: why, one line; "" keeps what was there.
        next_attempt_at: when to try again, UTC.

    Returns:
        How many of them wait.
    """
    with writing(db) as conn:
        kept = [one for one in taken if not _is_dropped(conn, one)]
        conn.executemany(
            "UPDATE deliveries SET state = 'waiting', attempts = attempts - 1, next_attempt_at = :at,"
            " claimed_at = iif(attempts = 1 AND NOT :tried, NULL, claimed_at),"
            " last_error = iif(:error = '', last_error, :error)"
            " WHERE id = :id AND state = 'sending' AND attempts = :attempt",
            [
                {
                    "id": one.delivery_id,
                    "attempt": one.attempt,
                    "tried": tried is not None and one.delivery_id == tried.delivery_id,
                    "at": to_text(next_attempt_at),
                    "error": error[:_LONGEST_ERROR],
                }
                for one in kept
            ],
        )
    return len(kept)


def retry(db: Database, ids: Iterable[int] | None = None, *, now: datetime) -> int:
    """Make deliveries due at once that failed or wait, with all their attempts before them.

    Args:
        db: the store.
        ids: which; None for all that failed or wait, but for those that wait for the time their reader chose.
        now: UTC.

    Returns:
        How many.

    Raises:
        InvalidInputError: one of them is unknown, sent or just being sent; none is touched.
    """
    with writing(db) as conn:
        if ids is None:
            return conn.execute(f"{_AGAIN} {_IN_TIME}", {"now": to_text(now)}).rowcount
        return _update_each(conn, _AGAIN, ids, now=to_text(now))


def drop(db: Database, ids: Iterable[int]) -> int:
    """Give up deliveries that wait or failed; they stay in the outbox, and `retry` takes them up again.

    Args:
        db: the store.
        ids: which.

    Returns:
        How many.

    Raises:
        InvalidInputError: one of them is unknown, sent or just being sent; none is touched.
    """
    with writing(db) as conn:
        return _update_each(conn, _DROP, ids, error=DROPPED)


def _update_each(conn: sqlite3.Connection, update: str, ids: Iterable[int], **values: str) -> int:
    wanted = sorted(set(ids))
    for one in wanted:
        if not conn.execute(f"{update} AND id = :id", {**values, "id": one}).rowcount:
            raise InvalidInputError(f"no delivery {one} waits or failed; 'clausewatch outbox list' shows them")
    return len(wanted)
