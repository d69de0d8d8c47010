"""What the store knows of a watch before a check of it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.errors import UnknownWatchError
from monitor.core.records import Baseline, Known
from storage.bodies import get_body
from storage.database import reading
from storage.faults import decoded
from storage.held import first_look, held_of
from storage.restless import restless_of
from storage.snapshots import drawn_of, latest_id, latest_page, latest_seen, snapshots_until
from storage.untold import untold_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

EARLIER_TEXTS = 5  # how many texts back count as "in force shortly before"


@decoded
def known_of(db: Database, watch_id: int, *, at: datetime | None = None) -> Known:
    """Read what a request for a watch's page needs, and what shows that nothing on it is new.

    Args:
        db: the store.
        watch_id: the watch.
        at: leave out snapshots captured later, UTC (for pages of the past).

    Returns:
        The state of the watch.

    Raises:
        UnknownWatchError: it was purged in the meantime.
    """
    row = next(reading(db, "SELECT * FROM watches WHERE id = :id", {"id": watch_id}), None)
    if row is None:
        raise UnknownWatchError(str(watch_id))
    language, answered = latest_page(db, watch_id)
    return Known(
        watch_id=watch_id,
        url=row["url"],
        kind=row["kind"],
        include=row["include"],
        exclude=row["exclude"],
        is_rendered=bool(row["is_rendered"]),
        ignores_robots=bool(row["ignores_robots"]),
        accept_language=row["accept_language"],
        language=language,
        answered=answered,
        moved_to=row["moved_to"],
        body_sha256=row["last_body_sha256"],
        visible_sha256=row["last_visible_sha256"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        failures=row["failures"],
        held=held_of(db, watch_id),
        latest=latest_id(db, watch_id, before=at),
        seen=latest_seen(db, watch_id),
    )


def baseline_of(db: Database, known: Known, *, rules: str = "") -> Baseline | None:
    """Read what a new text of a watch is compared with.

    Args:
        db: the store.
        known: the state of the watch; the baseline is the latest snapshot it names.
        rules: the extraction rules in force; the body of a snapshot drawn under others comes along.

    Returns:
        The baseline; None where the watch has no snapshot.

    Raises:
        UnknownWatchError: the watch was purged in the meantime.
        StoreError: a text or a body is damaged.
    """
    if not known.latest:
        return None
    recent = snapshots_until(db, known.latest, limit=EARLIER_TEXTS + 1)
    if not recent:
        raise UnknownWatchError(str(known.watch_id))
    latest, *earlier = recent
    is_outdated = bool(rules) and not latest.extractor.startswith(f"{rules}/")
    return Baseline(
        snapshot=latest,
        drawn=drawn_of(db, latest),
        kind=known.kind,
        earlier=tuple(one.text_digest for one in earlier),
        previous=drawn_of(db, earlier[0]) if earlier and known.held and known.held.claim.is_edit else None,
        body=get_body(db.conn, latest.body_sha256) if is_outdated else None,
        held=first_look(db, known.watch_id) if known.held else None,
        restless=restless_of(db, known.watch_id),
        untold=untold_of(db, known.watch_id),
    )
