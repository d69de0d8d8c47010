"""A look at pages before they are watched: fetched once, drawn, described; nothing is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.judging import draw_body
from monitor.crawl import fetch_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from crawler.config import CrawlConfig
    from monitor.core.records import Drawn, Fetched, FetchFailure, WatchSpec


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


def try_out(specs: Sequence[WatchSpec], *, folder: Path, config: CrawlConfig) -> Iterator[Trial]:
    """Fetch each page once and draw its text.

    Args:
        specs: the watches to be.
        folder: the data folder.
        config: how to fetch.

    Yields:
        One trial a watch, as the pages come.
    """
    rendered = [place for place, spec in enumerate(specs) if spec.is_rendered]
    for page in fetch_pages([spec.url for spec in specs], folder=folder, config=config, rendered=rendered):
        spec = specs[page.watch_id]
        yield Trial(spec=spec, url=page.url, result=draw_fetched(page, include=spec.include, exclude=spec.exclude))


def draw_fetched(page: Fetched, *, include: str, exclude: str) -> Drawn | FetchFailure:
    """Draw the policy text from a fetched page.

    Args:
        page: what came.
        include: selector of what to keep, "" for none.
        exclude: selector of what to leave out, "" for none.

    Returns:
        The text, or why there is none.
    """
    return page.failure or draw_body(page.as_body(), url=page.url, include=include, exclude=exclude)
