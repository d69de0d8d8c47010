"""The spider `policies`: fetches the pages of watches and has each check recorded in the store."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.messages import GaveUp, WatchBatch
from crawler.spiders.base import PageSpider
from crawler.telling import tell
from monitor.core.accept_language import accept_language
from monitor.core.errors import StoreError, UnknownWatchError
from monitor.core.moves import address_to_ask
from monitor.core.urls import part_of
from storage.database import open_store
from storage.due import due_watches
from storage.known import known_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from scrapy import Request
    from sqlite_utils import Database

    from monitor.core.records import Known

MOST_DUE = 10_000  # watches a crawl by hand takes at once; the next one takes the others
MOST_QUEUED = 1_000  # requests; enough to have other hosts at hand while one is given its pause
PAUSE_SECONDS = 0.05  # until the queue is looked at again; MOST_QUEUED requests last longer


class PoliciesSpider(PageSpider):
    """Checks the watches of a batch, or those that are due.

    By hand: `CLAUSEWATCH_DATA=folder scrapy crawl policies`.

    Args:
        batch: a file that holds a `crawler.messages.WatchBatch`; without it, the watches that are due.
    """

    name = "policies"
    custom_settings = {"ITEM_PIPELINES": {"crawler.checking.pipeline.RecordPipeline": 100}}  # noqa: RUF012 - Scrapy's way

    def __init__(self, batch: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's
        super().__init__(**kwargs)
        self.batch = batch

    async def start(self) -> AsyncIterator[Request]:
        """Yield one request a watch, read from the store only when its turn comes."""
        db = open_store(Path(self.settings["CLAUSEWATCH_DATA"]), create=False)
        try:
            for watch_id in self._watch_ids(db):
                await self._have_room()
                try:
                    known = known_of(db, watch_id)
                except UnknownWatchError:
                    continue  # purged since the batch was made
                yield self.look(known)
        except StoreError as error:
            tell(GaveUp(error=str(error)))
            raise
        finally:
            db.close()

    def look(self, known: Known) -> Request:
        """Build the request for a look at a watch's page; what is held is looked at past all caches.

        Args:
            known: the state of the watch.
        """
        request = self.page_request(
            known.watch_id,
            address_to_ask(known),
            etag=known.etag,
            last_modified=known.last_modified,
            ignores_robots=known.ignores_robots,
            is_rendered=known.is_rendered,
            is_past_caches=known.held is not None,
            accept_language=accept_language(known.accept_language, known.language),
        )
        request.cb_kwargs.update(seen=known.seen, is_part=part_of(known.answered) == part_of(known.url))
        return request

    async def _have_room(self) -> None:
        """Wait while enough requests wait already: Scrapy itself would take all there are into memory."""
        scheduler: Any = self.crawler.engine.scheduler if self.crawler.engine else None
        while scheduler and len(scheduler) >= MOST_QUEUED:  # noqa: ASYNC110 - it has no event to wait for
            await asyncio.sleep(PAUSE_SECONDS)

    def _watch_ids(self, db: Database) -> Iterable[int]:
        if not self.batch:
            return due_watches(db, now=datetime.now(UTC), limit=MOST_DUE)
        batch = self.asked(self.batch, WatchBatch)
        return batch.watches if batch else ()
