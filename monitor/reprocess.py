"""Drawing the latest snapshots again from their stored bodies: never a change, never a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.checking import tasks
from monitor.core.moves import at_address_of
from monitor.core.records import FetchFailure, Redrawn
from storage.bodies import get_body
from storage.checks import put_reprocessed
from storage.known import baseline_of, known_of
from storage.left_out import renew_left_out
from storage.variants import renew_alternates

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from crawler.checking.pool import Workers


def reprocess(db: Database, watch_id: int, workers: Workers, *, now: datetime) -> bool:
    """Draw the latest snapshot of a watch again under the rules and selectors in force.

    Args:
        db: the store.
        watch_id: the watch.
        workers: where it is drawn.
        now: when, UTC.

    Returns:
        Whether the text came out otherwise and was kept as a new snapshot; not where it can no longer be drawn. Where
        it came out the same, only what is recorded as left out of its page, and as declared by it, is renewed.

    Raises:
        StoreError: the stored body is missing or damaged.
    """
    known = known_of(db, watch_id)
    baseline = baseline_of(db, known)
    if baseline is None:
        return False
    latest = baseline.snapshot
    drawn = workers.run(tasks.redraw, at_address_of(latest, known), get_body(db.conn, latest.body_sha256))
    if drawn is None or isinstance(drawn, FetchFailure):
        return False
    if drawn.text_digest == latest.text_digest:
        renew_left_out(db, latest.id, drawn)
        renew_alternates(db, watch_id, latest.id, drawn)
        return False
    put_reprocessed(db, known, Redrawn(snapshot=latest, drawn=drawn), now=now)
    return True
