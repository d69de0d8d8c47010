"""From a fetch to the store: judge it, record it, tell the process that waits for the crawl."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from contextlib import ExitStack, closing
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.checking import tasks
from crawler.checking.record import mail_domain, put_check
from crawler.checking.shortcut import glance
from crawler.checking.writer import Batches
from crawler.messages import Checked, GaveUp
from crawler.telling import tell
from monitor.core.errors import StaleDecisionError, StoreError, UnknownWatchError
from monitor.core.moves import remarked
from monitor.core.records import Failed, FetchFailure, Held, Unchanged
from storage.checks import BLIND_AFTER, put_aside
from storage.database import open_store
from storage.known import known_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlite_utils import Database

    from crawler.checking.pool import Workers
    from monitor.core.records import Fetched, Known, Outcome

TRIES = 5  # decisions on one answer; each is spoilt only by another process that recorded the same watch meanwhile
MOST_LOOKS = 3  # at a page in one crawl: the second confirms an edit, the third one that the second found reworded
OVERTAKEN = Unchanged(detail="another check brought a new version meanwhile")
READDRESSED = Unchanged(detail="the watch was given another address meanwhile")


class RecordPipeline:
    """Records every check of the spider `policies`.

    Args:
        crawler: whose settings name the data folder.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._folder = Path(crawler.settings["CLAUSEWATCH_DATA"])
        self._domain = mail_domain(crawler.settings.get("CLAUSEWATCH_PUBLIC_URL") or "")
        self._blind_after = crawler.settings.getint("CLAUSEWATCH_BLIND_AFTER", BLIND_AFTER)
        self._confirm_after = timedelta(seconds=crawler.settings.getfloat("CLAUSEWATCH_CONFIRM_AFTER"))
        self._group_window = timedelta(seconds=crawler.settings.getfloat("CLAUSEWATCH_GROUP_WINDOW"))
        self._looks: Counter[int] = Counter()
        self._opened = ExitStack()
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RecordPipeline:
        """Build it for a crawl."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Open the store."""
        _ = self._db, self._batches
        self._workers.prepare()
        gc.freeze()  # what is loaded stays to the end; looking through it again and again takes a tenth of a recheck

    def close_spider(self) -> None:
        """Close the store."""
        self._opened.close()

    async def process_item(self, item: Fetched) -> Fetched:
        """Judge and record one fetch; a broken store ends the crawl."""
        try:
            outcome = await self._record(item)
        except UnknownWatchError:
            return item  # purged since the crawl began
        except StoreError as error:
            self._crawler.stats.set_value("clausewatch/store_error", str(error))
            tell(GaveUp(error=str(error)))
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="store"))
            raise
        if self._is_looked_at_again(item.watch_id, outcome):
            return item
        self._crawler.stats.inc_value(f"clausewatch/{outcome.kind}")
        kind = outcome.failure.kind if isinstance(outcome, Failed) else None
        tell(Checked(watch=item.watch_id, outcome=outcome.kind, kind=kind))
        return item

    def _is_looked_at_again(self, watch_id: int, outcome: Outcome) -> bool:
        """Have another look at a page at once, where that is wanted and may settle what was seen."""
        if self._confirm_after or not (isinstance(outcome, Held) and outcome.held.claim.is_edit):
            return False
        self._looks[watch_id] += 1
        if outcome.held.looks > 1 or self._looks[watch_id] == MOST_LOOKS:
            return False
        spider: Any = self._crawler.spider
        self._crawler.engine.crawl(spider.look(known_of(self._db, watch_id)))
        return True

    async def _record(self, fetched: Fetched) -> Outcome:
        for _ in range(TRIES):
            known = known_of(self._db, fetched.watch_id)
            # which of the two answers is the older nobody can tell: no clock is sure, and a request may take its time
            is_overtaken = known.seen != fetched.seen
            if is_overtaken or fetched.asked not in {"", known.url, known.moved_to}:
                aside = OVERTAKEN if is_overtaken else READDRESSED
                await self._batches.add(partial(put_aside, fetched=fetched, outcome=aside))
                return aside
            outcome = glance(known, fetched)
            if outcome is None:
                known, outcome = await self._judge(known, fetched)
            outcome = remarked(outcome, known, fetched)
            try:
                await self._batches.add(partial(self._put, fetched=fetched, outcome=outcome, known=known))
            except StaleDecisionError:
                continue
            return outcome
        raise StoreError(f"watch {fetched.watch_id} is being checked by too many processes at once")

    def _put(self, db: Database, *, fetched: Fetched, outcome: Outcome, known: Known) -> None:
        put_check(
            db,
            fetched,
            outcome,
            known=known,
            domain=self._domain,
            blind_after=self._blind_after,
            confirm_after=self._confirm_after,
            group_window=self._group_window,
        )

    async def _judge(self, known: Known, fetched: Fetched) -> tuple[Known, Outcome]:
        judged = await self._workers.run_async(
            tasks.judge, self._folder, known.visible_sha256, fetched, self._confirm_after, size=len(fetched.body)
        )
        if isinstance(judged, FetchFailure):
            return known, Failed(failure=judged)
        whole, outcome = judged
        return whole or known, outcome

    @cached_property
    def _db(self) -> Database:
        return self._opened.enter_context(closing(open_store(self._folder, create=False)))

    @cached_property
    def _batches(self) -> Batches:
        return self._opened.enter_context(closing(Batches(open_store(self._folder, create=False))))

    @property
    def _workers(self) -> Workers:
        spider: Any = self._crawler.spider
        workers: Workers = spider.workers
        return workers
