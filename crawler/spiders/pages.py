"""The spider `pages`: fetches addresses that no store knows, and prints what came, one JSON line each."""

from __future__ import annotations

import base64
import json
import sys
from typing import TYPE_CHECKING, Any

from crawler.spiders.base import PageSpider, read_batch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request

    from monitor.core.records import Fetched


class PagesSpider(PageSpider):
    """Fetches the addresses of a batch.

    Args:
        batch: a file with `{"urls": [...], "places": [...], "rendered": [...], "unruled": [...]}`, the latter naming
            places in the first: those that are to be fetched, all where it is missing; those whose pages a browser
            builds; those that are fetched whatever robots.txt says. A result is known by its place.
    """

    name = "pages"
    custom_settings = {"ITEM_PIPELINES": {"crawler.spiders.pages.PrintPipeline": 100}}  # noqa: RUF012 - Scrapy's way

    def __init__(self, batch: str, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's
        super().__init__(**kwargs)
        self.batch = batch

    async def start(self) -> AsyncIterator[Request]:
        """Yield one request an address."""
        batch = read_batch(self.batch)
        rendered, unruled = frozenset(batch.get("rendered", ())), frozenset(batch.get("unruled", ()))
        for place in batch.get("places", range(len(batch["urls"]))):
            url = batch["urls"][place]
            yield self.page_request(place, url, is_rendered=place in rendered, ignores_robots=place in unruled)


class PrintPipeline:
    """Prints fetches, their bodies in Base64."""

    def process_item(self, item: Fetched) -> Fetched:
        """Print one fetch as a JSON line."""
        failure = item.failure
        line = {
            "place": item.watch_id,
            "at": item.at.isoformat(),
            "status": item.status,
            "url": item.url,
            "body": base64.b64encode(item.body).decode(),
            "media_type": item.media_type,
            "charset": item.charset,
            "etag": item.etag,
            "last_modified": item.last_modified,
            "milliseconds": item.milliseconds,
            "failure": failure and {"kind": failure.kind, "status": failure.status, "detail": failure.detail},
        }
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        return item
