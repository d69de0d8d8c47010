"""The check of a watch whose page hangs or kills every crawl: recorded as any other failed check."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from crawler.checking.record import mail_domain, put_check
from monitor.app import utc_now
from monitor.core.errors import StaleDecisionError, UnknownWatchError
from monitor.core.moves import address_to_ask
from monitor.core.records import Failed, FailureKind, Fetched, FetchFailure
from storage.database import open_store
from storage.known import known_of

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.config import CrawlConfig
    from monitor.supervision import Lost


def crashed_words(why: str) -> str:
    """Say in one line what became of the crawl of a page; `why` is its last trouble."""
    return f"the crawl of this page was given up more than once, at last with no other page in it: {why}"


def record_lost(lost: Lost, *, folder: Path, config: CrawlConfig) -> bool:
    """Record a check whose crawl hung or died, in the one transaction that every check has.

    Args:
        lost: the watch, and what became of the crawl.
        folder: the data folder.
        config: for what a failed check may lead to.

    Returns:
        Whether it was recorded; not where the watch is gone, or was checked by another process meanwhile.

    Raises:
        StoreError: the store could not be written.
    """
    with closing(open_store(folder, create=False)) as db:
        try:
            known = known_of(db, lost.number)
            failure = FetchFailure(kind=FailureKind.CRASHED, detail=crashed_words(lost.why))
            fetched = Fetched(
                watch_id=lost.number,
                at=utc_now(),
                status=None,
                url=address_to_ask(known),
                seen=known.seen,
                failure=failure,
            )
            put_check(
                db,
                fetched,
                Failed(failure=failure),
                known=known,
                domain=mail_domain(config.public_url),
                blind_after=config.blind_after,
            )
        except (UnknownWatchError, StaleDecisionError):
            return False
    return True
