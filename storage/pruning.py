"""What the store lets go of: old checks that found the same, bodies of failed checks, texts and bodies nobody has.

Age is counted in days on which the watch was checked, never from the present: a clock that is ahead prunes nothing.
Each step is a short transaction, so checks go on meanwhile; none touches a snapshot, a change or what they refer to.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.bodies import LARGEST_FAILED, drop_unused
from storage.database import reading, writing
from storage.faults import translated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from sqlite_utils import Database

ALL_DAYS = 30  # of so many days every check stays
DAILY_DAYS = 365  # of so many, one a day that found nothing new and every one that failed; of older ones, see _THINNED
FAILED_QUOTA = 256 * 1024 * 1024  # compressed, all bodies of failed checks together
_AT_ONCE = 500  # rows in one transaction, so that others who wait to write get their turn
_PAUSE = 0.02  # seconds between two transactions, for others who wait to write


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went, or would go.

    Args:
        checks: old checks that found the same as one that stays.
        bodies: bodies of failed checks.
        body_bytes: their size in the store.
        unused: bodies and clauses that belong to nothing any more.
    """

    checks: int = 0
    bodies: int = 0
    body_bytes: int = 0
    unused: int = 0


# Of the checks of one watch in one period that ended the same way, the first stays. What brought a version stays, and
# so does the check whose body is kept.
_THINNED = """
WITH aged AS (
    SELECT *, dense_rank() OVER (ORDER BY substr(at, 1, 10) DESC) AS days FROM fetches
    WHERE watch_id = :watch AND is_aside = 0
), periods AS (
    SELECT id, stands_for, outcome, kind, status, CASE
        WHEN days <= :all OR days <= :daily AND outcome = 'failed' THEN id
        WHEN days <= :daily OR outcome = 'failed' THEN substr(at, 1, 10)
        ELSE strftime('%Y-%W', at)
    END AS period
    FROM aged WHERE snapshot_id IS NULL AND body_sha256 IS NULL
), kept AS (
    SELECT id, stands_for, min(id) OVER (PARTITION BY period, outcome, kind, status) AS stays FROM periods
)
SELECT id, stands_for, stays FROM kept WHERE id <> stays ORDER BY id LIMIT :limit
"""

# the newest of each watch stays, where it is not too large and those newer than it leave room for it
_FAILED = """
WITH found AS (
    SELECT f.id, f.body_sha256, b.size, length(b.zstd) AS bytes,
        row_number() OVER (PARTITION BY f.watch_id ORDER BY f.id DESC) = 1 AND b.size <= :largest AS may_stay
    FROM fetches f JOIN bodies b ON b.sha256 = f.body_sha256
    WHERE f.outcome = 'failed' AND f.body_sha256 IS NOT NULL
), summed AS (
    SELECT *, sum(iif(may_stay, bytes, 0)) OVER (ORDER BY id DESC) AS total FROM found
)
SELECT id, body_sha256, bytes FROM summed WHERE NOT may_stay OR total > :quota ORDER BY id
"""

_UNUSED = {
    "bodies": (
        "SELECT rowid AS id FROM bodies t WHERE NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.body_sha256 = t.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM held h WHERE h.body_sha256 = t.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.body_sha256 = t.sha256)"
    ),
    "clauses": (
        "SELECT id FROM clauses t WHERE NOT EXISTS (SELECT 1 FROM snapshot_clauses s WHERE s.clause_id = t.id)"
    ),
}


def _patient(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def prune(
    db: Database,
    *,
    is_trial: bool = False,
    failed_quota: int = FAILED_QUOTA,
    stopping: Callable[[float], bool] = _patient,
) -> Pruned:
    """Let go of what need not be kept.

    Args:
        db: the store.
        is_trial: only say what would go.
        failed_quota: how many bytes the bodies of failed checks may have together, compressed; the newest stay.
        stopping: waits so many seconds and tells whether to end early; what was done until then stays done.

    Returns:
        What went.

    Raises:
        StoreError: the store cannot be read or written.
    """
    checks = 0
    for watch_id in [row["id"] for row in reading(db, "SELECT id FROM watches ORDER BY id")]:
        if stopping(0):
            return Pruned(checks=checks)
        checks += _count_thinned(db, watch_id) if is_trial else _thin(db, watch_id, stopping)
    failed = _failed(db, failed_quota)
    unused = {table: [row["id"] for row in reading(db, sql)] for table, sql in _UNUSED.items()}
    if not is_trial:
        _drop_failed(db, failed, stopping)
        _drop_unused(db, unused, stopping)
    return Pruned(
        checks=checks,
        bodies=len(failed),
        body_bytes=sum(row["bytes"] for row in failed),
        unused=sum(map(len, unused.values())),
    )


def _limits(watch_id: int, limit: int) -> dict[str, object]:
    return {"watch": watch_id, "all": ALL_DAYS, "daily": DAILY_DAYS, "limit": limit}


def _count_thinned(db: Database, watch_id: int) -> int:
    return sum(1 for _ in reading(db, _THINNED, _limits(watch_id, -1)))


def _thin(db: Database, watch_id: int, stopping: Callable[[float], bool]) -> int:
    thinned = 0
    # most of the time there is nothing: to see that needs no lock
    while _has_any(db, _THINNED, _limits(watch_id, 1)):
        with writing(db) as conn:
            rows = conn.execute(_THINNED, _limits(watch_id, _AT_ONCE)).fetchall()
            conn.executemany(
                "UPDATE fetches SET stands_for = stands_for + ? WHERE id = ?",
                [(row["stands_for"], row["stays"]) for row in rows],
            )
            conn.executemany("DELETE FROM fetches WHERE id = ?", [(row["id"],) for row in rows])
        thinned += len(rows)
        if stopping(_PAUSE):
            break
    return thinned


def _has_any(db: Database, sql: str, values: Mapping[str, object]) -> bool:
    return next(reading(db, sql, values), None) is not None


def _failed(db: Database, quota: int) -> list[sqlite3.Row]:
    return list(reading(db, _FAILED, {"largest": LARGEST_FAILED, "quota": quota}))


def _drop_failed(db: Database, rows: list[sqlite3.Row], stopping: Callable[[float], bool]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        with writing(db) as conn:
            conn.executemany("UPDATE fetches SET body_sha256 = NULL WHERE id = ?", [(row["id"],) for row in part])
            drop_unused(conn, {row["body_sha256"] for row in part})
        if stopping(_PAUSE):
            return


def _drop_unused(db: Database, found: Mapping[str, list[int]], stopping: Callable[[float], bool]) -> None:
    for table, ids in found.items():
        for start in range(0, len(ids), _AT_ONCE):
            with writing(db) as conn:
                # one that came into use since it was found stays
                conn.executemany(
                    f"DELETE FROM {table} WHERE rowid IN (SELECT id FROM ({_UNUSED[table]} AND t.rowid = ?))",
                    [(one,) for one in ids[start : start + _AT_ONCE]],
                )
            if stopping(_PAUSE):
                return


def give_back(db: Database) -> None:
    """Give free pages back to the disk; it needs as much room as the store has, and waits until nobody writes.

    Raises:
        StoreError: the disk is full, or somebody writes for too long.
    """
    with translated("the store"):
        db.conn.execute("VACUUM")
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
