"""How large the store is, and by how much it grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.database import reading
from storage.times import from_text, to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlite_utils import Database

_LATELY = timedelta(days=30)
_LEAST = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The size of a store.

    Args:
        size: bytes, free pages among them.
        free: bytes in pages that are free and are used again.
        checks: bytes of the rows of checks with their indexes.
        failed: bytes of the bodies of failed checks.
        a_day: bytes by which it grew a day lately, before anything was pruned; None before the second day.
    """

    size: int
    free: int
    checks: int
    failed: int
    a_day: int | None


_COUNTS = """
SELECT
    (SELECT count(*) FROM fetches) AS checks,
    (SELECT count(*) FROM snapshots) AS versions,
    (SELECT min(at) FROM fetches WHERE is_aside = 0) AS first,
    (SELECT count(*) FROM fetches WHERE is_aside = 0 AND at BETWEEN :since AND :now) AS checks_lately,
    (SELECT count(*) FROM snapshots WHERE captured_at BETWEEN :since AND :now) AS versions_lately,
    (SELECT page_count FROM pragma_page_count) AS pages,
    (SELECT page_size FROM pragma_page_size) AS page,
    (SELECT freelist_count FROM pragma_freelist_count) AS free,
    (
        SELECT coalesce(sum(length(b.zstd)), 0) FROM bodies b WHERE b.sha256 IN (
            SELECT body_sha256 FROM fetches WHERE outcome = 'failed' AND body_sha256 IS NOT NULL
        )
    ) AS failed
"""

_CHECK_BYTES = """
SELECT sum(d.pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
WHERE d.aggregate = 1 AND s.tbl_name = 'fetches'
"""
_BYTES_A_CHECK = 120  # measured, with indexes; for an SQLite that was built without dbstat


def growth_of(db: Database, *, now: datetime) -> Growth:
    """Measure a store; it reads the whole file.

    Growth is what a check and a version take up on average, times how many came a day in the last 30 days.

    Args:
        db: the store.
        now: UTC.

    Returns:
        Its sizes.
    """
    row = next(reading(db, _COUNTS, {"now": to_text(now), "since": to_text(now - _LATELY)}))
    of_checks = _check_bytes(db, row["checks"])
    return Growth(
        size=row["pages"] * row["page"],
        free=row["free"] * row["page"],
        checks=of_checks,
        failed=row["failed"],
        a_day=_a_day(row, of_checks, now),
    )


def _check_bytes(db: Database, rows: int) -> int:
    if next(reading(db, "SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'"), None) is None:
        return _BYTES_A_CHECK * rows
    return int(next(reading(db, _CHECK_BYTES))["bytes"])


def _a_day(row: sqlite3.Row, of_checks: int, now: datetime) -> int | None:
    watched = min(now - from_text(row["first"]), _LATELY) if row["first"] else timedelta()
    if watched < _LEAST:
        return None
    of_versions = (row["pages"] - row["free"]) * row["page"] - of_checks - row["failed"]
    grown = of_checks * row["checks_lately"] / max(1, row["checks"])
    grown += max(0, of_versions) * row["versions_lately"] / max(1, row["versions"])
    return int(grown / (watched / timedelta(days=1)))
