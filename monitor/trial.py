"""A look at pages before they are watched: fetched once, drawn, described; nothing is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.judging import draw_body
from monitor.crawl import fetch_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crawler.config import CrawlConfig
    from monitor.core.records import Drawn, FetchFailure, WatchSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a look at a page found.

    Args:
        spec: the watch it is about.
        url: the address that answered.
        result: the text, or why there is none.
    """

    spec: WatchSpec
    url: str
    result: Drawn | FetchFailure


def try_out(
    specs: Sequence[WatchSpec],
    *,
    folder: Path,
    config: CrawlConfig,
    tell: Callable[[int], None] = lambda _: None,
) -> list[Trial]:
    """Fetch each page once and draw its text.

    Args:
        specs: the watches to be.
        folder: the data folder.
        config: how to fetch.
        tell: called with the place of each page that was fetched.

    Returns:
        One trial a watch, in order.
    """
    pages = fetch_pages([spec.url for spec in specs], folder=folder, config=config, tell=tell)
    trials = []
    for spec, page in zip(specs, pages, strict=True):
        result = page.failure or draw_body(
            page.body,
            media_type=page.media_type,
            charset=page.charset,
            url=page.url,
            include=spec.include,
            exclude=spec.exclude,
        )
        trials.append(Trial(spec=spec, url=page.url, result=result))
    return trials
