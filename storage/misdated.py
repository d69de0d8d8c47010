"""Times that have not come yet where only past ones can be: what a clock that was ahead has left in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import due, outbox
from storage.database import reading
from storage.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

_TOLERATED = timedelta(minutes=1)  # a check may be recorded while this is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Misdated:
    """How many of each are dated ahead.

    Args:
        watches: due later than their interval allows, last checked in the future, or failing, blind or held since then.
        mails: wait longer than any mail has to.
        versions: dated in the future; their order is right all the same, and what is recorded stays.
    """

    watches: int
    mails: int
    versions: int


_WATCHES = f"""
SELECT count(*) AS found FROM watches w WHERE w.removed_at IS NULL AND w.paused_at IS NULL AND (
    {due.IMPOSSIBLE} OR w.failing_since > :soon
    OR EXISTS (SELECT 1 FROM held h WHERE h.watch_id = w.id AND h.since > :soon)
    OR EXISTS (
        SELECT 1 FROM blind_spells b WHERE b.watch_id = w.id AND b.ended_at IS NULL AND max(b.since, b.found_at) > :soon
    )
    OR :soon < (SELECT f.at FROM fetches f WHERE f.watch_id = w.id AND f.is_aside = 0 ORDER BY f.id DESC LIMIT 1)
)
"""
_MAILS = f"SELECT count(*) AS found FROM deliveries d WHERE {outbox.IMPOSSIBLE}"
_VERSIONS = "SELECT count(*) AS found FROM snapshots WHERE captured_at > :soon"


def misdated(db: Database, *, now: datetime) -> Misdated:
    """Count what is dated ahead.

    Args:
        db: the store.
        now: UTC.

    Returns:
        The counts; all but the dates of versions is mended by the next check, or by the next sending.
    """
    values = {**outbox.in_future(now), "soon": to_text(now + _TOLERATED)}

    def count(sql: str) -> int:
        return int(next(reading(db, sql, values))["found"])

    return Misdated(watches=count(_WATCHES), mails=count(_MAILS), versions=count(_VERSIONS))
